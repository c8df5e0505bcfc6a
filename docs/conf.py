"""Sphinx settings: Chinese user guide in MyST, English API by numpydoc, nothing loaded from the internet."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from textmine import __version__  # noqa: E402 - the folders must be known first

project = "textmine"
author = "The textmine authors"
project_copyright = "The textmine authors, Apache-2.0"
release = version = __version__
language = "zh_CN"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "numpydoc", "chinese", "mathml", "reference"]
exclude_patterns = ["_build", "README.md"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline"]
myst_heading_anchors = 4

autodoc_typehints = "none"  # they stand in the signatures and, in words, in the docstrings
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
add_module_names = False

html_theme = "furo"
html_title = "textmine 用户手册"
html_static_path = ["_static"]
html_css_files = ["textmine.css"]
html_show_sourcelink = False
