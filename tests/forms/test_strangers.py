"""Forms typed by a stranger from what bureaus publish: each must come out whole."""

import pytest

from textmine.records import Goal

TITLE = "部门预算项目支出绩效自评表"


def cells(form, *fields):
    return [tuple(getattr(row, field) for field in fields) for row in form.indicators]


def test_sichuan_goal_beside_a_tall_label(build):
    """项目基本情况 | 1.项目年度目标完成情况 | 项目年度目标 | 年度目标完成情况, with a prose row below."""
    goal = [
        ["项目基本\n情况", "1.项目年度目标完成情况", "项目年度目标", "<", "<", "年度目标完成情况", "<", "<"],
        ["^", "^", "维修18所学校。", "<", "<", "维修17所学校。", "<", "<"],
        ["^", "2.项目实施内容及过程概述", "按先评估、后改造的原则实施。", *["<"] * 5],
    ]
    (read,) = build.parse([TITLE, [*build.head, *goal, build.header, *build.body, *build.total]])
    assert read.goal == Goal("维修18所学校。", "维修17所学校。")


def test_item_column_headed_like_an_amount(build):
    """年度预算数（万元）heads the names of the rows; 年初预算 and 调整后预算数 head the amounts."""
    funding = [
        [
            "预算执行\n情况（10分）",
            "年度预算数（万元）",
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "执行率",
            "权重",
            "得分",
        ],
        ["^", "总额", "100", "120", "108", "90%", "10", "9"],
        ["^", "其中：财政资金", "100", "120", "108", "90%", "/", "/"],
    ]
    (read,) = build.parse([TITLE, [*build.head, *funding, build.header, *build.body, *build.total]])
    assert [(f.item, f.initial_budget, f.budget, f.executed, f.weight) for f in read.funding] == [
        ("总额", 100, 120, 108, 10), ("其中：财政资金", 100, 120, 108, None),
    ]  # fmt: skip


def test_henan_department_form_with_tasks(build):
    """年度履职目标 is the goal; the list of tasks below is neither goal nor funding."""
    rows = [
        ["年度履职目标", "保障12个业务系统稳定运行，系统可用率不低于99.9%。", *["<"] * 6],
        ["年度主要任务", "任务名称", "主要内容", *["<"] * 5],
        ["^", "系统运维", "完成12个业务系统运维。", *["<"] * 5],
    ]
    form = [["部门（单位）名称", "示例市市场监督管理局", *["<"] * 6], *build.funding, *rows, build.header, *build.body]
    (read,) = build.parse(["部门整体支出绩效自评表", [*form, *build.total]])
    assert read.goal == Goal("保障12个业务系统稳定运行，系统可用率不低于99.9%。", "")
    assert (len(read.funding), read.department) == (2, "示例市市场监督管理局")


def test_tasks_stand_for_the_goal_where_no_goal_is_printed(build):
    task = ["年度主要任务", "组织开展全省统计执法检查，覆盖全部市县。", *["<"] * 6]
    (read,) = build.parse(["部门整体支出绩效自评表", [*build.head, *build.funding, task, build.header, *build.body]])
    assert read.goal.expected == "组织开展全省统计执法检查，覆盖全部市县。"


def test_words_of_many_bureaus(build):
    """指标权重, 目标完成情况, 得分情况, 未完成原因及拟采取的措施 and their like are known."""
    headers = [
        ["年度目标值", "目标完成情况", "指标权重", "实际得分", "未完成原因及拟采取的措施"],
        ["年度目标值", "全年完成值", "指标分值(权重)", "得分情况", "偏差原因分析与改进措施建议"],
        ["绩效标准", "执行情况", "权数", "自评计分", "未得满分原因"],
        ["计划标准", "达成情况", "配分", "实得分", "差异原因分析及改进举措"],
        ["全年目标", "全年执行值", "赋分", "自评得分情况", "减分原因"],
        ["目标值", "完成值", "权重（%）", "得分", "备注（偏差原因）"],
    ]
    (known,) = build.parse([TITLE, build.form])
    for words in headers:
        form = [*build.head, *build.funding, *build.goal, [*build.header[:3], *words], *build.body, *build.total]
        (read,) = build.parse([TITLE, form])
        assert read.indicators == known.indicators, words
        assert not [f for f in read.findings if f.code == "low_confidence"], words


