"""Columns as other authors head and draw them: what each means, and what stands in it."""

import pytest

from textmine.forms import parse_forms

TITLE = "（2024年度）项目支出绩效自评表"


def cells(form, *fields):
    return [tuple(getattr(row, field) for field in fields) for row in form.indicators]


@pytest.mark.parametrize("name", ["三级指标", "绩效指标"])
def test_upper_header_row_that_names_no_column_of_values(build, name):
    """指标完成情况 over target and actual, 评分情况 over weight and score: the columns' names stand below."""
    upper = ["一级指标", "二级指标", name, "指标完成情况", "<", "评分情况", "<", "偏差原因分析及改进措施"]
    lower = ["^", "^", "^", "年度指标值", "实际完成值", "分值", "得分", "^"]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, upper, lower, *build.body, *build.total]])
    (whole,) = build.parse([TITLE, build.form])
    assert read.indicators and cells(read, "target", "actual", "weight", "score", "deviation") == cells(
        whole, "target", "actual", "weight", "score", "deviation"
    )


@pytest.mark.parametrize("name", ["三级指标", "绩效指标"])
def test_results_headed_like_the_block(build, name):
    """«指标完成情况» names the results where no other column does."""
    header = [*build.header]
    header[2], header[4] = name, "指标完成情况"
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *build.body, *build.total]])
    assert read.indicators[0].level3 == "处理工单数"
    assert [row.actual for row in read.indicators] == ["120(件)", "40(人次)", "100(%)", "95(%)"]


def test_column_of_first_levels_without_a_text_is_doubted(build):
    body = [["", *row[1:]] for row in build.body]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, build.header, *body, *build.total]])
    assert any(f.code == "low_confidence" and "一级指标" in f.where for f in read.findings)


def test_heading_under_a_line_that_overflows_from_the_row_above(build):
    """Spreadsheets print so where a row is too low for its text: read, and told."""
    header = [*build.header]
    header[2] = "不低于160吨。\n三级指标"
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *build.body, *build.total]])
    assert cells(read, "level2", "level3")[0] == ("数量指标", "处理工单数")
    assert any(f.code == "low_confidence" and "三级指标" in f.where for f in read.findings)


def test_value_of_the_head_cut_by_the_page(build):
    """The rest of a long name stands alone at the top of the next page."""
    name, unit = build.head
    unit = [*unit[:6], "示例市数据", "<"]
    rest = ["", "<", "", "<", "", "<", "中心", "<"]
    below = [rest, *build.funding, *build.goal, build.header, *build.body, *build.total]
    (read,) = parse_forms(build.document([TITLE, [name, unit]], [below]))
    assert (read.project, read.unit) == ("数据运营服务费", "示例市数据中心")


def test_points_behind_a_level_cut_off(build):
    """«效益指标（47.5» at the foot of a page, «分）» nowhere."""
    body = [row[:] for row in build.body]
    body[3][0] = "满意度指标（20"
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, build.header, *body, *build.total]])
    assert read.indicators[-1].level1 == "满意度指标"


def test_headings_of_two_columns_in_one_cell_are_told(build):
    """No line parts them: what stands below may be the values of both."""
    header = [*build.header]
    header[3:5] = ["年度指标值（A） 实际完成值（B）", "<"]
    body = [[*row[:3], f"{row[3]} {row[4]}", "<", *row[5:]] for row in build.body]
    forms = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *body, *build.total]])
    assert all(any(f.code == "low_confidence" for f in form.findings) for form in forms)


@pytest.mark.parametrize(
    "counts",
    [
        ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）", "（8）"],
        ["栏次", "1", "2", "3", "4", "5", "6", "7"],
        ["A", "B", "C", "D", "E", "F", "G", "H"],
    ],
)
def test_row_that_counts_the_columns_is_no_indicator(build, counts):
    (whole,) = build.parse([TITLE, build.form])
    (read,) = build.parse(
        [TITLE, [*build.head, *build.funding, *build.goal, build.header, counts, *build.body, *build.total]]
    )
    assert cells(read, "level1", "level3") == cells(whole, "level1", "level3")
    assert [f.code for f in read.findings] == [f.code for f in whole.findings]


def test_first_level_in_a_row_of_its_own_that_nobody_knows(build):
    """A name with its number or points behind the known ones ends what stood before."""
    header, wide = build.header[1:], ["<"] * 6
    body = [row[1:] for row in build.body]
    body[1][0] = "数量指标"
    rows = [["一、产出指标（70分）", *wide], *body[:3], ["二、可持续发展能力（20分）", *wide], body[3]]
    total = [["总分", "<", "<", "<", "100", "95.9", ""]]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *rows, *total]])
    assert [row.level1 for row in read.indicators] == ["产出指标"] * 3 + ["可持续发展能力"]


