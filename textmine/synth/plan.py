"""What a synthetic corpus consists of: units with projects over the years, in some layout, format and condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from textmine.documents.worker import run_isolated
from textmine.errors import TextmineError, UsageError
from textmine.records import Failure
from textmine.synth.conditions import CONDITIONS, Condition, condition
from textmine.synth.content import Sample, make_form
from textmine.synth.distractors import OTHERS
from textmine.synth.excel import EXCEL_CONDITIONS, render_excel
from textmine.synth.faults import FAULTS, with_fault
from textmine.synth.gold import File, Written, write_files, write_lists
from textmine.synth.html import HTML_CONDITIONS, render_html
from textmine.synth.layouts import Layout, layouts, vary
from textmine.synth.owners import Owner, make_owner
from textmine.synth.pdf import render_other, render_pdf
from textmine.synth.word import WORD_CONDITIONS, render_word
from textmine.synth.words import Text, letters_of, read_passages

_ABOUT = """title = "合成自评表 SYNTHETIC ({n} files, seed {seed})"
synthetic = true
publisher = "textmine synth"
year = {year}
language = "zh"
files = ["*.pdf", "*.docx", "*.xlsx", "*.html"]
"""
_PART = 50
MIX = {"pdf": 0.7, "docx": 0.12, "xlsx": 0.1, "html": 0.08}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a corpus is made of.

    Attributes
    ----------
    conditions : tuple of str
        Names of PDF conditions to draw from; empty for all of them.
    formats : dict of str to float
        The shares of pdf, docx, xlsx and html.
    faults : float
        The share of forms with a fault printed into them.
    others : float
        The share of files without a form.
    combine : float
        The share of PDFs under two conditions at once.
    trend : float
        By how much the share of lost indicators falls a year.
    """

    years: int = 1
    units: int = 20
    conditions: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    formats: tuple[tuple[str, float], ...] = tuple(MIX.items())
    faults: float = 0.1
    others: float = 0.03
    combine: float = 0.0
    trend: float = 0.03
    last_year: int = 2024
    passages: tuple[Text, ...] = ()


def fits(layout: Layout, fault: str) -> bool:
    """Tell whether a fault shows in the print of a layout."""
    fields = {c.field for c in layout.columns}
    shown = {f for _, f in layout.funding}
    weighted = "weight" in fields and ("weight" in shown or layout.traits.execution_row)
    return {
        "total_mismatch": layout.totals != "none" and ("score" in shown or layout.traits.execution_row),
        "weight_mismatch": weighted,
        "score_above_weight": "weight" in fields,
        "rate_mismatch": {"rate", "budget", "executed"} <= shown,
        "grade_mismatch": layout.grade != "none" and layout.totals != "none",
    }[fault]


