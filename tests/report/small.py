"""Small studies made by hand, and the text of a chapter as a reader sees it."""

from __future__ import annotations

from tests.report.conftest import make_study
from textmine.corpus.study import Study
from textmine.records import Annotation, Form, Funding, Indicator, Segment
from textmine.report.blocks import Block, Figure, Heading, Para, QuoteBlock, Table, plain
from textmine.report.chapters import write_chapters
from textmine.report.summarise import summarise
from textmine.report.summary import Summary

LATE = "因招标流标两次，进场推迟。下一步提前启动采购。"
VAGUE = "仍需进一步提升。"
CODED = {
    LATE: Annotation(
        (Segment("cause", 0, 13, LATE[:13]), Segment("measure", 13, len(LATE), LATE[13:])), ("procurement",)
    ),
    VAGUE: Annotation((Segment("cause", 0, len(VAGUE), VAGUE),), ("generic",)),
}


def row(
    name: str = "清扫", weight: float | None = 10.0, score: float | None = 10.0, why: str = "", **more: object
) -> Indicator:
    """One indicator row."""
    return Indicator(level1="产出指标", level3=name, weight=weight, score=score, deviation=why, **more)  # type: ignore[arg-type]


def form(*rows: Indicator, **more: object) -> Form:
    """One reconciled form worth what its rows are worth."""
    possible, scored = (sum(getattr(r, key) or 0.0 for r in rows) for key in ("weight", "score"))
    base = {"project": "甲项目", "unit": "甲所", "year": 2024, "reconciled": True}
    return Form("a.pdf", **(base | {"indicators": rows, "total_weight": possible, "total_score": scored} | more))  # type: ignore[arg-type]


def study_of(*forms: Form) -> Study:
    """A study of forms, coded by `CODED`."""
    return make_study({f"{f.source}#{n}": f for n, f in enumerate(forms, 1)}, CODED)


def summary_of(*forms: Form, lang: str = "zh") -> Summary:
    """The summary of a few forms."""
    return summarise(study_of(*forms), lang)


def shown(block: Block) -> str:
    """What a reader sees of a block, cells with a bar between them."""
    if isinstance(block, Table):
        lines = [" | ".join(c.title for c in block.columns), *(" | ".join(plain([p]) for p in r) for r in block.rows)]
        return "\n".join([block.caption, *lines, block.note])
    if isinstance(block, Para):
        return plain(block.pieces)
    if isinstance(block, QuoteBlock):
        return block.quote.text
    return f"{block.caption}：{block.alt}" if isinstance(block, Figure) else block.text


def chapter(summary: Summary, name: str) -> str:
    """The text of a chapter or section, from its heading to the next of the same rank."""
    out: list[str] = []
    level = 0
    for block in write_chapters(summary):
        if isinstance(block, Heading) and level and block.level <= level:
            break
        if isinstance(block, Heading) and block.id == name:
            level = block.level
        if level:
            out.append(shown(block))
    return "\n".join(out)


def table(summary: Summary, name: str) -> Table:
    """A table by its id."""
    return next(b for b in write_chapters(summary) if isinstance(b, Table) and b.id == name)


FUNDING = (Funding("年度资金总额", 100.0, 120.0, 108.0, 10.0, 90.0, 9.0),)


def assert_said(summary: Summary, chapter_: str, said: str, not_said: str) -> None:
    """A sentence stands in a chapter, and its opposite nowhere in it."""
    text = chapter(summary, chapter_)
    assert said in text
    assert not_said not in text


def assert_chapters(summary: Summary, names: list[str]) -> None:
    """These chapters in their order, no empty one; no None, no NaN, no brace left over."""
    blocks = write_chapters(summary)
    assert [b.id for b in blocks if isinstance(b, Heading) and b.level == 1] == names
    assert all(len(chapter(summary, name).splitlines()) > 1 for name in names)
    text = "\n".join(map(shown, blocks))
    assert not any(mark in text for mark in ("None", "nan", "NaN", "{", "}"))
