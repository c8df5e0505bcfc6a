"""Words between two cells, torn heads, numbers of the funding block: what the looks of whole cells tell."""

from textmine.documents.text import read
from textmine.forms import parse_forms
from textmine.forms.plaintext.atoms import Atom, Label
from textmine.forms.plaintext.bands import Band
from textmine.forms.plaintext.cells import cell_cost
from textmine.forms.plaintext.doubts import doubts
from textmine.forms.plaintext.funding import read_funding
from textmine.forms.plaintext.goal import read_goal
from textmine.forms.plaintext.head import mended
from textmine.forms.plaintext.mend import mend, price
from textmine.forms.plaintext.place import cost
from textmine.forms.plaintext.raster import Placed
from textmine.forms.plaintext.spans import levels_of
from textmine.forms.plaintext.tokens import Token
from textmine.records import Form, Goal

ORDER = ("side", "level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")


def atom(text: str, line: int = 0, x0: int = 0, gap: int = 2) -> Atom:
    """Return a word of layout text."""
    return Atom(text, line, x0, x0 + len(text), gap, 1)


def band(*cells: tuple[str, str], line: int = 0) -> Band:
    """Return a row of one line: words with the columns they were placed in, one blank between them."""
    placed = tuple(Placed(atom(text, line, 10 * n, 1), column) for n, (text, column) in enumerate(cells))
    return Band(line, line, line, placed)


def texts(row: Band) -> dict[str, str]:
    """Return the text of each column of a row."""
    return {p.column: p.atom.text for p in row.words}


def test_level_names_do_not_stand_in_the_other_level():
    assert cost(atom("数量指标"), "level2") < cost(atom("数量指标"), "level1")
    assert cost(atom("产出指标"), "level1") < cost(atom("产出指标"), "level2")
    assert cost(atom("成本指标"), "level1") == cost(atom("成本指标"), "level2")  # printed on either


def test_result_beside_its_target_gets_its_own_cell():
    row = band(("长效机制", "level3"), ("健全", "target"), ("较健全", "target"), ("10", "weight"), ("8", "score"))
    assert texts(mend(row, ORDER)) == {
        "level3": "长效机制", "target": "健全", "actual": "较健全", "weight": "10", "score": "8",
    }  # fmt: skip


def test_weight_printed_close_to_the_result_gets_its_own_cell():
    row = band(("开工率", "level3"), ("≥95%", "target"), ("94.4%", "actual"), ("10", "actual"), ("9", "weight"))
    assert texts(mend(row, ORDER))["weight"] == "10"
    assert texts(mend(row, ORDER))["score"] == "9"


def test_whole_rows_stay_as_they_are():
    row = band(("开工率", "level3"), ("≥95%", "target"), ("96%", "actual"), ("10", "weight"), ("10", "score"))
    assert texts(mend(row, ORDER)) == texts(row)
    assert price(row, ORDER) < price(band(("开工率", "level3"), ("10", "weight"), ("10", "score")), ORDER)


def test_row_that_the_label_beside_would_fit_as_well_is_named():
    rows = [band((f"指标{n}", "level3"), ("10", "weight"), line=n) for n in range(4)]
    labels = [Label(name, "level", n, n, 0.0, (atom(name, n),)) for name, n in (("甲类指标", 1), ("乙类指标", 3))]
    names, shaky = levels_of(rows, [], labels)
    assert names[0] == ("", "甲类指标")
    assert shaky


HEADER = [
    Token(name, "line", None, role)
    for name, role in (
        ("年初预算数", "initial_budget"), ("全年预算数", "budget"), ("全年执行数", "executed"), ("分值", "weight"),
        ("执行率", "rate"), ("得分", "score"),
    )
]  # fmt: skip


def funding(*rows: tuple[str, str]) -> list[tuple[float | None, ...]]:
    """Read rows of the funding block, each an item and its numbers."""
    tokens = [*HEADER]
    for item, numbers in rows:
        tokens += [Token(item, "line", None, "item"), *(Token(n, "line", None) for n in numbers.split())]
    return [(r.budget, r.executed, r.weight, r.rate, r.score) for r in read_funding(tokens)]


