"""Rows of a table without lines: which printed lines of each column stand in which row, by their centres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from textmine.documents.fragments import Block, Fragment, Pitch, are_numbers, is_figure

BLANK = 0.45
"""Price of a blank row beside a column of merged labels, in em: a label may cover it instead."""

TORN = 1.2
"""Price of parting two lines at line pitch, in em."""

GLUED = 1.5
"""Price of joining two lines that look like separate cells, in em."""

FULL = 0.9
"""A column with a text in so many rows names the rows: labels over several rows stand left of it."""

FAR = 1e6


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one cell: rows [row, row_end) of the section and the fragments, maybe none."""

    row: int
    row_end: int
    parts: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a section: their borders (one more than rows) and, for each column, its groups."""

    borders: tuple[float, ...]
    columns: tuple[tuple[Group, ...], ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all columns of a section share: where its rows are, size of text, pitch, alignment, whether upside down."""

    centres: tuple[float, ...]
    size: float
    pitch: Pitch
    at_top: bool
    turned: bool = False


def find_rows(columns: Sequence[Sequence[Block]], top: float, bottom: float, pitch: Pitch) -> Rows:
    """Return the rows of a section given its columns of blocks.

    Parameters
    ----------
    columns : sequence of sequence of Block
        The blocks of each column from top to bottom.
    top, bottom : float
        The borders of the section.
    """
    anchor = max(range(len(columns)), key=lambda i: (_weight(columns[i]), i))
    if not _is_top_aligned(columns, anchor):
        upside_down = [[_mirrored(block) for block in reversed(column)] for column in columns]
        if _is_top_aligned(upside_down, anchor):  # cells stand at the bottom of their rows
            return _turned(_rows_of(upside_down, anchor, (-bottom, -top), pitch, turned=True))
    return _rows_of(columns, anchor, (top, bottom), pitch)


def _mirrored(block: Block) -> Block:
    parts = tuple(replace(part, top=-part.bottom, bottom=-part.top) for part in reversed(block.parts))
    return replace(block, parts=parts, top=-block.bottom, bottom=-block.top)


def _turned(rows: Rows) -> Rows:
    """Turn rows found upside down."""
    n = len(rows.borders) - 1
    columns = (
        tuple(Group(n - group.row_end, n - group.row, group.parts[::-1]) for group in reversed(groups))
        for groups in rows.columns
    )
    return Rows(tuple(-border for border in reversed(rows.borders)), tuple(columns))


