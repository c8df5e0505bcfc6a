"""Header rows: which column means what, and which cells of a row stand in it."""

import pytest

from textmine.documents.model import Page
from textmine.forms.columns import as_printed_before, read_columns
from textmine.forms.header import Column, Header, read_header
from textmine.forms.layouts import builtin_layouts
from textmine.forms.table import rows_of

LAYOUTS = builtin_layouts()
BOX = (40, 80, 60, 20)


def rows(build, *lines, box=None, number=0):
    return tuple(rows_of(build.grid(list(map(list, lines)), box), number, Page(1, ())))


def roles(header):
    return [column.role for column in header.columns]


def role_of(text):
    return LAYOUTS.role("indicators", text)


@pytest.mark.parametrize("box", [None, BOX], ids=["columns", "points"])
def test_one_row(build, box):
    header = read_header(rows(build, build.header, box=box), role_of)
    assert roles(header) == ["level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"]
    assert [c.lo for c in header.columns] == sorted(c.lo for c in header.columns)


@pytest.mark.parametrize("box", [None, BOX], ids=["columns", "points"])
def test_lower_labels_win_over_a_wide_one(build, box):
    """年度指标值 over 指标性质 | 指标值 | 度量单位; labels merged down head their columns too."""
    upper = ["三级指标", "年度指标值", "<", "<", "实际完成值", "分值"]
    lower = ["^", "指标性质", "指标值", "度量单位", "^", "^"]
    header = read_header(rows(build, upper, lower, box=box), role_of)
    assert roles(header) == ["level3", "target_sign", "target", "target_unit", "actual", "weight"]


def test_two_labels_read_as_one(build):
    """年初 + 指标值: neither alone says it."""
    upper = ["三级指标", "指标值", "<", "得分"]
    lower = ["^", "年初设定", "全年完成", "^"]
    header = read_header(rows(build, upper, lower), role_of)
    assert "target" in header.roles and "actual" in header.roles


def test_of_several_years_the_last_counts(build):
    upper = ["三级指标", "2022年", "<", "2023年", "<"]
    lower = ["^", "目标值", "完成值", "目标值", "完成值"]
    header = read_header(rows(build, upper, lower), role_of)
    assert roles(header) == ["level3", "extra", "extra", "target", "actual"]


def test_a_label_nobody_knows_is_kept_as_unknown(build):
    header = read_header(rows(build, ["三级指标", "兑现水平"]), role_of)
    assert [(c.role, c.label) for c in header.columns] == [("level3", "三级指标"), ("unknown", "兑现水平")]


@pytest.mark.parametrize("box", [None, BOX], ids=["columns", "points"])
def test_cells_are_sorted_into_their_columns(build, box):
    table = rows(build, build.header, *build.body, box=box)
    header = read_header(table[:1], role_of)
    for row, printed in zip(table[1:], build.body, strict=True):
        found = header.sort(row)
        for role, text in zip(("level3", "target", "actual", "weight", "score"), printed[2:7], strict=True):
            assert [slot.text for slot in found[role]] == [text]


def test_a_cell_that_belongs_to_no_column_is_left_out(build):
    """A note right of the table."""
    header = read_header(rows(build, build.header[:5], box=BOX), role_of)
    (row,) = rows(build, [*build.body[0][:5], "旁注"], box=BOX)
    assert "旁注" not in {slot.text for _, slot in header.placed(row)}
    assert len(list(header.placed(row))) == 5


def test_a_table_drawn_anew_in_another_width(build):
    """On the next page the same columns, half as wide: cells go where they belong."""
    header = read_header(rows(build, build.header, box=BOX), role_of)
    (row,) = rows(build, build.body[0], box=(70, 80, 30, 20), number=1)
    assert header.sort(row)["score"][0].text == "20" and header.sort(row)["actual"][0].text == "120(件)"


def test_levels_that_a_wide_cell_covers(build):
    header = read_header(rows(build, build.header), role_of)
    assert header.levels_over((0, 3)) == ["level1", "level2", "level3"]
    assert header.levels_over((0, 1.2)) == ["level1"]
    assert header.levels_over((3, 8)) == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["一级指标", "二级指标", "绩效指标", "目标值", "完成值"], ["level1", "level2", "level3", "target", "actual"]),
        (["一级指标", "二级指标", "目标值", "完成值"], ["level1", "level3", "target", "actual"]),
        (["一级指标", "三级指标", "绩效目标", "完成值", "得分"], ["level1", "level3", "target", "actual", "score"]),
        (["三级指标", "分值", "权重", "得分", "实际值"], ["level3", "weight", "extra", "score", "actual"]),
        (["一级指标", "分值", "三级指标", "分值", "得分"], ["level1", "extra", "level3", "weight", "score"]),
        (["三级指标", "目标值", "完成值", "得分", "评分"], ["level3", "target", "actual", "score", "extra"]),
        (["三级指标", "绩效目标数值", "单位", "完成值"], ["level3", "target", "target_unit", "actual"]),
    ],
)
def test_what_labels_mean_beside_each_other(build, labels, expected):
    """The finest level names the indicator; its own weight counts; of two scores the first."""
    assert roles(read_columns(rows(build, labels), LAYOUTS)) == expected


def header(*columns):
    named = tuple(Column(role, float(i), i + 1.0, label) for i, (role, label) in enumerate(columns))
    return Header(named, None)


def test_a_repeated_header_with_print_over_its_labels():
    """Letters of something else among those of a label: the columns mean what they meant before."""
    names = [
        ("level1", "一级指标"),
        ("level3", "三级指标"),
        ("target", "指标值"),
        ("actual", "完成值"),
        ("score", "得分"),
    ]
    before = header(*names)
    over = header(*names[:4], ("unknown", "得数量分"))
    assert as_printed_before(over, before).roles == before.roles
    assert as_printed_before(over, None) is over
    other = header(*names[:4], ("weight", "分值"))
    assert as_printed_before(other, before) is other
    assert as_printed_before(header(*names[:3]), before).roles == {"level1", "level3", "target"}
    beside = header(("block", "绩效指标绩效指标"), ("unknown", "产出指标一级指标"), *names[1:])
    mended = as_printed_before(beside, before).columns
    assert [column.role for column in mended] == ["block", "level1", "level3", "target", "actual", "score"]
