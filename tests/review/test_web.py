"""The desk over HTTP, without a socket: what is shown, what is refused, what is written."""

import json
import re
from html import unescape

import pytest

from textmine.corpus.coding import code_passages
from textmine.corpus.reading import read
from textmine.errors import ExtraMissingError
from textmine.review import guard
from textmine.review.desk import Desk
from textmine.review.items import collect_items
from textmine.review.pictures import Pictures

pytest.importorskip("starlette")
pytest.importorskip("httpx")

TOKEN, PORT = "geheim-123", 8765
JSON = {"content-type": "application/json"}


def client_of(desk, corpus, folder):
    from starlette.testclient import TestClient

    from textmine.review.web import make_app

    app = make_app(desk, corpus, Pictures(corpus, folder), token=TOKEN, port=PORT)
    return TestClient(app, base_url=f"http://127.0.0.1:{PORT}")


@pytest.fixture
def client(desk, corpus, tmp_path):
    return client_of(desk, corpus, tmp_path)


def get(client, path):
    return client.get(f"/{TOKEN}/{path}")


def data_of(answer):
    return json.loads(unescape(re.search(r'data-passage="([^"]*)"', answer.text)[1]))


def test_page_shows_the_passage(client, desk):
    """Text, proposal, place, codes with definitions and the reasons are on the page."""
    answer = get(client, "?id=甲.html%231/1")
    assert answer.status_code == 200
    data = data_of(answer)
    assert "".join(a["text"] for a in data["atoms"]) == desk.items[0].passage.text
    assert data["draft"] == data["machine"]
    for expected in ("保洁及时率", "机器的依据", "80%", "采购与合同履约问题", "权重大的字词", "代码定义"):
        assert expected in answer.text


def test_hostile_names_stay_text(client):
    """A project name with markup is shown, never run: on every page and in the data for the script."""
    for path in ("", "?words=<script>", "forms", "form?id=甲.html%231", "?form=%22><script>alert(2)</script>"):
        answer = get(client, path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert set(re.findall(r"<script[^>]*>", answer.text)) <= {
            '<script src="static/editor.js" defer>',
            '<script src="static/desk.js" defer>',
        }


def test_nothing_from_elsewhere(client):
    """No page, style or script names another host, and the policy forbids it."""
    for path in ("", "forms", "form?id=甲.html%231", "static/desk.css", "static/desk.js", "static/editor.js"):
        answer = get(client, path)
        assert not re.search(r"https?://|//[a-z]+\.", answer.text.replace("http://www.w3.org/2000/svg", ""))
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert " style=" not in answer.text


@pytest.mark.parametrize(
    ("where", "headers"),
    [
        ("/", {}),
        ("/geheim-124/", {}),
        ("/geheim-12/", {}),
        ("/static/desk.css", {}),
        (f"//{TOKEN}/", {}),
        (f"/{TOKEN}/", {"host": "evil.example"}),
        (f"/{TOKEN}/", {"host": f"evil.example:{PORT}"}),
        (f"/{TOKEN}/", {"host": "127.0.0.1"}),
        (f"/{TOKEN}/", {"host": f"127.0.0.1:{PORT}.evil.example"}),
    ],
)
def test_strangers_are_refused(client, where, headers):
    """Without the token, or under another name (DNS rebinding), there is nothing to see."""
    answer = client.get(where, headers=headers)
    assert answer.status_code == 403
    assert "保洁" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {**JSON, "origin": "http://evil.example"},
        {**JSON, "origin": "null"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {},
    ],
)
def test_forged_requests_are_refused(client, sent, path, headers):
    """A form or script of another site cannot decide anything even if it knew the address."""
    answer = client.post(f"/{TOKEN}/decide", content=json.dumps(sent()), headers=headers)
    assert answer.status_code == 403
    assert not path.exists()


def test_decide_and_go_on(client, sent, lines):
    """A decision is on the disk before the answer, and the answer leads to the next open passage."""
    answer = client.post(f"/{TOKEN}/decide", json=sent(query="?order=lost"))
    assert answer.json() == {"seq": 1, "status": "accepted", "next": "?order=lost&id=%E7%94%B2.html%231%2F2"}
    assert lines()[0]["id"] == "甲.html#1/1"
    assert "<b>1</b> / 3" in get(client, "").text


