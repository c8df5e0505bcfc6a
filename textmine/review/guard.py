"""Who may talk to the desk: only this machine's browser, and only with the address that was printed.

Every path begins with a random token, so that another site cannot guess an address (CSRF) and other users of the
machine cannot look in. The Host header must name the loopback address, so that a foreign name that suddenly resolves
to 127.0.0.1 (DNS rebinding) gets nothing. What is sent must be JSON from our own page. Nothing may be loaded from
anywhere else, and nothing on the page may be shown in a frame.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textmine.errors import ExtraMissingError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
MAX_BODY = 1_000_000


class Guard:
    """ASGI middleware that lets through what has the token, the right host and, where it changes things, our origin.

    Parameters
    ----------
    app : ASGI application
        Behind the guard; it sees paths with the token.
    token : str
        The first part of every path.
    hosts : iterable of str
        Allowed Host headers, with port.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self._app, self._token, self._hosts = app, token.encode("ascii"), frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no web sockets here
            return
        reason = self._refusal(scope)
        if reason:
            await _refuse(send, reason)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> str:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if headers.get(b"host", b"").decode("latin-1").lower() not in self._hosts:
            return "wrong host"
        first = scope["path"].split("/")[1] if scope["path"].startswith("/") else ""
        if not hmac.compare_digest(first.encode("utf-8", "surrogateescape"), self._token):
            return "wrong token"
        if scope["method"] in ("GET", "HEAD"):
            return ""
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        if origin and origin.removeprefix("http://") not in self._hosts:
            return "wrong origin"
        if headers.get(b"content-type", b"").split(b";")[0].strip() != b"application/json":
            return "JSON only"
        length = headers.get(b"content-length", b"")
        return "" if length.isdigit() and int(length) <= MAX_BODY else "too long"


async def _refuse(send: Send, reason: str) -> None:
    body = f"403 {reason}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def require_web() -> None:
    """Make sure that the web libraries are there.

    Raises
    ------
    ExtraMissingError
        Naming the extra to install.
    """
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        raise ExtraMissingError(
            f"the review desk needs / 复核台需要: {', '.join(missing)}", hint='pip install "textmine[review]"'
        )