def test_two_row_header_whose_wide_label_is_not_merged(build):
    """Without vertical lines 指标值 stands over 目标值 alone, and over nothing right of it."""
    header = [
        ["一级指标", "二级指标", "三级指标", "指标值", "", "分值", "得分", "偏差原因分析及改进措施"],
        ["^", "^", "^", "目标值", "完成值", "^", "^", "^"],
    ]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *header, *build.body, *build.total]])
    assert cells(read, "target", "actual")[0] == ("≥100(件)", "120(件)")
    assert len(read.indicators) == 4


def test_total_of_the_indicators_before_that_of_the_form(build):
    """合计 90 | 86 leaves out budget execution, 总分 100 | 95.9 does not; a second total of less changes nothing."""
    part = ["合计", "<", "<", "<", "<", "90", "86", ""]
    whole = ["总分（含预算执行）", "<", "<", "<", "<", "100", "95.9", ""]
    for rows in ([part, whole], [whole, part]):
        (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, *build.body, *rows]])
        assert (read.total_weight, read.total_score, read.reconciled) == (100, 95.9, True)


def test_upper_header_row_with_a_label_over_both(build):
    """绩效指标 | 指标完成情况 | 评分情况 | 扣分原因 over two rows: the upper row is no part of the goal."""
    header = [
        ["绩效指标", "<", "<", "指标完成情况", "<", "评分情况", "<", "扣分原因"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "^"],
    ]
    form = [*build.head, *build.funding, *build.goal, *header, *build.body, *build.total]
    (read,), (known,) = (
        build.parse([TITLE, form]),
        build.parse([TITLE, [*build.form[:-6], *build.goal, *build.form[-6:]]]),
    )
    assert cells(read, "level1", "level3", "deviation") == cells(known, "level1", "level3", "deviation")
    assert read.goal == Goal("保障平台稳定运行。", "平台全年稳定运行。")


def test_first_level_in_rows_of_its_own(build):
    """The first level stands in wide rows between the indicators, the second in a column."""
    header = build.header[1:]
    bands = [[name, *["<"] * 6] for name in ("一、产出指标（70分）", "二、满意度指标（20分）")]
    body = [bands[0], *[row[1:] for row in build.body[:3]], bands[1], build.body[3][1:]]
    total = ["总分", "<", "<", "<", "100", "95.9", ""]
    (read,) = build.parse([TITLE, [*build.head, *build.funding], [header, *body, total]])
    assert cells(read, "level1", "level2") == [
        ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]  # fmt: skip


def test_amounts_and_points_of_funding_in_pairs_over_two_rows(build):
    funding = [
        ["项目资金（万元）", "年初预算数", "5200", "全年预算数", "4986.32", "全年执行数", "4737", "<"],
        ["^", "分值", "10", "执行率", "95.00%", "得分", "9.5", "<"],
    ]
    (read,) = build.parse([TITLE, [*build.head, *funding, build.header, *build.body, *build.total]])
    (row,) = read.funding
    assert (row.initial_budget, row.budget, row.executed) == (5200, 4986.32, 4737)
    assert (row.weight, row.rate, row.score) == (10, 95, 9.5)


def test_two_row_funding_header_whose_wide_label_is_not_merged(build):
    """Without vertical lines 预算数 stands over 年初 alone, and over nothing right of it."""
    funding = [
        ["资金来源", "预算数（万元）", "", "全年执行数", "分值", "执行率", "得分", ""],
        ["^", "年初", "全年", "^", "^", "^", "^", ""],
        ["年度资金总额", "300", "268.4", "201.3", "10", "75.00%", "7.5", ""],
    ]
    (read,) = build.parse([TITLE, [*build.head, *funding, build.header, *build.body, *build.total]])
    assert [(f.item, f.initial_budget, f.budget, f.executed) for f in read.funding] == [
        ("年度资金总额", 300, 268.4, 201.3)
    ]


@pytest.mark.parametrize(
    ("lines", "weight", "score"),
    [
        (["总分：95.9分"], None, 95.9),
        (["总分", "100", "95.9"], 100, 95.9),
        (["总分 100 95.9"], 100, 95.9),
        (["自评得分：95.9", "自评等级：优"], None, 95.9),
        (["总分", "第 3 页"], None, None),
    ],
)
def test_totals_in_lines_below_the_table(build, lines, weight, score):
    (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, *build.body], *lines])
    assert (read.total_weight, read.total_score) == (weight, score)


