"""Form fields and comments: what a viewer shows is read, what none shows alike is counted, the rest is left out."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handmade import form, pdf, stream, text

from textmine.documents import read_bytes

LOOK = stream(b"/Tx BMC\n" + text("填写内容", 2, 4, 8) + b"EMC",
              b"/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>")  # fmt: skip
VALUE = b"<feff%s>" % "填写内容".encode("utf-16-be").hex().encode()
AP = b"/AP<</N 12 0 R>>"


def annotated(*annotations, asked=b""):
    """The form with annotations below its table."""
    place = b"<</Type/Annot/Rect[60 200 160 220]/P 3 0 R"
    more = {20 + n: place + entries + b">>" for n, entries in enumerate(annotations)}
    refs = b" ".join(b"%d 0 R" % number for number in more)
    page = b"/MediaBox[0 0 595 842]/Annots[%s]" % refs
    catalog = b"/AcroForm<</Fields[%s]/DR<</Font<</F1 5 0 R>>>>/DA(/F1 7 Tf 0 g)%s>>" % (refs, asked)
    return read_bytes(pdf(form(), page=page, catalog=catalog, more={12: LOOK, **more}), source="a.pdf")


def shown(document):
    return any("填写内容" in getattr(block, "text", "") for block in document.pages[0].blocks)


FIELD = b"/Subtype/Widget/FT/Tx/T(a)/V" + VALUE
COMMENT = b"/Subtype/FreeText/DA(/F1 7 Tf 0 g)/Contents" + VALUE


@pytest.mark.parametrize(
    ("entries", "read", "told"),
    [
        (FIELD + AP + b"/F 4", True, False),
        (COMMENT + AP + b"/F 4", True, False),
        (FIELD + AP + b"/F 2", False, False),
        (COMMENT + AP + b"/F 2", False, False),
        (COMMENT + b"/F 2", False, False),
        (COMMENT + b"/F 32", False, False),
        (COMMENT + AP + b"/F 32", False, False),
        (COMMENT + b"/F 4", True, True),
        (FIELD + b"/Ff 4096/F 4", False, True),
        (b"/Subtype/Widget/FT/Tx/T(a)/F 4", False, False),
        (b"/Subtype/Text/Contents" + VALUE, False, False),
        (b"/Subtype/Stamp/F 4" + AP, False, False),
        (b"/Subtype/Link/F 4", False, False),
    ],
    ids=["field", "comment", "hidden field", "hidden comment", "hidden without look", "not to be viewed",
         "not to be viewed with a look", "comment without look", "field without look", "empty field", "note",
         "stamp", "link"],
)  # fmt: skip
def test_which_annotations_are_text(entries, read, told):
    document = annotated(entries)
    assert shown(document) is read
    assert any("没有外观" in note for note in document.notes) is told


def test_stamps_and_notes_beside_fields_are_taken_off():
    """The fields are read, what covers them is not."""
    document = annotated(FIELD + AP + b"/F 4", b"/Subtype/Stamp/F 4" + AP, b"/Subtype/Text/Contents" + VALUE)
    words = "".join(getattr(block, "text", "") for block in document.pages[0].blocks)
    assert words.count("填写内容") == 1


def test_fields_without_a_look_are_counted():
    document = annotated(COMMENT + b"/F 4", COMMENT + b"/F 4", COMMENT + AP + b"/F 4")
    assert any(note.startswith("第1页") or "2 个" in note for note in document.notes) and shown(document)


def test_the_table_stays_as_it_is():
    """Whatever is fastened to the page."""
    plain = read_bytes(pdf(form()), source="a.pdf").pages[0].blocks
    grids = [block for block in annotated(FIELD + AP + b"/F 4").pages[0].blocks if hasattr(block, "cells")]
    assert [[cell.text for cell in grid.cells] for grid in grids] == [
        [cell.text for cell in block.cells] for block in plain if hasattr(block, "cells")
    ]
