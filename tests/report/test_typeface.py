"""Charts show Chinese from the bundled face; what no font has is visible and warned about."""

import warnings

import pytest

from textmine.report import typeface
from textmine.report.canvas import as_png, as_svg, blank, style
from textmine.report.typeface import FILE, drawable, families_for


def test_bundle_is_small_and_licensed():
    """The subset is under three megabytes with its licence beside it."""
    assert FILE.stat().st_size < 3_000_000
    assert "SIL OPEN FONT LICENSE" in (FILE.parent / "LICENSE-OFL.txt").read_text("utf-8")


def test_gb2312_is_covered():
    """All 6,763 characters of GB 2312 and the punctuation of forms are in it: no other font is needed."""
    hanzi = [bytes([a, b]) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    text = "".join(h.decode("gb2312", errors="ignore") for h in hanzi)
    assert len(text) == 6763
    assert families_for([text, "≥≤％（）「」①②℃㎡—…、。《》“”0123456789abcXYZ"]) == [typeface.FAMILY]


def test_missing_character_is_visible(monkeypatch):
    """Without any other font a character outside becomes 〓 with a warning, never an empty box."""
    monkeypatch.setattr(typeface, "_system_fonts", lambda: ())
    with pytest.warns(RuntimeWarning, match=r"U\+1F600"):
        assert drawable("长效😀机制") == "长效〓机制"


def test_no_glyph_warning():
    """A chart with Chinese, minus signs and digits draws without any warning, in both formats."""
    with warnings.catch_warnings(), style(["长效机制"]):
        warnings.simplefilter("error")
        figure, axes = blank(2)
        axes.bar([0, 1], [-1, 2])
        axes.set_xticks([0, 1], ["长效机制", "满意度"])
        assert as_svg(figure).startswith("<svg")
        assert as_png(figure).startswith(b"\x89PNG")
