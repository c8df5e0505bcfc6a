"""Every label of the vocabulary does its work in a form: the form reads as with the usual words."""

import pytest

from textmine.forms.layouts import builtin_layouts

TITLE = "项目支出绩效自评表"
LABELS = builtin_layouts().labels


def synonyms(block, *roles):
    """Label and role of all words for some roles of a block."""
    return [pytest.param(role, label, id=f"{role}-{label}") for label, role in LABELS[block].items() if role in roles]


def whole(build, *, head=None, funding=None, goal=None, header=None, body=None, foot=None):
    parts = (head or build.head, funding or build.funding, goal or build.goal, [header or build.header])
    rows = [row for part in (*parts, body or build.body, foot or build.total) for row in part]
    (form,) = build.parse([TITLE, rows])
    return form


READ = []


def usual(build):
    """The form with the usual words, read once."""
    if not READ:
        READ.append(whole(build))
    return READ[0]


def wide(*cells, width=8):
    return [*cells, *["<"] * (width - len(cells))]


PLACES = {"level1": 0, "level2": 1, "level3": 2, "target": 3, "actual": 4, "weight": 5, "score": 6, "deviation": 7}


@pytest.mark.parametrize(("role", "label"), synonyms("indicators", *PLACES))
def test_headers_of_the_indicators(build, role, label):
    header = list(build.header)
    header[PLACES[role]] = label
    read = whole(build, header=header)
    assert read.indicators == usual(build).indicators
    assert read.reconciled and not [f for f in read.findings if f.code == "low_confidence"]


COLUMNS = {"initial_budget": 2, "budget": 3, "executed": 4, "weight": 5, "rate": 6, "score": 7}


@pytest.mark.parametrize(("role", "label"), synonyms("funding", *COLUMNS))
def test_headers_of_the_funding(build, role, label):
    funding = [list(row) for row in build.funding]
    funding[0][COLUMNS[role]] = label
    assert whole(build, funding=funding).funding == usual(build).funding


@pytest.mark.parametrize(("role", "label"), synonyms("head", "project", "department", "unit"))
def test_labels_of_the_head(build, role, label):
    """Project, department and unit under any of their names, letter-spaced or with a colon too."""
    named = {"project": "项目名称", "department": "主管部门", "unit": "实施单位"}
    values = {"project": "数据运营服务费", "department": "示例市数据局", "unit": "示例市数据中心"}
    for printed in (label, f"{' '.join(label)}："):
        labels = named | {role: printed}
        head = [
            [labels["project"], "<", values["project"], "<", "<", "<", "<", "<"],
            [labels["department"], "<", values["department"], "<", labels["unit"], "<", values["unit"], "<"],
        ]
        read = whole(build, head=head)
        assert (read.project, read.department, read.unit) == tuple(values.values())


@pytest.mark.parametrize(("role", "label"), synonyms("foot", "total", "reason", "measure"))
def test_labels_of_the_foot(build, role, label):
    """Totals, reasons and measures for the whole form."""
    if role == "total":
        read = whole(build, foot=[[label, "<", "<", "<", "<", "100", "95.9", ""]])
        assert (read.total_weight, read.total_score) == (100, 95.9) and len(read.indicators) == 4
    else:
        read = whole(build, foot=[*build.total, wide(label, "因设备到货较晚，验收推迟。")])
        assert read.deviation == "因设备到货较晚，验收推迟。" and len(read.indicators) == 4


@pytest.mark.parametrize(("role", "label"), synonyms("foot", "note", "subtotal"))
def test_rows_that_are_no_indicators(build, role, label):
    """Remarks, signatures and subtotals add nothing to a form."""
    row = [label, "<", "<", "<", "<", "70", "66", ""] if role == "subtotal" else wide(label, "无")
    read = whole(build, body=[*build.body, row]) if role == "subtotal" else whole(build, foot=[*build.total, row])
    assert (read.indicators, read.total_score, read.deviation) == (usual(build).indicators, 95.9, "")


EXTRA = [label for label, role in LABELS["indicators"].items() if role in ("extra", "ordinal")]


@pytest.mark.parametrize("labels", [EXTRA[i : i + 5] for i in range(0, len(EXTRA), 5)], ids=",".join)
def test_columns_that_are_left_out(build, labels):
    """How points are given, who is responsible, numbers of rows: whatever stands in them."""
    rows = [*build.head, *build.funding, *build.goal]
    rows = [[*row, *["^" if row[-1] == "^" else "<"] * len(labels)] for row in rows]
    rows += [[*build.header, *labels], *([*row, *["3"] * len(labels)] for row in build.body)]
    (read,) = build.parse([TITLE, [*rows, [*build.total[0], *[""] * len(labels)]]])
    assert [(i.level3, i.target, i.actual, i.weight, i.score, i.deviation) for i in read.indicators] == [
        (i.level3, i.target, i.actual, i.weight, i.score, i.deviation) for i in usual(build).indicators
    ]


@pytest.mark.parametrize(("role", "label"), synonyms("goal", "expected", "actual"))
def test_labels_of_the_goal(build, role, label):
    """Above the two texts, whichever of them has the unusual name."""
    names = {"expected": "预期目标", "actual": "实际完成情况"} | {role: label}
    goal = [["年度总体目标", names["expected"], "<", "<", names["actual"], "<", "<", "<"], build.goal[1]]
    assert whole(build, goal=goal).goal == usual(build).goal


@pytest.mark.parametrize(("role", "label"), synonyms("head", "grade", "score"))
def test_grade_and_score_in_the_head(build, role, label):
    """Some bureaus print the result above the indicators; it counts where the foot has none."""
    value = "优" if role == "grade" else "95.9"
    read = whole(build, head=[*build.head, wide(label, value)], foot=[wide("备注", "无")])
    assert (read.grade if role == "grade" else read.total_score) == ("优" if role == "grade" else 95.9)
    assert read.project == "数据运营服务费"


def test_other_facts_in_the_head_take_no_ones_place(build):
    """Telephone numbers, codes, addresses: neither project nor department nor unit."""
    labels = [label for label, role in LABELS["head"].items() if role == "ignored"]
    for first in range(0, len(labels), 6):
        read = whole(build, head=[*build.head, *(wide(label, "13800000000") for label in labels[first : first + 6])])
        same = ("project", "department", "unit", "funding", "goal", "total_score", "grade")
        assert all(getattr(read, name) == getattr(usual(build), name) for name in same), labels[first : first + 6]
        assert len(read.indicators) == 4