def test_goal_whose_texts_stand_under_no_label_is_told(build):
    goal = [
        ["年度总体目标", "", "预期目标", "", "", "", "全年实际完成情况", ""],
        ["推进标准化建设，完成重点区域的巡查全覆盖。", *["<"] * 7],
    ]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *goal, build.header, *build.body, *build.total]])
    assert read.goal.expected or any(f.code == "low_confidence" and f.where == "目标" for f in read.findings)


def test_labels_and_values_in_turn_with_blank_cells_between(build):
    """Without lines between columns a row of the head gets those of the amounts below it."""
    head = [build.head[0], ["主管部门", "", "示例市数据局", "", "实施单位", "", "示例市数据中心", ""]]
    (read,) = build.parse([TITLE, [*head, *build.funding, *build.goal, build.header, *build.body, *build.total]])
    assert (read.department, read.unit) == ("示例市数据局", "示例市数据中心")


def test_sign_of_the_target_behind_the_name_is_told(build):
    body = [row[:] for row in build.body]
    body[0][2:4] = ["处理工单数≥", "100(件)"]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, build.header, *body, *build.total]])
    assert any(f.code == "low_confidence" and "处理工单数" in f.where for f in read.findings)


def test_headings_of_two_levels_in_one_cell_are_told(build):
    header = ["一级指标", "二级指标三级指标", *build.header[3:]]
    body = [[row[0], f"{row[1]}{row[2]}", *row[3:]] for row in build.body]
    total = [["总分", "<", "<", "<", "100", "95.9", ""]]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *body, *total]])
    assert any(f.code == "low_confidence" for f in read.findings)


def test_goal_under_a_label_beside_one_that_swallowed_its_text(build):
    goal = [
        ["年度总体目标", "预期目标\n推进标准化建设。", "<", "<", "实际完成情况", "<", "<", "<"],
        ["", "", "<", "<", "已建成标准化站点16个。", "<", "<", "<"],
    ]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *goal, build.header, *build.body, *build.total]])
    assert (read.goal.expected, read.goal.actual) == ("推进标准化建设。", "已建成标准化站点16个。")


def test_name_of_a_part_at_the_foot_of_a_page_is_no_half_of_a_row(build):
    """It has no numbers, as the upper half of a row over a page break may have none."""
    header, wide = build.header[1:], ["<"] * 6
    body = [row[1:] for row in build.body]
    body[1][0] = "数量指标"
    above = [*build.head, header, ["一、产出指标（70分）", *wide], *body[:3], ["二、满意度指标（20分）", *wide]]
    below = [body[3], ["总分", "<", "<", "<", "100", "95.9", ""]]
    (read,) = parse_forms(build.document([TITLE, above], [below]))
    assert cells(read, "level1", "level3")[-1] == ("满意度指标", "用户满意度")
    assert len(read.indicators) == 4


def test_letters_of_the_next_level_in_a_label_are_told(build):
    body = [row[:] for row in build.body]
    body[0][0], body[3][0] = "产出指标满", "意度指"
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, build.header, *body, *build.total]])
    assert all(any(row.level3 in f.where for f in read.findings) for row in read.indicators)


def test_weight_of_the_amounts_beside_its_heading_is_told(build):
    """Without lines a centred heading and a number at a side may seem two columns."""
    head, total, part = (row[:] for row in build.funding)
    total[5] = ""
    rows = [[*head[:6], "", *head[6:]], [*total[:6], "10", *total[6:]], [*part[:6], "", *part[6:]]]
    wide = [[*row, "<" if row[-1] == "<" else ""] for row in [*build.head, *build.goal, build.header, *build.body]]
    (read,) = build.parse([TITLE, [*wide[:2], *rows, *wide[2:], [*build.total[0], ""]]])
    assert read.funding[0].weight == 10 or any(f.where == "资金" for f in read.findings)


def test_captions_below_the_measures_are_no_part_of_them(build):
    """Without lines «附件2     单位：万元» above the next form may seem a row of this one."""
    header = [*build.header[:7], "<"]
    body = [[*row[:7], "<"] for row in build.body]
    foot = [["改进措施", "<", "完善台账。", *["<"] * 5], ["附件2", "", "", "", "", "单位：万元", "", ""]]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *build.goal, header, *body, *build.total, *foot]])
    assert read.deviation == "完善台账。"


def test_form_without_any_name_is_told(build):
    """Its head stands in lines that no table holds, its amounts in one that ran together."""
    lines = ["部门（单", "示例市数据局", "位）名称", "全年预算数全年执行数分值执行率得分"]
    (read,) = build.parse([TITLE, *lines, [*build.goal, build.header, *build.body, *build.total]])
    assert {"表头", "资金"} <= {f.where for f in read.findings}
