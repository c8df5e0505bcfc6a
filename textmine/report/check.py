"""Verify a produced report against its own data: every number, every quote, every sum."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.errors import DocumentError
from textmine.report.blocks import Figures, visible
from textmine.report.check_copies import wrong_copies
from textmine.report.markdown import text as markdown

FILES = ("report.html", "summary.json", "data/report.json", "data/ledger.parquet", "data/passages.parquet")
_CENT = 0.005


class _Reader(HTMLParser):
    """Collects the numbers (with their keys) and the quotes (with their passages) of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.numbers: list[tuple[str, str, str]] = []
        self.quotes: list[tuple[str, str]] = []
        self._number: tuple[str, str] | None = None
        self._passage: str | None = None
        self._text = ""
        self._in_quote = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "data":
            self._number, self._text = (found.get("data-key") or "", found.get("value") or ""), ""
        elif tag == "blockquote":
            self._passage = found.get("data-passage") or ""
        elif tag == "p" and self._passage is not None:
            self._in_quote, self._text = True, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._number is not None:
            self.numbers.append((*self._number, self._text))
            self._number = None
        elif tag == "p" and self._in_quote:
            self.quotes.append((self._passage or "", self._text))
            self._in_quote = False
        elif tag == "blockquote":
            self._passage = None

    def handle_data(self, data: str) -> None:
        if self._number is not None or self._in_quote:
            self._text += data


def check_report(folder: str | Path) -> tuple[str, ...]:
    """Verify a report.

    Parameters
    ----------
    folder : path
        As written by :func:`textmine.report.write_report`.

    Returns
    -------
    tuple of str
        What is wrong, in Chinese; empty where every number and quote is in the data and all sums close.

    Raises
    ------
    DocumentError
        The folder holds no complete report.
    """
    root = Path(folder)
    absent = [name for name in FILES if not (root / name).is_file()]
    if absent:
        raise DocumentError(
            f"no complete report / 报告不完整: {', '.join(absent)}", where=str(root), hint="textmine run"
        )
    report = json.loads((root / "data/report.json").read_text(encoding="utf-8"))
    summary = json.loads((root / "summary.json").read_text(encoding="utf-8"))
    ledger = pd.read_parquet(root / "data/ledger.parquet")
    passages = pd.read_parquet(root / "data/passages.parquet")
    text = (root / "report.html").read_text(encoding="utf-8")
    page = _Reader()
    page.feed(text)
    texts = dict(zip(passages["passage"], passages["text"], strict=True))
    return (
        *_wrong_numbers(page.numbers, report),
        *_wrong_quotes(page.quotes, texts),
        *_wrong_copies(root, texts),
        *wrong_copies(root, text, report),
        *_wrong_sums(summary, report, ledger),
    )


def _wrong_numbers(numbers: list[tuple[str, str, str]], report: Mapping[str, Any]) -> Iterator[str]:
    """Each printed number is the value at its key, and its text is that value rounded as printed."""
    figures = Figures(report)
    if not numbers:
        yield "页面中没有可核对的数字"
    for key, value, text in numbers:
        try:
            true = figures.get(key)
        except (KeyError, IndexError, ValueError, TypeError):
            yield f"数据中没有 {key}（页面为 {text}）"
            continue
        if true is None or not math.isclose(float(true), float(value), abs_tol=1e-9):
            yield f"{key}：页面数值 {value}，数据为 {true}"
        elif not _reads_as(text, float(true)):
            yield f"{key}：页面显示 {text}，数据为 {true}"


def _reads_as(text: str, value: float) -> bool:
    plain = text.replace(",", "")
    scale = 100 if plain.endswith("%") else 1
    plain = plain.rstrip("%")
    try:
        shown = float(plain)
    except ValueError:
        return False
    decimals = len(plain.split(".")[1]) if "." in plain else 0
    return abs(shown - value * scale) <= 0.5 * 10.0**-decimals + 1e-9


def _wrong_quotes(quotes: list[tuple[str, str]], texts: Mapping[str, str]) -> Iterator[str]:
    """Each quote is a passage of the data, character for character (control characters are shown as U+FFFD)."""
    for passage, said in quotes:
        if passage not in texts:
            yield f"数据中没有说明 {passage}"
        elif " ".join(visible(texts[passage]).split()) != " ".join(said.split()):
            yield f"引文与原文不符：{passage}：{said[:40]}"


def _wrong_copies(root: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """Each quote in the Markdown and Word files, where they are there, is a passage of the data, too."""
    marked = {markdown(t) for t in texts.values()}
    if (root / "report.md").is_file():
        for line in (root / "report.md").read_text(encoding="utf-8").splitlines():
            if line.startswith("> ") and not line.startswith("> ——") and line[2:] not in marked:
                yield f"report.md 引文与原文不符：{line[2:42]}"
    if (root / "report.docx").is_file():
        import docx

        known = {" ".join(visible(t).split()) for t in texts.values()}
        for paragraph in docx.Document(str(root / "report.docx")).paragraphs:
            quoted = paragraph.style is not None and paragraph.style.name == "Quotation"
            if quoted and " ".join(paragraph.text.split()) not in known:
                yield f"report.docx 引文与原文不符：{paragraph.text[:40]}"


def _wrong_sums(summary: Mapping[str, Any], report: Mapping[str, Any], ledger: pd.DataFrame) -> Iterator[str]:
    """Recompute the contract's identities and the sums of the ledger."""
    points = summary["points"]
    parts = points["lost_execution"] + points["lost_explained"] + points["lost_unexplained"]
    if abs(points["lost"] - parts) > _CENT:
        yield f"失分 {points['lost']} 不等于三项之和 {parts:.2f}"
    if abs(points["possible"] - points["scored"] - points["lost"]) > _CENT:
        yield "满分减得分不等于失分"
    if abs(float(ledger["points"].sum()) - points["lost"]) > _CENT:
        yield f"账目合计 {ledger['points'].sum():.2f} 不等于失分 {points['lost']}"
    named = ledger[ledger["bucket"].isin(["explained", "generic"])]
    if abs(float(named["points"].sum()) - points["lost_explained"]) > _CENT:
        yield f"账目中写有说明的失分 {named['points'].sum():.2f} 与 {points['lost_explained']} 不符"
    causes = sum(c["lost_points"] for c in summary["causes"])
    if abs(causes - points["lost_explained"]) > _CENT:
        yield f"各原因失分之和 {causes:.2f} 不等于写有说明的失分 {points['lost_explained']}"
    mine = [(float(p), str(c).split(";")) for p, c in zip(named["points"], named["causes"], strict=True)]
    for cause in summary["causes"]:
        points_of = sum(p / len(codes) for p, codes in mine if cause["code"] in codes)
        if abs(points_of - cause["lost_points"]) > 0.0100001:
            yield f"{cause['name']}：账目重算 {points_of:.2f} 分，报告为 {cause['lost_points']} 分"
    if report["points"]["lost"] != points["lost"]:
        yield "summary.json 与 data/report.json 不一致"
