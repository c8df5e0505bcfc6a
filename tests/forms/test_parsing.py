"""Forms from typed grids: the contract's reading conventions and the conditions of real files."""

import pytest

from textmine.records import Goal


def rows(form, *fields):
    return [tuple(getattr(row, field) for field in fields) for row in form.indicators]


def test_ordinary_form(build):
    """The national template, every block."""
    (form,) = build.parse(["项目支出绩效自评表", "（2024年度）", build.form])
    assert (form.title, form.year, form.project) == ("项目支出绩效自评表", 2024, "数据运营服务费")
    assert (form.department, form.unit) == ("示例市数据局", "示例市数据中心")
    assert [(f.item, f.budget, f.weight, f.rate, f.score) for f in form.funding] == [
        ("年度资金总额", 1000.0, 10.0, 99.0, 9.9),
        ("其中：当年财政拨款", 1000.0, None, 99.0, None),
    ]
    assert form.goal == Goal("保障平台稳定运行。", "平台全年稳定运行。")
    assert rows(form, "level1", "level2", "level3", "weight", "score", "deviation") == [
        ("产出指标", "数量指标", "处理工单数", 20, 20, ""),
        ("产出指标", "数量指标", "培训人次", 20, 16, "两期培训因疫情取消。下一步将改为线上。"),
        ("产出指标", "质量指标", "验收合格率", 30, 30, ""),
        ("满意度指标", "服务对象满意度指标", "用户满意度", 20, 20, "无"),
    ]
    assert (form.total_weight, form.total_score, form.reconciled) == (100.0, 95.9, True)
    assert form.pages == (1,) and form.indicators[0].page == 1


def test_year_and_title_inside_the_table(build):
    """Workbooks hold title and year as rows of the grid, letter-spaced and in Chinese numerals too."""
    title = [["项目支出绩效自评表", *["<"] * 7], ["（ 二〇二三 年度）", *["<"] * 7]]
    (form,) = build.parse([[*title, *build.form]], kind="excel")
    assert (form.title, form.year) == ("项目支出绩效自评表", 2023)


def test_level_points_and_indicator_numbers_are_kept_out(build):
    body = [["产出指标（90分）", "数量指标\n（90分）", "指标1：处理工单数", "1", "1", "90", "85.1", "原因不明，将改进"]]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert rows(form, "level1", "level2", "level3") == [("产出指标", "数量指标", "处理工单数")]


def test_subtotals_templates_and_repeated_headers_are_no_indicators(build):
    body = [
        ["产出指标", "数量指标", "处理工单数", "1", "1", "90", "86", ""],
        ["^", "^", "……", "", "", "", "", ""],
        ["^", "^", "指标2：", "", "", "", "", ""],
        ["小计", "<", "<", "<", "<", "90", "86", ""],
        build.header,
        ["满意度指标", "", "……", "……", "", "", "", ""],
    ]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert rows(form, "level3") == [("处理工单数",)]
    assert form.total_score == 95.9


def test_blank_level2_stays_blank(build):
    """A blank level 2 under a new level 1 is blank, merged or not."""
    body = [
        ["产出指标", "数量指标", "甲", "1", "1", "30", "30", ""],
        ["^", "^", "乙", "1", "1", "30", "30", ""],
        ["满意度指标", "", "丙", "1", "1", "15", "15", ""],
        ["^", "^", "丁", "1", "1", "15", "11", "原因。改进。"],
    ]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert [row.level2 for row in form.indicators] == ["数量指标", "数量指标", "", ""]


