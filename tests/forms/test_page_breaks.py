"""A form reads the same wherever page breaks fall, in whatever order of columns, with header rows repeated or not."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.model import Cell, Document, Grid, Line, Page
from textmine.forms import parse_forms

HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
LEVELS = [
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
]  # fmt: skip
REASONS = ["", "", "", "因设备到货较晚，验收推迟。下一步提前采购。", "报名人数不足，培训少办一期。"]


@st.composite
def indicators(draw):
    """Rows under levels in their order, one to three under each level 2."""
    rows = []
    for level1, level2 in draw(st.lists(st.sampled_from(LEVELS), min_size=2, max_size=5, unique=True).map(_sorted)):
        for _ in range(draw(st.integers(1, 3))):
            n = len(rows) + 1
            weight = draw(st.integers(2, 20))
            score = weight - draw(st.sampled_from([0, 0, 1]))
            reason = draw(st.sampled_from(REASONS)) if score < weight else ""
            rows.append([level1, level2, f"第{n}项任务完成数", f"≥{n}0(个)", f"{n}1(个)", weight, score, reason])
    return rows


def _sorted(levels):
    return sorted(levels, key=LEVELS.index)


def table(rows, order, n_before=0):
    """A grid with cells merged over equal levels, the columns in an order."""
    cells = []
    for r, row in enumerate(rows):
        for c, field in enumerate(order):
            merged = row is not HEADER and field < 2
            if merged and r and rows[r - 1] is not HEADER and rows[r - 1][: field + 1] == row[: field + 1]:
                continue
            down = 1
            while merged and r + down < len(rows) and rows[r + down][: field + 1] == row[: field + 1]:
                down += 1
            left, top = 40.0 + 60 * c, 80.0 + 20 * (r + n_before)
            cells.append(Cell(r, c, str(row[field]), down, 1, (left, top, left + 60, top + 20 * down)))
    return Grid(tuple(cells), len(rows), len(order))


def parse(rows, cuts, order, *, repeated):
    """The rows over several pages, cut before some of them."""
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(rows)), len(rows)]
    named = enumerate(("项目名称", "甲项目"))
    head = Grid(tuple(Cell(0, c, text, 1, 1, (40 + 60 * c, 40, 100 + 60 * c, 60)) for c, text in named), 1, 2)
    pages = []
    for number, (first, end) in enumerate(itertools.pairwise(edges), 1):
        part = [HEADER] * (number == 1 or repeated) + rows[first:end]
        above = (Line("项目支出绩效自评表（2024年度）"), head) if number == 1 else ()
        pages.append(Page(number, (*above, table(part, order))))
    (form,) = parse_forms(Document("a.pdf", "pdf", "pdfium", tuple(pages), len(pages)))
    return form


def content(form):
    return [tuple(getattr(row, field) for field in FIELDS) for row in form.indicators]


def expected(rows):
    return [(*row[:5], float(row[5]), float(row[6]), row[7]) for row in rows]


@given(indicators(), st.sets(st.integers(1, 14), max_size=3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_page_breaks_between_rows(rows, cuts, repeated):
    """Every row once, under its own levels, however many pages."""
    cuts = set(sorted(set(cuts))[:3])
    form = parse(rows, cuts, range(8), repeated=repeated)
    assert content(form) == expected(rows)
    assert form.pages == tuple(range(1, len([c for c in cuts if c < len(rows)]) + 2))


@given(indicators(), st.permutations(range(3, 8)))
@settings(max_examples=40, deadline=None)
def test_order_of_columns(rows, order):
    """Columns are told by their heads, not by their places."""
    assert content(parse(rows, (), [0, 1, 2, *order], repeated=False)) == expected(rows)


@given(indicators(), st.integers(1, 14))
@settings(max_examples=40, deadline=None)
def test_pages_of_indicators(rows, cut):
    """Each row says on which page it stands, with a box on it."""
    form = parse(rows, {cut}, range(8), repeated=False)
    pages = [1 if n < cut else 2 for n in range(len(rows))] if cut < len(rows) else [1] * len(rows)
    assert [row.page for row in form.indicators] == pages
    assert all(row.bbox[0] < row.bbox[2] and row.bbox[1] < row.bbox[3] for row in form.indicators)


PASSAGE = "因设备到货较晚，安装调试推迟，未能按期验收。下一步提前采购。"


@pytest.mark.parametrize("at", range(1, len(PASSAGE)))
def test_a_row_torn_anywhere_in_its_passage(build, at):
    """The lower half of a passage on the next page belongs to its row, wherever the break falls."""
    torn = [*build.body[1][:7], PASSAGE[:at]]
    rest = [["", "", "", "", "", "", "", PASSAGE[at:]]]
    first = [*build.head, *build.funding, build.header, build.body[0], torn]
    second = [*rest, ["产出指标", "质量指标", *build.body[2][2:]], build.body[3], *build.total]
    (form,) = build.parse(["项目支出绩效自评表", first], [second])
    assert [row.deviation for row in form.indicators] == ["", PASSAGE, "", "无"]
    assert form.pages == (1, 2) and form.reconciled
