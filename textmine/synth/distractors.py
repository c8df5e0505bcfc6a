"""What stands around forms and must not be taken for one: accounts, declarations, third-party scores, prose."""

from __future__ import annotations

from random import Random

from textmine.synth.content import make_form
from textmine.synth.owners import Owner, Traits, make_owner
from textmine.synth.table import UNITS, Box, Caption, Table, spread
from textmine.synth.words import words

_ACCOUNTS = (
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算明细表",
    "政府性基金预算财政拨款收入支出决算表",
    "“三公”经费公共预算财政拨款支出决算表",
)
_SUBJECTS = (
    "一般公共服务支出",
    "教育支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "农林水支出",
    "住房保障支出",
    "行政运行",
    "事业运行",
    "机关事业单位基本养老保险缴费支出",
    "其他支出",
    "本年收入合计",
    "年末结转和结余",
)


def grid(title: str, header: list[str], rows: list[list[str]], weights: list[float] | None = None) -> Table:
    """Return a plain table with one header row."""
    widths = spread(weights or [1.0] * len(header), UNITS)
    boxes = []
    for r, texts in enumerate([header, *rows]):
        col = 0
        for text, width in zip(texts, widths, strict=True):
            boxes.append(Box(r, col, text, colspan=width, kind="head" if r == 0 else "value"))
            col += width
    return Table(tuple(boxes), len(rows) + 1, (Caption(title, 1.6),), repeat=(0, 1))


def _amount(rng: Random) -> str:
    return f"{rng.uniform(0, 9000):,.2f}" if rng.random() < 0.8 else ""


def account(rng: Random) -> Table:
    """Return one of the tables of a final account."""
    n = rng.randint(3, 7)
    header = [
        "功能分类科目编码",
        "科目名称",
        *[
            f"{w}"
            for w in rng.sample(
                ["合计", "基本支出", "项目支出", "财政拨款", "上年结转", "年初预算数", "决算数", "其他收入"], n
            )
        ],
    ]
    rows = [
        [str(rng.randint(20101, 22999)), rng.choice(_SUBJECTS), *[_amount(rng) for _ in range(n)]]
        for _ in range(rng.randint(8, 26))
    ]  # fmt: skip
    return grid(rng.choice(_ACCOUNTS), header, rows, [1.5, 3, *[1.5] * n])


def prose(rng: Random, lines: int = 24) -> Table:
    """Return a page of running text."""
    owner = make_owner(rng)
    out = [
        Caption(
            rng.choice(
                ["第三部分  部门决算情况说明", "一、部门职责", "（三）预算绩效管理工作开展情况", "四、名词解释"]
            ),
            1.4,
            "l",
        )
    ]
    for _ in range(lines):
        text = make_form(rng, owner, 2023, Traits(rows=(3, 3))).form.goal.expected
        out.append(Caption("    " + text[:44], 1.0, "l"))
    return Table((), 0, tuple(out))


def declaration(rng: Random) -> Table:
    """Return a declaration of goals (绩效目标申报表): levels and targets, nothing achieved and nothing scored."""
    owner = make_owner(rng)
    form = make_form(rng, owner, 2024, Traits(rows=(6, 12))).form
    rows = [
        ["项目名称", owner.project, "主管部门", owner.department],
        ["年度目标", form.goal.expected, "实施单位", owner.unit],
        ["一级指标", "二级指标", "三级指标", "指标值"],
    ]
    rows += [[r.level1, r.level2, r.level3, r.target] for r in form.indicators]
    table = grid(
        "项目支出绩效目标申报表",
        ["预算年度", "2024年", "资金总额（万元）", f"{form.funding[0].budget}"],
        rows,
        [1, 2, 2, 2],
    )
    return Table(table.boxes, table.n_rows, (*table.above, Caption("（2024年度）")))


def third_party(rng: Random) -> Table:
    """Return the score sheet of an evaluator (绩效评价评分表): points for criteria, not for one's own goals."""
    names = ["决策", "过程", "产出", "效益"]
    subs = {
        "决策": ["项目立项", "绩效目标", "资金投入"],
        "过程": ["资金管理", "组织实施"],
        "产出": ["产出数量", "产出质量"],
        "效益": ["项目效益"],
    }
    rows = []
    for name in names:
        for sub in subs[name]:
            points = rng.randint(3, 12)
            rows.append(
                [
                    name,
                    sub,
                    sub + rng.choice(["规范性", "合理性", "充分性"]),
                    str(points),
                    "考察" + sub + "是否符合相关规定；每发现一处问题扣1分，扣完为止。",
                    str(points - rng.randint(0, 2)),
                ]
            )
    rows.append(["合计", "", "", "100", "", f"{rng.uniform(80, 97):.2f}"])
    return grid(
        f"{make_owner(rng).project}绩效评价指标体系及评分表",
        ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"],
        rows,
        [1, 1.3, 1.6, 0.7, 3, 0.7],
    )


def overview(rng: Random) -> Table:
    """Return the list of all self-evaluated projects with their totals."""
    rows = []
    for i in range(rng.randint(5, 14)):
        owner: Owner = make_owner(rng)
        budget = rng.uniform(20, 3000)
        rows.append(
            [
                str(i + 1),
                owner.project,
                owner.unit,
                f"{budget:.2f}",
                f"{budget * 0.98:.2f}",
                "98.00%",
                f"{rng.uniform(80, 100):.2f}",
                "优",
            ]
        )
    return grid(
        f"{rng.choice(words()['regions'])}项目支出绩效自评结果汇总表",
        ["序号", "项目名称", "项目单位", "全年预算数", "全年执行数", "执行率", "自评得分", "自评等级"],
        rows,
        [0.6, 3, 2, 1.2, 1.2, 1, 1, 0.8],
    )


def around(rng: Random, pages: int) -> list[Table]:
    """Return `pages` tables and texts of a final account, none of them a form."""
    makers = [account, account, prose, prose, overview, declaration]
    return [rng.choice(makers)(rng) for _ in range(pages)]


OTHERS = ("account", "prose", "declaration", "third_party", "overview")
