"""Points: where every lost point goes, what each stated cause is connected with, and how sure one can be.

The modules are imported where they are used; importing the room itself loads nothing.
"""