def _rows_of(
    columns: Sequence[Sequence[Block]], anchor: int, edges: tuple[float, float], pitch: Pitch, *, turned: bool = False
) -> Rows:
    top, bottom = edges
    at_top = _is_top_aligned(columns, anchor)
    centres = _centres(columns, anchor, at_top)
    lines = [sorted((p for block in column for p in block.parts), key=lambda p: p.middle) for column in columns]
    every = [part for column in lines for part in column]
    size = sorted(part.size for part in every)[len(every) // 2]
    sheet = _Sheet(tuple(centres), size, pitch, at_top, turned)
    full = next((i for i in range(1, anchor) if len(columns[i]) >= FULL * len(centres)), anchor)
    labels = {i for i in range(full) if _is_label_column(columns[i], len(centres))}
    groups: dict[int, tuple[Group, ...]] = {}
    for i, column in enumerate(lines):
        if i not in labels:
            groups[i] = _leaf_groups(column, sheet)
    borders = _borders(groups.values(), sheet, top, bottom)
    for _ in range(2):
        groups |= _label_columns({i: lines[i] for i in labels}, borders, sheet)
        borders = _borders(groups.values(), sheet, top, bottom)
    return Rows(borders, tuple(groups[i] for i in range(len(columns))))


def _is_top_aligned(columns: Sequence[Sequence[Block]], anchor: int) -> bool:
    """Return whether cells of several lines begin level with the numbers of their row, not around them."""
    tall = [block for i, column in enumerate(columns) if i != anchor for block in column if len(block.parts) > 1]
    if not tall:
        return False
    by_top = sum(min(abs(b.parts[0].middle - a.parts[0].middle) for a in columns[anchor]) for b in tall)
    by_centre = sum(min(abs(b.top + b.bottom - a.top - a.bottom) / 2 for a in columns[anchor]) for b in tall)
    return by_top < 0.5 * by_centre


def _weight(column: Sequence[Block]) -> tuple[int, int]:
    figures = sum(is_figure(block.parts[0].text) for block in column if len(block.parts) == 1)
    return len(column), figures


def _centres(columns: Sequence[Sequence[Block]], anchor: int, at_top: bool) -> list[float]:
    """Return where each row is: the blocks of the fullest column, and rows that three other columns agree on."""

    def place(block: Block) -> float:
        return block.parts[0].middle if at_top else (block.top + block.bottom) / 2

    centres = [place(block) for block in columns[anchor]]
    others = sorted(place(block) for i, column in enumerate(columns) if i != anchor for block in column)
    size = columns[anchor][0].parts[0].size
    for i, centre in enumerate(others):
        peers = [other for other in others[i:] if other - centre < 0.3 * size]
        if len(peers) >= 3 and all(abs(centre - known) > 0.9 * size for known in centres):
            centres.append(sum(peers) / len(peers))
    return sorted(centres)


def _is_label_column(column: Sequence[Block], rows: int) -> bool:
    """Whether a column left of the figures holds labels that may cover several rows."""
    return len(column) < rows and not any(is_figure(part.text) for block in column for part in block.parts)


def _leaf_groups(lines: Sequence[Fragment], sheet: _Sheet) -> tuple[Group, ...]:
    """Each row its own lines: the centre of a cell's lines lies at the centre of its row."""
    centres, size = sheet.centres, sheet.size
    joints = _joints(lines, sheet)

    @cache
    def best(row: int, line: int) -> tuple[float, int]:
        """Return the least price of lines[line:] in rows row and below, and how many lines the row takes."""
        if line == len(lines):
            return 0.0, 0
        if row == len(centres):
            return FAR * (len(lines) - line), 0
        least = best(row + 1, line)[0], 0
        price = 0.0
        for end in range(line + 1, len(lines) + 1):
            if end - line > 1:
                price += joints[end - 2][0]
            centre = lines[line].middle if sheet.at_top else (lines[line].top + lines[end - 1].bottom) / 2
            tear = joints[end - 1][1] if end < len(lines) else 0.0
            cost = price + tear + abs(centre - centres[row]) / size
            if cost <= least[0]:  # else the rest, which is never less than nothing, need not be known
                least = min(least, (cost + best(row + 1, end)[0], end - line))
            if price >= FAR:
                break
        return least

    groups: list[Group] = []
    line = 0
    for row in range(len(centres)):
        taken = best(row, line)[1]
        groups.append(Group(row, row + 1, tuple(lines[line : line + taken])))
        line += taken
    if line < len(lines):  # lines below the last row: keep them there rather than lose them
        last = groups[-1]
        groups[-1] = Group(last.row, last.row_end, (*last.parts, *lines[line:]))
    return tuple(groups)


def _label_columns(
    columns: dict[int, list[Fragment]], borders: Sequence[float], sheet: _Sheet
) -> dict[int, tuple[Group, ...]]:
    """Labels over one or more rows: at the centre of what they cover, at the top of it, or in its first row only."""
    covers = {i: _label_groups(lines, borders, sheet) for i, lines in columns.items()}
    firsts = {i: _first_rows(lines, sheet) for i, lines in columns.items()}
    return {i: firsts[i] or groups if price > 0.4 or sheet.turned else groups for i, (price, groups) in covers.items()}


def _first_rows(lines: Sequence[Fragment], sheet: _Sheet) -> tuple[Group, ...] | None:
    """Each label in one row with blank cells below it, None where a label does not stand level with a row."""
    taken: dict[int, list[Fragment]] = {}
    cells: list[list[Fragment]] = []
    for part in lines:
        step = (part.bottom - cells[-1][-1].bottom) / sheet.size if cells else 9.0
        if step <= sheet.pitch.most:
            cells[-1].append(part)
        else:
            cells.append([part])
    for cell in cells:
        place = cell[0].middle if sheet.at_top else (cell[0].top + cell[-1].bottom) / 2
        row = min(range(len(sheet.centres)), key=lambda row: abs(sheet.centres[row] - place))
        if row in taken or abs(sheet.centres[row] - place) > 0.15 * sheet.size:
            return None
        taken[row] = cell
    rows = range(len(sheet.centres))[:: -1 if sheet.turned else 1]
    if rows[0] in taken and rows[1:2] and rows[1] not in taken:
        return None  # a blank cell right below the heading
    return tuple(Group(row, row + 1, tuple(taken.get(row, ()))) for row in range(len(sheet.centres)))


def _label_groups(
    lines: Sequence[Fragment], borders: Sequence[float], sheet: _Sheet
) -> tuple[float, tuple[Group, ...]]:
    """Labels each at the centre of what it covers, or all at the top of it, with the price of that."""
    middle = _cover(lines, borders, sheet, at_top=False)
    top = _cover(lines, borders, sheet, at_top=True)
    slack = 0.0 if sheet.at_top else 0.4
    return top if top[0] + slack * len(lines) < middle[0] else middle


def _cover(
    lines: Sequence[Fragment], borders: Sequence[float], sheet: _Sheet, *, at_top: bool
) -> tuple[float, tuple[Group, ...]]:
    rows, size = len(borders) - 1, sheet.size
    joints = _joints(lines, sheet)
    borders = borders if at_top or sheet.at_top else _balanced(borders, sheet)

    @cache
    def best(row: int, line: int) -> tuple[float, int, int]:
        """Return the least price from here on, the rows covered by the next group and its lines."""
        if row == rows:
            return FAR * (len(lines) - line), 0, 0
        least = best(row + 1, line)[0] + BLANK * (0.1 if line in (0, len(lines)) else 1.0), 1, 0
        price = 0.0
        for end in range(line + 1, len(lines) + 1):
            if end - line > 1:
                price += joints[end - 2][0]
            if price >= FAR:
                break
            tear = joints[end - 1][1] if end < len(lines) else 0.0
            centre = (lines[line].top + lines[end - 1].bottom) / 2
            for row_end in range(row + 1, rows + 1):
                aim = borders[row] + 0.8 * size if at_top else (borders[row] + borders[row_end]) / 2
                cost = price + tear + abs((lines[line].middle if at_top else centre) - aim) / size
                if cost <= least[0]:
                    least = min(least, (cost + best(row_end, end)[0], row_end - row, end - line))
        return least

    groups: list[Group] = []
    row = line = 0
    while row < rows:
        _, covered, taken = best(row, line)
        groups.append(Group(row, row + covered, tuple(lines[line : line + taken])))
        row, line = row + covered, line + taken
    if line < len(lines):
        last = groups[-1]
        groups[-1] = Group(last.row, last.row_end, (*last.parts, *lines[line:]))
    return best(0, 0)[0], _blanks_joined(groups)


def _balanced(borders: Sequence[float], sheet: _Sheet) -> list[float]:
    """Return the borders with the outer rows as high above their centres as below: ink alone leaves out the padding."""
    first, *inner, last = borders
    if inner:
        first = min(first, max(2 * sheet.centres[0] - inner[0], first - sheet.size))
        last = max(last, min(2 * sheet.centres[-1] - inner[-1], last + sheet.size))
    return [first, *inner, last]


def _blanks_joined(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return neighbouring blanks as one: the rest of a merged cell whose label stands on another page."""
    joined: list[Group] = []
    for group in groups:
        if joined and not group.parts and not joined[-1].parts:
            joined[-1] = Group(joined[-1].row, group.row_end, ())
        else:
            joined.append(group)
    return tuple(joined)


def _joints(lines: Sequence[Fragment], sheet: _Sheet) -> list[tuple[float, float]]:
    """For each pair of neighbouring lines the price of joining and the price of parting them."""
    pitch = sheet.pitch
    prices: list[tuple[float, float]] = []
    for upper, lower in pairwise(lines):
        step = (lower.bottom - upper.bottom) / sheet.size
        if step > max(1.5 * pitch.line, pitch.line + 0.6) or are_numbers(upper, lower):
            prices.append((FAR, 0.0))
        elif step <= pitch.most:
            prices.append((0.0, TORN))
        else:
            prices.append((GLUED, 0.0))
    return prices


def _borders(columns: Iterable[tuple[Group, ...]], sheet: _Sheet, top: float, bottom: float) -> tuple[float, ...]:
    """Borders half-way between the lowest ink of a row and the highest of the next."""
    centres = sheet.centres
    rows = len(centres)
    highest, lowest = [FAR] * rows, [-FAR] * rows
    for groups in columns:
        for group in groups:
            if group.row_end == group.row + 1 and group.parts:
                highest[group.row] = min(highest[group.row], group.parts[0].top)
                lowest[group.row] = max(lowest[group.row], group.parts[-1].bottom)
    inner = []
    for row in range(rows - 1):
        upper = lowest[row] if lowest[row] > -FAR else centres[row]
        lower = highest[row + 1] if highest[row + 1] < FAR else centres[row + 1]
        inner.append(lower - 0.2 * sheet.size if sheet.at_top else (upper + lower) / 2)
    if inner and not sheet.at_top:  # the outer rows are as high above their centre as below it
        top = max(top, min(highest[0], 2 * centres[0] - inner[0]) - 0.5)
        bottom = min(bottom, max(lowest[-1], 2 * centres[-1] - inner[-1]) + 0.5)
    return (top, *inner, bottom)
