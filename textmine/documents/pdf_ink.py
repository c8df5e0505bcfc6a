"""Characters and paths of a PDF page → ink: turned upright, without watermarks, hidden copies and invisible lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from textmine.documents.cleanup import clean_text, drop_overprints
from textmine.documents.model import Glyph, Ink, Rule
from textmine.documents.pdf_paths import Paths
from textmine.documents.pdf_text import Char, Style

Box = tuple[float, float, float, float]

PALE = 0.8
"""Lightness from which characters on white paper are a watermark or not seen at all."""

GREY = 0.35
"""Lightness from which very large characters are a watermark."""

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
    """

    ink: Ink
    unmapped: float = 0.0
    hidden: float = 0.0
    image_share: float = 0.0
    dropped: int = 0
    broken: bool = False
    cut: bool = False


def make_ink(number: int, page_box: Box, rotate: int, chars: Sequence[Char], paths: Paths) -> Inked:
    """Return the ink of one page.

    Parameters
    ----------
    page_box : tuple
        Visible part of the page in user space (x0, y0, x1, y1).
    rotate : int
        Quarter turns clockwise by which the page is displayed.
    """
    quarter = _writing(chars, rotate)
    turn, width, height = _turner(page_box, quarter)
    dark = [box for box, light in paths.areas if light < DARK]
    printed, dropped = _without_watermarks(chars, dark, paths.images)
    glyphs = drop_overprints(_glyphs(printed, quarter, turn, width, height))
    rules = _rules(paths, printed, dark, turn)
    page_area = max(1.0, width * height)
    images = sum(_overlap(box, page_box) for box in paths.images)
    total = max(1, len(chars))
    ink = Ink(number, width, height, glyphs, rules, rotation=(quarter - rotate) % 4)
    return Inked(
        ink,
        unmapped=sum(char.style.unmapped for char in chars) / total,
        hidden=sum(char.style.hidden for char in chars) / total,
        image_share=min(1.0, images / page_area),
        dropped=dropped,
        cut=paths.cut,
    )


def _writing(chars: Sequence[Char], rotate: int) -> int:
    """Return the direction in which most of the page is written, in quarter turns counter-clockwise in user space."""
    votes = Counter(char.style.quarter for char in chars if char.style.quarter is not None)
    displayed = rotate % 4  # what is upright on a page shown turned clockwise runs upwards in user space
    return max(votes, key=lambda quarter: (votes[quarter], quarter == displayed)) if votes else displayed


def _turner(page_box: Box, quarter: int) -> tuple[Callable[[Box], Box], float, float]:
    """Return a function from user space to boxes from the top left of the upright page, and the page's size."""
    left, bottom, right, top = page_box
    width, height = right - left, top - bottom

    def turn(box: Box) -> Box:
        x0, y0, x1, y1 = box
        if quarter == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if quarter == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if quarter == 2:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    return (turn, height, width) if quarter % 2 else (turn, width, height)


def _without_watermarks(chars: Sequence[Char], dark: Sequence[Box], images: Sequence[Box]) -> tuple[list[Char], int]:
    """Return the characters that belong to the text; slanted, pale, and huge grey ones are set aside."""
    styles = {id(char.style): char.style for char in chars}
    sizes = sorted(char.style.size for char in chars)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    slanted = {_look(style) for style in styles.values() if style.quarter is None}
    verdicts = {key: _is_text(style, body, slanted) for key, style in styles.items()}
    if all(verdicts.values()):
        return list(chars), 0
    kept: list[Char] = []
    for char in chars:
        verdict = verdicts[id(char.style)]
        if verdict is None:
            verdict = _inside_any(char, dark) or _inside_any(char, images)
        if verdict:
            kept.append(char)
    return kept, len(chars) - len(kept)


def _look(style: Style) -> tuple[int, int]:
    return round(style.size * 4), round(style.light * 50)


def _is_text(style: Style, body: float, slanted: Collection[tuple[int, int]]) -> bool | None:
    """Return whether a style is that of text; None where it depends on what lies behind the character."""
    if style.quarter is None or (style.light > 0.1 and _look(style) in slanted):
        return False  # the second: the level letters of a round stamp
    if style.hidden:
        return True
    if style.light >= PALE:
        return None
    return not (style.light >= GREY and style.size > 2.5 * body)


