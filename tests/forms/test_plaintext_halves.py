"""Text layers torn from top to bottom: the halves are put together row by row, or left alone where they do not fit."""

import pytest

from textmine.documents.text import read
from textmine.forms import parse_forms
from textmine.records import Form

HALVES = """项目支出绩效自评表
（2023年度）

项目名称 乡村道路灯具更新
主管部门 某县城乡建设局
资金来源 年初预算数
全年预算数
全年执行数
年度资金总额 200.00
200.00
150.00
其中：当年财政拨款 200.00
200.00
150.00
预期目标
更换路灯，改善出行条件。
一级指标 二级指标
三级指标
目标值
数量指标
路灯更换数量
≥500盏
产出指标
质量指标

验收合格率
电缆抽检达标率

100%
≥95%

时效指标
更换任务按期完成率 100%
效益指标 社会效益指标 夜间出行便利程度
明显提升
满意度指标 服务对象满意度指标 村民满意度
≥90%
总分

实施单位
某县路灯管理所
分值
执行率 得分
10
75.00% 7.5
—
75.00% —
实际完成情况
已更换路灯，出行条件改善。
完成值
分值 自评得分
未完成原因及改进措施
汛期灯杆基础积水，两个村的安装推迟到冬季；
460盏
20
18.4 下一步与村委会约定安装日期，
提前备料。
100%
20
20
97%
10
10
工人不足，一个标段延期。
92%
10
9.2
今后增加施工班组。
明显提升
20
20
93%
10
10
100
95.1
"""


def _one(text: str) -> Form:
    (form,) = parse_forms(read(text.encode(), source="a.txt"))
    return form


@pytest.fixture
def form() -> Form:
    return _one(HALVES)


def test_names_and_targets_meet_their_results_and_marks(form):
    assert [(r.level3, r.target, r.actual, r.weight, r.score) for r in form.indicators] == [
        ("路灯更换数量", "≥500盏", "460盏", 20.0, 18.4),
        ("验收合格率", "100%", "100%", 20.0, 20.0),
        ("电缆抽检达标率", "≥95%", "97%", 10.0, 10.0),
        ("更换任务按期完成率", "100%", "92%", 10.0, 9.2),
        ("夜间出行便利程度", "明显提升", "明显提升", 20.0, 20.0),
        ("村民满意度", "≥90%", "93%", 10.0, 10.0),
    ]
    assert form.total_score == 95.1


def test_lines_above_and_below_the_marks_make_one_explanation(form):
    assert [r.deviation for r in form.indicators] == [
        "汛期灯杆基础积水，两个村的安装推迟到冬季；下一步与村委会约定安装日期，提前备料。",
        "",
        "",
        "工人不足，一个标段延期。今后增加施工班组。",
        "",
        "",
    ]


def test_labels_in_the_middle_of_their_rows_cover_them(form):
    levels = [(r.level1, r.level2) for r in form.indicators]
    assert levels[:4] == [("产出指标", n) for n in ("数量指标", "质量指标", "质量指标", "时效指标")]
    assert levels[4:] == [("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")]


def test_the_funding_block_and_the_goal_have_both_halves(form):
    assert [(r.budget, r.executed, r.weight, r.rate, r.score) for r in form.funding] == [
        (200.0, 150.0, 10.0, 75.0, 7.5),
        (200.0, 150.0, None, 75.0, None),
    ]
    assert form.unit == "某县路灯管理所"
    assert form.goal is not None
    assert (form.goal.expected, form.goal.actual) == ("更换路灯，改善出行条件。", "已更换路灯，出行条件改善。")


def test_what_was_put_together_is_told(form):
    assert any(f.code == "low_confidence" and "左右拆开" in f.message for f in form.findings)


@pytest.mark.parametrize("lost", ["92%\n10\n9.2\n", "电缆抽检达标率\n"])
def test_halves_of_unlike_length_are_not_put_together(lost):
    found = _one(HALVES.replace(lost, ""))
    assert not any("左右拆开" in f.message for f in found.findings)
    assert any(f.code == "low_confidence" for f in found.findings)
