"""Laid-out text: columns begin where they begin on the whole page, labels stand in the middle of their rows."""

from textmine.documents.text import read
from textmine.forms import parse_forms
from textmine.forms.plaintext.atoms import Atom, Label, atoms_of
from textmine.forms.plaintext.place import find_edges, place
from textmine.forms.plaintext.tokens import TextLine

HEAD = """                    附件2 项目支出绩效自评表
                            (2021年度)
 项 目 名 称             道路清扫保洁
 主管部门          某县住房和城乡建设局[123001]         实施单位             某县环卫所
                     年初预算数       全年预算数       全年执行数      分值    执行率      得分
 年度资金总额             100.00      100.00      100.00     10    100.00%    10
"""

TABLE = """ 一级指标   二级指标        三级指标            年度指标值        实际完成值      分值     得分    偏差原因分析及
                                                                              改进措施

        数量指标   清扫道路面积         ≥185        200          30     30     无
                               万平方米       万平方米
 产出指标
                  清扫次数           ≥365次       360次         30     20     车辆检修时间长。
        质量指标
                  保洁合格率          ≥95%        96%         10     10     无

 效益指标   社会效益指标 改善市容            明显改善        达成指标        20     20     无

                        总 分                                 100    9 0.0
"""  # noqa: E501


def form_of(text: str):
    """Read the only form of a text."""
    (form,) = parse_forms(read(text.encode(), source="a.txt"))
    return form


def test_wrapped_units_stay_in_their_columns():
    rows = form_of(HEAD + TABLE).indicators
    assert [(r.level3, r.target, r.actual, r.weight, r.score) for r in rows] == [
        ("清扫道路面积", "≥185 万平方米", "200 万平方米", 30, 30),
        ("清扫次数", "≥365次", "360次", 30, 20),
        ("保洁合格率", "≥95%", "96%", 10, 10),
        ("改善市容", "明显改善", "达成指标", 20, 20),
    ]
    assert [r.deviation for r in rows] == ["无", "车辆检修时间长。", "无", "无"]


def test_labels_belong_to_the_rows_around_them():
    levels = [(r.level1, r.level2) for r in form_of(HEAD + TABLE).indicators]
    assert levels == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", "社会效益指标"),
    ]


def test_title_with_annex_year_and_spaced_labels():
    form = form_of(HEAD + TABLE)
    assert (form.year, form.project, form.department, form.unit) == (
        2021, "道路清扫保洁", "某县住房和城乡建设局", "某县环卫所",
    )  # fmt: skip


def test_deviation_title_on_two_lines_does_not_end_the_table():
    assert len(form_of(HEAD + TABLE).indicators) == 4


def atoms(*lines: str) -> list[Atom]:
    """Words of printed lines."""
    return atoms_of([TextLine(t, "line", 1) for t in lines], list(range(len(lines))))


def test_edges_part_columns_by_looks_and_gaps():
    body = atoms("清扫道路面积    ≥10(公里)   12(公里)   5    5", "清扫次数        ≥3(次)     4(次)    6    6")
    edges = find_edges(body, ("level3", "target", "actual", "weight", "score"), [])
    assert edges.drift(0, 0) == 0 and edges.drift(body[1].x0, 1) == 0 and edges.drift(body[1].x0, 2) < 0


def test_a_line_that_moved_as_a_whole_keeps_its_columns():
    lines = [f"指标名称{k}       ≥10(公里)   12(公里)   5    5    无偏差" for k in range(4)]
    moved = "指标名称五  ≥10(公里)   12(公里)   5    5    无偏差"
    columns = ("level3", "target", "actual", "weight", "score", "deviation")
    placed = place(atoms(*lines, moved), columns, [])
    assert [p.column for p in placed if p.atom.line == 4] == list(columns)


def test_titles_hold_columns_that_no_word_shows():
    body = atoms("                甲完成率              5    5", "                乙完成率              6    6")
    title = Atom("目标值", 0, 26, 29, 2, 1)
    columns = ("level3", "target", "weight", "score")
    placed = place(body, columns, [Label("目标值", "target", 0, 0, 27.5, (title,))])
    assert [p.column for p in placed] == ["level3", "weight", "score"] * 2
