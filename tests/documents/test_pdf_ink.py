"""Characters and paths → ink: boxes by the base line, whatever the font tells of its height."""

import numpy as np

from textmine.documents.pdf_ink import make_ink
from textmine.documents.pdf_paths import Paths
from textmine.documents.pdf_text import Char, Chars, Style

PAGE = (0.0, 0.0, 200.0, 100.0)
NO_PATHS = Paths(np.zeros((0, 4)), np.zeros((0, 4)), (), ())


def test_full_stop_of_a_font_that_holds_nothing_else_stands_in_its_line():
    """Such a font is as high as its dot; the digits beside it bear out its size."""
    style, own = Style(6.5, 0, 0.0, False, False), Style(6.5, 0, 0.0, False, True)
    digits = [Char(c, x, 49.0, x + 3.6, 55.5, x, 50.0, style) for c, x in (("3", 10.0), ("1", 15.8))]
    stop = Char(".", 13.6, 49.8, 15.7, 51.0, 13.6, 50.0, own)
    glyphs = make_ink(1, PAGE, 0, Chars.of([*digits, stop]), NO_PATHS).ink.glyphs
    assert len({(glyph.top, glyph.bottom) for glyph in glyphs}) == 1
