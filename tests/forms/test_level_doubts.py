"""Level labels that cannot be right are told, and ordinary ones are not."""

import pytest

from textmine.forms.layouts import builtin_layouts
from textmine.forms.level_doubts import level_findings
from textmine.records import Form, Goal, Indicator


def form(*levels):
    rows = tuple(Indicator(one, two, name, "1", "1", 10.0, 10.0, "") for one, two, name in levels)
    return Form("a.pdf", (1,), "", 2024, "", "", "", (), Goal("", ""), rows, None, None, "", "")


def wheres(*levels):
    return [f.where for f in level_findings(form(*levels), builtin_layouts())]


@pytest.mark.parametrize(
    "levels",
    [
        [("产出指标", "数量指标", "甲"), ("效益指标", "", "乙")],
        [("", "", "预算执行率"), ("产出指标", "数量指标", "甲")],
        [("", "", "甲"), ("", "", "乙")],
        [("产出指标", "数量指标", "甲"), ("效益指标", "服务对象满意度", "乙"), ("效益指标", "经济效益", "丙")],
        [("履职效能", "重点工作完成情况", "甲"), ("绩效指标", "社会公众或服务对象满意度", "乙")],
    ],
)
def test_ordinary_labels(levels):
    """Blank second levels, execution outside the levels, none at all, no first level of that kind, a bureau's own."""
    assert not wheres(*levels)


@pytest.mark.parametrize(
    "levels",
    [
        [("产出指标", "数量指标", "甲"), ("一级指标", "二级指标", "乙")],
        [("产出指标", "数量指标", "甲"), ("数量指标质量指标产出指标", "", "乙")],
        [("产出指标", "数量指标", "甲"), ("", "数量指标", "乙")],
        [("产出指标", "质量指标", "甲"), ("产出指标", "", "乙")],
        [("效益指标", "社会效益指标", "甲"), ("效益指标", "群众满意度", "乙"), ("满意度指标", "群众满意度", "丙")],
        [("产出指标", "数量指标", "甲"), ("产出指标", "经济效益指标", "乙"), ("效益指标", "经济效益指标", "丙")],
    ],
)
def test_doubtful_labels(levels):
    """The heading of the column, several labels in one, a blank level among others, one of another first level."""
    assert set(wheres(*levels)) == {"指标2 乙"}


def test_each_row_below_a_doubtful_label_is_told():
    assert wheres(*[("一级指标", "", name) for name in "甲乙"]) == ["指标1 甲", "指标2 乙"]


def test_piece_of_a_label_and_rows_without_points_are_told(build):
    """Without lines a vertical label and wrapped names may fall apart while the sums still hold."""
    body = [["标", *build.body[0][1:]], ["", "", "务完成数", "完成", "完成", "", "", ""], *build.body[1:]]
    (torn,) = build.parse(["项目支出绩效自评表", [*build.head, build.header, *body, *build.total]])
    (whole,) = build.parse(["项目支出绩效自评表", build.form])
    told = ["".join(f.message for f in form.findings if f.code == "low_confidence") for form in (torn, whole)]
    assert "「标」可疑" in told[0] and "rows without points" in told[0] and not told[1]