def test_unmerged_labels_hold_for_the_blank_cells_below(build):
    body = [
        ["产出指标", "数量指标", "甲", "1", "1", "30", "30", ""],
        ["", "", "乙", "1", "1", "30", "30", ""],
        ["", "质量指标", "丙", "1", "1", "15", "15", ""],
        ["满意度指标", "", "丁", "1", "1", "15", "11", "原因。改进。"],
    ]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert rows(form, "level1", "level2") == [
        ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("满意度指标", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("产出指标", ""),
        ("", "产出指标"),
        ("产出指标", "产出指标"),
        ("产出", "指标"),
        ("产出指", "标"),
        ("产\n出", "指\n标"),
    ],
)
def test_level_label_over_a_page_break(build, above, below):
    """Printed once on either page, repeated, or cut in halves."""
    first = [
        *build.head, *build.funding, build.header,
        ["成本指标", "成本指标", "零", "1", "1", "10", "10", ""],
        [above, "数量指标", "甲", "1", "1", "20", "20", ""],
        ["^", "^", "乙", "1", "1", "20", "20", ""],
    ]  # fmt: skip
    second = [
        [below, "质量指标", "丙", "1", "1", "20", "20", ""],
        ["^", "^", "丁", "1", "1", "20", "16", "原因。改进。"],
        *build.total,
    ]
    (form,) = build.parse(["项目支出绩效自评表", first], [second])
    assert rows(form, "level1", "level2") == [
        ("成本指标", "成本指标"), *[("产出指标", "数量指标")] * 2, *[("产出指标", "质量指标")] * 2,
    ]  # fmt: skip
    assert form.pages == (1, 2)


def test_row_broken_in_mid_cell_over_the_page(build):
    """The lower half joins cell by cell, below a repeated header too; rows and characters are conserved."""
    cut = [
        *build.form[:-2],
        ["满意度指标", "服务对象满意度指标", "用户满", "≥90(", "95(%)", "20", "20", "个别用户不配"],
    ]
    for header in ([], [build.header]):
        rest = [*header, ["", "", "意度", "%)", "", "", "", "合。今后加强沟通。"], *build.total]
        (form,) = build.parse(["项目支出绩效自评表", cut], [rest])
        assert len(form.indicators) == 4
        last = form.indicators[-1]
        assert (last.level3, last.target, last.actual, last.weight) == ("用户满意度", "≥90(%)", "95(%)", 20)
        assert last.deviation == "个别用户不配合。今后加强沟通。"
        assert (last.level1, last.page) == ("满意度指标", 1)


def test_numbers_in_the_lower_half(build):
    """Centred numbers of a broken row may stand on the next page."""
    cut = [*build.form[:-2], ["满意度指标", "服务对象满意度指标", "用户满", "≥90(%)", "95", "", "", "个别用户不配"]]
    rest = [["", "", "意度", "", "(%)", "20", "20", "合。今后加强沟通。"], *build.total]
    (form,) = build.parse(["项目支出绩效自评表", cut], [rest])
    assert rows(form, "level3", "actual", "weight", "score")[-1] == ("用户满意度", "95(%)", 20, 20)


@pytest.mark.parametrize(("upper", "lower"), [("20.0", "0"), ("20.", "00"), ("20", ".00"), ("20", "")])
def test_numbers_broken_over_the_page(build, upper, lower):
    """A narrow column breaks its number, too: «20.0» above, «0» below is one weight, not a row of its own."""
    cut = [*build.form[:-2], ["满意度指标", "服务对象满意度指标", "用户满", "≥90(%)", "95(%)", upper, "20.00", ""]]
    (form,) = build.parse(["项目支出绩效自评表", cut], [[["", "", "意度", "", "", lower, "", ""], *build.total]])
    assert rows(form, "level3", "weight", "score")[-1] == ("用户满意度", 20, 20)
    assert len(form.indicators) == 4
    assert form.reconciled


def test_the_rest_of_an_explanation_is_no_label(build):
    """«得分。», left over below a repeated header beside a tall side label, does not become the column of scores."""
    one = ["^", "产出指标", "数量指标", "处理工单数", "≥100(件)", "完成得满", "120(件)", "20", "20", ""]
    above = [*[[*r, "<", "<"] for r in build.head], ["绩效指标", *build.header[:4], "评分标准", *build.header[4:]], one]
    rest = [["", *build.header[:4], "评分标准", *build.header[4:]], ["^", "", "", "", "", "得分。", "", "", "", ""],
            ["^", "产出指标", "质量指标", "合格率", "100%", "按比例", "100%", "80", "75", "无"]]  # fmt: skip
    (form,) = build.parse(["项目支出绩效自评表", above], [rest])
    assert rows(form, "level3", "weight", "score") == [("处理工单数", 20, 20), ("合格率", 80, 75)]


