"""Grids typed as lists of rows: «<» goes on with the cell to the left, «^» with the cell above."""

import pytest

from textmine.documents.model import Cell, Document, Grid, Line, Page

HEAD = [
    ["项目名称", "<", "数据运营服务费", "<", "<", "<", "<", "<"],
    ["主管部门及代码", "<", "示例市数据局[305001]", "<", "实施单位", "<", "示例市数据中心", "<"],
]
FUNDING = [
    ["项目资金\n（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    ["^", "年度资金总额", "1,000.00", "1,000.00", "990.00", "10", "99.00%", "9.9"],
    ["^", "其中：当年财政拨款", "1,000.00", "1,000.00", "990.00", "—", "99.00%", "—"],
]
GOAL = [
    ["年度\n总体\n目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"],
    ["^", "保障平台\n稳定运行。", "<", "<", "平台全年稳定运行。", "<", "<", "<"],
]
HEADER = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值（A）",
    "实际完成值（B）",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
BODY = [
    ["产出指标", "数量指标", "处理工单数", "≥100(件)", "120(件)", "20", "20", ""],
    ["^", "^", "培训人次", "≥50(人次)", "40(人次)", "20", "16", "两期培训因疫情取消。下一步将改为线上。"],
    ["^", "质量指标", "验收合格率", "=100(%)", "100(%)", "30", "30", "—"],
    ["满意度指标", "服务对象满意度指标", "用户满意度", "≥90(%)", "95(%)", "20", "20", "无"],
]
TOTAL = [["总分", "<", "<", "<", "<", "100", "95.9", ""]]


def grid(rows, box=None):
    """Build a grid; with `box` (left, top, width of a column, height of a row) its cells have boxes."""
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across = 1
            while c + across < width and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(rows) and rows[r + down][c] == "^":
                down += 1
            edges = None
            if box:
                left, top, w, h = box
                edges = (left + c * w, top + r * h, left + (c + across) * w, top + (r + down) * h)
            cells.append(Cell(r, c, text, down, across, edges))
    return Grid(tuple(cells), len(rows), width)


def document(*pages, kind="pdf"):
    """Build a document of pages, each a list of grids (or of rows) and lines."""
    built = []
    for number, blocks in enumerate(pages, 1):
        made = [
            Line(b) if isinstance(b, str) else b if isinstance(b, Grid) else grid(b, (40, 80, 60, 20)) for b in blocks
        ]
        built.append(Page(number if kind == "pdf" else None, tuple(made)))
    return Document("a.pdf", kind, "pdfium", tuple(built), len(built))


@pytest.fixture
def build():
    """The builders and the parts of an ordinary form."""

    class Parts:
        head, funding, goal, header, body, total = HEAD, FUNDING, GOAL, HEADER, BODY, TOTAL
        form = HEAD + FUNDING + GOAL + [HEADER] + BODY + TOTAL
        grid = staticmethod(grid)
        document = staticmethod(document)

        @staticmethod
        def parse(*pages, kind="pdf", **options):
            from textmine.forms import parse_forms

            return parse_forms(document(*pages, kind=kind), **options)

    return Parts
