"""Which pages are read: none that may hold a form or the rest of one is left out, accounts are."""

import pytest

from textmine.documents.pdf_choice import REACH, PageChoice

ACCOUNT = "一般公共预算财政拨款支出决算具体情况如下，与上年相比有所增加，主要原因是人员经费政策性调整。" * 3
HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施 产出指标 数量指标 办结件数"


def chosen(*pages):
    choice = PageChoice()
    return [choice.wants(page) for page in pages]


def test_accounts_are_left_out_and_the_form_is_read():
    assert chosen(ACCOUNT, HEADER, ACCOUNT) == [False, True, True]  # the page behind a form may go on with a cell


def test_pages_far_behind_a_form_are_left_out():
    assert chosen(HEADER, *[ACCOUNT] * (REACH + 2))[-1] is False


def test_the_rest_of_a_long_cell_is_read():
    rest = "加强统筹协调，细化改进措施，明确责任分工和完成时限，确保各项任务按期完成。" * 2
    assert chosen(HEADER, ACCOUNT, rest) == [True, True, True]


def test_a_last_page_with_the_total_alone_is_read():
    assert chosen(HEADER, "总分 100 95.5 填报人：某某 联系电话：略 单位负责人签字：略")[1]


@pytest.mark.parametrize(
    "text",
    ["", "1", HEADER.replace(" ", "\n"), "".join(mark * 2 for mark in HEADER), " ".join(HEADER), "(cid:12)(cid:9)" * 9],
    ids=["scan", "page number", "lines", "fake bold", "letter-spaced", "no Unicode map"],
)
def test_pages_that_may_be_forms_in_any_shape_are_read(text):
    assert chosen(text) == [True]


def test_radicals_do_not_hide_a_form():
    assert chosen(HEADER.replace("一", "⼀").replace("二", "⼆")) == [True]


def test_page_behind_one_that_a_single_cell_fills_is_read():
    """The next row need hold no word of the topic: 定点医药机构违规处理到位率 ≥95% 83% 7 4.9."""
    row = (
        "从信息化专项里出六成。 定点医药机构违规处理到位率 ≥95% 83% 7 4.9 协议用的还是2020年的范本，里头没有线上购药。"
    )
    assert chosen(HEADER, ACCOUNT, row) == [True, True, True]