def test_blank_rows_of_the_funding_block_stay_blank():
    rows = funding(
        ("年度资金总额", "428.00 428.00 427.15 10 99.80% 9.98"), ("其中：财政拨款", "428.00 428.00 427.15 — 99.80% —"),
        ("上年结转资金", ""), ("其他资金", ""),
    )  # fmt: skip
    assert rows[0] == (428.0, 427.15, 10.0, 99.8, 9.98)
    assert rows[1] == (428.0, 427.15, None, 99.8, None)
    assert rows[2] == rows[3] == (None, None, None, None, None)


def test_funding_printed_column_by_column_is_told_by_its_arithmetic():
    rows = funding(("年度资金总额", ""), ("其他资金", "100.00 50.00 80.00 40.00 40.00 30.00 50.00% 75.00%"))
    assert [r[:2] + r[3:4] for r in rows] == [(80.0, 40.0, 50.0), (40.0, 30.0, 75.0)]


def head(*words: tuple[str, str]) -> list[Token]:
    """Return the tokens of a head."""
    return [Token(text, "line", None, role) for text, role in words]


TORN_HEAD = head(
    ("项目名称", "project"), ("主管部门", "department"), ("农村公路养护补助", ""), ("安陵县交通运输局", ""),
    ("年初预算数", "initial_budget"), ("实施单位", "unit"), ("428.00", ""), ("安陵县公路管理站", ""),
)  # fmt: skip


def test_names_of_a_torn_head_are_told_by_order_and_looks():
    found = mended({"project": "安陵县交通运输局", "unit": "428.00"}, TORN_HEAD)
    assert found == {"project": "农村公路养护补助", "department": "安陵县交通运输局", "unit": "安陵县公路管理站"}


def test_names_that_can_be_right_stay():
    read_ = {"project": "农村公路养护补助", "department": "安陵县交通运输局", "unit": "安陵县公路管理站"}
    assert mended(read_, TORN_HEAD) == read_


def test_two_units_of_one_name():
    tokens = head(("主管部门", "department"), ("实施单位", "unit"), ("某区科技创新局", ""), ("某区科技创新局", ""))
    assert mended({}, tokens) == {"department": "某区科技创新局", "unit": "某区科技创新局"}


def test_head_put_back_carries_a_finding():
    text = """项目支出绩效自评表
（2023年度）
项目名称

主管部门

实施单位

农村公路养护补助

年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 100.00 100.00 100.00 10 100.00% 10

安陵县交通运输局

安陵县公路管理站

一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产出指标 数量指标 养护里程 ≥426公里 426公里 90 90 无
总分 100 100
"""
    (form,) = parse_forms(read(text.encode(), source="a.txt"))
    assert (form.department, form.unit) == ("安陵县交通运输局", "安陵县公路管理站")
    assert any(f.code == "low_confidence" and f.where == "表头" for f in form.findings)


def test_goals_side_by_side_on_one_line():
    tokens = [
        Token("预期目标", "line", None, "expected"), Token("实际完成情况", "space", None, "goal_actual"),
        Token("保障系统稳定运行。", "line", None), Token("系统运行平稳，可用率99.95%。", "space", None),
    ]  # fmt: skip
    assert read_goal(tokens) == Goal("保障系统稳定运行。", "系统运行平稳，可用率99.95%。")


def test_goal_cut_in_the_middle_of_a_list_is_named():
    goal = Goal("目标1：养护426公里；", "目标2：处治病害3万平方米。全年完成养护。")
    found = doubts(Form(source="a.txt", year=2023, goal=goal), [])
    assert any(f.where == "目标" for f in found)


def test_satisfaction_may_be_a_level_or_a_name_but_not_twice_a_name():
    assert cell_cost("level", "服务对象满意度") < 0
    assert cell_cost("level3", "服务对象满意度") < 1
    assert cell_cost("level3", "服务对象满意度师生满意度") > 1.9


def test_unit_of_the_value_before_does_not_begin_a_value():
    assert cell_cost("actual", "批次17批次") > cell_cost("actual", "17批次") + 4


def test_goal_that_holds_its_result_is_named():
    goal = Goal("统筹推进近视防控。按计划完成了近视防控。", "")
    assert any(f.where == "目标" for f in doubts(Form(source="a.txt", year=2023, goal=goal), []))
    plain = Goal("统筹推进近视防控，保障运转。", "")
    assert not any(f.where == "目标" for f in doubts(Form(source="a.txt", year=2023, goal=plain), []))