def test_changed_decision_comes_back(client, sent, items):
    """Codes in order, segments and note are shown again as they were decided."""
    text = items[0].passage.text
    cut = [{"role": "context", "text": text[:3]}, {"role": "cause", "text": text[3:]}]
    body = sent(causes=["budget", "schedule"], segments=cut, note="<i>存疑</i>")
    assert client.post(f"/{TOKEN}/decide", json=body).json()["status"] == "changed"
    page = get(client, "?id=甲.html%231/1")
    data = data_of(page)
    assert data["draft"] == {"causes": ["budget", "schedule"], "segments": cut}
    assert data["note"] == "<i>存疑</i>"
    assert "<i>存疑" not in page.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"causes": ["none", "budget"]}, 422),
        ({"segments": []}, 422),
        ({"id": "丙#1/1"}, 404),
        ({"id": None}, 404),
        ({"query": 3}, 400),
    ],
)
def test_wrong_decisions_are_told(client, sent, path, body, status):
    """The page gets a reason, the file gets nothing."""
    answer = client.post(f"/{TOKEN}/decide", json={**sent(), **body})
    assert answer.status_code == status
    assert answer.json()["problem"]
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"null"])
def test_not_an_object(client, content):
    """Whatever is no JSON object is refused politely."""
    assert client.post(f"/{TOKEN}/decide", content=content, headers=JSON).status_code == 400


def test_undo(client, sent):
    """Undo leads back to the passage it took back; with nothing left it says so."""
    client.post(f"/{TOKEN}/decide", json=sent())
    answer = client.post(f"/{TOKEN}/undo", json={"query": ""})
    assert answer.json() == {"seq": 2, "status": "withdrawn", "next": "?id=%E7%94%B2.html%231%2F1"}
    assert client.post(f"/{TOKEN}/undo", json={}).status_code == 409
    assert "<b>0</b> / 3" in get(client, "").text


def test_full_disk_is_told(client, sent, monkeypatch):
    """Where nothing can be written, the page learns it and stays."""

    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("textmine.review.log.os.fsync", refuse)
    answer = client.post(f"/{TOKEN}/decide", json=sent())
    assert answer.status_code == 507
    assert "No space" in answer.json()["problem"]


def test_blind_page_hides_the_proposal(make_desk, corpus, tmp_path, sent):
    """No probability, reason, evidence or code of the machine before the coder has decided; all of it after."""
    client = client_of(make_desk(blind=True), corpus, tmp_path)
    page = get(client, "?id=甲.html%231/1")
    data = data_of(page)
    assert (data["machine"], data["evidence"], data["draft"]["causes"]) == (None, [], [])
    assert "%</span>" not in page.text
    assert "机器的依据" not in page.text
    assert client.post(f"/{TOKEN}/decide", json=sent()).json()["status"] == "coded"
    assert "机器的依据" in get(client, "?id=甲.html%231/1").text


def test_forms_view_puts_doubts_first(client):
    """The form that does not add up stands first, with what is wrong."""
    text = get(client, "forms").text
    assert text.index("路灯养护") < text.index("&lt;script&gt;")
    assert "得分合计 84 与总分 90 不符" in text
    assert get(client, "form?id=fehlt").status_code == 404
    assert "没有可画的页面" in get(client, "form?id=乙.html%231").text


def test_no_pictures_of_formats_without_pages(client):
    """HTML has no pages: the cells are shown and a picture is refused with a reason."""
    answer = get(client, "picture?form=甲.html%231&row=1")
    assert answer.status_code == 404
    assert answer.json()["problem"]


@pytest.mark.parametrize("name", ["..%2Fweb.py", "desk.html", "%2e%2e/web.py", "..%5Cweb.py"])
def test_only_our_files(client, name):
    """Static files are three by name; no path leads out of the folder."""
    assert get(client, f"static/{name}").status_code == 404


def test_pictures_are_drawn_once(first_corpus, tmp_path, path, monkeypatch):
    """The row on its page and cut out, drawn when asked for and then kept."""
    corpus = read(first_corpus)
    coding = code_passages(corpus)
    desk = Desk(collect_items(corpus, coding), coding.codebook, path, "张三")
    client = client_of(desk, corpus, tmp_path / "cache")
    (tmp_path / "cache").mkdir()
    form = desk.items[0].passage.form.replace("#", "%23")
    for query in ("row=2", "row=2&part=row", "page=1"):
        answer = get(client, f"picture?form={form}&{query}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
        assert answer.content.startswith(b"\x89PNG")
    monkeypatch.setattr("textmine.corpus.picture.page_picture", None)
    assert get(client, f"picture?form={form}&row=2").status_code == 200
    for query in ("row=999", "page=11", "row=0", "page=x", ""):
        assert get(client, f"picture?form={form}&{query}").status_code == 404
    assert "part=row" in get(client, "").text


def test_missing_extra_names_itself(monkeypatch):
    """Without the web libraries the error says what to install."""
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ExtraMissingError, match=r"textmine\[review\]"):
        guard.require_web()
