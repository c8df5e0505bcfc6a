"""Layers: which are switched off when a file is opened, and what stands on them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handmade import form, pdf, text

from textmine.documents import read_bytes
from textmine.documents.pdf_layers import hidden_layers

NAMES = {10: b"(draft)", 11: b"<feff59276837>", 12: b"(stamp)"}
"""Three layers: draft, 大样 in UTF-16, stamp."""
GROUPS = {number: b"<</Type/OCG/Name%s>>" % name for number, name in NAMES.items()}


def layered(usual: bytes, content: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A page with three layers and what the catalogue says of them."""
    catalog = b"/OCProperties<</OCGs[10 0 R 11 0 R 12 0 R]%s>>" % usual
    marks = b"/Properties<</L10 10 0 R/L11 11 0 R/L12 12 0 R>>"
    return pdf(form() + content, resources=marks, catalog=catalog, more={**GROUPS, **(more or {})})


def on(layer: int, words: str, y: float) -> bytes:
    """Words on a layer, below the table."""
    return b"/OC /L%d BDC\n" % layer + text(words, 60, y) + b"EMC\n"


@pytest.mark.parametrize(
    ("usual", "off"),
    [
        (b"/D<<>>", set()),
        (b"/D<</ON[10 0 R]>>", set()),
        (b"/D<</OFF[10 0 R]>>", {"draft"}),
        (b"/D<</OFF[10 0 R 11 0 R]>>", {"draft", "大样"}),
        (b"/D<</OFF[12 0 R]/ON[12 0 R]>>", {"stamp"}),
        (b"/D<</BaseState/OFF>>", {"draft", "大样", "stamp"}),
        (b"/D<</BaseState/OFF/ON[11 0 R]>>", {"draft", "stamp"}),
        (b"/D<</BaseState/ON/OFF[11 0 R]>>", {"大样"}),
        (b"/D 20 0 R", {"stamp"}),
        (b"", set()),
        (b"/D null", set()),
        (b"/D<</OFF(none)>>", set()),
    ],
    ids=["no word", "on", "one off", "two off", "both", "all off", "all off but", "all on but", "elsewhere", "missing",
         "null", "nonsense"],
)  # fmt: skip
def test_switched_off(usual, off):
    assert hidden_layers(layered(usual, more={20: b"<</OFF[12 0 R]>>"})) == off


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", pdf(form()), b"%PDF-1.7\n1 0 obj<</OCProperties 9 0 R>>endobj"])
def test_files_without_layers_or_without_sense(data):
    """Nothing counts as switched off; never an error."""
    assert hidden_layers(data) == frozenset()


def test_only_what_stands_on_a_hidden_layer_is_taken_off():
    """Text on the other layers, and on none, is read; the note names the layer."""
    content = on(10, "草稿勿用", 300) + on(12, "填表说明", 280) + text("联系电话", 60, 260)
    document = read_bytes(layered(b"/D<</OFF[10 0 R]>>", content), source="a.pdf")
    words = "".join(block.text for block in document.pages[0].blocks if hasattr(block, "text"))
    assert "填表说明" in words and "联系电话" in words and "草稿勿用" not in words
    assert sum("draft" in note for note in document.notes) == 1


@pytest.mark.parametrize("name", [b"<feff59276837>", b"(\xe5\xa4\xa7\xe6\xa0\xb7)", b"(draft 1)", b"<feff00640031>"])
def test_whatever_the_name_is_written_in(name):
    """Chinese names stand in UTF-16, or in bytes of any kind."""
    data = layered(b"/D<</OFF[11 0 R]>>", on(11, "草稿勿用", 300), {11: b"<</Type/OCG/Name%s>>" % name})
    document = read_bytes(data, source="a.pdf")
    assert not any("草稿" in getattr(block, "text", "") for block in document.pages[0].blocks)
    assert len(document.notes) == 1
