"""Markdown: what a form prints stays text, whatever marks it holds; tables keep their shape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.report.blocks import Column, Figure, Heading, Num, Para, QuoteBlock, Table
from textmine.report.markdown import MAX_ROWS, render_markdown, text
from textmine.report.summarise import summarise
from textmine.report.summary import Quote


@pytest.fixture(scope="module")
def render(study):
    summary = summarise(study)
    return lambda *blocks: render_markdown(summary, blocks)


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("甲|乙", "甲\\|乙"),
        ("*重点*_工作_", "\\*重点\\*\\_工作\\_"),
        ("[链接](http://a)", "\\[链接\\](http://a)"),
        ("`rm`", "\\`rm\\`"),
        ("# 标题", "\\# 标题"),
        ("- 项", "\\- 项"),
        ("1. 项", "1\\. 项"),
        ("12) 项", "12\\) 项"),
        ("+ 项", "\\+ 项"),
        ("=", "\\="),
        ("1.5 倍", "1.5 倍"),
        ("-5", "-5"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("> 引", "&gt; 引"),
        ("两\n行", "两 行"),
        ("~~删~~", "\\~\\~删\\~\\~"),
        ("{x}", "\\{x\\}"),
        ("\\", "\\\\"),
        ("\x00\ud800", "\ufffd\ufffd"),
    ],
)
def test_marks_are_escaped(given_, written):
    """What Markdown or HTML would read as markup is escaped; numbers and dashes inside words are left alone."""
    assert text(given_) == written


@given(st.text(max_size=60))
def test_any_text_is_one_line_without_markup(value):
    """No line break, no tag, no unescaped mark; undone, it is the text again."""
    out = text(value)
    assert "\n" not in out
    assert "<" not in out
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|]", out)


def test_table(render):
    """One line a row, as many cells as columns, numbers to the right, caption with its number, the rest told."""
    columns = (Column("名|称"), Column("分", "number"))
    rows = tuple((f"甲|{i}", Num(f"x.{i}", i, str(i))) for i in range(MAX_ROWS + 5))
    out = render(Table("t", "标题", columns, rows, note="注。", cut=3)).splitlines()
    assert "**表 1\u3000标题**" in out
    lines = [line for line in out if line.startswith("|")]
    assert len(lines) == MAX_ROWS + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {3}
    assert lines[1] == "| --- | ---: |"
    assert out[-1] == "注。 另有 8 行，见 tables.xlsx 与数据文件。"


def test_blocks(render):
    """Headings one deeper than the title, charts as pictures with a description, quotes as quotes, lists as lists."""
    quote = Quote("a#1/1", "a#1", "a.pdf", 2, 7, "项目", "单位", 2024, "指标", 1.5, "原文*甲*", ())
    out = render(
        Heading(1, "章", "c"),
        Para(("第一。",), "lead"),
        Para(("第二。",), "lead"),
        Para(("一项",), "item"),
        Figure("f", "ledger", "图题", "描述[1]"),
        QuoteBlock(quote),
    )
    assert "\n## 章\n" in out
    assert "1. 第一。\n1. 第二。" in out
    assert "\n- 一项\n" in out
    assert "![描述\\[1\\]](charts/ledger.png)\n\n图 1\u3000图题" in out
    assert "> 原文\\*甲\\*\n>\n> ——项目「指标」，失 1.50 分（a.pdf 第 2 页 第 7 行）" in out
    assert "\n\n\n" not in out
