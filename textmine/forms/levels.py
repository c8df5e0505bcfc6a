"""Level labels carried to every row that they cover: merged cells, page breaks, blank cells below a label."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from textmine.forms.entries import Entry, LevelCell
from textmine.forms.layouts import Layouts
from textmine.forms.text import level_name, squeeze

_UNCLOSED = re.compile(r"\s*[(（\[【]\s*\d*(?:\.\d*)?$")
"""Points behind a name whose end is cut off, at the foot of a page."""


def level_labels(entries: Sequence[Entry], layouts: Layouts) -> list[tuple[str, str]]:
    """Give the level 1 and level 2 of every entry.

    A blank cell at the foot of a page may have its label on the next page where any cells are merged; a blank level 2
    below a label means that label where its grid has none merged over several indicators.
    """
    backward = any(c.rowspan > 1 for e in entries for cells in e.levels.values() for c in cells)
    pairs = ((a.levels["level2"][-1], b.levels["level2"][0]) for a, b in itertools.pairwise(entries))
    merged = {upper.key[0] for upper, lower in pairs if upper.key == lower.key}
    first, groups = _over_breaks(entries, "level1", layouts, backward)
    names = {"level1": first, "level2": _over_breaks(entries, "level2", layouts, backward, groups)[0]}
    out: list[tuple[str, str]] = []
    for i, entry in enumerate(entries):
        cells1, cells2 = entry.levels["level1"], entry.levels["level2"]
        before1, before2 = out[-1] if out else ("", "")
        level1 = names["level1"][i] or ("" if all(c.alone for c in cells1) and _names_itself(entry) else before1)
        level2 = names["level2"][i]
        below = i > 0 and (groups[i] == groups[i - 1] or not squeeze(cells1[0].text)) and level1 == before1
        if not level2 and below and cells2[0].key[0] not in merged and not all(c.alone for c in cells2):
            level2 = before2
        out.append((level1, level2))
    return out


def _names_itself(entry: Entry) -> bool:
    """Whether the row has no level cell because its name is merged over all of them (预算执行率)."""
    return all(cell.alone for cells in entry.levels.values() for cell in cells)


def _over_breaks(
    entries: Sequence[Entry], level: str, layouts: Layouts, backward: bool, parents: Sequence[int] | None = None
) -> tuple[list[str], list[int]]:
    """Read the labels of one level; a cell that goes on in the next grid gets the label of both of its parts.

    Where no cells are merged (`backward` false), a blank cell below a label means that label, never the next one.
    A cell of level 2 goes on only where that of level 1 does (`parents` tells its group for each entry).
    Also gives for each entry the number of its cell.
    """
    groups: list[list[LevelCell]] = []  # the parts of one cell, in order
    members: list[int] = []  # for each entry its group
    for i, entry in enumerate(entries):
        cells = entry.levels[level]
        first = cells[0]
        same_parent = parents is None or i == 0 or parents[i] == parents[i - 1]
        if groups and _goes_on(groups[-1], first, layouts, backward, same_parent):
            if all(part.key != first.key for part in groups[-1]):
                groups[-1].append(first)
        else:
            groups.append([first])
        groups[-1].extend(cell for cell in cells[1:] if all(part.key != cell.key for part in groups[-1]))
        members.append(len(groups) - 1)
    labels = [_UNCLOSED.sub("", _label(parts, layouts)) for parts in groups]
    return [labels[group] for group in members], members


def _goes_on(parts: list[LevelCell], cell: LevelCell, layouts: Layouts, backward: bool, same_parent: bool) -> bool:
    """Whether a cell is the same as, or the next page's part of, the cell before it."""
    last = parts[-1]
    if cell.key == last.key:
        return True
    if cell.key[0] == last.key[0] and not (cell.alone or last.alone):
        return _is_torn(_label(parts, layouts), level_name(cell.text), layouts)
    if cell.key[0] == last.key[0] or cell.alone or last.alone or not last.ends or not same_parent:
        return False
    above, here = _label(parts, layouts), level_name(cell.text)
    if not above:
        return backward or not here
    if not here or here == above:
        return True
    return _is_whole(above, here, layouts)


def _is_torn(above: str, here: str, layouts: Layouts) -> bool:
    """Whether stray lines tore one label into the cells of several rows: 产出 | 指 | 标."""
    start, rest = squeeze(above), squeeze(here)
    torn = bool(start) and bool(rest) and rest not in layouts.known_levels
    return torn and any(known.startswith(start + rest) for known in layouts.known_levels)


def _is_whole(upper: str, lower: str, layouts: Layouts) -> bool:
    """Whether two texts over a page break are the halves of one label (质量指|标)."""
    known = layouts.known_levels
    whole, upper, lower = squeeze(upper + lower), squeeze(upper), squeeze(lower)
    if upper.count("(") > upper.count(")"):
        return True  # 产出指标(3|5分)
    if whole in known and (upper not in known or lower not in known):
        return True
    if lower in known:
        return False
    return upper not in known and whole.endswith(("指标", "效益", "满意度")) and not upper.endswith("指标")


def _label(parts: Sequence[LevelCell], layouts: Layouts) -> str:
    """Label of a cell in several parts: printed once, repeated, or cut in halves."""
    out = ""
    for part in parts:
        text = level_name(part.text)
        if not text or squeeze(text) == squeeze(out):
            continue
        out = level_name(out + text)
    return out