def make_files(
    n: int, seed: int | str, recipe: Recipe = Recipe(), numbers: Iterable[int] | None = None
) -> Iterator[File]:
    """Yield `n` files; each depends on the seed and its number only.

    Parameters
    ----------
    n : int
        How many files.
    seed : int or str
        The same seed gives the same bytes.
    numbers : iterable of int, optional
        Only these of them.

    Raises
    ------
    UsageError
        An unknown condition or layout, or a number below one.
    """
    pool, looks = _checked(n, recipe)
    letters = letters_of(recipe.passages)
    owners = [make_owner(Random(f"{seed}/unit/{u}")) for u in range(max(1, recipe.units))]
    for i in range(n) if numbers is None else numbers:
        rng = Random(f"{seed}/{i}")
        name = f"{i:05d}"
        if rng.random() < recipe.others:
            yield render_other(f"{name}-other.pdf", rng.choice(OTHERS), f"{seed}/{i}", letters)
            continue
        layout = vary(looks[i % len(looks)], rng)
        kind = rng.choices([k for k, _ in recipe.formats], [w for _, w in recipe.formats])[0]
        drawn = pool[(i * 7 + i // len(pool)) % len(pool)]
        lots = drawn.forms if kind == "pdf" else (1, rng.choice([1, 1, 3]))
        owner = owners[i % len(owners)]
        year = recipe.last_year - (i // len(owners)) % recipe.years
        samples = [
            _sample(rng, owner if k == 0 else rng.choice(owners), year, layout, recipe)
            for k in range(rng.randint(*lots))
        ]
        at = f"{seed}/{i}"
        if kind == "pdf":
            drawns = _also(rng, drawn, pool, recipe)
            what = "+".join(c.name for c in drawns)
            yield render_pdf(f"{name}-{layout.name}-{what}.pdf", samples, layout, drawns, at, letters)
        else:
            yield _office(kind, name, samples, layout, rng, at)


def _office(kind: str, name: str, samples: list[Sample], layout: Layout, rng: Random, at: str) -> File:
    make, whats = {
        "docx": (render_word, WORD_CONDITIONS),
        "xlsx": (render_excel, EXCEL_CONDITIONS),
        "html": (render_html, HTML_CONDITIONS),
    }[kind]
    what = rng.choice([w for w in whats if w != "unmerged" or layout.traits.level2])
    return make(f"{name}-{layout.name}-{what}.{kind}", samples, layout, what, at)


def _also(rng: Random, drawn: Condition, pool: list[Condition], recipe: Recipe) -> tuple[Condition, ...]:
    """Draw a second condition that changes something else: two papers or two kinds of lines do not go together."""
    if rng.random() >= recipe.combine:
        return (drawn,)
    papers = (
        "rotate",
        "turned",
        "side_by",
        "landscape",
        "a3",
        "large",
        "six",
        "letter",
        "page_break",
        "mid_row",
        "continued",
    )
    lines = (
        "rects",
        "boxes",
        "dashed",
        "double",
        "partial",
        "grey",
        "horizontal",
        "borderless",
        "white",
        "hair",
        "thick",
    )
    kinds = [{c.name for c in pool if any(w in c.name for w in group)} for group in (papers, lines)]
    own = {drawn.name}.union(*(k for k in kinds if drawn.name in k))
    others = [c for c in pool if c.name not in own and c.forms == (1, 1)]
    return (drawn, rng.choice(others)) if others else (drawn,)


def _sample(rng: Random, owner: Owner, year: int, layout: Layout, recipe: Recipe) -> Sample:
    share = max(0.05, 0.3 - recipe.trend * (year - recipe.last_year + recipe.years - 1))
    sample = make_form(rng, owner, year, layout.traits, recipe.passages, share)
    fault = rng.choice(FAULTS)
    if rng.random() < recipe.faults and fits(layout, fault):
        sample = with_fault(sample, fault, rng)
    return sample


def _checked(n: int, recipe: Recipe) -> tuple[list[Condition], list[Layout]]:
    if n < 1 or recipe.years < 1:
        raise UsageError(f"nothing to make / 数量必须为正: n={n}, years={recipe.years}", hint="-n 100 --years 3")
    known = {c.name for c in CONDITIONS}, {x.name for x in layouts()}
    for asked, names, what in ((recipe.conditions, known[0], "condition"), (recipe.layouts, known[1], "layout")):
        for name in asked:
            if name not in names:
                raise UsageError(f"unknown {what} / 未知的选项: {name!r}", hint=", ".join(sorted(names)))
    pool = [condition(c) for c in recipe.conditions] or [c for c in CONDITIONS if c.name != "no_unicode_map"]
    return pool, [x for x in layouts() if not recipe.layouts or x.name in recipe.layouts]


def generate(
    n: int,
    seed: int | str,
    folder: Path,
    recipe: Recipe | None = None,
    passages: Path | None = None,
    *,
    workers: int = 0,
) -> int:
    """Write a synthetic corpus: files, `gold/`, `manifest.jsonl`, `truth.jsonl` and `corpus.toml`.

    Parameters
    ----------
    passages : Path, optional
        A folder of coded passages to sample explanations from, besides the package's own texts.
    workers : int
        Processes that make files, the same bytes as in this one; 0 for none.

    Returns
    -------
    int
        The number of files.
    """
    recipe = recipe or Recipe()
    if passages is not None:
        recipe = replace(recipe, passages=read_passages(passages))
    folder.mkdir(parents=True, exist_ok=True)
    about = _ABOUT.format(n=n, seed=seed, year=recipe.last_year)
    (folder / "corpus.toml").write_text(about, "utf-8", newline="\n")
    _checked(n, recipe)
    parts = [range(i, min(i + _PART, n)) for i in range(0, n, _PART)]
    make = partial(_write_part, n=n, seed=seed, recipe=recipe, folder=folder)
    return write_lists((_sound(part) for part in run_isolated(make, parts, workers=workers)), folder)


def _write_part(numbers: range, n: int, seed: int | str, recipe: Recipe, folder: Path) -> Written:
    return write_files(make_files(n, seed, recipe, numbers), folder)


def _sound(part: Written | Failure) -> Written:
    if isinstance(part, Failure):
        raise TextmineError(part.error, where=f"files {part.source}", hint=part.hint)
    return part
