"""Heads, funding blocks and goals as different bureaus lay them out."""

import pytest

TITLE = "项目支出绩效自评表"


def wide(*cells, width=8):
    """A row whose last cell is merged to the right edge."""
    return [*cells, *["<"] * (width - len(cells))]


def halves(left, right):
    return [left, "<", "<", "<", right, "<", "<", "<"]


def blocks(build, head=None, funding=None, goal=None):
    parts = (head or build.head, funding or build.funding, goal or build.goal)
    rows = [row for part in parts for row in part]
    (read,) = build.parse([TITLE, "（2023年度）", [*rows, build.header, *build.body, *build.total]])
    assert len(read.indicators) == 4
    return read


SIDE = ["^", "甲期", "<", "<", "乙实", "<", "<", "<"]


@pytest.mark.parametrize(
    "goal",
    [
        [["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"], SIDE],
        [wide("年度总体目标", "甲期"), wide("年度总体目标完成情况", "乙实")],
        [wide("年度绩效目标", "预期目标", "甲期"), wide("^", "实际完成情况", "乙实")],
        [["总体目标", "年初设定目标", "<", "<", "全年实际完成情况", "<", "<", "<"], SIDE],
        [halves("年度绩效目标", "目标完成情况"), halves("甲期", "乙实")],
        [
            ["项目绩效目标", "年初绩效目标", "<", "<", "年末完成情况", "<", "<", "未完成原因"],
            ["^", "甲期", "<", "<", "乙实", "<", "<", "因丙"],
        ],
        [["绩效目标", "目标", "<", "<", "完成情况", "<", "<", "<"], SIDE],
        [wide("一、年度总体目标：甲期"), wide("二、目标完成情况：乙实")],
        [["年度目标", "甲期", "<", "<", "完成情况", "乙实", "<", "<"]],
        [["预期目标", "甲期", "<", "<", "实际完成情况", "乙实", "<", "<"]],
        [
            ["年度总体目标", "", "实施期目标（2023-2025）", "<", "年度目标", "<", "完成情况", "<"],
            ["^", "", "长期", "<", "甲期", "<", "乙实", "<"],
        ],
        [["整体绩效目标", "年初申报的整体绩效目标", "<", "<", "整体绩效目标实际完成情况", "<", "<", "<"], SIDE],
        [
            ["总体目标", "序号", "年度目标内容", "<", "<", "完成情况", "<", "<"],
            ["^", "1", "甲", "<", "<", "乙", "<", "<"], ["^", "2", "期", "<", "<", "实", "<", "<"],
        ],
    ],
)  # fmt: skip
def test_goals(build, goal):
    read = blocks(build, goal=goal)
    assert (read.goal.expected, read.goal.actual) == ("甲期", "乙实")
    assert len(read.funding) == 2


@pytest.mark.parametrize(
    ("funding", "rows"),
    [
        (
            [
                ["预算执行情况（10分）", "", "预算数", "执行数", "执行率", "得分", "<", "<"],
                ["^", "财政资金", "100", "99", "99%", "9.9", "<", "<"],
            ],
            [("财政资金", None, 100, 99, None, 9.9)],
        ),
        (
            [["项目总预算", "200", "项目当年预算", "100", "当年执行数", "99", "执行率", "99%"]],
            [("", None, 100, 99, None, None)],
        ),
        (
            [
                ["预算执行", "年初预算数", "追加（减）预算数", "全年预算数", "支出数", "执行率", "分值", "得分"],
                ["^", "90", "10", "100", "99", "99%", "10", "9.9"],
            ],
            [("预算执行", 90, 100, 99, 10, 9.9)],
        ),
        (
            [
                ["资金情况", "年度资金总额", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
                ["^", "^", "100", "100", "99", "10", "99%", "9.9"],
                ["^", "其他资金", "0", "0", "0", "", "", ""],
            ],
            [("年度资金总额", 100, 100, 99, 10, 9.9), ("其他资金", 0, 0, 0, None, None)],
        ),
        (
            [
                ["项目预算（万元）", "资金性质", "预算数", "到位数", "执行数", "到位率", "执行率", "<"],
                ["^", "合计", "100", "100", "99", "100%", "99%", "<"],
            ],
            [("合计", None, 100, 99, None, None)],
        ),
        (
            [
                ["资金", "项", "年初预算数(A)", "调整预算数(B)", "执行数(C)", "分值", "执行率(C/B)", "得分"],
                ["^", "总额", "100.00万元", "100.00万元", "99.00万元", "10分", "99.00%", "9.9分"],
            ],
            [("总额", 100, 100, 99, 10, 9.9)],
        ),
    ],
)
def test_funding(build, funding, rows):
    read = blocks(build, funding=funding)
    assert [(f.item, f.initial_budget, f.budget, f.executed, f.weight, f.score) for f in read.funding] == rows
    assert (read.funding[0].rate, read.reconciled) == (99, True)
    assert read.goal.actual == "平台全年稳定运行。"


@pytest.mark.parametrize(
    "head",
    [
        [wide("项目名称", "甲"), ["项目主管部门（公章）", "示例局", "<", "<", "实施单位（公章）", "示例站", "<", "<"]],
        [halves("项目名称：甲", "主管部门：示例局"), halves("实施单位：示例站", "填报日期：2024年3月")],
        [["单位名称", "示例站", "<", "<", "主管部门", "示例局", "<", "<"], wide("项目名称", "甲")],
        [
            wide("一级项目名称", "大类"), wide("二级项目名称", "甲"),
            ["主管部门", "示例局", "<", "<", "实施单位", "示例站", "<", "<"],
        ],
        [
            ["项目名称", "甲", "<", "<", "项目类型", "一次性□ 延续性☑", "<", "<"],
            ["主管部门", "001-示例局", "<", "<", "实施单位", "001002-示例站", "<", "<"],
            ["项目负责人", "张三", "<", "<", "联系电话", "010-1", "<", "<"],
        ],
        [wide("项目（政策）名称", "甲"), ["主管单位", "示例局", "<", "<", "实施处（科）室", "示例站", "<", "<"]],
        [wide("基本情况", "项目名称", "甲"), ["^", "主管部门", "示例局", "<", "实施单位", "示例站", "<", "<"]],
    ],
)  # fmt: skip
def test_heads(build, head):
    read = blocks(build, head=head)
    assert (read.project, read.department, read.unit, read.year) == ("甲", "示例局", "示例站", 2023)


@pytest.mark.parametrize(
    ("caption", "title", "year"),
    [
        ("2023年度项目支出绩效自评结果公开表", "项目支出绩效自评结果公开表", 2023),
        ("某县2023年项目支出绩效自评明细表", "某县项目支出绩效自评明细表", 2023),
        ("附件3：2022年度区级项目支出绩效自评表（样表）", "区级项目支出绩效自评表（样表）", 2022),
        ("2022年度预算绩效自评报表", "预算绩效自评报表", 2022),
    ],
)
def test_captions(build, caption, title, year):
    (read,) = build.parse([caption, build.form])
    assert (read.title, read.year) == (title, year)


def test_label_of_the_block_level_with_the_goals_is_no_goal(build):
    """Without lines «年度目标完成情况» stands beside the texts only, below a blank cell beside their labels."""
    goal = [
        ["", "预期目标", "<", "<", "目标实际完成情况", "<", "<", "<"],
        ["年度目标完成情况", "保障平台稳定运行。", "<", "<", "平台全年稳定运行。", "<", "<", "<"],
    ]
    read = blocks(build, goal=goal)
    assert (read.goal.expected, read.goal.actual) == ("保障平台稳定运行。", "平台全年稳定运行。")
