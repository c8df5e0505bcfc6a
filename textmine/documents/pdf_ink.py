"""Characters and paths of a PDF page → ink: turned upright, without watermarks, hidden copies and invisible lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.documents.affine import Box, as_rows
from textmine.documents.cleanup import clean_text, drop_overprints
from textmine.documents.glyphs import Floats, Glyphs, Rules
from textmine.documents.model import Glyph, Ink
from textmine.documents.pdf_paths import Paths
from textmine.documents.pdf_text import Char, Chars, Style
from textmine.documents.upright import Upright
from textmine.documents.watermarks import inside_any, without_watermarks

Mask = NDArray[np.bool_]

DARK = 0.75
"""Areas darker than this carry white text and white lines."""


@dataclass(frozen=True, slots=True)
class Inked:
    """The ink of a page and what was noticed on the way.

    Attributes
    ----------
    unmapped : float
        Share of characters whose font has no Unicode map.
    hidden : float
        Share of characters that are not drawn (the text layer of a scan).
    image_share : float
        Share of the page that images cover.
    dropped : int
        Characters set aside as watermark or stamp.
    broken : bool
        The page could not be parsed at all.
    cut : bool
        The page draws more objects than are read; lines may be missing.
    crowded : bool
        The page has more characters than any real one.
    unshown : int
        Form fields and comments with a text that no viewer shows.
    """

    ink: Ink
    unmapped: float = 0.0
    hidden: float = 0.0
    image_share: float = 0.0
    dropped: int = 0
    broken: bool = False
    cut: bool = False
    crowded: bool = False
    unshown: int = 0


def make_ink(number: int, page_box: Box, rotate: int, chars: Chars, paths: Paths) -> Inked:
    """Return the ink of one page.

    Parameters
    ----------
    page_box : tuple
        Visible part of the page in user space (x0, y0, x1, y1).
    rotate : int
        Quarter turns clockwise by which the page is displayed.
    """
    counts = np.bincount(chars.style, minlength=len(chars.styles)).tolist()
    upright = Upright(page_box, _writing(chars.styles, counts, rotate))
    dark = [box for box, light in paths.areas if light < DARK]
    printed = without_watermarks(chars, dark, paths.images)
    glyphs = drop_overprints(_glyphs(printed, upright))
    page_area = max(1.0, upright.width * upright.height)
    images = sum(_overlap(box, page_box) for box in paths.images)
    total = max(1, len(chars))
    rules = Rules(upright.turn(_rules(paths, printed.boxes, dark)))
    ink = Ink(number, upright.width, upright.height, glyphs, rules, rotation=(upright.quarter - rotate) % 4)
    return Inked(
        ink,
        unmapped=sum(n for n, style in zip(counts, chars.styles, strict=True) if style.unmapped) / total,
        hidden=sum(n for n, style in zip(counts, chars.styles, strict=True) if style.hidden) / total,
        image_share=min(1.0, images / page_area),
        dropped=len(chars) - len(printed),
        cut=paths.cut,
    )


def _writing(styles: Sequence[Style], counts: Sequence[int], rotate: int) -> int:
    """Return the direction in which most of the page is written, in quarter turns counter-clockwise in user space."""
    displayed = rotate % 4  # what is upright on a page shown turned clockwise runs upwards in user space
    votes: dict[int, int] = {}
    for style, count in zip(styles, counts, strict=True):
        if style.quarter is not None:
            votes[style.quarter] = votes.get(style.quarter, 0) + count
    return max(votes, key=lambda quarter: (votes[quarter], quarter == displayed)) if votes else displayed


def _glyphs(chars: Chars, upright: Upright) -> Glyphs:
    """Return upright glyphs; a run written across the page's direction becomes one glyph, read in its own order."""
    texts, there = _cleaned(chars.texts)
    along = there & chars.where(lambda style: style.quarter == upright.quarter)
    sizes = chars.sizes
    boxes = upright.turn(_bodies(chars, sizes, upright.quarter))
    glyphs = Glyphs(texts, boxes, sizes, np.ones(len(texts)))
    kept = along & upright.on_page(boxes)
    if not kept.all():
        glyphs = glyphs.take(np.flatnonzero(kept))
    across = chars.take(np.flatnonzero(there & ~along))
    return glyphs if not across else Glyphs.of([*glyphs, *(_across(run, upright) for run in _runs(across))])


def _cleaned(texts: Sequence[str]) -> tuple[Sequence[str], Mask]:
    """Return texts without invisible marks and blanks, and which of them say something."""
    whole = "".join(texts)
    if len(whole) == len(texts) and clean_text(whole) == whole:
        codes, visible = np.frombuffer(whole.encode("utf-32-le"), np.uint32), np.ones(len(texts), bool)
        for blank in filter(str.isspace, set(whole)):
            visible &= codes != ord(blank)
        return texts, visible
    cleaned = {text: clean_text(text).strip() for text in set(texts)}
    said = [cleaned[text] for text in texts]
    return said, np.array([bool(text) for text in said], bool)


