"""Tables without vertical lines: columns from white gaps, rows from lines or centres, as the lines nobody drew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from textmine.documents.borderless_rows import find_rows
from textmine.documents.borderless_sections import (
    LABEL,
    SUM,
    UPPER,
    Band,
    Section,
    columns_of,
    find_bands,
    find_sections,
    lone_of,
    words_of,
)
from textmine.documents.fragments import (
    Block,
    Fragment,
    Pitch,
    find_pitch,
    is_figure,
    make_block,
    make_blocks,
    make_fragments,
)
from textmine.documents.model import Glyph, Rule
from textmine.documents.row_lines import MANY, RowLines, find_row_lines
from textmine.records import Box

HEADER = re.compile(
    "级指标|指标值|目标值|完成值|实际值|完成情况|分值|权重|得分|评分|指标名称|绩效指标|偏差|未完成原因|执行率"
)
"""Words of the header rows of forms; three in one band start a table."""

REST = re.compile("指标|满意|总分|合计|效益|产出|成本|等级")
"""Words of the rows of a form that continues on a page without a header."""

TITLE = re.compile("(自评|评价|绩效)[^。，；]{0,6}表(汇编|册)?$")
"""Words of the caption of a form."""

MARGIN = 4.0

SHY = 0.5
"""The line between two columns keeps at least so far from their texts."""

Span = tuple[float, float]

LEAST = 5
"""A table of indicators has at least so many columns."""


def find_table(glyphs: Sequence[Glyph], rules: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """Return the rules that a table without vertical lines would have, () where the text is no table of a form.

    Parameters
    ----------
    glyphs : sequence of Glyph
        The text of a page.
    rules : sequence of Rule
        What lines there are; level ones across the text part its rows.
    """
    if not _may_be_form(glyphs):
        return ()
    fragments = make_fragments(glyphs)
    lines = find_row_lines(rules, fragments)
    pitch = find_pitch(fragments, lines.strokes if lines else ())
    blocks = make_blocks(fragments, pitch, lines.strokes if lines else ())
    every = lines.bands(blocks) if lines else find_bands(blocks)
    bands = _without_margins(every, lines)
    if not _is_form(bands):
        return ()
    sections = find_sections(bands)
    return _draw([*_carried_over(every[: every.index(bands[0])], sections[0], pitch), *sections], pitch, lines)


def _may_be_form(glyphs: Sequence[Glyph]) -> bool:
    """Return whether the letters of a header are there at all, which is cheaper to see than columns."""
    letters = set("".join(glyph.text for glyph in glyphs))
    return letters >= {"指", "标"} or letters >= {"得", "分"} or letters >= {"权", "重"}


def _without_margins(bands: list[Band], lines: RowLines | None) -> list[Band]:
    """Return the bands of the table, without titles above its first and page numbers below its last full row."""
    wide = [i for i, band in enumerate(bands) if len(columns_of(band)) > 1 and not _is_margin(band, lines)]
    if len(wide) > 1 and wide[1] - wide[0] > 1 and _is_above_title(bands[wide[0] : wide[1]]):
        wide = wide[1:]
    return bands[wide[0] : wide[-1] + 1] if wide else []


def _is_above_title(bands: Sequence[Band]) -> bool:
    """Return whether a running head of two parts stands above the caption of the table."""
    head, *lines = bands
    return len(head) < MANY and not LABEL.search(words_of(head[:1])) and any(TITLE.search(words_of(b)) for b in lines)


def _is_margin(band: Band, lines: RowLines | None) -> bool:
    """Return whether a band of few words is a running head or a signature: it names a table, or stands clear of it."""
    if len(band) >= MANY or LABEL.search(words_of(band[:1])):
        return False
    if any(TITLE.search(words_of((block,))) for block in band):
        return True
    top, bottom = min(block.top for block in band), max(block.bottom for block in band)
    return lines is not None and max(lines.full[0] - bottom, top - lines.full[-1]) > band[0].parts[0].size


def _carried_over(above: Sequence[Band], section: Section, pitch: Pitch) -> list[Section]:
    """Return the rest of an explanation from the page before: lines right above the table, in its last column."""
    parts: list[Fragment] = []
    top, reach = section.top, 2.5
    for band in reversed(above):
        block = band[0]
        size = block.parts[0].size
        if len(band) > 1 or block.x0 < section.columns[-1][0] - 0.5 or top - block.bottom > reach * size:
            break
        parts = [*block.parts, *parts]
        top, reach = block.top, pitch.most
    if len(section.columns) < LEAST or not parts or (len(parts) == 1 and section.top - parts[0].bottom > parts[0].size):
        return []
    return [Section(section.columns, ((make_block(parts),),))]


def _is_form(bands: Sequence[Band]) -> bool:
    if any(len(band) >= 4 and len(set(HEADER.findall(words_of(band)))) >= 3 for band in bands):
        return True
    words = "".join(words_of(band) for band in bands)
    return max((len(columns_of(band)) for band in bands), default=0) >= 4 and len(set(REST.findall(words))) >= 2


def _draw(sections: Sequence[Section], pitch: Pitch, lines: RowLines | None) -> tuple[Rule, ...]:
    """Return the rules of all sections inside one common frame."""
    blocks = [block for section in sections for band in section.bands for block in band]
    left, right = min(block.x0 for block in blocks) - MARGIN, max(block.x1 for block in blocks) + MARGIN
    edges = [sections[0].top - MARGIN]
    edges += [(a.bottom + b.top) / 2 for a, b in pairwise(sections)]
    edges.append(sections[-1].bottom + MARGIN)
    rules: list[Rule] = []
    if lines:
        left, right = min(left, lines.left), max(right, lines.right)
        edges = [lines.nearest(edge) for edge in edges]
        rules += lines.rules(edges[0], edges[-1])
    rules += [Rule(left, edge, right, edge) for edge in edges]
    rules += [Rule(x, edges[0], x, edges[-1]) for x in (left, right)]
    places = _places([gap for section in sections for gap in _gaps(section)], lines)
    for section, (top, bottom) in zip(sections, pairwise(edges), strict=True):
        gaps = [places[gap] for gap in _gaps(section)]
        rules += _draw_section(section, gaps, (left, top, right, bottom), pitch, lines)
    return tuple(rules)


def _gaps(section: Section) -> list[Span]:
    return [(a[1], b[0]) for a, b in pairwise(section.columns)]


def _places(gaps: Sequence[Span], lines: RowLines | None) -> dict[Span, float]:
    """Return where a line parts two columns: in one place for the gaps of all sections that share one.

    Lines side by side would become one, which then might run through a text.
    """
    places: dict[Span, float] = {}
    left = sorted(gaps, key=lambda gap: gap[1])
    while left:
        high = left[0][1]
        shared = [gap for gap in left if gap[0] < high - 2 * SHY or gap == left[0]]
        low = max(gap[0] for gap in shared)
        places.update(dict.fromkeys(shared, lines.edge(low, high) if lines else (low + high) / 2))
        left = [gap for gap in left if gap not in places]
    return places


def _draw_section(
    section: Section, gaps: Sequence[float], box: Box, pitch: Pitch, lines: RowLines | None
) -> list[Rule]:
    left, top, right, bottom = box
    rules = [rule for x in gaps for rule in _upright(x, section, top, bottom)]
    rules += [Rule(x, top, x, bottom) for x in _blank_sides(section, left, right)]
    rules += lines.lengthened(gaps, top, bottom) if lines else ()
    xs = (left, *gaps, right)
    columns: list[list[Block]] = [[] for _ in section.columns]
    for band in section.bands:
        for block in band:
            middle = (block.x0 + block.x1) / 2
            columns[sum(middle > gap for gap in gaps)].append(block)
    if lines and _is_lined(columns, lines, pitch):
        return rules
    rows = find_rows([sorted(column, key=lambda block: block.top) for column in columns], top, bottom, pitch)
    for i, groups in enumerate(rows.columns):
        for group in groups[1:]:
            y = rows.borders[group.row]
            rules.append(Rule(xs[i], y, xs[i + 1], y))
    return rules


def _upright(x: float, section: Section, top: float, bottom: float) -> list[Rule]:
    """Return the line between two columns, with gaps where the label of a sum or of several columns stands across."""
    over = (b for band in section.bands for b in band if b.x0 < x - 1 and b.x1 > x + 1)
    lone = lone_of(section.bands)
    across = [b for b in over if b in lone or SUM.match(b.parts[0].text) or UPPER.match(words_of((b,)))]
    rules: list[Rule] = []
    for block in sorted(across, key=lambda block: block.top):
        reach = 0.5 * block.parts[0].size
        rules.append(Rule(x, top, x, max(top, block.top - reach)))
        top = min(bottom, block.bottom + reach)
    return [*rules, Rule(x, top, x, bottom)]


def _blank_sides(section: Section, left: float, right: float) -> list[float]:
    """Return where columns without any text part from the others at the two sides of a table."""
    size = section.bands[0][0].parts[0].size
    first, last = section.columns[0][0], section.columns[-1][1]
    sides = [first - size] if first - left > 2.5 * size else []
    return [*sides, last + size] if right - last > 4 * size else sides


def _is_lined(columns: Sequence[Sequence[Block]], lines: RowLines, pitch: Pitch) -> bool:
    """Return whether lines part the rows of a section: columns hardly ever stack numbers between two of them.

    Now and then a narrow cell breaks a number in two.
    """
    parted = stacked = 0
    for column in columns:
        figures = [block for block in column if is_figure(block.parts[0].text)]
        for upper, lower in pairwise(figures):
            if lines.between(upper, lower):
                parted += 1
            elif lower.top - upper.bottom >= (pitch.most - 1) * upper.parts[-1].size:  # else a number on two lines
                stacked += 1
    return 4 * stacked <= parted