def test_goal_broken_over_the_page(build):
    first = [*build.head, *build.funding, *build.goal]
    second = [
        ["", "另建设两个\n平台。", "<", "<", "其中两个平台已建成。", "<", "<", "<"],
        build.header,
        *build.body,
        *build.total,
    ]
    (form,) = build.parse(["项目支出绩效自评表", first], [second])
    assert form.goal == Goal("保障平台稳定运行。另建设两个平台。", "平台全年稳定运行。其中两个平台已建成。")


@pytest.mark.parametrize(
    ("goal", "want"),
    [
        ([["年度总体目标", "保障运行。", *["<"] * 6]], Goal("保障运行。", "")),
        (
            [["年度目标", "预期目标", "保障运行。", *["<"] * 5], ["^", "实际完成情况", "已保障。", *["<"] * 5]],
            Goal("保障运行。", "已保障。"),
        ),
        (
            [
                ["年初设定目标", "<", "<", "<", "全年目标实际完成情况", "<", "<", "<"],
                ["保障运行。", "<", "<", "<", "已保障。", "<", "<", "<"],
            ],
            Goal("保障运行。", "已保障。"),
        ),
        (
            [["总体目标完成情况", "预期目标", "保障运行。", "<", "目标实际完成情况", "已保障。", "<", "<"]],
            Goal("保障运行。", "已保障。"),
        ),
        ([], Goal()),
    ],
)
def test_goal_variants(build, goal, want):
    (form,) = build.parse(
        ["项目支出绩效自评表", [*build.head, *build.funding, *goal, build.header, *build.body, *build.total]]
    )
    assert form.goal == want
    assert len(form.indicators) == 4 and len(form.funding) == 2


def test_vertical_block_label_and_reasons_at_the_foot(build):
    """Hubei: a block label at the left, the total only under the scores, reasons for the whole form."""
    form = [
        ["项目名称", "<", "设备更新", "<", "<", "<", "<", "<"],
        ["主管部门", "<", "示例局", "<", "项目实施单位", "<", "示例中心", "<"],
        [
            "预算执行情况\n（万元）（20分）",
            "<",
            "",
            "预算数（A）",
            "<",
            "执行数（B）",
            "执行率（B/A）",
            "得分（20分*执行率）",
        ],
        ["^", "<", "年度财政资金总额", "200", "<", "190", "95%", "19"],
        [
            "年度绩效目标（80分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "年初目标值（A）",
            "实际完成值（B）",
            "分值",
            "得分",
        ],
        ["^", "产出指标", "数量指标", "更新设备", "10台", "9台", "40", "36"],
        ["^", "效益指标", "社会效益指标", "提升能力", "提升", "提升", "40", "40"],
        ["总分", "<", "<", "<", "<", "<", "<", "95"],
        ["偏差大或\n目标未完成\n原因分析", "<", "一台设备到货晚。", *["<"] * 5],
        ["改进措施及\n结果应用方案", "<", "提前采购。", *["<"] * 5],
        ["备注：", "<", "1.预算执行情况口径……", *["<"] * 5],
    ]
    (read,) = build.parse(["2024年度项目支出绩效自评表", form])
    assert read.deviation == "一台设备到货晚。\n提前采购。"
    assert (read.total_weight, read.total_score, read.year) == (None, 95.0, 2024)
    assert [(f.item, f.budget, f.weight, f.rate, f.score) for f in read.funding] == [
        ("年度财政资金总额", 200.0, None, 95.0, 19.0)
    ]
    assert rows(read, "level1", "weight") == [("产出指标", 40.0), ("效益指标", 40.0)]
    assert read.title == "项目支出绩效自评表"
    assert read.reconciled, read.findings


