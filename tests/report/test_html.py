"""HTML: one page that links to itself only, ids once, texts as texts."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.report.blocks import Column, Figure, Heading, Link, Num, Para, QuoteBlock, Table, row_id
from textmine.report.chapters import write_chapters
from textmine.report.charts import Drawn, draw_charts
from textmine.report.html import render_html
from textmine.report.summarise import summarise
from textmine.report.summary import Quote

VOID = {"meta", "col", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Collects ids, links and numbers of a page, and checks that every tag is closed."""

    def __init__(self, source):
        super().__init__()
        self.ids, self.links, self.open, self.words, self.wrong = [], [], [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found[k] for k in ("href", "src", "xlink:href") if k in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open[-1:] not in (["script"], ["style"]):
            self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)


@pytest.fixture(scope="module", params=["zh", "en"])
def made(study, request):
    summary = summarise(study, request.param)
    blocks = write_chapters(summary)
    charts = draw_charts(summary, dict.fromkeys(b.chart for b in blocks if isinstance(b, Figure)))
    return summary, blocks, render_html(summary, blocks, charts)


def test_the_page_is_whole(made):
    """Every tag is closed, every id stands once, every link inside leads somewhere, none leads outside."""
    page = Page(made[2])
    assert page.wrong == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith(("#", "data:")) for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_block_is_on_the_page(made):
    """Headings, captions, quotes and cells of all blocks stand in the text of the page; numbers carry their value."""
    _, blocks, source = made
    text = Page(source).text
    assert [b.text for b in blocks if isinstance(b, Heading) and b.text not in text] == []
    assert [b.caption for b in blocks if isinstance(b, Table | Figure) and b.caption not in text] == []
    assert [b.quote.text for b in blocks if isinstance(b, QuoteBlock) and b.quote.text not in text] == []
    shown = {p.key for b in blocks if isinstance(b, Para) for p in b.pieces if isinstance(p, Num)}
    assert shown <= set(re.findall(r'data-key="([^"]*)"', source))


@pytest.fixture(scope="module")
def render(study):
    summary = summarise(study)
    svg = '<svg id="a"><defs><path id="p"/></defs><use href="#p" fill="url(#g)"/><g id="g"/></svg>'
    charts = {"ledger": Drawn(svg, b"", pd.DataFrame(), (1.0, 1.0))}
    return lambda *blocks, pictures=None: render_html(summary, blocks, charts, pictures)


@given(st.text(max_size=40))
def test_any_text_stays_a_text(render, value):
    """Whatever a form prints: the tags of the page are the same, and the text is on it."""
    blocks = Heading(1, value, "h"), Para((value,)), Table("t", value, (Column(value),), ((value,),), note=value)
    page, plain_page = (
        Page(render(*blocks)),
        Page(render(Heading(1, "x", "h"), Para(("x",)), Table("t", "x", (Column("x"),), (("x",),), note="x"))),
    )
    assert page.wrong == plain_page.wrong == []
    assert len(page.ids) == len(plain_page.ids)


def test_a_link_to_a_row_that_is_not_shown_leads_to_its_form_or_nowhere(render):
    """No link leads nowhere: row, else form, else plain words."""
    form = Heading(2, "表", "row-a#1")
    link = lambda target: Para((Link("见", target),))  # noqa: E731
    assert 'href="#row-a_231">见</a>' in render(form, link(row_id("a#1", 7)))
    assert "<p>见</p>" in render(form, link(row_id("b#9", 7)))


def test_drawings_keep_their_own_ids(render):
    """Two drawings with the same inner ids do not mix."""
    page = Page(render(Figure("f1", "ledger", "一", "甲"), Figure("f2", "ledger", "二", '乙"><b>')))
    assert len(page.ids) == len(set(page.ids))
    assert {"f1-p", "f2-p", "f1-g", "f2-g"} <= set(page.ids)
    assert {"#f1-p", "#f2-p"} <= set(page.links)


def quote(text="因流标延期。", marks=((1, 3),), row=7):
    return QuoteBlock(Quote("a#1/7", "a#1", "a.pdf", 2, row, "项目", "单位", 2024, "指标", 1.5, text, marks), f"q{row}")


def test_quotes_are_marked_and_whole(render):
    """The marked words are in `mark`; without tags the quote is the passage, character for character."""
    source = render(quote("因<流标>延期。", ((1, 5),)))
    assert "因<mark>&lt;流标&gt;</mark>延期。" in source
    assert "，失 1.50 分" in source


def test_the_picture_of_a_row_is_shown_once(render):
    """Two quotes of one row fold away one picture; rows without a picture have none."""
    pictures = {("a#1", 7): "data:image/png;base64,AA=="}
    page = Page(render(quote(), QuoteBlock(quote().quote, "again"), quote(row=8), pictures=pictures))
    assert page.links.count(pictures["a#1", 7]) == 1


def test_neighbouring_items_become_one_list(render):
    """Summary sentences are numbered in one list, items in another."""
    source = render(*(Para((c,), s) for c, s in (("一", "lead"), ("二", "lead"), ("三", "item"), ("四", "body"))))
    assert '<ol class="lead"><li>一</li><li>二</li></ol>' in source
    assert '<ul class="items"><li>三</li></ul>' in source
    assert "<p>四</p>" in source


def test_tables(render):
    """Numbers are marked for the eye, columns have their widths, rows their anchors, the rest is told."""
    columns = (Column("名", width=3), Column("分", "number"))
    source = render(Table("t", "题", columns, (("甲", Num("k", 1, "1")),), cut=4, anchors=("row-a#1-7",)))
    assert '<col style="width:75.0%"><col style="width:25.0%">' in source
    assert '<tr id="row-a_231-7"><td>甲</td><td class="number"><data value="1" data-key="k">1</data></td>' in source
    assert "另有 4 行，见数据文件。" in source