def _inside_any(char: Char, boxes: Sequence[Box]) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _glyphs(
    chars: Sequence[Char], quarter: int, turn: Callable[[Box], Box], width: float, height: float
) -> list[Glyph]:
    """Return upright glyphs; a run written across the page's direction becomes one glyph, read in its own order."""
    glyphs: list[Glyph] = []
    across: list[Char] = []
    cleaned: dict[str, str] = {}
    for char in chars:
        text = cleaned.get(char.text)
        if text is None:
            text = cleaned[char.text] = clean_text(char.text).strip()
        if not text:
            continue
        style = char.style
        if style.quarter != quarter:
            across.append(char)
            continue
        x0, top, x1, bottom = turn(_body(char, style.size, quarter))
        if x1 > -1 and x0 < width + 1 and bottom > -1 and top < height + 1:
            glyphs.append(Glyph(text, x0, top, x1, bottom, style.size))
    for run in _runs(across):
        box = turn((min(c.x0 for c in run), min(c.y0 for c in run), max(c.x1 for c in run), max(c.y1 for c in run)))
        glyphs.append(Glyph("".join(clean_text(c.text) for c in run), *box, run[0].style.size))
    return glyphs


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


def _body(char: Char, size: float, quarter: int) -> Box:
    """Return the box of a character by its advance and, across it, by its base line: equal for all fonts of a line."""
    _, x0, y0, x1, y1, ox, oy, _ = char
    width, height = x1 - x0, y1 - y0
    if not 0.4 * size < (width if width > height else height) < 3 * size:
        return x0, y0, x1, y1
    if quarter == 0:
        return x0, oy - 0.12 * size, x1, oy + 0.88 * size
    if quarter == 1:
        return ox - 0.88 * size, y0, ox + 0.12 * size, y1
    if quarter == 2:
        return x0, oy - 0.88 * size, x1, oy + 0.12 * size
    return ox - 0.12 * size, y0, ox + 0.88 * size, y1


def _rules(paths: Paths, chars: Sequence[Char], dark: Sequence[Box], turn: Callable[[Box], Box]) -> tuple[Rule, ...]:
    """Return the visible lines; the edges of filled areas only where no lines rule the page."""
    boxes = list(paths.lines)
    boxes += [line for line in paths.faint if _behind(line, dark)]
    areas = [box for box, light in paths.areas if light < 0.995]
    if not _ruled(boxes) and _ruled(paths.faint) and not _crossed(paths.faint, chars):
        boxes += paths.faint  # white borders: nobody sees them, but somebody laid out the table with them
    elif _made_of_areas(boxes, areas, chars):
        for x0, y0, x1, y1 in areas:
            boxes += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    return tuple(Rule(*turn(box)) for box in boxes)


def _made_of_areas(lines: Sequence[Box], areas: Sequence[Box], chars: Sequence[Char]) -> bool:
    """Return whether the page's table is made of filled areas: few lines, and most of the text lies on areas.

    Where only every other row is shaded, the shades are no table by themselves.
    """
    if len(areas) < 6 or _ruled(lines):
        return False
    return sum(_inside_any(char, areas) for char in chars) > 0.75 * len(chars)


def _ruled(lines: Sequence[Box]) -> bool:
    upright = sum(box[3] - box[1] > 8 for box in lines)
    level = sum(box[2] - box[0] > 8 for box in lines)
    return min(upright, level) >= 3


def _crossed(lines: Sequence[Box], chars: Sequence[Char]) -> bool:
    """Return whether lines run through the text, as no border of a cell does."""
    crossed = 0
    for char in chars:
        dx, dy = (char.x1 - char.x0) / 4, (char.y1 - char.y0) / 4
        left, right, low, high = char.x0 + dx, char.x1 - dx, char.y0 + dy, char.y1 - dy
        crossed += any(b[0] < right and b[2] > left and b[1] < high and b[3] > low for b in lines)
    return crossed > 0.02 * len(chars)


def _behind(line: Box, areas: Sequence[Box]) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return any(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1 for box in areas)


def _overlap(box: Box, page: Box) -> float:
    width = min(box[2], page[2]) - max(box[0], page[0])
    height = min(box[3], page[3]) - max(box[1], page[1])
    return max(0.0, width) * max(0.0, height)
