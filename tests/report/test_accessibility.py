"""The page in a real browser: axe-core finds nothing to mend, and without scripts nothing is hidden."""

from __future__ import annotations

import pytest

from tests.browser import NEEDS_BROWSER, open_browser, violations
from textmine.report import write_report

pytest.importorskip("selenium")
pytest.importorskip("axe_core_python")

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser():
    with open_browser() as driver:
        yield driver


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request, study, tmp_path_factory):
    return write_report(study, tmp_path_factory.mktemp(request.param), lang=request.param)


def test_axe_finds_nothing(browser, page):
    """Headings, alternative texts, contrast, names of controls, landmarks: WCAG 2.1 A and AA, and best practice."""
    browser.get(page.as_uri())
    assert violations(browser) == []


def test_axe_would_find_something(browser, page):
    """The check is no formality: pale words and a picture without words are found."""
    browser.get(page.as_uri())
    pale = '<p style="color:#ddd;background:#fff">浅色的文字看不清楚</p><img src="x">'
    browser.execute_script("document.querySelector('main').insertAdjacentHTML('afterbegin', arguments[0])", pale)
    rules = " ".join(violations(browser))
    assert "image-alt" in rules
    assert "color-contrast" in rules


def test_readable_without_scripts(page):
    """With scripts disabled every chapter, table and quote is there and visible."""
    with open_browser(scripts=False) as driver:
        driver.get(page.as_uri())
        headings = driver.find_elements("css selector", "h2")
        assert len(headings) >= 8
        assert all(h.is_displayed() for h in headings)
        assert all(t.is_displayed() for t in driver.find_elements("css selector", "table"))
        assert all(q.is_displayed() for q in driver.find_elements("css selector", "blockquote > p"))
