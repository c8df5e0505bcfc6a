"""The common look of all charts, and how they become SVG and PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textmine.report.typeface import families_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito's colours: told apart by colour-blind readers, and of different lightness in grey print.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
INK, SOFT, LINE = "#222222", "#6B7280", "#D4D8DD"
WIDTH = 7.2
_HASH = "textmine"


@contextmanager
def style(texts: Iterable[str]) -> Iterator[None]:
    """Set fonts and colours for one chart, leaving the caller's settings as they were."""
    import matplotlib as mpl

    settings: Any = {
        "font.family": families_for(texts),
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.edgecolor": LINE,
        "axes.labelcolor": SOFT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "text.color": INK,
        "figure.dpi": 100,
    }
    with mpl.rc_context(settings):
        yield


def blank(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return an empty figure with one pair of axes; no window system, no global state."""
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def settle(figure: Figure) -> None:
    """Compute the layout once, so that SVG and PNG need not do it again."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def as_svg(figure: Figure) -> str:
    """Return a figure as an SVG element with its text as outlines, the same bytes every time."""
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": _HASH, "svg.fonttype": "path"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = out.getvalue()
    return text[text.index("<svg") :]


def as_png(figure: Figure, dpi: int = 180) -> bytes:
    """Return a figure as PNG."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()
