"""Pages become a PDF: how lines are drawn, how letters are set, what else lies on the page."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from textmine.synth.fonts import font
from textmine.synth.paginate import Fragment, Measure, Setup, Sheet
from textmine.synth.strokes import Pen, draw_rules, draw_stamp, draw_watermark


@dataclass(frozen=True, slots=True)
class Paint:
    """The look of a PDF.

    Attributes
    ----------
    rules : str
        ``lines``, ``rects`` (thin filled rectangles), ``boxes`` (a stroked rectangle a cell), ``dashed``,
        ``horizontal``, ``partial`` (no outer frame), ``none``, ``white``, ``double``, ``grey``.
    text : str
        ``line``, ``char`` (one text object a character), ``shuffled``, ``bold`` (printed twice), ``spaced``.
    rotate : int
        The page's /Rotate flag; the content is drawn so that it shows upright.
    turned : bool
        The content itself lies on its side, without a flag.
    hidden_layer : bool
        The page is an image over invisible text, as scanners with text recognition write it.
    across : int
        Pages put side by side on one sheet.
    """

    rules: str = "lines"
    width: float = 0.6
    font: str = "song"
    text: str = "line"
    watermark: str = ""
    stamp: bool = False
    page_numbers: str = ""
    running_head: str = ""
    rotate: int = 0
    turned: bool = False
    across: int = 1
    nested: bool = False
    password: str = ""
    invisible: bool = False
    hidden_layer: bool = False
    valign: str = "middle"
    substitutes: tuple[tuple[str, str], ...] = ()
    ascii_font: str = ""


def measure_with(paint: Paint, extra: str = "") -> Measure:
    """Return the width function of the paint's font."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    name = font(paint.font, extra)

    @cache
    def unit(letter: str) -> float:
        return float(stringWidth(letter, name, 1.0))

    return lambda text, size: size * sum(map(unit, text))


@dataclass(frozen=True, slots=True)
class _Press:
    """What every page is printed with."""

    pen: Pen
    setup: Setup
    paint: Paint
    font: str
    rng: Random
    count: int
    backgrounds: tuple[Any, ...] = ()


def paint_pdf(
    sheets: list[Sheet], setup: Setup, paint: Paint, seed: str, extra: str = "", backgrounds: tuple[Any, ...] = ()
) -> bytes:
    """Draw the pages.

    Parameters
    ----------
    seed : str
        Fixes the order of drawing.
    extra : str
        Characters beyond the package's own lists that the font must have.
    backgrounds : tuple of images
        Drawn under the pages, one each.

    Returns
    -------
    bytes
        The PDF; the same arguments give the same bytes.
    """
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # plain bytes in streams, as other programs write them, and faster
    out = io.BytesIO()
    shown = setup.width * paint.across, setup.height
    size = (shown[1], shown[0]) if paint.turned else shown  # reportlab itself swaps the sides of pages with /Rotate
    pen = Canvas(out, pagesize=size, invariant=1, pageCompression=1, encrypt=_encryption(paint.password))
    pen.setTitle("SYNTHETIC 合成数据")
    pen.setAuthor("textmine synth")
    press = _Press(pen, setup, paint, font(paint.font, extra), Random(seed), len(sheets), backgrounds)
    for start in range(0, len(sheets), paint.across):
        if paint.rotate:
            pen.setPageRotation(paint.rotate)
        pen.saveState()
        _orient(pen, 90 if paint.turned else paint.rotate, shown)
        for i, sheet in enumerate(sheets[start : start + paint.across]):
            pen.saveState()
            pen.translate(i * setup.width, 0)
            draw = _nested if paint.nested else _sheet
            draw(press, sheet, start + i)
            pen.restoreState()
        pen.restoreState()
        pen.showPage()
    pen.save()
    return out.getvalue()


def _encryption(password: str) -> Any:  # noqa: ANN401 - of reportlab
    if not password:
        return None
    from reportlab.lib.pdfencrypt import StandardEncryption

    return StandardEncryption("", ownerPassword=password, canPrint=1, canModify=0, canCopy=0, strength=40)


def _orient(pen: Pen, angle: int, shown: tuple[float, float]) -> None:
    """Turn the drawing so that a viewer that turns the page by `angle` clockwise shows it upright."""
    width, height = shown
    if angle == 90:
        pen.transform(0, 1, -1, 0, height, 0)
    elif angle == 180:
        pen.transform(-1, 0, 0, -1, width, height)
    elif angle == 270:
        pen.transform(0, -1, 1, 0, 0, width)


def _nested(press: _Press, sheet: Sheet, number: int) -> None:
    pen, inner = press.pen, f"form{number}"
    pen.beginForm(inner, 0, 0, press.setup.width, press.setup.height)
    _sheet(press, sheet, number)
    pen.endForm()
    pen.beginForm(inner + "o", 0, 0, press.setup.width, press.setup.height)
    pen.doForm(inner)
    pen.endForm()
    pen.doForm(inner + "o")