def test_split_target_is_joined_in_fixed_order(build):
    """指标性质 | 指标值 | 度量单位, in whatever order the columns stand, under one header or two."""
    one = [
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "度量单位",
            "指标性质",
            "指标值",
            "实际完成值",
            "分值",
            "得分",
            "未完成原因分析",
        ],
        ["产出指标", "数量指标", "处理工单", "件", "≥", "100", "120件", "90", "86", "原因。改进。"],
        ["总分", "<", "<", "<", "<", "<", "<", "100", "95.9", ""],
    ]
    two = [
        ["绩效指标", "<", "<", "年度指标值", "<", "<", "全年完成值", "权重", "得分", "未完成原因及拟改进措施"],
        ["一级指标", "二级指标", "三级指标", "性质", "指标值", "单位", "^", "^", "^", "^"],
        ["产出指标", "数量指标", "处理工单", "≥", "100", "件", "120件", "90", "86", "原因。改进。"],
        ["总分", "<", "<", "<", "<", "<", "<", "100", "95.9", ""],
    ]
    for body in (one, two):
        head = [[*row, "<", "<"] for row in build.head]
        funding = [[*row, "", ""] for row in build.funding]
        (form,) = build.parse(["项目支出绩效自评表", [*head, *funding, *body]])
        assert rows(form, "level3", "target", "actual", "weight", "score", "deviation") == [
            ("处理工单", "≥100件", "120件", 90, 86, "原因。改进。")
        ]
        assert form.total_score == 95.9


def test_extra_columns_are_left_out(build):
    """Ordinals, methods, criteria, completion rates, other people's scores."""
    table = [
        [
            "序号",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标解释",
            "目标值",
            "完成值",
            "完成率",
            "评分标准",
            "权重",
            "自评得分",
            "财政复核得分",
            "扣分原因",
        ],
        [
            "1",
            "产出",
            "产出数量",
            "处理工单",
            "全年工单",
            "100",
            "90",
            "90%",
            "按比例得分",
            "90",
            "86",
            "80",
            "人手不足，将增加",
        ],
        ["合计", *["<"] * 8, "100", "95.9", "", ""],
    ]
    head = [[*row, *["<"] * 5] for row in build.head]
    (form,) = build.parse(["项目支出绩效自评表", [*head, *[[*r, *[""] * 5] for r in build.funding], *table]])
    assert rows(form, "level1", "level2", "level3", "target", "actual", "weight", "score", "deviation") == [
        ("产出", "产出数量", "处理工单", "100", "90", 90, 86, "人手不足，将增加")
    ]


def test_execution_rate_as_first_indicator(build):
    """It stays an indicator; the funding rows then carry no points."""
    funding = [
        ["项目资金", "", "年初预算数", "全年预算数", "<", "全年执行数", "<", "执行率"],
        ["^", "年度资金总额", "10", "10", "<", "9", "<", "90%"],
    ]
    body = [
        ["预算执行率", "预算执行率", "预算执行率", "100%", "90%", "10", "9", ""],
        ["产出指标", "数量指标", "甲", "1", "1", "90", "90", ""],
    ]
    (form,) = build.parse(
        [
            "项目支出绩效自评表",
            [*build.head, *funding, build.header, *body, ["总分", "<", "<", "<", "<", "100", "99", ""]],
        ]
    )
    assert [row.level3 for row in form.indicators] == ["预算执行率", "甲"]
    assert form.funding[0].weight is None and form.reconciled


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        (["评分等级", "<", "优", *["<"] * 5], "优"),
        (["自评等级", "<", "优□ 良☑ 中□ 差□", *["<"] * 5], "良"),
        (["评价等级：优", *["<"] * 7], "优"),
        (["绩效等级", "<", "☐优  ☑良  ☐中  ☐差", *["<"] * 5], "良"),
        (["自评结论", "<", "优（90-100分）√ 良（80-90分） 中（60-80分） 差（60分以下）", *["<"] * 5], "优"),
    ],
)
def test_grade_rows(build, row, grade):
    (form,) = build.parse(["项目支出绩效自评表", [*build.form, row]])
    assert form.grade == grade
    assert form.total_score == 95.9


def test_several_forms(build):
    """In one file, on one page, and in one grid below each other."""
    other = [["项目名称", "<", "另一项目", *["<"] * 5], *build.form[1:]]
    for pages in (
        (["项目支出绩效自评表", build.form], ["项目支出绩效自评表", other]),
        (["项目支出绩效自评表", build.form, "项目支出绩效自评表", other],),
        ([[["项目支出绩效自评表", *["<"] * 7], *build.form, ["项目支出绩效自评表", *["<"] * 7], *other]],),
        ([[*build.form, *other]],),
    ):
        forms = build.parse(*pages)
        assert [form.project for form in forms] == ["数据运营服务费", "另一项目"]
        assert [len(form.indicators) for form in forms] == [4, 4]


