"""Markdown: what a form prints stays text, whatever marks it holds; tables keep their shape."""

import html
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


@pytest.mark.parametrize("value", ["甲\r乙", "甲\r\n乙", "甲\n\n乙", "\r", "甲\n"])
def test_no_kind_of_line_break_is_left(render, value):
    """A lone carriage return ends a line in Markdown as well: a cell with one would break its row."""
    assert not re.search(r"[\r\n]", text(value))
    written = render(Table("t", "题", (Column("甲"), Column("乙")), ((value, "x"),)))
    assert re.search(r"(?m)^\| [^|\r\n]* \| x \|$", written)


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (Heading(1, "章*", "a"), "## 章\\*"),
        (Heading(2, "节", "b"), "### 节"),
        (Para(("正文",)), "正文"),
        (Para(("注",), "note"), "注"),
        (Para(("项",), "item"), "- 项"),
        (Para(("要点",), "lead"), "1. 要点"),
        (Para(("失 ", Num("points.lost", 1.5, "1.50"), " 分")), "失 1.50 分"),
        (Para(("1. 不是列表",)), "1\\. 不是列表"),
        (Figure("f", "ledger", "题", "说明[a]"), "![说明\\[a\\]](charts/ledger.png)"),
    ],
)
def test_each_block(render, block, written):
    """Each block in the form that Markdown has for it."""
    assert written in render(block).split("\n")


@pytest.mark.parametrize("count", [0, 1, MAX_ROWS, MAX_ROWS + 1, MAX_ROWS + 40])
def test_rows_shown_and_left_out(render, count):
    """As many rows as are shown, and the number of all others: none is lost."""
    out = render(Table("t", "题", (Column("甲"),), tuple((str(i),) for i in range(count)), "注。", 2))
    rows = re.findall(r"(?m)^\| \d+ \|$", out)
    assert len(rows) == min(count, MAX_ROWS)
    assert f"注。 另有 {count - len(rows) + 2} 行，见 tables.xlsx" in out


def test_tables_and_figures_are_numbered_apart(render):
    """Table 1, figure 1, table 2 …: each kind has its own numbers, in order."""
    one = Table("t", "甲", (Column("a"),), ())
    figure = Figure("f", "ledger", "乙", "")
    out = render(one, figure, one, figure)
    assert re.findall(r"(表|图) (\d)", out) == [("表", "1"), ("图", "1"), ("表", "2"), ("图", "2")]


def test_numbered_sentences_stand_together(render):
    """Five leads are one list; a paragraph behind them is none of its items."""
    out = render(*[Para((f"第{i}句",), "lead") for i in range(3)], Para(("后文",)))
    assert "1. 第0句\n1. 第1句\n1. 第2句\n\n后文" in out


@pytest.mark.parametrize("value", ["", "一行", "第一行\n第二行", "> 引", "**粗**", "长" * 2000])
def test_quotes(render, value):
    """A quote is one block, word for word but for escapes, signed below."""
    quote = Quote("a#1/1", "a#1", "a.pdf", None, None, "项目", "单位", None, "整表说明", 0.0, value, ())
    lines = render(QuoteBlock(quote)).strip().split("\n")[-3:]
    assert all(line.startswith(">") for line in lines)
    undone = html.unescape(re.sub(r"\\(.)", r"\1", lines[0][1:].strip()))
    assert undone == value.replace("\n", " ")
    assert lines[-1] == "> ——项目「整表说明」（a.pdf）"
