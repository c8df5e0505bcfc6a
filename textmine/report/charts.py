"""The charts: each function takes the summary and returns the figure together with the data that it shows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from textmine.report import canvas
from textmine.report.canvas import BLUE, GREEN, INK, LINE, ORANGE, RED, SOFT
from textmine.report.summary import Matrix, Summary
from textmine.report.typeface import drawable
from textmine.report.words import LANGUAGES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Chart = tuple["Figure", pd.DataFrame]
BUCKET_COLOURS = {"execution": SOFT, "explained": BLUE, "generic": ORANGE, "unexplained": RED}
MAX_CAUSES = 16
MAX_LINKS = 24


def short(text: str, size: int) -> str:
    """Cut a label for a chart; the full name stands in the table beside it."""
    text = drawable(" ".join(text.split()))
    return text if len(text) <= size else text[: size - 1] + "…"


def _size(summary: Summary) -> int:
    return 14 if summary.head.lang == "zh" else 34


def chart_ledger(summary: Summary) -> Chart:
    """Waterfall: from full marks lost, bucket by bucket, to all points lost."""
    lines = summary.ledger
    data = pd.DataFrame(
        {"bucket": [b.bucket for b in lines], "name": [b.name for b in lines], "points": [b.points for b in lines]}
    )
    data["start"] = data["points"].cumsum() - data["points"]
    words = LANGUAGES[summary.head.lang]
    room = (44 if summary.head.lang == "zh" else 90) // (len(lines) + 1)  # characters under a bar
    labels = ["\n".join(textwrap.wrap(drawable(name), max(room, 4))) for name in data["name"]]
    with canvas.style(labels):
        figure, axes = canvas.blank(2.9)
        for i, line in enumerate(lines):
            start = float(data["start"].iloc[i])
            axes.bar(i, line.points, bottom=start, width=0.62, color=BUCKET_COLOURS.get(line.bucket, GREEN))
            axes.text(i, start + max(line.points, 0), f"{line.points:.2f}", ha="center", va="bottom", fontsize=9)
            level = start + line.points
            axes.plot([i + 0.31, i + 0.69], [level, level], color=SOFT, linewidth=0.8)
        total = summary.points.lost
        axes.bar(len(lines), total, width=0.62, color=INK)
        axes.text(len(lines), max(total, 0), f"{total:.2f}", ha="center", va="bottom", fontsize=9)
        axes.set_xticks(range(len(lines) + 1), [*labels, words.lost_total])
        axes.set_ylabel(words.lost_axis)
        axes.margins(y=0.12)
    return figure, data


def chart_causes(summary: Summary) -> Chart:
    """Bars with 95% intervals: points connected with each stated cause."""
    causes = summary.causes[:MAX_CAUSES]
    fields = ("code", "name", "lost_points", "low", "high", "full")
    data = pd.DataFrame([{key: getattr(c, key) for key in fields} for c in causes], columns=list(fields))
    words = LANGUAGES[summary.head.lang]
    labels = [short(c.name, _size(summary)) for c in causes]
    with canvas.style(labels):
        figure, axes = canvas.blank(0.9 + 0.3 * len(causes))
        for i, cause in enumerate(causes):
            axes.barh(i, cause.lost_points, height=0.6, color=ORANGE if cause.code == "generic" else BLUE)
            end = cause.lost_points
            if cause.low is not None and cause.high is not None:
                axes.plot([cause.low, cause.high], [i, i], color=INK, linewidth=1.1, marker="|", markersize=7)
                end = max(end, cause.high)
            axes.text(end, i, f"  {cause.lost_points:.2f}", va="center", fontsize=9)
        axes.set_yticks(range(len(causes)), labels)
        axes.invert_yaxis()
        axes.set_xlabel(words.causes_axis if summary.spreads.given else words.causes_axis_plain)
        axes.margins(x=0.09)
        axes.tick_params(axis="y", length=0)
    return figure, data


def chart_heat(summary: Summary) -> Chart:
    """Heat map: stated cause by indicator family, in points."""
    return _matrix_chart(summary.heat, "Blues")


def chart_promises(summary: Summary) -> Chart:
    """Matrix: kinds of measures promised against stated causes, in passages."""
    return _matrix_chart(summary.promises.match, "Greens")


def _matrix_chart(matrix: Matrix, colours: str) -> Chart:
    data = pd.DataFrame(matrix.values, index=list(matrix.rows), columns=list(matrix.columns))
    rows, columns = [short(r, 34) for r in matrix.rows], [short(c, 26) for c in matrix.columns]
    with canvas.style([*rows, *columns]):
        figure, axes = canvas.blank(1.5 + 0.3 * len(rows))
        cells = data.to_numpy(dtype=float)
        top = float(cells.max()) or 1.0
        axes.imshow(cells, cmap=colours, vmin=0, vmax=top * 1.15, aspect="auto")
        for i in range(len(rows)):
            for j in range(len(columns)):
                value = float(cells[i, j])
                if value:
                    tone = "white" if value > 0.62 * top else INK
                    axes.text(j, i, f"{value:.3g}", ha="center", va="center", fontsize=8, color=tone)
        axes.set_xticks(range(len(columns)), columns, rotation=40, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(rows)), rows)
        _grid(axes, len(rows), len(columns))
    return figure, data


def _grid(axes: Axes, rows: int, columns: int) -> None:
    axes.set_xticks([j - 0.5 for j in range(columns + 1)], minor=True)
    axes.set_yticks([i - 0.5 for i in range(rows + 1)], minor=True)
    axes.grid(which="minor", color=LINE, linewidth=0.6)
    axes.tick_params(which="both", length=0, colors=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def chart_network(summary: Summary) -> Chart:
    """Network on a circle: causes named in the same passage; width is the number of passages."""
    from math import cos, pi, sin

    links = summary.links[:MAX_LINKS]
    names = sorted({n for link in links for n in (link.first, link.second)})
    points = {c.name: c.lost_points for c in summary.causes}
    data = pd.DataFrame([(k.first, k.second, k.passages) for k in links], columns=["first", "second", "passages"])
    labels = [short(n, _size(summary)) for n in names]
    with canvas.style(labels):
        figure, axes = canvas.blank(3.4 if len(names) > 2 else 1.8)
        angle = {n: 2 * pi * i / len(names) + (0 if len(names) == 2 else pi / 2) for i, n in enumerate(names)}
        place = {n: (cos(a), sin(a)) for n, a in angle.items()}
        most = max((k.passages for k in links), default=1)
        for link in links:
            (x0, y0), (x1, y1) = place[link.first], place[link.second]
            axes.plot([x0, x1], [y0, y1], color=SOFT, linewidth=0.8 + 3.2 * link.passages / most, zorder=1, alpha=0.7)
            axes.text((x0 + x1) / 2, (y0 + y1) / 2, str(link.passages), fontsize=8, ha="center", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1}, zorder=3)  # fmt: skip
        biggest = max((points.get(n, 0.0) for n in names), default=1.0) or 1.0
        for name, label in zip(names, labels, strict=True):
            x, y = place[name]
            axes.scatter([x], [y], s=60 + 340 * points.get(name, 0.0) / biggest, color=BLUE, zorder=2)
            side = "left" if x > 0.05 else "right" if x < -0.05 else "center"
            axes.text(x * 1.1 + 0.08 * x, y * 1.17, label, ha=side, va="center")
        axes.set_xlim(-2.6, 2.6)
        axes.set_ylim(-1.35, 1.35)
        axes.axis("off")
    return figure, data


def chart_years(summary: Summary) -> Chart:
    """Stacked bars: mean points lost a form in each year, by place."""
    words = LANGUAGES[summary.head.lang]
    parts = (
        ("lost_execution", words.execution, SOFT),
        ("lost_explained", words.explained, BLUE),
        ("lost_unexplained", words.unexplained, RED),
    )
    rows = [{"year": p.year, **{key: getattr(p, key) for key, _, _ in parts}} for p in summary.projects if p.year]
    data = pd.DataFrame(rows, columns=["year", *(k for k, _, _ in parts)]).groupby("year").mean()
    with canvas.style([name for _, name, _ in parts]):
        figure, axes = canvas.blank(2.8)
        base = [0.0] * len(data)
        for key, name, colour in parts:
            values = [float(v) for v in data[key]]
            axes.bar(range(len(data)), values, bottom=base, width=0.55, color=colour, label=name)
            base = [a + b for a, b in zip(base, values, strict=True)]
        for i, top in enumerate(base):
            axes.text(i, top, f"{top:.2f}", ha="center", va="bottom")
        axes.set_xticks(range(len(data)), [words.year.format(year=int(y)) for y in data.index])
        axes.set_ylabel(words.years_axis)
        axes.legend(frameon=False, ncols=3, loc="upper left", bbox_to_anchor=(0, 1.14))
        axes.margins(y=0.15)
    return figure, data.reset_index()


CHARTS: dict[str, Callable[[Summary], Chart]] = {
    "ledger": chart_ledger,
    "causes": chart_causes,
    "heat": chart_heat,
    "network": chart_network,
    "promises": chart_promises,
    "years": chart_years,
}


@dataclass(frozen=True)
class Drawn:
    """One chart, ready for every writer."""

    svg: str
    png: bytes
    data: pd.DataFrame
    size: tuple[float, float]


def draw_charts(summary: Summary, names: Iterable[str]) -> dict[str, Drawn]:
    """Draw the charts a report needs, each once."""
    out = {}
    for name in names:
        figure, data = CHARTS[name](summary)
        canvas.settle(figure)
        width, height = figure.get_size_inches()
        out[name] = Drawn(canvas.as_svg(figure), canvas.as_png(figure), data, (float(width), float(height)))
    return out
