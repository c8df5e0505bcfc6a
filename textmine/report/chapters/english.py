"""The English report: the same numbers and quotes, in fewer words; texts of the forms stay in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.report.blocks import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    Link,
    Para,
    Piece,
    QuoteBlock,
    Table,
    brief,
    row_id,
)
from textmine.report.summary import CauseLine, NoticeGroup, NoticeLine, RowLine, Summary
from textmine.report.words import EN, place

_NO_CAUSE = "No explanation states a concrete cause."


def _s(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def numbers(*titles: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(title, "number") for title in titles)


def _texts(*titles: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(title, width=width) for title, width in titles)


def _where(line: RowLine | NoticeLine) -> str:
    return place(EN, brief(line.source), line.page, line.row)


def _cells(line: RowLine) -> tuple[Piece, ...]:
    return brief(line.project), Link(brief(line.item), row_id(line.form, line.row))


def english(s: Summary, f: Figures) -> Iterator[Block]:
    """Write the whole English report."""
    yield from _abstract(s, f)
    yield from _points(s, f)
    yield from _causes(s, f)
    yield from _unexplained(s, f)
    yield from _notices(s, f)
    yield from _promises(s, f)
    yield from _comparison(s, f)
    yield from _method(s, f)
    yield from _appendix(s, f)


def _abstract(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Abstract", "abstract")
    r = s.reading
    yield f.para(
        f"{{reading.forms}} self-evaluation {_s(r.forms, 'form')} with {{reading.indicators}} "
        f"{_s(r.indicators, 'indicator')} and {{reading.passages}} {_s(r.passages, 'explanation')} "
        f"{'was' if r.forms == 1 else 'were'} read from {{reading.files}} {_s(r.files, 'file')}; "
        f"the arithmetic of {{reading.reconciled}} {_s(r.reconciled, 'form')} holds.",
        "lead",
    )
    yield f.para(
        "Of {points.possible} points {points.lost} were lost: {points.lost_execution} in budget execution, "
        "{points.lost_explained} ({points.share_explained:.1%}) in rows with an explanation, {points.lost_unexplained} "
        "({points.share_unexplained:.1%}) without a word.",
        "lead",
    )
    yield Para(_top_causes(s, f), "lead")
    if s.promises.explained:
        yield f.para(
            "Generic words alone stand against {generic.points} points; {promises.without_measure} of "
            f"{{promises.explained}} {_s(s.promises.explained, 'explanation')} promise no measure.",
            "lead",
        )
    else:
        yield Para(("No lost points are explained.",), "lead")
    found = [Link(f"{g.title}: {g.count}", f"notice-{g.code}") for g in s.notices if g.code != "explanation_missing"]
    if found:
        pieces: list[Piece] = ["Worth a second look: "]
        for i, link in enumerate(found):
            pieces += ["; ", link] if i else [link]
        yield Para((*pieces, "."), "lead")
    yield Para(("These are causes stated by the units themselves; nothing here is a causal claim.",), "note")
    if s.reading.failures:
        rows = tuple((r["source"], r["error"], r["where"], r["hint"]) for r in s.reading.failures)
        columns = _texts(("File", 2.0), ("Problem", 3.0), ("Where", 1.0), ("Hint", 2.0))
        yield Table("failures", "Files that could not be read", columns, rows)


def _top_causes(s: Summary, f: Figures) -> tuple[Piece, ...]:
    named = [c for c in s.concrete[:3] if c.lost_points]
    if not named:
        return ("Concrete causes are stated only in rows that lost no points." if s.concrete else _NO_CAUSE,)
    top: list[Piece] = ["The concrete causes stated most, by points lost in the rows that name them: "]
    for i, cause in enumerate(named):
        top += [", " if i else "", Link(cause.name, f"cause-{cause.code}"), *f.say(f" ({{concrete.{i}.lost_points}})")]
    return (*[p for p in top if p != ""], ".")


def _points(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Where the points went", "panorama")
    rows = tuple(
        (
            Link(b.name, "ledger"),
            f.num(f"ledger.{i}.points"),
            f.num(f"ledger.{i}.share", ".1%"),
            f.num(f"ledger.{i}.rows"),
        )
        for i, b in enumerate(s.ledger)
    )
    columns = (Column("Place", width=2), *numbers("Points", "Share", "Rows"))
    yield Table("buckets", "Ledger of lost points", columns, rows)
    if s.points.lost:
        alt = "Waterfall: " + ", ".join(f"{b.name} {b.points:.2f}" for b in s.ledger) + f"; {s.points.lost:.2f} in all."
        yield Figure("fig-ledger", "ledger", "Lost points by place", alt)
    for by, title in (
        ("family", "kind of indicator"),
        ("level1", "level 1"),
        ("unit", "unit"),
        ("sector", "sector"),
        ("year", "year"),
    ):
        yield _group_table(s, f, by, title)
    lines = tuple(
        (
            Link(brief(p.project), f"row-{p.form}"),
            f.num(f"projects.{i}.scored"),
            p.grade,
            *(f.num(f"projects.{i}.{k}") for k in ("lost", "lost_execution", "lost_explained", "lost_unexplained")),
        )
        for i, p in enumerate(s.projects[:100])
    )
    titles = numbers("Lost", "Execution", "Explained", "Unexplained")
    columns = (Column("Project", width=3), *numbers("Score"), Column("Grade"), *titles)
    anchors = tuple(f"row-{p.form}" for p in s.projects[:100])
    yield Table("projects", "Projects", columns, lines, "", max(0, len(s.projects) - 100), anchors)


def _group_table(s: Summary, f: Figures, by: str, title: str) -> Table:
    shown = s.groups[by][:20]
    rows = tuple(
        (g.group, f.num(f"groups.{by}.{i}.rows"), f.num(f"groups.{by}.{i}.possible"), f.num(f"groups.{by}.{i}.lost"),
         f.num(f"groups.{by}.{i}.loss_rate", ".1%"))
        for i, g in enumerate(shown)
    )  # fmt: skip
    columns = (Column(title.capitalize(), width=2), *numbers("Rows", "Weight", "Lost", "Loss rate"))
    return Table(f"by-{by}", f"Lost points by {title}", columns, rows, "", len(s.groups[by]) - len(shown))


def _causes(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Stated causes", "causes")
    if not s.causes:
        yield Para(("No explanation states a cause.",))
        return
    keys = ("passages", "forms", "lost_points", "low", "high", "full", "weighted")
    rows = tuple(
        (Link(c.name, f"cause-{c.code}"), *(f.num(f"causes.{i}.{key}") for key in keys)) for i, c in enumerate(s.causes)
    )
    titles = numbers("Passages", "Forms", "Points", "Low", "High", "Full count", "By evidence")
    note = "Points: equal fractions. Full count: every cause with all points of its rows, an upper bound."
    yield Table("ranking", "Stated causes by lost points", (Column("Cause", width=2.6), *titles), rows, note)
    if s.spreads.given:
        yield f.para(
            "95% BCa intervals over forms (widened where forms are few), {spreads.draws} draws, seed {spreads.seed}.",
            "note",
        )
    alt = "Bars: " + ", ".join(f"{c.name} {c.lost_points:.2f}" for c in s.causes) + "."
    caption = "Points lost in rows that name each cause" + (", with 95% intervals" if s.spreads.given else "")
    yield Figure("fig-causes", "causes", caption, alt)
    if s.heat.columns:
        yield Figure("fig-heat", "heat", "Stated causes by kind of indicator (points)", "Heat map; data in charts/.")
    for i, cause in enumerate(s.causes):
        yield from _cause(cause, f, i)


def _cause(c: CauseLine, f: Figures, i: int) -> Iterator[Block]:
    key = f"causes.{i}"
    yield Heading(2, c.name, f"cause-{c.code}")
    interval = f", 95% interval {{{key}.low}} to {{{key}.high}}" if c.low is not None else ""
    yield f.para(
        f"{{{key}.passages}} {_s(c.passages, 'passage')} in {{{key}.forms}} {_s(c.forms, 'form')}; "
        f"{{{key}.lost_points}} points{interval}; {{{key}.with_measure}} promise a measure."
    )
    for number, quote in enumerate(c.quotes):
        yield QuoteBlock(quote, f"q-{c.code}-{number}")


def _unexplained(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Points lost without a word", "unexplained")
    yield f.para(_without_a_word(s))
    rows = tuple(
        (*_cells(r), r.target, r.actual, f.num(f"unexplained.{i}.lost"), _where(r)) for i, r in enumerate(s.unexplained)
    )
    texts = _texts(("Project", 2.2), ("Indicator", 2.2), ("Target", 1.2), ("Actual", 1.4))
    columns = (*texts, *numbers("Lost"), Column("Where", width=1.6))
    if rows:
        yield Table("unexplained-rows", "Rows without explanation", columns, rows, "", s.unexplained_rows - len(rows))


def _without_a_word(s: Summary) -> str:
    if s.unexplained_rows:
        noun = _s(s.unexplained_rows, "row")
        return f"{{unexplained_rows}} {noun} lost points without an explanation: {{points.lost_unexplained}} points."
    rest = "; {points.lost_unexplained} points come from bonuses, missing numbers or differences within forms"
    return f"No row lost points without an explanation{rest if s.points.lost_unexplained else ''}."


def _notices(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "What a careful reader notices", "oddities")
    groups = [(i, g) for i, g in enumerate(s.notices) if g.code != "explanation_missing"]
    rows = tuple((Link(g.title, f"notice-{g.code}"), f.num(f"notices.{i}.count")) for i, g in groups)
    if rows:
        yield Table("notices", "Notices", (Column("Kind", width=3), *numbers("Count")), rows)
    else:
        yield Para(("Nothing was noticed in reading row by row.",))
    for _, group in groups:
        yield from _notice(group)


def _notice(g: NoticeGroup) -> Iterator[Block]:
    yield Heading(2, g.title, f"notice-{g.code}")
    rows = tuple((brief(n.project), Link(n.message, row_id(n.form, n.row)), _where(n)) for n in g.items)
    columns = (
        Column("Project", width=2),
        Column("Observation", width=4),
        Column("Where", width=1.6),
    )
    yield Table(f"table-{g.code}", g.title, columns, rows, "", g.count - len(g.items))


def _promises(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Promised measures", "promises")
    if not s.promises.explained:
        yield Para(("No lost points are explained: there is nothing to hold measures against.",))
        return
    yield f.para(
        f"Of {{promises.explained}} {_s(s.promises.explained, 'explanation')} {{promises.with_measure}} promise a "
        "measure, {promises.vague} of them only in vague words; "
        f"{{promises.not_answering}} {_s(s.promises.not_answering, 'measure')} may not answer the stated cause."
    )
    if s.promises.match.columns:
        yield Figure("fig-promises", "promises", "Kinds of measures by stated cause (passages)", "Matrix of counts.")


def _comparison(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Comparison", "comparison")
    if not s.comparisons:
        yield Para(("One year, one unit, one sector: nothing to compare.",))
    keys = ("first", "second", "low", "high")
    for i, c in enumerate(s.comparisons):
        rows = tuple(
            (str(line["name"]), *(f.num(f"comparisons.{i}.lines.{j}.{key}") for key in keys))
            for j, line in enumerate(c.lines)
        )
        titles = numbers(f"{c.first} ({c.first_forms})", f"{c.second} ({c.second_forms})", "Difference low", "high")
        columns = (Column("Place", width=2), *titles)
        yield Table(f"compare-{i}", f"Points per form: {c.first} and {c.second}", columns, rows)


def _method(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Method and limits", "method")
    for text in (
        "Every lost point has exactly one place in the ledger, in decimal arithmetic; «无» is no explanation; "
        "differences, bonuses and missing numbers are listed and counted as unexplained in the three main figures.",
        "Causes follow the codebook; points of a passage with several causes are shared equally (full counting and "
        "shares by evidence beside it).",
        "Whole forms are resampled, {spreads.draws} draws; below {spreads.minimum} forms no interval is given."
        if s.spreads.given
        else "Below {spreads.minimum} forms nothing is resampled and no interval is given.",
        "Causes and scores are the units' own statements. Points lost in rows that name a cause are no effects of it.",
    ):
        yield f.para(text, "item")
    if s.reviewed["passages"]:
        yield f.para(
            "Of {reading.passages} passages {reviewed.passages} were reviewed by hand by {reviewed.coders} coder(s), "
            "{reviewed.changed} of them with another result than the machine's; the hand decides.",
            "item",
        )


def _appendix(s: Summary, f: Figures) -> Iterator[Block]:
    yield Heading(1, "Appendix", "appendix")
    yield Heading(2, "Ledger", "ledger")
    rows = tuple(
        (
            brief(r.project),
            brief(r.item),
            r.note,
            f.num(f"rows.{i}.lost"),
            r.causes,
            _where(r),
        )
        for i, r in enumerate(s.rows)
    )
    texts = Column("Project", width=2.2), Column("Indicator", width=2.2), Column("Place", width=1.4)
    columns = (*texts, *numbers("Lost"), Column("Stated causes", width=1.8), Column("Where", width=1.5))
    anchors = tuple(row_id(r.form, r.row) for r in s.rows)
    yield Table("ledger-table", "Row by row", columns, rows, "", s.rows_count - len(rows), anchors)
    yield Heading(2, "Codebook", "codebook")
    entries = tuple((c["code"], c["name"], c["definition"]) for c in s.codebook)
    columns = (Column("Code"), Column("Name", width=1.6), Column("Definition (Chinese)", width=5))
    yield Table("codebook-table", s.codebook_id, columns, entries)
