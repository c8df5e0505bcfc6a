"""Each chart returns its figure and the data that it shows; they draw on small, large and odd summaries."""

from dataclasses import replace
from itertools import pairwise

import pytest

from textmine.report.canvas import as_svg
from textmine.report.charts import CHARTS, draw_charts, short
from textmine.report.summarise import summarise
from textmine.report.summary import Link


@pytest.fixture(scope="module")
def summary(study):
    found = summarise(study)
    names = [c.name for c in found.causes]
    links = tuple(Link(a, b, 2) for a, b in pairwise(names))
    projects = tuple(replace(p, year=2022 + i % 3) for i, p in enumerate(found.projects))
    return replace(found, links=links, projects=projects)


def test_data_is_what_is_shown(summary):
    """The ledger's bars add up to the lost points, the causes' to the explained ones."""
    _, ledger = CHARTS["ledger"](summary)
    assert ledger["points"].sum() == pytest.approx(70.69)
    _, causes = CHARTS["causes"](summary)
    assert causes["lost_points"].sum() == pytest.approx(45.65)
    _, heat = CHARTS["heat"](summary)
    assert heat.to_numpy().sum() == pytest.approx(45.65, abs=0.01)
    _, years = CHARTS["years"](summary)
    assert list(years["year"]) == [2022, 2023, 2024]


def test_all_draw_without_warning(summary, recwarn):
    """Every chart becomes SVG and PNG without a warning; text is drawn as outlines."""
    drawn = draw_charts(summary, CHARTS)
    assert set(drawn) == set(CHARTS)
    assert not [w for w in recwarn if issubclass(w.category, UserWarning)]
    for chart in drawn.values():
        assert chart.svg.startswith("<svg")
        assert "<text" not in chart.svg
        assert chart.png.startswith(b"\x89PNG")


def test_settings_of_the_caller_stay(summary):
    """Drawing leaves matplotlib's settings as they were."""
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    figure, _ = CHARTS["causes"](summary)
    as_svg(figure)
    assert dict(mpl.rcParams) == before


def test_long_labels_are_cut():
    """Labels keep to their room and to one line."""
    assert short("很长的" * 10, 8) == "很长的很长的很…"
    assert short("两\n行", 8) == "两 行"
