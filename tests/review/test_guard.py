"""Who may talk to the desk: each reason to refuse on its own, without a server; what passes gets its headers."""

import asyncio

import pytest

from textmine.review.guard import HEADERS, MAX_BODY, Guard

TOKEN, HOST = "geheim-123", "127.0.0.1:8765"
JSON = {"content-type": "application/json", "content-length": "10"}


async def behind(_scope, _receive, send):
    """The application behind the guard."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"ok"})


def ask(path=f"/{TOKEN}/", method="GET", kind="http", host=HOST, **headers):
    """Ask through the guard; return the messages that were sent back."""
    sent = []

    async def send(message):
        sent.append(message)

    named = {"host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
    pairs = [(k.encode(), v.encode("latin-1")) for k, v in named.items() if v is not None]
    scope = {"type": kind, "path": path, "method": method, "headers": pairs}
    asyncio.run(Guard(behind, TOKEN, [HOST, "localhost:8765"])(scope, None, send))
    return sent


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"path": f"/{TOKEN}"},
        {"path": f"/{TOKEN}/form?id=甲"},
        {"method": "HEAD"},
        {"host": "localhost:8765"},
        {"host": "LOCALHOST:8765"},
        {"method": "POST", **JSON},
        {"method": "POST", **JSON, "origin": f"http://{HOST}"},
        {"method": "POST", **JSON | {"content-type": "application/json; charset=utf-8"}},
        {"method": "POST", **JSON | {"content-length": str(MAX_BODY)}},
    ],
)
def test_let_through(question):
    """The right address from this machine, and JSON of our own page; the answer carries the guard's headers, too."""
    start, body = ask(**question)
    assert (start["status"], body["body"]) == (200, b"ok")
    assert set(start["headers"]) == {(b"x-own", b"1"), *HEADERS}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"host": "evil.example"}, "wrong host"),
        ({"host": "127.0.0.1"}, "wrong host"),
        ({"host": "127.0.0.1:8765.evil.example"}, "wrong host"),
        ({"host": None}, "wrong host"),
        ({"path": "/"}, "wrong token"),
        ({"path": ""}, "wrong token"),
        ({"path": "/geheim-12/"}, "wrong token"),
        ({"path": "/geheim-1234/"}, "wrong token"),
        ({"path": f"//{TOKEN}/"}, "wrong token"),
        ({"path": "/密码/"}, "wrong token"),
        ({"path": f"/x/{TOKEN}/"}, "wrong token"),
        ({"method": "POST", **JSON, "origin": "http://evil.example"}, "wrong origin"),
        ({"method": "POST", **JSON, "origin": "null"}, "wrong origin"),
        ({"method": "POST", **JSON, "origin": f"https://{HOST}"}, "wrong origin"),
        ({"method": "POST", **JSON | {"content-type": "text/plain"}}, "JSON only"),
        ({"method": "POST", **JSON | {"content-type": None}}, "JSON only"),
        ({"method": "DELETE"}, "JSON only"),
        ({"method": "POST", **JSON | {"content-length": str(MAX_BODY + 1)}}, "too long"),
        ({"method": "POST", **JSON | {"content-length": None}}, "too long"),
        ({"method": "POST", **JSON | {"content-length": "-1"}}, "too long"),
    ],
)
def test_refused(question, reason):
    """One thing wrong is enough; the application behind sees nothing, and the refusal may not be framed either."""
    start, body = ask(**question)
    assert start["status"] == 403
    assert body["body"] == f"403 {reason}\n".encode()
    assert set(HEADERS) <= set(start["headers"])
    assert (b"x-own", b"1") not in start["headers"]


def test_no_web_sockets():
    """Another protocol gets no answer at all."""
    assert ask(kind="websocket") == []


def test_the_start_of_the_server_passes():
    """Lifespan events have no address to check."""
    assert [m["type"] for m in ask(kind="lifespan", host=None)] == ["http.response.start", "http.response.body"]
