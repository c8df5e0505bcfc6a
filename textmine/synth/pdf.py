"""Forms, a layout and conditions become one PDF file with its truth."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from textmine.synth import distractors
from textmine.synth.compose import compose
from textmine.synth.conditions import Condition
from textmine.synth.content import Sample
from textmine.synth.derived import Scan, page_images
from textmine.synth.distractors import around
from textmine.synth.gold import File, Truth
from textmine.synth.habits import draw_habits
from textmine.synth.layouts import Layout
from textmine.synth.paginate import Setup, flow
from textmine.synth.paint import Paint, measure_with, paint_pdf
from textmine.synth.table import parted, substituted


def draw_setup(rng: Random) -> Setup:
    """Draw paper and the habits of the printing program."""
    return Setup(
        margin=rng.choice([30.0, 42.0, 54.0]),
        size=rng.choice([8.0, 9.0, 10.0, 10.5]),
        leading=rng.choice([1.15, 1.25, 1.4]),
        pad=rng.choice([1.5, 2.5, 3.5, 5.0]), mid_row=rng.random() < 0.4, repeat=rng.random() < 0.3,
        labels=rng.choice(["once", "largest", "last", "split", "each"]),
        kinsoku=rng.random() < 0.7,
        keep_words=rng.random() < 0.6,
    )  # fmt: skip


def render_pdf(
    name: str, samples: list[Sample], layout: Layout, conditions: tuple[Condition, ...], seed: str, letters: str = ""
) -> File:
    """Print forms of one layout under conditions.

    Parameters
    ----------
    name : str
        The file's name.
    seed : str
        Fixes habits, paper and order of drawing.
    letters : str
        Characters beyond the package's own lists that the font must have.
    """
    rng = Random(seed)
    habits = draw_habits(rng)
    setup, paint = (
        draw_setup(rng),
        Paint(font=rng.choice(["song", "song", "hei", "cid"]), valign=rng.choice(["middle", "middle", "top"])),
    )
    for c in conditions:
        setup, paint = c.setup(setup), c.paint(paint)
    composed = [compose(s, layout, habits, rng) for s in samples]
    before = sum((c.around for c in conditions), 0)
    composed = [(substituted(t, paint.substitutes), f) for t, f in composed]
    printed = [t for t, _ in composed]
    if any(c.parts for c in conditions):
        printed = [half for t in printed for half in parted(t, t.repeat[0])]
    tables = [*around(rng, before), *printed, *around(rng, before // 3)]
    sheets = flow(tables, setup, measure_with(paint, letters), not any(c.same_page for c in conditions))
    data = paint_pdf(sheets, setup, paint, seed, letters)
    if paint.hidden_layer:
        images = tuple(page_images(data, Scan("clean", 150), seed))
        unseen = replace(paint, invisible=True, rules="none", watermark="", stamp=False)
        data = paint_pdf(sheets, setup, unseen, seed, letters, images)
    for c in conditions:
        data = c.post(data) if c.post else data
    truths = tuple(Truth(form, s) for (_, form), s in zip(composed, samples, strict=True))
    tags = (
        {c.name for c in conditions if c.name != "plain"}
        | ({"multi_form"} if len(samples) > 1 else set())
        | {"levels_" + habits.levels}
    )
    if len(sheets) > len(samples):
        tags.add("form_over_pages")
    return File(name, "pdf", layout.name, tuple(tags), data, truths)


def render_other(name: str, what: str, seed: str, letters: str = "") -> File:
    """Print a file that holds no form: ``account``, ``prose``, ``declaration``, ``third_party``, ``overview``."""
    rng = Random(seed)
    tables = [getattr(distractors, what)(rng) for _ in range(rng.randint(1, 4))]
    setup, paint = draw_setup(rng), Paint()
    data = paint_pdf(flow(tables, setup, measure_with(paint, letters)), setup, paint, seed, letters)
    return File(name, "pdf", "-", ("no_form", what), data)
