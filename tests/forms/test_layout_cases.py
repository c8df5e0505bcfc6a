"""Layouts met in hand-made forms: section rows, years side by side, side labels, untested figures."""


def rows(form, *fields):
    return [tuple(getattr(row, field) for field in fields) for row in form.indicators]


def test_section_rows_name_the_first_level_where_no_column_does(build):
    table = [
        ["项目名称", "<", "科技创新券", "<", "<", "<"],
        ["序号", "指标名称", "计划值", "实际值", "标准分", "自评分"],
        ["一、产出指标（60分）", "<", "<", "<", "<", "<"],
        ["1", "发放数量", "300张", "342张", "60", "60"],
        ["二、效益指标（40分）", "<", "<", "<", "<", "<"],
        ["2", "新增企业", "30家", "26家", "40", "34"],
        ["合计", "<", "<", "<", "100", "94"],
    ]
    (form,) = build.parse(["2021年度专项资金绩效自评表", table])
    assert rows(form, "level1", "level3", "weight") == [("产出指标", "发放数量", 60), ("效益指标", "新增企业", 40)]


def test_of_two_years_side_by_side_the_last_counts(build):
    table = [
        ["项目名称", "<", "土地整治", "<", "<", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "2022年", "<", "2023年", "<", "分值", "得分"],
        ["^", "^", "^", "目标值", "完成值", "目标值", "完成值", "^", "^"],
        ["产出", "数量指标", "整治面积", "2000亩", "2000亩", "3500亩", "3120亩", "100", "89"],
        ["总分", "<", "<", "<", "<", "<", "<", "100", "89"],
    ]
    (form,) = build.parse(["项目绩效自评表", table])
    assert rows(form, "target", "actual", "score") == [("3500亩", "3120亩", 89)]


def test_the_label_of_the_block_is_no_level(build):
    table = [
        ["项目名称", "<", "校舍加固", "<", "<", "<", "<", "<"],
        ["一级指标", "<", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分"],
        ["绩效指标", "产出指标", "数量指标", "加固面积", "3万", "3万", "60", "60"],
        ["^", "效益指标", "社会效益", "惠及学生", "1万", "1万", "40", "40"],
        ["总分", "<", "<", "<", "<", "<", "100", "100"],
    ]
    (form,) = build.parse(["项目支出绩效自评表", table])
    assert rows(form, "level1", "level2") == [("产出指标", "数量指标"), ("效益指标", "社会效益")]


def test_the_goal_of_an_indicator_is_its_target(build):
    table = [
        ["项目名称", "公务用车购置", "<", "<", "<", "<"],
        ["指标类型", "指标名称", "绩效目标", "实际完成", "分值", "得分"],
        ["产出指标", "购置数量", "3辆", "3辆", "100", "100"],
    ]
    (form,) = build.parse(["预算项目支出绩效自评表", table])
    assert rows(form, "level1", "level3", "target") == [("产出指标", "购置数量", "3辆")]


def test_measures_below_a_common_heading_join_the_reasons(build):
    table = [
        ["项目名称", "<", "法律援助", "<", "<", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分", "偏差", "<"],
        ["^", "^", "^", "^", "^", "^", "^", "原因分析", "改进措施"],
        ["产出", "数量", "普法场次", "50场", "44场", "100", "88", "场地受限", "线上普法"],
        ["总分", "<", "<", "<", "<", "100", "88", "", ""],
    ]
    (form,) = build.parse(["项目支出绩效自评表", table])
    assert rows(form, "deviation") == [("场地受限\n线上普法",)]


def test_the_unit_in_a_line_above_the_table(build):
    lines = [
        "2022年度项目支出绩效自评表",
        "项目名称：校舍工程　　主管部门：某省教育厅",
        "实施单位：某校后勤中心　　单位：万元",
    ]
    (form,) = build.parse([*lines, [build.header, *build.body, *build.total]])
    assert (form.project, form.department, form.unit) == ("校舍工程", "某省教育厅", "某校后勤中心")


def test_figures_that_nothing_bears_out_are_not_reconciled(build):
    """Rows for 90 points, no funding and no total: a row may be missing, and nothing would tell."""
    head = ["项目支出绩效自评表", "（2024年度）"]
    (whole,) = build.parse([*head, [*build.head, *build.funding, build.header, *build.body]])
    (part,) = build.parse([*head, [*build.head, build.header, *build.body]])
    assert (whole.reconciled, part.reconciled) == (True, False)