@pytest.mark.parametrize(("upper", "lower"), [("项目资金", "（万元）"), ("项目资", "金（万元）")])
def test_label_of_the_funding_block_torn_over_rows(build, upper, lower):
    """Without lines the lower part of the block's label stands beside the first item."""
    funding = [
        [upper, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [lower, "年度资金总额", "100", "100", "99", "10", "99%", "9.9"],
        ["", "其他资金", "0", "0", "0", "—", "0%", "—"],
    ]
    (read,) = build.parse([TITLE, [*build.head, *funding, build.header, *build.body, *build.total]])
    assert [f.item for f in read.funding] == ["年度资金总额", "其他资金"]


def test_blank_second_level_beside_the_torn_first(build):
    """产出指 | 标 over two rows is one label: the blank cell beside its lower part means the label above it."""
    body = [
        ["产出指", "数量指标", "甲", "1", "1", "20", "20", ""],
        ["标", "", "乙", "1", "1", "20", "16", "迟了，将提前。"],
        ["", "质量指标", "丙", "1", "1", "30", "30", ""],
        ["满意度指标", "", "丁", "1", "1", "20", "20", ""],
    ]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, *body, *build.total]])
    assert cells(read, "level1", "level2") == [
        ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("满意度指标", ""),
    ]  # fmt: skip


def test_rest_of_labels_in_a_row_of_its_own(build):
    """Without lines the last lines of tall labels beside a short name may stand in a row that says nothing else."""
    body = [*build.body[:3], ["满意度", "服务对象满", *build.body[3][2:]], ["指标", "意度指标", "", "", "", "", "", ""]]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, *body, *build.total]])
    assert cells(read, "level1", "level2")[3:] == [("满意度指标", "服务对象满意度指标")]


def test_rows_at_a_page_break_with_numbers_like_a_torn_one(build):
    """1.5 at the foot of a page and 3 at the head of the next are two rows where both rows say all they should."""
    upper = ["产出指标", "数量指标", "甲", "785次", "785次", "1.5", "1.5", ""]
    lower = [["", "", "乙", "30次", "30次", "3", "3", ""], *build.body]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, upper]], [[*lower, *build.total]])
    assert cells(read, "level3", "weight", "score")[:2] == [("甲", 1.5, 1.5), ("乙", 3, 3)]


def test_number_torn_over_the_page_in_a_narrow_column(build):
    """16.0 and 0 are one number where the lower half has no name of its own."""
    upper = ["产出指标", "数量指标", "甲", "785次", "785次", "16.0", "16.0", "迟了，"]
    lower = [["", "", "", "", "", "0", "0", "将提前。"], *build.body]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, build.header, upper]], [[*lower, *build.total]])
    assert cells(read, "level3", "weight", "deviation")[0] == ("甲", 16, "迟了，将提前。")


def test_label_printed_behind_a_repeated_header(build):
    """A merged label of a spreadsheet is printed once more behind the header of the next page: 二数级量指标."""
    again = ["一级指标", "二数级量指标", *build.header[2:]]
    lower = [["产出指标", "质量指标", "丙", "1", "1", "3", "3", ""]]
    (read,) = build.parse(
        [TITLE, [*build.head, *build.funding, build.header, *build.body]], [[again, *lower, *build.total]]
    )
    assert cells(read, "level1", "level2", "level3")[-1] == ("产出指标", "质量指标", "丙")


@pytest.mark.parametrize(
    ("line", "grade"), [("评价等级优秀", "优秀"), ("自评等级：良", "良"), ("评价等级优秀组织单位", "")]
)
def test_grade_alone_on_the_next_page(build, line, grade):
    """A row pushed to a page of its own is no table any more; label and grade stand in one line."""
    (read,) = build.parse([TITLE, build.form], [line])
    assert read.grade == grade


@pytest.mark.parametrize(
    ("expected", "actual"),
    [("预期目标", "实际完成情况"), ("年度目标", "年度目标完成情况"), ("年初设定目标", "全年完成情况")],
)
def test_labels_of_the_goal_as_first_lines_of_its_cells(build, expected, actual):
    """Without lines a tall label beside both keeps them from being rows of their own."""
    goal = [
        [
            "年度\n总体\n目标",
            f"{expected}\n维修十八所学校，\n改造操场。",
            "<",
            "<",
            f"{actual}\n维修十七所学校。",
            *["<"] * 3,
        ]
    ]
    (read,) = build.parse([TITLE, [*build.head, *build.funding, *goal, build.header, *build.body, *build.total]])
    assert read.goal == Goal("维修十八所学校，改造操场。", "维修十七所学校。")
