"""Tables without ruling lines: columns from white gaps, rows from centres, delivered as the lines nobody drew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.documents.borderless_rows import find_rows
from textmine.documents.fragments import Block, Pitch, find_pitch, make_blocks, make_fragments
from textmine.documents.model import Glyph, Rule
from textmine.records import Box

HEADER = re.compile(
    "级指标|指标值|目标值|完成值|实际值|完成情况|分值|权重|得分|评分|指标名称|绩效指标|偏差|未完成原因|执行率"
)
"""Words of the header rows of forms; three in one band start a table."""

REST = re.compile("指标|满意|总分|合计|效益|产出|成本|等级")
"""Words of the rows of a form that continues on a page without a header."""

LABEL = re.compile("^(项目名称|项目单位|主管部门|实施单位|预算单位|单位名称|部门名称|评[价分]等级|等级|填报)")
"""Words that start a row of one label and one value, whatever the columns around it."""

MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring bands with the same columns: the blocks of each column and the bands' blocks."""

    columns: tuple[tuple[float, float], ...]
    bands: tuple[tuple[Block, ...], ...]

    @property
    def top(self) -> float:
        """The top of its highest block."""
        return min(block.top for band in self.bands for block in band)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest block."""
        return max(block.bottom for band in self.bands for block in band)


def find_table(glyphs: Sequence[Glyph]) -> tuple[Rule, ...]:
    """The rules that a table without lines would have, () where the text is no table of a form.

    Parameters
    ----------
    glyphs : sequence of Glyph
        Text outside any ruled table.
    """
    letters = {glyph.text for glyph in glyphs if len(glyph.text) == 1} | set("".join(g.text for g in glyphs if g.text[1:]))
    if not (letters >= {"指", "标"} or letters >= {"得", "分"} or letters >= {"权", "重"}):
        return ()  # no form can be here, which is cheaper to see than columns
    fragments = make_fragments(glyphs)
    pitch = find_pitch(fragments)
    bands = _without_margins(find_bands(make_blocks(fragments, pitch)))
    if not _is_form(bands):
        return ()
    return _draw(find_sections(bands), pitch)


def find_bands(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
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


def find_sections(bands: Sequence[tuple[Block, ...]]) -> list[Section]:
    """Bands gathered while their columns agree; a band between two sections goes where it fills more columns."""
    sections: list[Section] = []
    alone = False
    for band in bands:
        columns = _columns(band)
        joined = _agree(sections[-1].columns, columns, band) if sections and not alone else None
        alone = len(columns) == 2 and LABEL.search(_words(band[:1])) is not None
        if joined is None or (alone and len(joined) > 2):
            sections.append(Section(columns, (band,)))
        else:
            sections[-1] = Section(joined, (*sections[-1].bands, band))
    return _settle(sections)


def _settle(sections: list[Section]) -> list[Section]:
    """Give the last band of a section to the next one where it is the header of that."""
    settled = list(sections)
    for i in range(len(settled) - 1):
        upper, lower = settled[i], settled[i + 1]
        if len(upper.bands) < 2:
            continue
        band = upper.bands[-1]
        joined = _agree(lower.columns, _columns(band), band)
        share = len(_columns(band))
        if joined is not None and share / len(joined) > share / len(upper.columns):
            kept = upper.bands[:-1]
            settled[i] = Section(_union(kept), kept)
            settled[i + 1] = Section(joined, (band, *lower.bands))
    return settled


def _union(bands: Sequence[tuple[Block, ...]]) -> tuple[tuple[float, float], ...]:
    return _columns([block for band in bands for block in band])


def _columns(blocks: Sequence[Block]) -> tuple[tuple[float, float], ...]:
    """Ranges of x that blocks cover, parted by white gaps."""
    return _merge((block.x0, block.x1) for block in blocks)


def _merge(ranges: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted(ranges):
        if spans and x0 < spans[-1][1] - 0.5:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return tuple(spans)


def _agree(
    known: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]], band: Sequence[Block]
) -> tuple[tuple[float, float], ...] | None:
    """The columns of a section and a band together, None where a column of one covers several of the other."""
    for x0, x1 in columns:
        if sum(_share(x0, x1, a, b) for a, b in known) > 1:
            return None
    for x0, x1 in known:
        inside = [block for block in band if _share(x0, x1, block.x0, block.x1)]
        if any(_beside(one, two) for i, one in enumerate(inside) for two in inside[i + 1 :]):
            return None
    return _merge([*known, *columns])


def _share(x0: float, x1: float, a: float, b: float) -> bool:
    return min(x1, b) - max(x0, a) > 0.5


def _beside(one: Block, two: Block) -> bool:
    """Whether two blocks stand next to each other, and not one line of a cell below and beside another."""
    together = min(one.bottom, two.bottom) - max(one.top, two.top)
    return together > 0.3 * one.parts[0].size and not _share(one.x0, one.x1, two.x0, two.x1)


def _without_margins(bands: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """The bands of the table: without titles above the first and page numbers below the last row of several cells."""
    wide = [i for i, band in enumerate(bands) if len(_columns(band)) > 1]
    return bands[wide[0] : wide[-1] + 1] if wide else []


def _is_form(bands: Sequence[tuple[Block, ...]]) -> bool:
    if any(len(band) >= 4 and len(set(HEADER.findall(_words(band)))) >= 3 for band in bands):
        return True
    words = "".join(_words(band) for band in bands)
    return max((len(_columns(band)) for band in bands), default=0) >= 4 and len(set(REST.findall(words))) >= 2


def _words(band: Iterable[Block]) -> str:
    return "".join(part.text for block in band for part in block.parts).replace(" ", "")


def _draw(sections: Sequence[Section], pitch: Pitch) -> tuple[Rule, ...]:
    """The rules of all sections inside one common frame."""
    blocks = [block for section in sections for band in section.bands for block in band]
    left, right = min(block.x0 for block in blocks) - MARGIN, max(block.x1 for block in blocks) + MARGIN
    edges = [sections[0].top - MARGIN]
    edges += [(a.bottom + b.top) / 2 for a, b in zip(sections, sections[1:], strict=False)]
    edges.append(sections[-1].bottom + MARGIN)
    rules = [Rule(left, edge, right, edge) for edge in edges]
    rules += [Rule(x, edges[0], x, edges[-1]) for x in (left, right)]
    for section, top, bottom in zip(sections, edges, edges[1:], strict=False):
        rules += _draw_section(section, (left, top, right, bottom), pitch)
    return tuple(rules)


def _draw_section(section: Section, box: Box, pitch: Pitch) -> list[Rule]:
    left, top, right, bottom = box
    gaps = [(a[1] + b[0]) / 2 for a, b in zip(section.columns, section.columns[1:], strict=False)]
    xs = (left, *gaps, right)
    rules = [Rule(x, top, x, bottom) for x in gaps]
    columns: list[list[Block]] = [[] for _ in section.columns]
    for band in section.bands:
        for block in band:
            middle = (block.x0 + block.x1) / 2
            columns[sum(middle > gap for gap in gaps)].append(block)
    rows = find_rows([sorted(column, key=lambda block: block.top) for column in columns], top, bottom, pitch)
    for i, groups in enumerate(rows.columns):
        for group in groups[1:]:
            y = rows.borders[group.row]
            rules.append(Rule(xs[i], y, xs[i + 1], y))
    return rules
