"""Tables whose cells follow each other: looks of cells, columns of the header, the cheapest cut, sums as arbiter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.forms.plaintext.cells import NEVER, balance, cell_cost, level_name
from textmine.forms.plaintext.grammar import column_widths, read
from textmine.forms.plaintext.sequence import Sums, content, read_sequence, rows_of
from textmine.forms.plaintext.titles import columns_of
from textmine.forms.plaintext.tokens import TextLine, Token, tokenize

ORDER = ("level", "level3", "target", "actual", "weight", "score", "deviation")


def tokens(text):
    """Words of lines; a line ``--`` is a page break."""
    gap, out = "line", []
    for line in text.strip().splitlines():
        if line == "--":
            gap = "page"
        else:
            out += tokenize([TextLine(line, gap, None)])
            gap = "line"
    return out


def texts(text, order=ORDER):
    """Rows of a table as {column: text}."""
    return [
        {c: "/".join(cell.text for cell in cells) for c, cells in row.items()}
        for row in rows_of(read_sequence(tokens(text), order, Sums(())))
    ]


@pytest.mark.parametrize(
    ("column", "likely", "unlikely"),
    [
        ("level3", "受益群众满意度", "满意"),
        ("level3", "系统可用率(≥99.9%为满分)", "系统可用率("),
        ("level3", "新增学位", "新增学位1158个"),
        ("target", "≥90%", "≥90%及时"),
        ("target", "29.00(万头(只))", "29.00(万头(只)"),
        ("target", "持续优化", "持续优化未达成指标且"),
        ("actual", "部分达成指标并具有一定效果", "部分达成指标并具"),
        ("actual", "331元/平方米", "331元/平方米115%"),
        ("deviation", "受汛情影响,工期顺延。", "知识产权服务、专利和软件著作权"),
        ("deviation", "无", "12"),
        ("deviation", "无偏差", "及时效益指标"),
        ("level", "产出指标(50分)", "统计报表效益指标"),
        ("unit_of", "%", "100%"),
    ],
)
def test_a_whole_cell_costs_less_than_a_torn_one(column, likely, unlikely):
    assert cell_cost(column, likely) < cell_cost(column, unlikely)


@pytest.mark.parametrize("text", ["10", "9.5", "9.5分", "100.00"])
def test_points_are_marks(text):
    assert cell_cost("weight", text) < 0 and cell_cost("level3", text) == NEVER


@pytest.mark.parametrize("text", ["101", "120(人次)", "5%", "达成"])
def test_other_figures_are_no_marks(text):
    assert cell_cost("weight", text) == NEVER


def test_a_level_is_known_with_the_points_behind_it():
    assert level_name("产出指标(50分)") == "产出指标" and level_name("产出指标6") == ""


@pytest.mark.parametrize(
    ("text", "odd"), [("(一)甲", False), ("甲)", True), ("“甲", True), (",甲", True), ("甲(", True)]
)
def test_brackets_must_close(text, odd):
    assert (balance(text) > 0) is odd


def test_rows_are_cut_though_a_narrow_column_broke_their_cells():
    rows = texts(
        "产出指\n标\n数量指标 检查企业 =2200.00(家\n次)\n2200.00(家\n次)\n6 6 —\n"
        "监测断面及点位（含续\n建）\n29.00(个) 29.00(个) 8 8 无"
    )
    assert rows == [
        {"level": "产出指标/数量指标", "level3": "检查企业", "target": "=2200.00(家次)", "actual": "2200.00(家次)",
         "weight": "6", "score": "6", "deviation": "—"},
        {"level3": "监测断面及点位(含续建)", "target": "29.00(个)", "actual": "29.00(个)", "weight": "8", "score": "8",
         "deviation": "无"},
    ]  # fmt: skip


def test_a_row_that_a_page_break_tore_is_one_row():
    rows = texts("数据开放 提升 部分达成 6 3.6 工作有一定成效，但仍需\n--\n进一步促进。\n开放力度 提升 达成指标 5 5")
    assert [r["deviation"] for r in rows if "deviation" in r] == ["工作有一定成效,但仍需/进一步促进。"]
    assert [r["level3"] for r in rows] == ["数据开放", "开放力度"]


def test_columns_of_criteria_and_numbers_of_rows_are_read_past():
    order = ("index", "level", "level3", "target", "extra#4", "actual", "weight", "score", "deviation")
    rows = texts(
        "1 产出指标\n数量指标\n建成食堂数 39.00(个) 查阅台账，\n资料不全扣分。\n39.00(个) 17 15 无\n"
        "2 质量指标 合格率 ≥80% 完成值/目标值\n79% 13 9 无",
        order,
    )
    assert [(r["index"], r["level3"], r["actual"], r["score"]) for r in rows] == [
        ("1", "建成食堂数", "39.00(个)", "15"), ("2", "合格率", "79%", "9"),
    ]  # fmt: skip


def test_the_printed_sums_choose_among_readings():
    text = "新增养老床位 1 2 张 张 7 7\n培训护理员 ≥3(人) 3(人) 8 8"
    found = read(tokens(text), ORDER, {}, keep=8)
    assert len({(r.weights, r.scores) for r in found}) == len(found) and found == sorted(found, key=lambda r: r.cost)
    assert Sums((15.0,), 15.0).fit(next(r for r in found if r.weights == 15.0 and r.scores == 15.0))


def test_subtotals_repeated_headers_and_unfilled_lines_are_no_rows():
    text = "甲完成率 ≥9% 9% 5 5\n小计 5 5\n"
    text += "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n……\n乙完成率 ≥9% 9% 5 5"
    assert [t.text for t in content(tokens(text)) if "完成率" in t.text] == ["甲完成率", "乙完成率"]
    assert len(texts(text)) == 2


def test_target_and_result_printed_without_a_blank_are_parted():
    assert [t.text for t in content(tokens("持续优化未达成指标且"))] == ["持续优化", "未达成指标且"]
    assert [t.text for t in content(tokens("明显改善"))] == ["明显改善"]


def test_widths_are_those_of_the_widest_line():
    (first, *_) = read(tokens("甲乙丙丁戊己庚\n完成率 ≥9% 9% 5 5"), ORDER, {})
    assert column_widths(first.cells)["level3"] == 14


def titles(*pairs):
    return columns_of([Token(t, "space", None, r) for t, r in pairs])


def test_columns_follow_the_header():
    assert titles(("一级指标", "level1"), ("三级指标", "level3"), ("分值", "weight"), ("目标值", "target"),
                  ("实际完成情况", "goal_actual"), ("得分", "score")) == (
        "level", "level3", "weight", "target", "actual", "score")  # fmt: skip


def test_a_target_of_three_columns_keeps_their_order():
    head = (
        ("三级指标", "level3"),
        ("年度指标值", "target"),
        ("完成值", "actual"),
        ("权重", "weight"),
        ("得分", "score"),
    )
    below = (("计量单位", "unit_of"), ("指标性质", "nature"), ("指标值", "target"))
    assert titles(*head, *below)[2:6] == ("unit_of", "nature", "target", "actual")


def test_unknown_titles_are_columns_read_past_or_what_they_speak_of():
    assert titles(("三级指标", "level3"), ("目标值", "target"), ("完成值", "actual"), ("完成比值", ""),
                  ("分值", "weight"), ("得分", "score"), ("未完成的原因与举措", ""))[4:] == (
        "extra#3", "weight", "score", "deviation")  # fmt: skip


NAMES = st.sampled_from(["培训人次", "课程覆盖率", "设施设备完好率", "群众满意度", "检查企业数量"])
VALUES = st.sampled_from([("≥90(%)", "95(%)"), ("=3.00(个)", "3.00(个)"), ("提升", "达成指标"), ("≤30(元)", "29(元)")])
ROW = st.tuples(NAMES, VALUES, st.integers(1, 30), st.sampled_from(["", "无", "受汛情影响，工期顺延。"]))


@settings(deadline=None, max_examples=20)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_what_is_printed_cell_by_cell_is_what_is_read(rows):
    lines = [" ".join(filter(None, (n, *v, str(w), str(w), d))) for n, v, w, d in rows]
    got = [(r["level3"], (r["target"], r["actual"]), int(r["weight"])) for r in texts("\n".join(lines))]
    assert got == [(n, v, w) for n, v, w, _ in rows]