def test_forms_side_by_side(build):
    other = [["项目名称", "<", "另一项目", *["<"] * 5], *build.form[1:]]
    both = [[*left, "", *right] for left, right in zip(build.form, other, strict=True)]
    forms = build.parse([both], kind="excel")
    assert [form.project for form in forms] == ["数据运营服务费", "另一项目"]
    assert [len(form.indicators) for form in forms] == [4, 4]


@pytest.mark.parametrize("caption", ["项目支出绩效自评表（续）", "续表", "项目支出绩效自评表", "第2页"])
def test_continued_captions(build, caption):
    """A caption repeated or continued on the next page begins no form, with or without the head repeated."""
    for head in ([], [build.header], [*build.head, build.header]):
        forms = build.parse(["项目支出绩效自评表", build.form[:-2]], [caption, [*head, *build.form[-2:]]])
        assert [len(form.indicators) for form in forms] == [4]


def test_two_forms_of_one_project_in_a_file_without_pages(build):
    """Word and workbooks repeat no captions at page breaks: a caption and a head again are another form."""
    title = "项目支出绩效自评表"
    forms = build.parse([title, build.form[:-1], title, build.form[:-1]], kind="word")
    assert [len(form.indicators) for form in forms] == [4, 4]


def test_no_forms(build):
    """Goals to be declared, third parties' scores, overviews, monitoring and accounts are no forms."""
    declared = [
        *build.head,
        ["一级指标", "二级指标", "三级指标", "指标值", "<", "<", "<", "<"],
        ["产出指标", "数量指标", "甲", "≥1", "<", "<", "<", "<"],
    ]
    scored = [
        ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "目标值", "完成值", "得分"],
        ["决策", "项目立项", "立项依据充分性", "4", "充分", "充分", "充分", "4"],
        ["过程", "资金管理", "资金到位率", "4", "足额", "100%", "100%", "4"],
    ]
    overview = [
        ["序号", "项目名称", "项目单位", "全年预算数", "全年执行数", "执行率", "自评得分", "自评等级"],
        ["1", "甲", "乙", "1", "1", "100%", "98", "优"],
    ]
    account = [
        ["科目编码", "科目名称", "年初预算数", "全年预算数", "决算数", "基本支出", "项目支出", "合计"],
        ["201", "一般公共服务", *["1.00"] * 6],
    ]
    assert (
        build.parse(
            ["项目支出绩效目标申报表", declared],
            ["绩效评价指标体系", scored],
            ["项目支出绩效自评情况汇总表", overview],
            [account],
        )
        == ()
    )


def test_form_in_a_final_account(build):
    """Other tables before and behind it do not touch it."""
    account = [
        ["科目编码", "科目名称", "年初预算数", "全年预算数", "决算数", "基本支出", "项目支出", "合计"],
        ["201", "一般公共服务", *["1.00"] * 6],
    ]
    forms = build.parse(
        ["收入支出决算总表", account],
        ["一、总体情况", "项目支出绩效自评表", "（2023年度）", build.form],
        ["支出决算表", account],
        [account],
    )
    assert [(f.pages, f.year, len(f.funding), len(f.indicators), f.total_score) for f in forms] == [
        ((2,), 2023, 2, 4, 95.9)
    ]


def test_department_form_without_project(build):
    """部门整体支出: the department's name stands alone."""
    head = [["部门（单位）名称", "<", "示例市统计局", *["<"] * 5]]
    (form,) = build.parse(["2023年度部门整体支出绩效自评表", [*head, *build.form[2:]]])
    assert (form.department, form.project, form.year, form.title) == (
        "示例市统计局",
        "",
        2023,
        "部门整体支出绩效自评表",
    )


def test_head_in_lines_above_the_table(build):
    (form,) = build.parse(["项目支出绩效自评表", "填报单位（盖章）：示例中心    2022年度    单位：万元", build.form])
    assert (form.year, form.unit) == (2022, "示例市数据中心")


def test_fraction_as_rate(build):
    """0.99 in a workbook is 99 per cent; 100 stays 100 and 0 stays 0."""
    funding = [
        build.funding[0],
        ["^", "年度资金总额", "1000", "1000", "990", "10", "0.99", "9.9"],
        ["^", "其他资金", "0", "0", "0", "", "0", ""],
    ]
    (form,) = build.parse([[*build.head, *funding, build.header, *build.body, *build.total]], kind="excel")
    assert [f.rate for f in form.funding] == [99.0, 0.0]
    assert form.funding[1].weight is None


