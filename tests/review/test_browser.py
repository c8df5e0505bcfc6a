"""The desk in a real browser: Debian's Chromium through selenium, on this machine only.

Run with ``pytest -m browser`` after ``pip install textmine[test,test-browser]`` and
``apt install chromium chromium-driver``.
"""

import json
import threading
from pathlib import Path

import pytest

from tests.browser import NEEDS_BROWSER, open_browser, violations
from textmine.corpus.coding import code_passages
from textmine.corpus.reading import read
from textmine.review.desk import Desk
from textmine.review.items import collect_items

pytest.importorskip("selenium")
pytest.importorskip("uvicorn")

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser():
    with open_browser() as driver:
        driver.implicitly_wait(5)
        yield driver


@pytest.fixture
def serve():
    """Serve desks in threads and stop them afterwards."""
    import uvicorn

    from textmine.review import server

    running = []

    class Stoppable(uvicorn.Server):
        def run(self, sockets=None):
            running.append(self)
            super().run(sockets)

    def start(desk, corpus, monkeypatch):
        monkeypatch.setattr(uvicorn, "Server", Stoppable)
        addresses, there = [], threading.Event()

        def ready(address):
            addresses.append(address)
            there.set()

        thread = threading.Thread(target=server.serve, args=(desk, corpus), kwargs={"ready": ready}, daemon=True)
        thread.start()
        assert there.wait(20)
        return addresses[0], thread

    yield start
    for one in running:
        one.should_exit = True


@pytest.fixture
def at(serve, browser, desk, corpus, monkeypatch):
    """The desk of the small corpus, open in the browser."""
    address, _ = serve(desk, corpus, monkeypatch)
    browser.get(address + "?id=甲.html%231/1")
    return address


class Page:
    """What a coder sees and does."""

    def __init__(self, browser):
        self.browser = browser

    def keys(self, *keys):
        from selenium.webdriver.common.by import By

        for key in keys:
            self.browser.find_element(By.TAG_NAME, "body").send_keys(key)

    def all(self, css):
        from selenium.webdriver.common.by import By

        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def roles(self):
        return [n.text for n in self.all(".seg-label")]

    def chosen(self):
        return [n.text for n in self.all("#chosen .chip span")]

    def wait(self, condition):
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.browser, 10).until(lambda _: condition())


@pytest.fixture
def page(browser, at):
    return Page(browser)


def decisions(path: Path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_keyboard_alone(page, desk):
    """A passage is cut, coded, annotated and saved by keys; the next one comes by itself; undo brings it back."""
    from selenium.webdriver.common.keys import Keys

    text = desk.items[0].passage.text
    assert "".join(n.text for n in page.all(".atom")) == text
    page.keys(Keys.ARROW_RIGHT, "q")  # the first clause is context
    assert page.roles()[0] == "现状"
    before = page.chosen()
    page.keys("7", "p")
    assert page.chosen()[-1] == before[0]
    page.keys("n")
    note = page.browser.switch_to.active_element
    note.send_keys("要问单位")
    note.send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: "水面洁净" in page.browser.title)
    (line,) = decisions(desk.path)
    assert (line["status"], line["note"], line["segments"][0]["role"]) == ("changed", "要问单位", "context")
    assert line["causes"][0] == "budget"
    assert "".join(s["text"] for s in line["segments"]) == text
    page.keys("u")
    page.wait(lambda: "保洁及时率" in page.browser.title)
    assert decisions(desk.path)[-1]["status"] == "withdrawn"


def test_mouse_cuts_and_merges(page, desk):
    """A click on a mark cuts there, another one merges again; Enter after a click saves and does not click again."""
    from selenium.webdriver.common.keys import Keys

    before = page.roles()
    assert page.all(".primary span")[0].text == "接受"
    page.all(".seg .tail")[0].click()
    assert len(page.roles()) == len(before) + 1
    assert page.all(".primary span")[0].text == "保存"
    page.all(".seg .tail")[0].click()
    assert page.roles() == before
    page.all('[data-code="budget"]')[0].click()
    page.keys(Keys.ENTER)
    page.wait(lambda: "水面洁净" in page.browser.title)
    assert decisions(desk.path)[0]["causes"][-1] == "budget"


def test_refused_decision_stays_on_the_page(page, desk):
    """A decision without a code is refused with a reason; the draft is not lost."""
    from selenium.webdriver.common.keys import Keys

    for button in page.all("#chosen .chip button[aria-label^='去掉']"):
        button.click()
    page.keys(Keys.ENTER)
    page.wait(lambda: "至少选择一个" in page.all("#message")[0].text)
    assert not desk.path.exists()
    page.keys("o")
    assert page.chosen()


def test_generic_stands_alone(page):
    """Choosing a code that stands alone drives out the others, and the other way round."""
    page.all('[data-code="generic"]')[0].click()
    assert page.chosen() == ["泛化表述"]
    page.all('[data-code="budget"]')[0].click()
    assert page.chosen() == ["预算编制与资金执行问题"]


def test_hostile_name_in_a_real_browser(page, at):
    """Markup in a project name opens no dialog, and the browser's own log of refusals stays empty."""
    page.browser.get_log("browser")  # of earlier tests
    for path in ("", "forms", "form?id=甲.html%231"):
        page.browser.get(at + path)
        assert "<script>alert(1)</script>" in page.all("body")[0].text
    assert page.browser.get_log("browser") == []


def test_pictures_show(serve, browser, first_corpus, path, monkeypatch):
    """The row is shown cut out, and the whole page with the row marked on a key."""
    corpus = read(first_corpus)
    coding = code_passages(corpus)
    desk = Desk(collect_items(corpus, coding), coding.codebook, path, "张三")
    address, _ = serve(desk, corpus, monkeypatch)
    browser.get(address)
    page = Page(browser)
    loaded = "return document.querySelector(arguments[0]).naturalWidth"
    page.wait(lambda: browser.execute_script(loaded, ".cut img") > 300)
    page.keys("i")
    page.wait(lambda: browser.execute_script(loaded, "#zoomed img") > 300)


def test_blind_roles_are_confirmed(serve, browser, make_desk, corpus, monkeypatch):
    """Blind, a passage whose roles nobody touched is saved only on the second Enter; then the proposal shows."""
    from selenium.webdriver.common.keys import Keys

    desk = make_desk(blind=True)
    address, _ = serve(desk, corpus, monkeypatch)
    browser.get(address + "?id=甲.html%231/1")
    page = Page(browser)
    page.keys("4", Keys.ENTER)
    page.wait(lambda: "再按一次" in page.all("#message")[0].text)
    assert not desk.path.exists()
    page.keys(Keys.ENTER)
    page.wait(lambda: "水面洁净" in browser.title)
    (line,) = decisions(desk.path)
    assert (line["status"], line["causes"]) == ("coded", ["procurement"])


def test_axe_finds_nothing(at, browser):
    """Contrast, names of controls, landmarks, headings of the desk: WCAG 2.1 A and AA, and best practice."""
    assert violations(browser) == []
