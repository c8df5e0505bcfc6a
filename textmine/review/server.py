"""Serve the desk on this machine only, until the coder closes it."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from textmine.errors import UsageError
from textmine.review.guard import require_web
from textmine.review.pictures import Pictures
from textmine.review.web import make_app

if TYPE_CHECKING:
    from textmine.corpus.model import Corpus
    from textmine.review.desk import Desk

HOST = "127.0.0.1"


def serve(desk: Desk, corpus: Corpus, *, port: int = 0, ready: Callable[[str], None]) -> None:
    """Serve the desk on 127.0.0.1 until interrupted.

    Parameters
    ----------
    desk : Desk
    corpus : Corpus
    port : int
        0 takes a free one.
    ready : callable
        Told the address, token included, when connections are accepted.

    Raises
    ------
    ExtraMissingError
        The extra ``review`` is not installed.
    UsageError
        The port is taken.
    """
    require_web()
    import uvicorn

    token = secrets.token_urlsafe(24)
    with TemporaryDirectory(prefix="textmine-review-") as folder, _listen(port) as listener:
        found: int = listener.getsockname()[1]
        app = make_app(desk, corpus, Pictures(corpus, Path(folder)), token=token, port=found)
        config = uvicorn.Config(
            app, log_level="error", access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=2
        )
        ready(f"http://{HOST}:{found}/{token}/")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:  # the usual way to leave: every decision is on the disk already
            return


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((HOST, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be used / 端口不可用: {error.strerror}", hint="--port 0 takes a free one / 自动选择"
        ) from error
    return listener
