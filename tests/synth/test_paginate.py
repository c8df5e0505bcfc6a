"""Nothing gets lost on paper: every character is on a page once, inside its cell and inside the margins."""

from random import Random

import pytest

from textmine.synth.compose import compose
from textmine.synth.content import make_form
from textmine.synth.habits import draw_habits
from textmine.synth.layouts import layouts
from textmine.synth.owners import make_owner
from textmine.synth.paginate import Setup, flow

SETUPS = [
    Setup(),
    Setup(height=430, mid_row=True),
    Setup(height=460, repeat=True, labels="split"),
    Setup(size=14, height=600, labels="last"),
]


def wide(text, size):
    return sum(size if ord(c) > 255 else size / 2 for c in text)


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("layout", layouts(), ids=lambda x: x.name)
def test_every_character_is_printed_once_in_its_place(layout, setup):
    rng = Random(layout.name)
    sample = make_form(rng, make_owner(rng), 2023, layout.traits)
    table, _ = compose(sample, layout, draw_habits(rng), rng)
    sheets = flow([table], setup, wide)
    printed: dict = {}
    for sheet in sheets:
        for f in sheet.fragments:
            assert f.bottom <= setup.height - setup.margin + 1
            assert len(f.lines) * setup.size * setup.leading <= f.bottom - f.top + setup.size * 0.5
            printed[f.box] = printed.get(f.box, "") + "".join(f.lines)
    low, high = table.repeat
    for box in table.boxes:
        if not low <= box.row < high:
            assert printed[box].replace(" ", "") == box.text.replace("\n", "").replace(" ", "")