def test_remark_holds_the_explanation_only_where_nothing_else_does(build):
    remark = [*build.header[:-1], "备注"]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, remark, *build.body, *build.total]])
    assert form.indicators[1].deviation.startswith("两期培训")


def test_reason_and_measure_columns_are_joined(build):
    header = [*build.header[:-1], "未完成原因分析", "改进措施"]
    body = [["产出指标", "数量指标", "甲", "1", "1", "90", "86", "人手不足。", "将增加人手。"]]
    table = (
        [[*row, "<"] for row in build.head]
        + [[*row, ""] for row in build.funding]
        + [header, *body, [*build.total[0], ""]]
    )
    (form,) = build.parse(["项目支出绩效自评表", table])
    assert form.indicators[0].deviation == "人手不足。\n将增加人手。"


def test_bare_continuation_within_the_frame(build):
    """Borderless tables: on the next page only the text tells the edges, and they lie within the first page's."""
    first = build.grid(build.form[:-2], (40, 80, 60, 20))
    rest = build.grid(
        [["用户满意度", "≥90(%)", "95(%)", "20", "20"], ["总分", "", "", "100", "95.9"]], (160, 40, 60, 20)
    )
    (form,) = build.parse(["项目支出绩效自评表", first], [rest])
    assert rows(form, "level3", "weight")[-1] == ("用户满意度", 20)
    assert form.total_score == 95.9


def test_a_form_a_sheet_without_totals(build):
    """Nothing closes the first form; the next sheet does."""
    from textmine.documents.model import Document, Page

    title = [["项目支出绩效自评表", *["<"] * 7], ["（2024年）", *["<"] * 7]]
    form = [*title, *build.head, *build.funding, build.header, *build.body]
    pages = tuple(Page(None, (build.grid(form),), label=f"表{n}") for n in (1, 2))
    from textmine.forms import parse_forms

    forms = parse_forms(Document("a.xlsx", "excel", "excel", pages, 2))
    assert [(f.year, f.title, len(f.indicators)) for f in forms] == [(2024, "项目支出绩效自评表", 4)] * 2


def test_header_torn_by_the_page_break(build):
    """一 | 级指标, and a two-row header with a row on each page."""
    upper = ["一", "二", *build.header[2:]]
    lower = ["级\n指标", "级\n指标", "", "", "", "", "", ""]
    (form,) = build.parse(
        ["项目支出绩效自评表", [*build.head, *build.funding, upper]], [[lower, *build.body, *build.total]]
    )
    assert rows(form, "level1", "level2", "level3")[0] == ("产出指标", "数量指标", "处理工单数")
    upper = ["绩效指标", "<", "<", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改"]
    lower = ["一级指标", "二级指标", "三级指标", "", "", "", "", "进措施"]
    (form,) = build.parse(
        ["项目支出绩效自评表", [*build.head, *build.funding, upper]], [[lower, *build.body, *build.total]]
    )
    assert rows(form, "level1", "weight")[0] == ("产出指标", 20)
    assert form.indicators[1].deviation.startswith("两期培训") and form.total_score == 95.9


def test_measures_in_a_line_below_the_table(build):
    foot = ["偏差大或目标未完成原因分析", "<", "到货晚。", *["<"] * 5]
    (form,) = build.parse(
        ["项目支出绩效自评表", [*build.form, foot]], ["改进措施及结果应用方案提前采购，加强调度。", "填表人：张三"]
    )
    assert form.deviation == "到货晚。\n提前采购，加强调度。"


def test_labels_torn_over_rows(build):
    """Stray lines through a vertical label leave a piece of it in each row."""
    body = [
        ["产\n出", "数\n量", "甲", "1", "1", "40", "40", ""],
        ["指", "指", "乙", "1", "1", "20", "20", ""],
        ["标", "标", "丙", "1", "1", "20", "20", ""],
        ["满意度指标", "", "丁", "1", "1", "10", "6", "原因。改进。"],
    ]
    (form,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert rows(form, "level1", "level2") == [*[("产出指标", "数量指标")] * 3, ("满意度指标", "")]
