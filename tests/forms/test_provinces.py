"""Templates of real bureaus, typed from memory of what they publish: each must come out whole."""

from textmine.records import Goal


def rows(form, *fields):
    return [tuple(getattr(row, field) for field in fields) for row in form.indicators]


def test_transfer_payment(build):
    """中央对地方转移支付区域绩效目标自评表: no weights, no scores, a block on fund management."""
    form = [
        ["转移支付（项目）名称", "<", "<", "就业补助资金", "<", "<", "<"],
        ["中央主管部门", "<", "<", "人力资源社会保障部", "<", "<", "<"],
        ["地方主管部门", "<", "<", "示例省人力资源和社会保障厅", "<", "资金使用单位", "各市县"],
        ["资金投入情况\n（万元）", "<", "", "全年预算数（A）", "全年执行数（B）", "<", "预算执行率\n（B/A×100%）"],
        ["^", "<", "年度资金总额：", "5000", "4900", "<", "98%"],
        ["^", "<", "其中：中央财政资金", "4000", "4000", "<", "100%"],
        ["^", "<", "地方资金", "1000", "900", "<", "90%"],
        ["资金管理情况", "<", "", "情况说明", "<", "<", "存在问题和改进措施"],
        ["^", "<", "分配科学性", "按因素法分配", "<", "<", "无"],
        ["^", "<", "下达及时性", "", "<", "<", ""],
        ["总体目标完成情况", "<", "总体目标", "<", "全年实际完成情况", "<", "<"],
        ["^", "<", "促进就业。", "<", "新增就业1万人。", "<", "<"],
        ["绩效\n指标", "一级\n指标", "二级\n指标", "三级指标", "指标值", "全年实际\n完成值", "未完成原因和改进措施"],
        ["^", "产出指标", "数量指标", "享受补贴人数", "≥1万人", "0.9万人", "申报人数减少。下一步加强宣传。"],
        ["^", "^", "质量指标", "补贴发放准确率", "100%", "100%", ""],
        ["^", "^", "^", "问题整改率", "100%", "100%", ""],
        ["说明", "请在此处简要说明……", *["<"] * 5],
    ]
    (read,) = build.parse(["中央对地方转移支付区域绩效目标自评表", "（2023年度）", form])
    assert (read.project, read.unit, read.year) == ("就业补助资金", "各市县", 2023)
    assert [(f.item, f.budget, f.executed, f.rate) for f in read.funding] == [
        ("年度资金总额：", 5000, 4900, 98), ("其中：中央财政资金", 4000, 4000, 100), ("地方资金", 1000, 900, 90),
    ]  # fmt: skip
    assert read.goal == Goal("促进就业。", "新增就业1万人。")
    assert rows(read, "level1", "level2", "level3", "weight") == [
        ("产出指标", "数量指标", "享受补贴人数", None),
        ("产出指标", "质量指标", "补贴发放准确率", None),
        ("产出指标", "质量指标", "问题整改率", None),
    ]  # fmt: skip
    assert read.indicators[0].deviation == "申报人数减少。下一步加强宣传。"


def test_yunnan_total_row_with_grade(build):
    """总分 | 100 | 95.9 | （自评等级）优, other remarks before it, signatures behind it."""
    form = [
        *build.form[:-1],
        ["其他需要说明事项", "<", "无", *["<"] * 5],
        ["总分", "<", "<", "<", "<", "100", "95.9", "（自评等级）优"],
    ]
    (read,) = build.parse(["项目支出绩效自评表", form, "填表人：张三  联系电话：000"])
    assert (read.total_score, read.grade, len(read.indicators)) == (95.9, "优", 4)


def test_hebei_score_and_grade_in_one_row(build):
    form = [*build.form[:-1], ["自评总分", "<", "95.9", "<", "自评等级", "<", "优", "<"]]
    (read,) = build.parse(["项目支出绩效自评表", form])
    assert (read.total_score, read.grade) == (95.9, "优")


