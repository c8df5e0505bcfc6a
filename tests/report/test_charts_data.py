"""Each chart draws the numbers of the summary: bars, lines and cells are compared with the data, odd ones too."""

from dataclasses import replace

import pytest

from textmine.report.charts import CHARTS, MAX_CAUSES, MAX_LINKS, draw_charts
from textmine.report.summarise import summarise
from textmine.report.summary import Link, Matrix


@pytest.fixture(scope="module")
def summary(study):
    return summarise(study)


def texts(figure):
    return [t.get_text() for t in figure.axes[0].texts]


def test_ledger_bars(summary):
    """One bar a bucket, each beginning where the last ended, then all lost points; each with its figure."""
    figure, data = CHARTS["ledger"](summary)
    bars = figure.axes[0].patches
    assert [b.get_height() for b in bars] == pytest.approx([*data["points"], summary.points.lost])
    assert [b.get_y() for b in bars] == pytest.approx([*data["start"], 0])
    assert data["start"].iloc[-1] + data["points"].iloc[-1] == pytest.approx(summary.points.lost)
    assert texts(figure) == [f"{v:.2f}" for v in [*data["points"], summary.points.lost]]
    assert list(data["name"]) == [line.name for line in summary.ledger]


def test_causes_bars_and_intervals(summary):
    """One bar a cause of its points, a line from low to high; generic words have a colour of their own."""
    figure, data = CHARTS["causes"](summary)
    axes = figure.axes[0]
    assert [b.get_width() for b in axes.patches] == pytest.approx(list(data["lost_points"]))
    assert [tuple(line.get_xdata()) for line in axes.lines] == [tuple(r) for r in data[["low", "high"]].to_numpy()]
    colours = {b.get_facecolor() for b, c in zip(axes.patches, data["code"], strict=True) if c == "generic"}
    assert len(colours) == 1
    assert colours.isdisjoint(
        b.get_facecolor() for b, c in zip(axes.patches, data["code"], strict=True) if c != "generic"
    )
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the largest stands on top"


def test_causes_without_intervals(summary):
    """Few forms: no lines, and the axis does not speak of intervals."""
    causes = tuple(replace(c, low=None, high=None) for c in summary.causes)
    plain = replace(summary, causes=causes, spreads=replace(summary.spreads, given=False))
    figure, data = CHARTS["causes"](plain)
    assert figure.axes[0].lines[:] == []
    assert "95%" not in figure.axes[0].get_xlabel()
    assert data["low"].isna().all()


def test_no_more_causes_than_can_be_read(summary):
    """A codebook of forty codes: the chart holds the first ones."""
    many = replace(summary, causes=tuple(summary.causes[0] for _ in range(40)))
    assert len(CHARTS["causes"](many)[1]) == MAX_CAUSES


@pytest.mark.parametrize(("chart", "matrix"), [("heat", lambda s: s.heat), ("promises", lambda s: s.promises.match)])
def test_matrix_cells(summary, chart, matrix):
    """Every cell that is not zero is printed; the picture holds the values of the data."""
    figure, data = CHARTS[chart](summary)
    m = matrix(summary)
    assert (list(data.index), list(data.columns)) == (list(m.rows), list(m.columns))
    assert figure.axes[0].images[0].get_array().tolist() == [list(map(float, row)) for row in m.values]
    assert sorted(texts(figure)) == sorted(f"{v:.3g}" for row in m.values for v in row if v)


def test_matrix_of_zeros(summary):
    """Nothing named anywhere: an empty map, not a division by zero."""
    zero = replace(summary, heat=Matrix(("甲",), ("乙",), ((0.0,),)))
    figure, _ = CHARTS["heat"](zero)
    assert texts(figure) == []


@pytest.mark.parametrize("count", [1, 2, MAX_LINKS, MAX_LINKS + 10])
def test_network(summary, count):
    """A line a link with its count, a dot a name, the strongest links where there are many."""
    links = tuple(Link(f"甲{i}", f"乙{i}", 50 - i) for i in range(count))
    figure, data = CHARTS["network"](replace(summary, links=links))
    shown = min(count, MAX_LINKS)
    assert list(data["passages"]) == [50 - i for i in range(shown)]
    assert len(figure.axes[0].lines) == shown
    assert len(figure.axes[0].collections) == 2 * shown
    assert {str(n) for n in data["passages"]} <= set(texts(figure))


def test_years_are_means_a_form(summary):
    """Stacks are means over the forms of a year; forms without a year are not in it."""
    projects = tuple(replace(p, year=(2023, 2024, None)[i % 3]) for i, p in enumerate(summary.projects))
    figure, data = CHARTS["years"](replace(summary, projects=projects))
    assert list(data["year"]) == [2023, 2024]
    first = [p for p in projects if p.year == 2023]
    assert data["lost_execution"].iloc[0] == pytest.approx(sum(p.lost_execution for p in first) / len(first))
    tops = data[["lost_execution", "lost_explained", "lost_unexplained"]].sum(axis=1)
    assert texts(figure) == [f"{v:.2f}" for v in tops]
    assert [t.get_text() for t in figure.axes[0].get_legend().get_texts()] == ["预算执行", "写有说明", "未作说明"]


def test_the_same_summary_gives_the_same_picture(summary):
    """SVG and PNG are the same bytes each time, so that a report can be compared with another."""
    one, other = (draw_charts(summary, ["ledger", "causes"]) for _ in range(2))
    assert {k: (v.svg, v.png) for k, v in one.items()} == {k: (v.svg, v.png) for k, v in other.items()}
    assert list(one) == ["ledger", "causes"]
