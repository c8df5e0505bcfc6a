"""The look of the charts leaves no trace behind; SVG and PNG have the size that was asked for."""

import io
import re

import matplotlib as mpl
import pytest
from PIL import Image

from textmine.report import canvas


@pytest.fixture
def figure():
    with canvas.style(["失分"]):
        drawn, axes = canvas.blank(2.0)
        axes.bar([0, 1], [1.0, -2.0])
        axes.set_ylabel("失分（分）")
    return drawn


def test_settings_come_back_after_an_error():
    """A chart that fails leaves the caller's settings as they were."""
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), canvas.style(["失分"]):
        assert mpl.rcParams["axes.unicode_minus"] is False
        _ = 1 / 0
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(("height", "width"), [(1.0, canvas.WIDTH), (9.5, canvas.WIDTH), (2.0, 3.0)])
def test_size(height, width):
    """As wide as the text, as high as wanted; one pair of axes."""
    drawn, axes = canvas.blank(height, width)
    assert tuple(drawn.get_size_inches()) == (width, height)
    assert drawn.axes == [axes]


@pytest.mark.parametrize("dpi", [50, 180])
def test_png_has_its_pixels(figure, dpi):
    """Inches times resolution, and no note of the program that made it."""
    image = Image.open(io.BytesIO(canvas.as_png(figure, dpi)))
    assert image.size == (round(canvas.WIDTH * dpi), 2 * dpi)
    assert "Software" not in image.info


def test_svg_is_an_element_with_outlines(figure):
    """No XML prologue (it stands inside a page), no fonts needed, no date, no background."""
    svg = canvas.as_svg(figure)
    assert svg.startswith("<svg")
    assert svg.rstrip().endswith("</svg>")
    assert "<text" not in svg
    assert not re.search(r"<dc:date>|font-family", svg)


def test_settled_layout_stays(figure):
    """Once settled, drawing again moves nothing: SVG and PNG show the same."""
    canvas.settle(figure)
    place = figure.axes[0].get_position().bounds
    canvas.as_png(figure, 50)
    assert figure.axes[0].get_position().bounds == place
    assert place != (0.125, 0.11, 0.775, 0.77), "the layout was computed, not left at matplotlib's default"


def test_no_two_colours_are_the_same():
    """Told apart on screen; ink is dark enough on white for small print (WCAG AA: 4.5)."""
    colours = [canvas.BLUE, canvas.ORANGE, canvas.GREEN, canvas.RED, canvas.PURPLE, canvas.SKY]
    assert len(set(colours)) == 6

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert all(1.05 / (light(c) + 0.05) > 4.5 for c in (canvas.INK, canvas.SOFT))