def test_weights_behind_every_level(build):
    """一级指标 | 权重 | 二级指标 | 权重 | 三级指标 | 权重 …: only the last one belongs to the indicator."""
    table = [
        ["项目名称", "<", "甲", *["<"] * 7],
        ["一级指标", "权重", "二级指标", "权重", "三级指标", "权重", "目标值", "完成值", "得分", "扣分原因"],
        ["产出", "60", "数量", "30", "整治河道", "30", "5", "5", "30", ""],
        ["^", "^", "质量", "30", "清淤深度", "30", "合格", "合格", "30", ""],
        ["效益", "40", "社会效益", "40", "水质改善", "40", "提升", "提升", "38", "覆盖面不足，将扩大。"],
        ["合计", "100", "", "100", "", "100", "", "", "98", ""],
    ]
    (read,) = build.parse(["项目支出绩效自评表", table])
    assert rows(read, "level1", "level2", "level3", "weight", "score") == [
        ("产出", "数量", "整治河道", 30, 30),
        ("产出", "质量", "清淤深度", 30, 30), ("效益", "社会效益", "水质改善", 40, 38),
    ]  # fmt: skip
    assert (read.total_weight, read.total_score, read.reconciled) == (100, 98, True)


def test_levels_under_one_wide_header(build):
    """「绩效指标」 heads three columns that have no heads of their own."""
    table = [
        *build.head, *build.funding,
        ["绩效指标", "<", "<", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        *build.body, *build.total,
    ]  # fmt: skip
    (read,) = build.parse(["项目支出绩效自评表", table])
    assert rows(read, "level1", "level2", "level3")[1:3] == [
        ("产出指标", "数量指标", "培训人次"),
        ("产出指标", "质量指标", "验收合格率"),
    ]


def test_older_national_template_with_amounts_in_pairs(build):
    """预算数：| 100 | 执行数：| 90, and 其中 below."""
    funding = [
        ["预算执行情况\n（万元）", "<", "预算数：", "100", "<", "执行数：", "90", "<"],
        ["^", "<", "其中：财政拨款", "80", "<", "其中：财政拨款", "75", "<"],
        ["^", "<", "其他资金", "20", "<", "其他资金", "15", "<"],
    ]
    (read,) = build.parse(
        ["项目支出绩效自评表", [*build.head, *funding, *build.goal, build.header, *build.body, *build.total]]
    )
    assert [(f.item, f.budget, f.executed) for f in read.funding] == [
        ("预算执行情况", 100, 90), ("其中：财政拨款", 80, 75), ("其他资金", 20, 15),
    ]  # fmt: skip


def test_item_cells_split_in_two(build):
    """其中： stands in a merged cell of its own."""
    funding = [
        ["项目资金", "<", "", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
        ["^", "年度资金总额", "<", "100", "100", "90", "90%", "9"],
        ["^", "其中：", "财政拨款", "60", "60", "60", "100%", "—"],
        ["^", "^", "其他资金", "40", "40", "30", "75%", "—"],
    ]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *funding, build.header, *build.body, *build.total]])
    assert [f.item for f in read.funding] == ["年度资金总额", "其中：财政拨款", "其他资金"]


def test_funding_without_item(build):
    """One row of amounts beside the label of the block, in a two-row header."""
    funding = [
        ["预算执行情况（万元）", "<", "预算数", "<", "全年执行数", "分值", "执行率", "得分"],
        ["^", "<", "年初", "调整后", "^", "^", "^", "^"],
        ["^", "<", "90", "100", "99", "10", "99%", "9.9"],
    ]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *funding, build.header, *build.body, *build.total]])
    assert [(f.item, f.initial_budget, f.budget, f.executed, f.score) for f in read.funding] == [
        ("预算执行情况", 90, 100, 99, 9.9)
    ]


def test_tables_apart_with_captions_between(build):
    """Head, goal and indicators in tables of their own."""
    (read,) = build.parse(
        [
            "项目支出绩效自评表",
            "表1 项目基本情况表",
            [*build.head, *build.funding],
            "二、年度目标",
            build.goal,
            "三、绩效指标完成情况表",
            [build.header, *build.body, *build.total],
        ]
    )
    assert (read.project, len(read.funding), len(read.indicators), read.goal.expected) == (
        "数据运营服务费",
        2,
        4,
        "保障平台稳定运行。",
    )


def test_section_rows_inside_the_table(build):
    """一、基本情况 … rows merged over the whole width."""
    wide = lambda text: [text, *["<"] * 7]  # noqa: E731
    form = [
        wide("一、项目基本情况"), *build.head, wide("二、预算执行情况"), *build.funding,
        wide("三、年度总体目标"), *build.goal,
        wide("四、绩效指标完成情况"), build.header, *build.body, *build.total, wide("五、其他需要说明的问题：无"),
    ]  # fmt: skip
    (read,) = build.parse(["项目支出绩效自评表", form])
    assert (read.project, len(read.funding), len(read.indicators), read.goal.actual) == (
        "数据运营服务费",
        2,
        4,
        "平台全年稳定运行。",
    )
    assert read.total_score == 95.9


