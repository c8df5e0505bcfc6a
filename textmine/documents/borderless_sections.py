"""Text blocks → sections: bands across the table whose columns agree."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.documents.fragments import Block, is_figure

LABEL = re.compile(
    "^(项目名称|项目单位|主管部门|实施单位|预算单位|单位名称|部门名称|(自评|评[价分定])?(等[级次]|结论)|填报)"
)
"""Words that start a row of labels and values, whatever the columns around it."""

SUM = re.compile("^(小计|合计|总计|总分|总得分)")
"""Words that stand in a cell over several columns."""

UPPER = re.compile("^(绩效|年度|全年|指标|目标)*(完成|评分|得分|自评|考核)?(情况|指标值|目标值)$")
"""Headings that may stand over several columns, each with a heading of its own below."""

PART = re.compile("[（(]?[一二三四五六七八九十]+[）)、.].{2,18}$|(产出|效益|满意度|成本)指标([（(].*)?$")
"""Names of parts of the indicators, each in a row of its own."""


LEAST = 4
"""A header has at least so many labels."""

Band = tuple[Block, ...]
"""Blocks side by side."""


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring bands with the same columns: the blocks of each column and the bands' blocks."""

    columns: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]

    @property
    def top(self) -> float:
        """The top of its highest block."""
        return min(block.top for band in self.bands for block in band)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest block."""
        return max(block.bottom for band in self.bands for block in band)


def find_bands(blocks: Sequence[Block]) -> list[Band]:
    """Blocks parted by white gaps that cross the whole page."""
    bands: list[list[Block]] = []
    bottom = 0.0
    for block in sorted(blocks, key=lambda block: block.top):
        slack = 0.12 * block.parts[0].size
        if bands and block.top < bottom - slack:
            bands[-1].append(block)
            bottom = max(bottom, block.bottom)
        else:
            bands.append([block])
            bottom = block.bottom
    return [tuple(sorted(band, key=lambda block: (block.x0, block.top))) for band in bands]


def find_sections(bands: Sequence[Band]) -> list[Section]:
    """Return bands gathered while their columns agree; a band between two sections goes where it fills more columns."""
    sections: list[Section] = []
    alone = False
    for band in bands:
        joined = _joined((*sections[-1].bands, band)) if sections and not alone else None
        columns = columns_of(band)
        alone = LABEL.search(words_of(band[:1])) is not None
        if joined is None or alone:
            sections.append(Section(columns, (band,)))
        else:
            sections[-1] = joined
    return [_remarks_joined(_halves_joined(section)) for section in _settle(sections)]


def _halves_joined(section: Section) -> Section:
    """Join neighbouring columns one of which holds the heading, centred, and the other the cells, at a side.

    These are figures, or texts beside a heading below which nothing stands. The first row of labels alone is the
    header; in no row do both hold anything.
    """
    rows = [row for band in section.bands for row in (band, *_rows(band))]
    header = next((row for row in rows if len(row) >= LEAST and not any(map(_is_value, row))), ())
    columns = list(section.columns)
    i = 1
    while header and i < len(columns):
        one, two = (_in_column(section.bands, column) for column in columns[i - 1 : i + 1])
        headed = [any(block in header for block in blocks) for blocks in (one, two)]
        figures = [block for block in (one if headed[1] else two) if _is_value(block)]
        bare = len(one if headed[0] else two) == 1 and len(one) + len(two) > LEAST
        together = any(a.top < b.bottom and b.top < a.bottom for a in one for b in two)
        if sum(headed) == 1 and (len(figures) > 1 or bare) and not together:
            columns[i - 1 : i + 1] = [(columns[i - 1][0], columns[i][1])]
        else:
            i += 1
    return Section(tuple(columns), section.bands)


def _rows(band: Band) -> list[Band]:
    """Return the rows of a band, which has several where a label beside them keeps lines from crossing the table."""
    rows: list[list[Block]] = []
    for block in sorted(band, key=_middle):
        if rows and _middle(block) - _middle(rows[-1][-1]) < 0.5 * block.parts[0].size:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [tuple(row) for row in rows]


def _middle(block: Block) -> float:
    return (block.top + block.bottom) / 2


def _is_value(block: Block) -> bool:
    return any(char.isdigit() for char in block.parts[0].text)


def _in_column(bands: Iterable[Band], column: tuple[float, float]) -> list[Block]:
    return [block for band in bands for block in band if column[0] <= (block.x0 + block.x1) / 2 <= column[1]]


def _remarks_joined(section: Section) -> Section:
    """Join the last columns where no row fills both: short remarks of one column, centred here, at its left there."""
    columns = list(section.columns)
    while len(columns) > 4:
        (low, _), (_, high) = columns[-2:]
        inside = [[block for block in band if block.x1 > low + 0.5] for band in section.bands]
        blocks = [block for band in inside for block in band]
        if any(is_figure(block.parts[0].text) and block.parts[0].text[0].isdigit() for block in blocks):
            break
        if any(_beside(a, b) for band in inside for i, a in enumerate(band) for b in band[i + 1 :]):
            break
        columns[-2:] = [(low, high)]
    return Section(tuple(columns), section.bands)


def _settle(sections: list[Section]) -> list[Section]:
    """Give the last band of a section to the next one where it is the header of that."""
    settled = list(sections)
    for i in range(len(settled) - 1):
        upper, lower = settled[i], settled[i + 1]
        if len(upper.bands) < 2 or LABEL.search(words_of(lower.bands[0][:1])):
            continue
        if any(is_figure(block.parts[0].text) for block in upper.bands[-1]):
            continue  # amounts head nothing
        joined = _joined((upper.bands[-1], *lower.bands))
        if joined is not None and len(joined.columns) < len(upper.columns):
            kept = upper.bands[:-1]
            settled[i] = Section(columns_of(block for band in kept for block in band), kept)
            settled[i + 1] = joined
    return settled


def _joined(bands: tuple[Band, ...]) -> Section | None:
    """Return one section of all bands, None where blocks that stand beside each other would share a column."""
    columns = columns_of((block for band in bands for block in band), lone_of(bands))
    starts = [x0 for x0, _ in columns]
    for band in bands:
        inside: dict[int, list[Block]] = {}
        for block in band:
            inside.setdefault(bisect_right(starts, block.x0 + 0.5), []).append(block)
        for blocks in inside.values():
            if any(_beside(one, two) for i, one in enumerate(blocks) for two in blocks[i + 1 :]):
                return None
    return Section(columns, bands)


def lone_of(bands: Sequence[Band]) -> frozenset[Block]:
    """Return the names of parts of a table, which stand alone in their band: 一、产出指标（50分）."""
    return frozenset(band[0] for band in bands if len(band) == 1 and len(bands) > 1 and PART.match(words_of(band)))


def columns_of(blocks: Iterable[Block], lone: frozenset[Block] = frozenset()) -> tuple[tuple[float, float], ...]:
    """Return the ranges of x that blocks cover, parted by white gaps; labels of sums may stand across them.

    So may the headings of several columns, and texts that stand alone in their band.
    """
    blocks = list(blocks)
    kept = [block for block in blocks if not SUM.match(block.parts[0].text)] or blocks
    heads = [block for block in kept if block in lone or UPPER.match(words_of((block,)))]
    if heads:
        lower = _spans(block for block in kept if block not in heads)
        across = [head for head in heads if sum(x0 < head.x1 - 0.5 and x1 > head.x0 + 0.5 for x0, x1 in lower) > 1]
        kept = [block for block in kept if block not in across] or blocks
    return _spans(kept)


def _spans(blocks: Iterable[Block]) -> tuple[tuple[float, float], ...]:
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((block.x0, block.x1) for block in blocks):
        if spans and x0 < spans[-1][1] - 0.5:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return tuple(spans)


def _beside(one: Block, two: Block) -> bool:
    """Return whether two blocks stand next to each other, and not one line of a cell below and beside another."""
    together = min(one.bottom, two.bottom) - max(one.top, two.top)
    apart = max(one.x0, two.x0) - min(one.x1, two.x1)
    return together > 0.3 * one.parts[0].size and apart > -0.5


def words_of(band: Iterable[Block]) -> str:
    """Return the text of some blocks without blanks."""
    return "".join(part.text for block in band for part in block.parts).replace(" ", "")
