"""The web layer: addresses to functions, nothing else. Only this file and the guard know Starlette."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from textmine.errors import DocumentError, StoreError
from textmine.review.form_views import form_view, forms_view
from textmine.review.guard import Guard, require_web
from textmine.review.items import following, select
from textmine.review.views import ROLE_NAMES, address, desk_view, filter_from

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from textmine.corpus.model import Corpus
    from textmine.review.desk import Desk
    from textmine.review.pictures import Pictures

_HERE = Path(__file__).parent
STATIC = {
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "editor.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


def make_app(desk: Desk, corpus: Corpus, pictures: Pictures, *, token: str, port: int) -> Guard:
    """Return the desk as an ASGI application.

    Parameters
    ----------
    desk : Desk
    corpus : Corpus
    pictures : Pictures
    token : str
        The first part of every path.
    port : int
        Where it is served: the Host header must name it.

    Raises
    ------
    ExtraMissingError
        The extra ``review`` is not installed.
    """
    require_web()
    from starlette.applications import Starlette
    from starlette.routing import Route

    pages = make_pages()
    routes = [
        Route("/{token}/", partial(_desk, desk=desk, pages=pages, pictures=pictures)),
        Route("/{token}/forms", partial(_forms, desk=desk, corpus=corpus, pages=pages)),
        Route("/{token}/form", partial(_form, desk=desk, corpus=corpus, pages=pages, pictures=pictures)),
        Route("/{token}/picture", partial(_picture, pictures=pictures)),
        Route("/{token}/static/{name}", _static),
        Route("/{token}/decide", partial(_decide, desk=desk), methods=["POST"]),
        Route("/{token}/undo", partial(_undo, desk=desk), methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), token, (f"127.0.0.1:{port}", f"localhost:{port}"))


def make_pages() -> Environment:
    """Return the templates; every value is escaped, and a name that does not exist is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["points"] = lambda v: "—" if v is None else f"{v:g}"
    pages.filters["amount"] = lambda v: "—" if v is None else f"{v:,.2f}"
    pages.filters["q"] = partial(quote, safe="")
    pages.globals["role_names"] = ROLE_NAMES
    return pages


def _html(pages: Environment, name: str, view: dict[str, Any], status: int = 200) -> Response:
    from starlette.responses import HTMLResponse

    text = pages.get_template(name).render(view)
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


def _desk(request: Request, *, desk: Desk, pages: Environment, pictures: Pictures) -> Response:
    query = dict(request.query_params)
    view = desk_view(desk, filter_from(query), query.get("id", ""))
    current = view["passage"]["item"].passage.form if view["passage"] else ""
    return _html(pages, "desk.html", {**view, "has_picture": bool(current) and pictures.has(current)})


def _forms(request: Request, *, desk: Desk, corpus: Corpus, pages: Environment) -> Response:
    page = request.query_params.get("page", "1")
    return _html(pages, "forms.html", forms_view(desk, corpus, int(page) if page.isdecimal() else 1))


def _form(request: Request, *, desk: Desk, corpus: Corpus, pages: Environment, pictures: Pictures) -> Response:
    key = request.query_params.get("id", "")
    if key not in corpus.forms:
        return _problem("没有这张表 no such form", 404)
    return _html(pages, "form.html", form_view(desk, corpus, pictures, key))


def _picture(request: Request, *, pictures: Pictures) -> Response:
    from starlette.responses import FileResponse

    query = request.query_params
    form, row, page, part = (query.get(k, "") for k in ("form", "row", "page", "part"))
    try:
        if row.isdecimal():
            path = pictures.row(form, int(row), whole=part != "row")
        else:
            path = pictures.page(form, int(page) if page.isdecimal() else 0)
    except DocumentError as error:
        return _problem(str(error), 404)
    return FileResponse(path, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


def _static(request: Request) -> Response:
    from starlette.responses import FileResponse

    name = request.path_params["name"]
    if name not in STATIC:
        return _problem("not found", 404)
    return FileResponse(_HERE / "static" / name, media_type=STATIC[name], headers={"cache-control": "no-cache"})


async def _decide(request: Request, *, desk: Desk) -> Response:
    sent = await _body(request)
    if sent is None or not isinstance(sent.get("query", ""), str):
        return _problem("不是 JSON 对象 not a JSON object", 400)
    return await _in_thread(partial(_decided, sent, desk))


def _decided(sent: dict[str, Any], desk: Desk) -> Response:
    from starlette.responses import JSONResponse

    key = str(sent.get("id", ""))
    if key not in desk.by_id:
        return _problem("没有这段说明 no such passage", 404)
    wanted = filter_from(_query(sent.get("query", "")))
    listed = select(desk.items, wanted, desk.decisions, blind=desk.blind)  # as it was before the decision
    try:
        decision = desk.decide(key, sent)
    except ValueError as error:
        return _problem(str(error), 422)
    except StoreError as error:
        return _problem(str(error), 507)
    found = following(listed, key, desk.decisions)
    return JSONResponse({"seq": decision.seq, "status": decision.status, "next": address(wanted, found or key)})


async def _undo(request: Request, *, desk: Desk) -> Response:
    sent = await _body(request)
    if sent is None or not isinstance(sent.get("query", ""), str):
        return _problem("不是 JSON 对象 not a JSON object", 400)
    return await _in_thread(partial(_undone, sent, desk))


def _undone(sent: dict[str, Any], desk: Desk) -> Response:
    from starlette.responses import JSONResponse

    try:
        decision = desk.undo()
    except StoreError as error:
        return _problem(str(error), 507)
    if decision is None:
        return _problem("没有可以撤销的操作 nothing to undo", 409)
    wanted = filter_from(_query(sent.get("query", "")))
    return JSONResponse({"seq": decision.seq, "status": decision.status, "next": address(wanted, decision.id)})


def _query(text: str) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(text.removeprefix("?")))


async def _body(request: Request) -> dict[str, Any] | None:
    try:
        sent = await request.json()
    except ValueError:
        return None
    return sent if isinstance(sent, dict) else None


async def _in_thread(work: Callable[[], Response]) -> Response:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(work)


def _problem(text: str, status: int) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"problem": text}, status)
