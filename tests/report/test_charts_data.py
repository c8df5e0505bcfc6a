"""Each chart draws the numbers of the summary: bars, lines and cells are compared with the data, odd ones too."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.small import LATE, form, row, summary_of
from textmine.report.charts import CHARTS, MAX_CAUSES, MAX_LINKS, draw_charts
from textmine.report.summarise import summarise
from textmine.report.summary import BucketLine, Link, Matrix

EMPTY_SUMMARY = summary_of()
CAUSE = summary_of(form(row(score=8.0, why=LATE))).causes[0]


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


def bucket(name, points, kind="explained"):
    return BucketLine(kind, name, points, 0.0, 1, 1)


def with_ledger(summary, *lines):
    """The summary with another ledger whose total follows from it."""
    total = sum(line.points for line in lines)
    return replace(summary, ledger=lines, points=replace(summary.points, lost=total))


@pytest.mark.parametrize("points", [(5.0, -2.0), (-2.0, 5.0), (-1.0,), (0.0, 3.0), (0.01, 99.99)])
def test_waterfall_with_bonuses(summary, points):
    """Negative buckets go down from where the last one ended; every figure is printed, the total is the end."""
    odd = with_ledger(summary, *(bucket(f"去向{i}", p) for i, p in enumerate(points)))
    figure, data = CHARTS["ledger"](odd)
    bars = figure.axes[0].patches
    ends = [b.get_y() + b.get_height() for b in bars]
    assert ends[-2] == pytest.approx(ends[-1]) == pytest.approx(sum(points))
    assert texts(figure) == [f"{p:.2f}" for p in [*points, sum(points)]]
    assert list(data["start"]) == pytest.approx([sum(points[:i]) for i in range(len(points))])
    assert all(t.get_position()[1] >= b.get_y() for t, b in zip(figure.axes[0].texts, bars, strict=True))


@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_names_under_the_bars_are_whole(summary, count):
    """However many bars: a name is wrapped, never cut; the last one is the total's."""
    names = [f"很长的去向名称第{i}种不会被截断" for i in range(count)]
    figure, _ = CHARTS["ledger"](with_ledger(summary, *(bucket(n, 1.0) for n in names)))
    labels = [t.get_text().replace("\n", "") for t in figure.axes[0].get_xticklabels()]
    assert labels == [*names, "失分合计"]


def test_each_place_has_its_colour(summary):
    """The four usual places are told apart by colour, and from the total; the rare ones share one."""
    kinds = ["execution", "explained", "generic", "unexplained", "bonus", "difference"]
    figure, _ = CHARTS["ledger"](with_ledger(summary, *(bucket(k, 1.0, k) for k in kinds)))
    colours = [b.get_facecolor() for b in figure.axes[0].patches]
    assert len(set(colours)) == 6
    assert colours[4] == colours[5]


@given(st.lists(st.floats(0, 500).map(lambda p: round(p, 2)), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_bars_are_the_points(points):
    """Whatever the points, a bar is as long as its cause's points and says so to the cent."""
    base = EMPTY_SUMMARY
    causes = tuple(replace(CAUSE, name=f"原因{i}", lost_points=p) for i, p in enumerate(points))
    figure, data = CHARTS["causes"](replace(base, causes=causes))
    assert [b.get_width() for b in figure.axes[0].patches] == pytest.approx(points)
    assert [t.strip() for t in texts(figure)] == [f"{p:.2f}" for p in points]
    assert list(data["lost_points"]) == points


@pytest.mark.parametrize(("low", "high", "at"), [(1.0, 9.0, 9.0), (None, None, 4.0), (4.0, 4.0, 4.0), (0.0, 4.0, 4.0)])
def test_figures_stand_behind_the_interval(low, high, at):
    """The printed points do not lie on the line of the interval."""
    cause = replace(CAUSE, lost_points=4.0, low=low, high=high)
    figure, _ = CHARTS["causes"](replace(EMPTY_SUMMARY, causes=(cause,)))
    assert figure.axes[0].texts[0].get_position() == (at, 0)
    assert len(figure.axes[0].lines) == (low is not None)


@pytest.mark.parametrize(("lang", "size"), [("zh", 14), ("en", 34)])
def test_long_names_of_causes(lang, size):
    """A name keeps to the room beside the axis, which Latin letters fill later; the data hold it whole."""
    cause = replace(CAUSE, name="n" * 50)
    summary = replace(EMPTY_SUMMARY, causes=(cause,), head=replace(EMPTY_SUMMARY.head, lang=lang))
    figure, data = CHARTS["causes"](summary)
    assert figure.axes[0].get_yticklabels()[0].get_text() == "n" * (size - 1) + "…"
    assert data["name"][0] == "n" * 50


@pytest.mark.parametrize("shape", [(1, 1), (1, 12), (12, 1), (3, 4)])
def test_matrices_of_any_shape(shape):
    """A cell each, rows and columns named in order, dark cells with light figures."""
    rows, columns = shape
    values = tuple(tuple(float(i * columns + j + 1) for j in range(columns)) for i in range(rows))
    names = tuple(f"行{i}" for i in range(rows)), tuple(f"列{j}" for j in range(columns))
    figure, data = CHARTS["heat"](replace(EMPTY_SUMMARY, heat=Matrix(*names, values)))
    assert data.shape == shape
    axes = figure.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == list(names[0])
    assert [t.get_text() for t in axes.get_xticklabels()] == list(names[1])
    assert axes.texts[-1].get_color() == "white", "the largest value stands on the darkest cell"
    assert len(axes.texts) == rows * columns


@pytest.mark.parametrize("years", [(2024,), (2022, 2024), (None, 2023), (2023, 2023, 2023)])
def test_years_without_gaps(summary, years):
    """One bar for each year that occurs, none for years between; forms without a year are left out."""
    projects = tuple(replace(summary.projects[0], year=y) for y in years)
    figure, data = CHARTS["years"](replace(summary, projects=projects))
    wanted = sorted({y for y in years if y})
    assert list(data["year"]) == wanted
    assert [t.get_text() for t in figure.axes[0].get_xticklabels()] == [f"{y} 年" for y in wanted]
    assert data["lost_explained"].tolist() == pytest.approx([summary.projects[0].lost_explained] * len(wanted))


def test_network_of_unknown_names():
    """Links whose causes carry no points (or that are not in the list) are drawn with the smallest dots."""
    figure, data = CHARTS["network"](replace(EMPTY_SUMMARY, links=(Link("甲", "乙", 1), Link("甲", "丙", 3))))
    sizes = {float(c.get_sizes()[0]) for c in figure.axes[0].collections}
    assert sizes == {60.0}
    widths = [line.get_linewidth() for line in figure.axes[0].lines]
    assert widths[1] > widths[0]
    assert data["passages"].tolist() == [1, 3]