def _across(run: Sequence[Char], upright: Upright) -> Glyph:
    places = np.array([char[1:5] for char in run])
    box = upright.turn(np.array([[*places[:, :2].min(axis=0), *places[:, 2:].max(axis=0)]]))
    x0, top, x1, bottom = box[0].tolist()
    return Glyph("".join(clean_text(char.text) for char in run), x0, top, x1, bottom, run[0].style.size)


def _runs(chars: Sequence[Char]) -> list[list[Char]]:
    """Return characters written across the page's direction as runs, each in the order it is read."""

    def along(char: Char) -> float:
        return {0: char.ox, 1: char.oy, 2: -char.ox}.get(char.style.quarter or 0, -char.oy)

    def base(char: Char) -> tuple[int, int]:
        quarter = char.style.quarter or 0
        return quarter, round((char.oy if quarter % 2 == 0 else char.ox) / 2)

    runs: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (base(char), along(char))):
        last = runs[-1][-1] if runs else None
        if last and base(last) == base(char) and along(char) - along(last) < 2.2 * char.style.size:
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs


def _bodies(chars: Chars, size: Floats, quarter: int) -> Floats:
    """Return boxes of characters by their advance and, across it, by their base line: equal for all fonts of a line.

    A size that some character bears out holds for the marks set in it too: of a font with a full stop alone PDFium
    knows but the dot.
    """
    boxes = chars.boxes.copy()
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    advance = np.maximum(width, height)
    usual = (0.4 * size < advance) & (advance < 3 * size)
    marks = np.flatnonzero(advance <= 0.4 * size)
    if len(marks):
        known = set(size[usual].tolist())
        usual[marks] = [own in known for own in size[marks].tolist()]
    across = 1 - quarter % 2  # the axis across the writing: y for level text
    below, above = (0.12, 0.88) if quarter in (0, 3) else (0.88, 0.12)
    base = chars.origins[:, across]
    boxes[:, across] = np.where(usual, base - below * size, boxes[:, across])
    boxes[:, 2 + across] = np.where(usual, base + above * size, boxes[:, 2 + across])
    return boxes


def _rules(paths: Paths, chars: Floats, dark: Sequence[Box]) -> Floats:
    """Return the visible lines; the edges of filled areas only where no lines rule the page."""
    if not _ruled(paths.lines) and _ruled(paths.faint) and not _crossed(paths.faint, chars):
        # white borders: they show on dark rows at most, but somebody laid out the table with them
        return np.concatenate((paths.lines, paths.faint))
    around = [(x0 - 1, y0 - 1, x1 + 1, y1 + 1) for x0, y0, x1, y1 in dark]
    boxes = np.concatenate((paths.lines, paths.faint[inside_any(paths.faint, around)]))
    if _ruled(boxes):
        return boxes
    areas = [box for box, light in paths.areas if light < 0.995]
    if not _made_of_areas(areas, chars):
        return boxes
    x0, y0, x1, y1 = as_rows(areas).T
    edges = np.stack([(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)], axis=1)
    return np.concatenate((boxes, edges.T.reshape(-1, 4)))


def _made_of_areas(areas: Sequence[Box], chars: Floats) -> bool:
    """Return whether the table of a page with few lines is made of filled areas: most of the text lies on them.

    Where only every other row is shaded, the shades are no table by themselves.
    """
    return len(areas) >= 6 and bool(inside_any(chars, areas).sum() > 0.75 * len(chars))


def _ruled(lines: Floats) -> bool:
    """Return whether there are lines enough in both directions to make a table."""
    return bool((((lines[:, 2:] - lines[:, :2]) > 8).sum(axis=0) >= 3).all())


def _crossed(lines: Floats, chars: Floats) -> bool:
    """Return whether lines run through the text, as no border of a cell does."""
    inset = (chars[:, 2:] - chars[:, :2]) / 4
    (left, low), (right, high) = (chars[:, :2] + inset).T, (chars[:, 2:] - inset).T
    crossed = np.zeros(len(chars), bool)
    for x0, y0, x1, y1 in lines.tolist():
        crossed |= (x0 < right) & (x1 > left) & (y0 < high) & (y1 > low)
    return bool(crossed.sum() > 0.02 * len(chars))


def _overlap(box: Box, page: Box) -> float:
    width = min(box[2], page[2]) - max(box[0], page[0])
    height = min(box[3], page[3]) - max(box[1], page[1])
    return max(0.0, width) * max(0.0, height)
