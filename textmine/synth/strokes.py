"""What is drawn besides letters: the lines of tables, watermarks, seals."""

from __future__ import annotations

from typing import Any

from textmine.synth.paginate import Fragment, Setup

Edge = tuple[float, float, float, float]
Pen = Any
"""reportlab's canvas, which has no types."""


def _edges(fragments: tuple[Fragment, ...]) -> set[Edge]:
    out = set()
    for f in fragments:
        x0, y0, x1, y1 = (round(v, 2) for v in (f.x0, f.top, f.x1, f.bottom))
        out |= {(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)}
    return out


def draw_rules(canvas: Pen, fragments: tuple[Fragment, ...], height: float, look: tuple[str, float]) -> None:
    """Draw the lines of cells; `look` is the kind of rules and their width."""
    rules, width = look
    if rules == "none" or not fragments:
        return
    if rules == "boxes":
        canvas.setLineWidth(width)
        for f in fragments:
            canvas.rect(f.x0, height - f.bottom, f.x1 - f.x0, f.bottom - f.top, stroke=1, fill=0)
        return
    left, right = min(f.x0 for f in fragments), max(f.x1 for f in fragments)
    canvas.setLineWidth(width)
    grey = {"white": 1.0, "grey": 0.7}.get(rules, 0.0)
    canvas.setStrokeColorRGB(grey, grey, grey)
    if rules == "dashed":
        canvas.setDash(2, 2)
    edges = _edges(fragments)
    for x0, y0, x1, y1 in sorted(edges if rules in ("rects", "double") else _joined(edges)):
        upright = abs(x0 - x1) < 0.01
        if rules == "horizontal" and upright:
            continue
        if rules == "partial" and upright and (abs(x0 - left) < 0.1 or abs(x0 - right) < 0.1):
            continue
        _edge(canvas, (x0, height - y0, x1, height - y1), upright, look)
    canvas.setDash()
    canvas.setStrokeColorRGB(0, 0, 0)


def _joined(edges: set[Edge]) -> list[Edge]:
    """Return the edges with neighbours on one line drawn in one stroke."""
    out: list[Edge] = []
    for upright in (False, True):
        a, b = (1, 0) if upright else (0, 1)  # along and across
        lines = sorted((e for e in edges if (e[0] == e[2]) == upright), key=lambda e: (e[b], e[a], e[a + 2]))
        for e in lines:
            last = out[-1] if out else None
            if last and (last[0] == last[2]) == upright and last[b] == e[b] and e[a] <= last[a + 2] + 0.05:
                far = max(last[a + 2], e[a + 2])
                out[-1] = (e[0], last[1], e[0], far) if upright else (last[0], e[1], far, e[1])
            else:
                out.append(e)
    return out


def _edge(canvas: Pen, edge: Edge, upright: bool, look: tuple[str, float]) -> None:
    x0, y0, x1, y1 = edge
    rules, w = look
    if rules == "rects":
        if upright:
            canvas.rect(x0 - w / 2, y1 - w / 2, w, y0 - y1 + w, stroke=0, fill=1)
        else:
            canvas.rect(x0 - w / 2, y0 - w / 2, x1 - x0 + w, w, stroke=0, fill=1)
    elif rules == "double":
        for d in (-0.8, 0.8):
            canvas.line(
                x0 + (d if upright else 0),
                y0 + (0 if upright else d),
                x1 + (d if upright else 0),
                y1 + (0 if upright else d),
            )
    else:
        canvas.line(x0, y0, x1, y1)


def draw_watermark(canvas: Pen, setup: Setup, text: str, name: str) -> None:
    """Draw light letters across the page."""
    canvas.saveState()
    canvas.setFillColorRGB(0.82, 0.82, 0.82)
    canvas.translate(setup.width / 2, setup.height / 2)
    canvas.rotate(45)
    canvas.setFont(name, 54)
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


def draw_stamp(canvas: Pen, setup: Setup, name: str) -> None:
    """Draw a round red seal over the lower right of the page."""
    canvas.saveState()
    canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
    canvas.setFillColorRGB(0.85, 0.1, 0.1)
    canvas.setLineWidth(2)
    x, y = setup.width * 0.72, setup.height * 0.22
    canvas.circle(x, y, 52, stroke=1, fill=0)
    canvas.setFont(name, 11)
    for i, c in enumerate("虚构市示例局专用章"):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(110 - i * 27.5)
        canvas.drawCentredString(0, 38, c)
        canvas.restoreState()
    canvas.restoreState()