def test_department_form_of_hunan(build):
    form = [
        ["省级预算部门名称", "<", "示例省统计局", *["<"] * 5],
        ["年度预算申请\n（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "1000", "1000", "990", "10", "99%", "9.9"],
        ["^", "按收入性质分：", "<", "<", "按支出性质分：", "<", "<", "<"],
        ["^", "其中：一般公共预算：900", "<", "<", "其中：基本支出：500", "<", "<", "<"],
        *build.goal, build.header, *build.body, *build.total,
    ]  # fmt: skip
    (read,) = build.parse(["2022年度部门整体支出绩效自评表", form])
    assert (read.department, read.project, read.year) == ("示例省统计局", "", 2022)
    assert [f.item for f in read.funding] == ["年度资金总额"]
    assert len(read.indicators) == 4


def test_points_with_notes_and_units(build):
    body = [
        ["产出指标", "数量指标", "甲", "1", "1", "50分", "49（扣1分）", "迟了，将提前。"],
        ["效益指标", "社会效益指标", "乙", "1", "1", "40%", "３７", "少了，将增加。"],
    ]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert rows(read, "weight", "score") == [(50, 49), (40, 37)]


def test_merged_explanation_belongs_to_its_first_row(build):
    """One deviation cell over two rows is one passage, not two."""
    body = [
        ["产出指标", "数量指标", "甲", "1", "1", "45", "44", "同一原因，将改进。"],
        ["^", "^", "乙", "1", "1", "45", "42", "^"],
    ]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, build.header, *body, *build.total]])
    assert [row.deviation for row in read.indicators] == ["同一原因，将改进。", ""]


def test_name_merged_over_the_levels(build):
    """预算执行率 over all level columns names the indicator and no level."""
    body = [
        ["预算执行率", "<", "<", "100%", "99%", "10", "9.9", ""],
        ["产出指标", "数量指标", "乙", "1", "1", "90", "90", ""],
    ]
    (read,) = build.parse(
        ["项目支出绩效自评表", [*build.head, build.header, *body, ["总分", "<", "<", "<", "<", "100", "99.9", ""]]]
    )
    assert rows(read, "level1", "level2", "level3") == [("", "", "预算执行率"), ("产出指标", "数量指标", "乙")]


def test_full_width_and_letter_spaced_labels(build):
    head = [
        ["项　目　名　称", "<", "甲", *["<"] * 5],
        ["主 管 部 门", "<", "示例局", "<", "实施单位（公章）", "<", "示例中心", "<"],
    ]
    header = [
        "一 级\n指 标",
        "二 级\n指 标",
        "三级指标",
        "年度指标值（Ａ）",
        "实际完成值（Ｂ）",
        "分 值",
        "得 分",
        "偏差原因\n分析及改进\n措施",
    ]
    total = [["总　　分", "<", "<", "<", "<", "１００", "９５．９", ""]]
    (read,) = build.parse(
        ["项 目 支 出 绩 效 自 评 表", "（ ２０２４ 年度）", [*head, *build.funding, header, *build.body, *total]]
    )
    assert (read.project, read.unit, read.total_score, read.year, read.title) == (
        "甲",
        "示例中心",
        95.9,
        2024,
        "项目支出绩效自评表",
    )


def test_tasks_with_amounts_are_no_funding_rows(build):
    """年度主要任务 with its own 预算数 | 执行数, before or behind the funding block."""
    tasks = [
        ["年度主要任务", "任务名称", "主要内容", "<", "预算数（万元）", "<", "执行数（万元）", "<"],
        ["^", "人员培训", "举办培训班。", "<", "62", "<", "60", "<"],
    ]
    for form in ([*build.head, *build.funding, *tasks], [*build.head, *tasks, *build.funding]):
        (read,) = build.parse(["项目支出绩效自评表", [*form, *build.goal, build.header, *build.body, *build.total]])
        assert [f.item for f in read.funding] == ["年度资金总额", "其中：当年财政拨款"]
