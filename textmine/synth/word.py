"""Forms as Word documents: merged cells, and what happens to tables that many hands edit."""

from __future__ import annotations

import io
import itertools
from random import Random
from xml.sax.saxutils import escape

from textmine.synth.archive import repacked
from textmine.synth.compose import compose
from textmine.synth.content import Sample
from textmine.synth.gold import File, Truth
from textmine.synth.habits import draw_habits
from textmine.synth.layouts import Layout
from textmine.synth.table import Box, Caption, Table, columns_used

WORD_CONDITIONS = (
    "plain",
    "tracked_changes",
    "content_controls",
    "soft_breaks",
    "nested_table",
    "split_tables",
    "split_runs",
    "unmerged",
)
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MARK = 'w:id="{}" w:author="审核人" w:date="2024-03-01T08:00:00Z"'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _runs(text: str, what: str, rng: Random) -> str:
    """Return the text of one paragraph, as the condition leaves it."""
    lines = text.split("\n")
    if what == "soft_breaks" and len(text) > 8 and len(lines) == 1 and "%" not in text:
        cut = len(text) // 2
        lines = [text[:cut], text[cut:]]
    xml = "<w:r><w:br/></w:r>".join(_split_run(s, what, rng) for s in lines)
    if what == "tracked_changes" and text and rng.random() < 0.25:
        old = rng.choice(["90", "未完成", "旧文字", "第一季度"])
        run = f'<w:r><w:delText xml:space="preserve">{old}</w:delText></w:r>'
        gone = f"<w:del {_MARK.format(rng.randint(1, 9999))}>{run}</w:del>"
        return gone + f"<w:ins {_MARK.format(rng.randint(1, 9999))}>{xml}</w:ins>"
    if what == "content_controls" and text and rng.random() < 0.4:
        return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    return xml


def _split_run(text: str, what: str, rng: Random) -> str:
    if what != "split_runs" or len(text) < 3:
        return _run(text)
    cut = rng.randint(1, len(text) - 1)
    return _run(text[:cut]) + '<w:proofErr w:type="spellStart"/>' + _run(text[cut:])


def _cell(box: Box | None, span: int, merge: str, what: str, rng: Random) -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}.get(merge, "")
    text = box.text if box and merge != "on" else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{_runs(text, what, rng) if text else ''}</w:p></w:tc>"


def _table(boxes: list[Box], grid: list[int], what: str, rng: Random) -> str:
    rows = []
    for r in range(min(b.row for b in boxes), max(b.row + b.rowspan for b in boxes)):
        cells = []
        for b in sorted((b for b in boxes if b.row <= r < b.row + b.rowspan), key=lambda b: b.col):
            span = grid.index(b.col + b.colspan) - grid.index(b.col)
            merge = "" if b.rowspan == 1 else "start" if b.row == r else "on"
            if what == "unmerged" and merge and b.kind in ("level1", "level2"):
                merge = "" if b.row == r else "blank"
            cells.append(_cell(b if merge != "blank" else None, span, "" if merge == "blank" else merge, what, rng))
        rows.append("<w:tr>" + "".join(cells) + "</w:tr>")
    edges = "".join(
        f'<w:{e} w:val="single" w:sz="4"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{(b - a) * 190}"/>' for a, b in itertools.pairwise(grid))
    look = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    return f"<w:tbl>{look}{''.join(rows)}</w:tbl>"


def _paragraph(caption: Caption) -> str:
    return (
        f'<w:p><w:pPr><w:jc w:val="{"center" if caption.align == "c" else "left"}"/></w:pPr>{_run(caption.text)}</w:p>'
    )


def _body(table: Table, what: str, rng: Random) -> str:
    grid = columns_used(table)
    boxes = list(table.boxes)
    parts = [boxes]
    if what == "split_tables":
        at = table.repeat[0]
        parts = [[b for b in boxes if b.row < at], [b for b in boxes if b.row >= at]]
    xml = "<w:p/>".join(_table(p, grid, what, rng) for p in parts if p)
    if what == "nested_table":
        grid_xml = "<w:tblPr/><w:tblGrid><w:gridCol w:w='9200'/></w:tblGrid>"
        xml = f"<w:tbl>{grid_xml}<w:tr><w:tc><w:tcPr/>{xml}<w:p/></w:tc></w:tr></w:tbl>"
    return "".join(map(_paragraph, table.above)) + xml + "<w:p/>" + "".join(map(_paragraph, table.below))


def render_word(name: str, samples: list[Sample], layout: Layout, what: str, seed: str) -> File:
    """Write forms into one Word document under one of `WORD_CONDITIONS`."""
    from docx import Document
    from docx.oxml import parse_xml

    rng = Random(seed)
    habits = draw_habits(rng)
    composed = [compose(s, layout, habits, rng) for s in samples]
    document = Document()
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    for table, _ in composed:
        for element in parse_xml(f"<w:body {_NS}>{_body(table, what, rng)}</w:body>"):
            body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    truths = tuple(Truth(f, s) for (_, f), s in zip(composed, samples, strict=True))
    tags = {"multi_form"} if len(samples) > 1 else set()
    return File(name, "docx", layout.name, (*tags, what, "levels_" + habits.levels), repacked(out.getvalue()), truths)