def _sheet(press: _Press, sheet: Sheet, number: int) -> None:
    pen, setup, paint = press.pen, press.setup, press.paint
    height = setup.height
    if press.backgrounds:
        from reportlab.lib.utils import ImageReader

        pen.drawImage(ImageReader(press.backgrounds[number]), 0, 0, setup.width, height)
    for f in sheet.fragments:
        if f.box.shade and paint.rules != "none":
            pen.setFillColorRGB(0.86, 0.91, 0.96)
            pen.rect(f.x0, height - f.bottom, f.x1 - f.x0, f.bottom - f.top, stroke=0, fill=1)
    pen.setFillColorRGB(0, 0, 0)
    draw_rules(pen, sheet.fragments, height, (paint.rules, paint.width))
    if paint.watermark:
        draw_watermark(pen, setup, paint.watermark, press.font)
    jobs = [job for f in sheet.fragments for job in _text_jobs(f, setup, paint, press.font)]
    jobs += _marginal(press, sheet, number)
    if paint.text in ("char", "shuffled"):
        jobs = [piece for job in jobs for piece in _characters(job, press.font)]
    if paint.text == "shuffled":
        press.rng.shuffle(jobs)
    for job in jobs:
        _draw(pen, job, height, paint, press.font)
    if paint.stamp:
        draw_stamp(pen, setup, press.font)


def _marginal(press: _Press, sheet: Sheet, number: int) -> list[_Job]:
    """Titles, page numbers and running heads: what stands outside the table."""
    setup, jobs = press.setup, []
    for p in sheet.captions:
        size = p.caption.size * setup.size
        width = _width(p.caption.text, press.font, size)
        x = {"c": (setup.width - width) / 2, "l": setup.margin, "r": setup.width - setup.margin - width}
        jobs.append((x[p.caption.align], p.top + size, p.caption.text, size, 0.0))
    if press.paint.page_numbers:
        text = press.paint.page_numbers.format(p=number + 1, n=press.count)
        jobs.append(((setup.width - 30) / 2, setup.height - setup.margin * 0.45, text, setup.size, 0.0))
    if press.paint.running_head:
        jobs.append((setup.margin, setup.margin * 0.6, press.paint.running_head, setup.size, 0.0))
    return jobs


_Job = tuple[float, float, str, float, float]


def _width(text: str, name: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, name, size))


def _text_jobs(f: Fragment, setup: Setup, paint: Paint, name: str) -> list[_Job]:
    """Return (x, baseline from the top, text, size, extra space) for every line of a cell."""
    step = setup.size * setup.leading
    block = len(f.lines) * step
    room = f.bottom - f.top
    top = f.top + max((room - block) / 2, setup.pad * 0.5)
    if f.cut_top and f.box.rowspan == 1:
        top = f.top + setup.pad * 0.5
    elif (f.cut_bottom and f.box.rowspan == 1 and block > step) or paint.valign == "top":
        top = f.top + setup.pad
    jobs = []
    for i, line in enumerate(f.lines):
        width = _width(line, name, setup.size) + setup.spacing * len(line)
        inset = min(setup.pad, 2.5)
        x = f.x0 + inset
        if f.box.align == "c":
            x = max((f.x0 + f.x1 - width) / 2, f.x0 + 0.5)
        elif f.box.align == "r":
            x = f.x1 - inset - width
        jobs.append((x, top + i * step + setup.size * 0.95, line, setup.size, setup.spacing))
    return jobs


def _characters(job: _Job, name: str) -> list[_Job]:
    x, y, text, size, space = job
    out = []
    for c in text:
        if c != " ":
            out.append((x, y, c, size, 0.0))
        x += _width(c, name, size) + space
    return out


def _draw(pen: Pen, job: _Job, height: float, paint: Paint, name: str) -> None:
    x, y, text, size, space = job
    item = pen.beginText(x, height - y)
    item.setFont(name, size)
    if space:
        item.setCharSpace(space)
    if paint.invisible:
        item.setTextRenderMode(3)
    item.textOut(text)
    pen.drawText(item)
    if paint.text == "bold":
        again = pen.beginText(x + 0.25, height - y)
        again.setFont(name, size)
        if space:
            again.setCharSpace(space)
        again.textOut(text)
        pen.drawText(again)


def without_unicode_maps(pdf: bytes) -> bytes:
    """Blank the fonts' /ToUnicode entries in place: letters show, but nothing says which they are."""
    import re

    return re.sub(rb"/ToUnicode \d+ 0 R", lambda m: b" " * len(m.group()), pdf)
