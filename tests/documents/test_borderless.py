"""Tables without lines: columns from gaps, rows and merged labels from centres."""

import pytest

from textmine.documents.grids import build_page
from textmine.documents.model import Glyph, Grid, Ink, Rule

HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
XS = [30, 90, 150, 260, 330, 400, 440]


def write(text, x, middle, size=9.0, pitch=11.0):
    """Lines of text around a middle, as glyphs."""
    lines = text.split("\n")
    top = middle - (len(lines) - 1) * pitch / 2 - size / 2
    return [
        Glyph(mark, x + i * size, top + n * pitch, x + (i + 1) * size, top + n * pitch + size, size)
        for n, line in enumerate(lines)
        for i, mark in enumerate(line)
    ]


def row(middle, texts):
    return [glyph for x, text in zip(XS, texts, strict=True) if text for glyph in write(text, x, middle)]


def read(glyphs, rules=()):
    page = build_page(Ink(1, 600, 800, tuple(glyphs), tuple(rules)))
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    return page, grids


def sheet():
    """Four rows; the labels stand at the centre of two rows each, the second name wraps."""
    glyphs = row(100, HEADER)
    glyphs += row(120, ["", "", "补贴人数", "3人", "3人", "10", "10"])
    glyphs += row(146, ["", "", "发放培训\n补贴次数", "5次", "4次", "20", "15"])
    glyphs += row(172, ["", "", "发放及时率", "及时", "及时", "30", "30"])
    glyphs += row(192, ["", "", "群众满意率", "满意", "满意", "40", "40"])
    glyphs += write("产出指标", 30, (112 + 159) / 2) + write("数量指标", 90, (112 + 159) / 2)
    return glyphs + write("效益指标", 30, 182) + write("时效指标", 90, 182)


def test_rows_of_wrapped_cells_and_labels_over_rows():
    _, (grid,) = read(sheet())
    assert (grid.n_rows, grid.n_cols) == (5, 7)
    assert [(c.row, c.rowspan, c.text) for c in grid.cells if c.col == 0] == [
        (0, 1, "一级指标"),
        (1, 2, "产出指标"),
        (3, 2, "效益指标"),
    ]
    assert [c.text for c in grid.cells if c.col == 2] == [
        "三级指标", "补贴人数", "发放培训\n补贴次数", "发放及时率", "群众满意率",
    ]  # fmt: skip
    assert [c.text for c in grid.cells if c.col == 6] == ["得分", "10", "15", "30", "40"]


def test_title_and_page_number_stay_outside():
    page, (grid,) = read(write("绩效自评表", 200, 60) + sheet() + write("1", 290, 700))
    assert [getattr(block, "text", "grid") for block in page.blocks] == ["绩效自评表", "grid", "1"]
    assert grid.n_rows == 5


def test_level_lines_part_rows_exactly():
    rules = [Rule(25, y, 470, y) for y in (90, 110, 159, 202)] + [Rule(145, y, 470, y) for y in (131, 182)]
    _, (grid,) = read(sheet(), rules)
    assert [(c.row, c.rowspan, c.text) for c in grid.cells if c.col == 1] == [
        (0, 1, "二级指标"),
        (1, 2, "数量指标"),
        (3, 2, "时效指标"),
    ]


def test_label_printed_in_the_first_row_only_leaves_the_cells_below_blank():
    glyphs = row(100, HEADER)
    glyphs += row(120, ["产出指标", "数量指标", "补贴人数", "3人", "3人", "10", "10"])
    glyphs += row(140, ["", "", "补贴次数", "5次", "4次", "20", "15"])
    glyphs += row(160, ["", "", "补贴户数", "5户", "4户", "20", "15"])
    glyphs += row(180, ["效益指标", "社会效益", "群众知晓率", "高", "高", "30", "30"])
    glyphs += row(200, ["", "", "群众满意率", "满意", "满意", "40", "40"])
    _, (grid,) = read(glyphs)
    assert [c.text for c in grid.cells if c.col == 0] == ["一级指标", "产出指标", "", "", "效益指标", ""]


@pytest.mark.parametrize("text", ["本单位指标完成情况良好，得分较高。", "2023年度部门决算公开说明"])
def test_prose_is_no_table(text):
    page, grids = read([glyph for n in range(20) for glyph in write(text, 60, 80 + 20 * n)])
    assert grids == []
    assert len(page.blocks) == 20


def test_numbers_broken_in_two_stay_in_their_row():
    glyphs = row(100, HEADER)
    glyphs += row(124, ["产出指标", "数量指标", "补贴人数", "3人", "3人", "11.\n00", "6.0\n0"])
    glyphs += row(154, ["效益指标", "社会效益", "群众知晓率", "高", "高", "30.\n00", "9.0\n0"])
    _, (grid,) = read(glyphs)
    assert [c.text for c in grid.cells if c.col == 6] == ["得分", "6.0\n0", "9.0\n0"]


def test_two_narrow_headings_broken_after_their_first_character():
    """分|值 beside 得|分 is not the letter-spaced text 分得."""
    glyphs = [g for g in sheet() if not (g.top < 110 and g.x0 >= 400)]
    glyphs += write("分\n值", 400, 100) + write("得\n分", 424, 100)
    moved = [g._replace(x0=g.x0 - 16, x1=g.x1 - 16) if g.x0 >= 440 else g for g in glyphs]
    _, (grid,) = read(moved)
    assert [c.text for c in grid.cells if c.row == 0][-2:] == ["分\n值", "得\n分"]


def test_lines_part_rows_below_one_label_over_the_whole_page():
    """No line but the outer two crosses the column of the first level."""
    glyphs = write("产\n出\n指\n标", 30, 150)
    for n in range(4):
        glyphs += row(115 + 24 * n, ["", "数量指标" if n == 1 else "", f"第{n}项任务", "3件", "3件", "10", "10"])
    glyphs += write("效益", 90, 187)
    strokes = [(20, 101), (150, 125), (150, 149), (80, 173), (20, 197)]
    rules = [Rule(x, y, 480, y) for x, y in strokes]
    _, (grid,) = read(row(90, HEADER) + glyphs, [Rule(20, 80, 480, 80), *rules])
    assert [(c.row, c.rowspan, c.text) for c in grid.cells if c.col == 1 and c.row] == [
        (1, 3, "数量指标"),
        (4, 1, "效益"),
    ]


def test_the_label_of_a_sum_across_two_columns_joins_no_columns():
    """小计 stands over the gap between names and targets; the rows above it keep both columns."""
    glyphs = row(90, HEADER) + write("产出指标", 30, 150)
    for n, name in enumerate(("办结件数是多少", "培训人次是多少", "发放及时率如何")):
        glyphs += row(115 + 24 * n, ["", "数量指标", name, "3件", "3件", "10", "10"])
    glyphs += write("小计", 244, 187) + write("30", 400, 187) + write("30", 440, 187)
    rules = [Rule(x, y, 480, y) for x, y in [(20, 80), (20, 101), (80, 125), (80, 149), (80, 173), (20, 197)]]
    _, (grid,) = read(glyphs, rules)
    assert [c.text for c in grid.cells if c.row == 2] == ["数量指标", "培训人次是多少", "3件", "3件", "10", "10"]
    assert "小计" in [c.text for c in grid.cells if c.row == 4]


def continued(above):
    """Rows of a continuation page with explanations in a last column, and what stands above them."""
    glyphs = list(above)
    for n, name in enumerate(("办结件数", "培训人次", "发放及时率", "群众满意度")):
        glyphs += row(115 + 40 * n, ["效益指标", "社会效益", name, "3件", "3件", "10", "10"])
    return glyphs + write("原因是\n材料晚到", 480, 155)


def test_rest_of_an_explanation_above_the_first_row_of_a_page():
    """It becomes a row of its own, in the last column, for the row of the page before."""
    _, (grid,) = read(continued(write("后续将\n提前备货", 480, 90)))
    assert [c.text for c in grid.cells if c.row == 0] == [""] * 7 + ["后续将\n提前备货"]
    assert grid.n_rows == 5


@pytest.mark.parametrize(("text", "x", "middle"), [("某县决算公开", 480, 40), ("某县某局决算", 200, 90)])
def test_page_header_stays_outside(text, x, middle):
    """Far above the table, or not in its last column."""
    page, (grid,) = read(continued(write(text, x, middle)))
    assert grid.n_rows == 4
    assert page.blocks[0].text == text


@pytest.mark.parametrize("side", [-1, 1])
def test_heading_beside_its_figures_makes_one_column(side):
    """A heading centred over a wide column, its figures at one side of it: nothing stands in both."""
    header = [g for n, text in enumerate(HEADER) if n != 4 for g in write(text, XS[n] + 300 * (n > 4), 100)]
    glyphs = header + write("完成值", 480, 100)
    for n, name in enumerate(("补贴人数", "补贴次数", "补贴户数", "补贴金额")):
        glyphs += [
            g for i, text in enumerate(["产出指标", "数量指标", name, "3人"]) for g in write(text, XS[i], 120 + 20 * n)
        ]
        glyphs += (
            write("12人", 480 + 60 * side, 120 + 20 * n)
            + write("10", 700, 120 + 20 * n)
            + write("9", 740, 120 + 20 * n)
        )
    _, (grid,) = read(glyphs)
    assert (grid.n_rows, grid.n_cols) == (5, 7)
    assert [c.text for c in grid.cells if c.col == 4] == ["完成值", "12人", "12人", "12人", "12人"]


def test_heading_right_of_the_short_names_below_it_makes_one_column():
    """Names at the left of a wide column, its heading in the middle: no name reaches it."""
    _, (grid,) = read([g for g in sheet() if not (g.top < 106 and 150 <= g.x0 < 200)] + write("三级指标", 215, 100))
    assert grid.n_cols == 7
    assert next(c.text for c in grid.cells if c.col == 2) == "三级指标"


def test_running_head_in_two_parts_above_the_title_is_no_row():
    """Without any lines only the caption below it tells."""
    page, (grid,) = read(write("附件", 30, 40) + write("汇编", 260, 40) + write("绩效自评表", 200, 65) + sheet())
    assert grid.n_rows == 5
    assert [block.text for block in page.blocks if not isinstance(block, Grid)] == ["附件", "汇编", "绩效自评表"]


def test_heading_over_two_columns_with_headings_of_their_own():
    """指标完成情况 over 指标值 | 完成值: the columns stay apart, the heading covers both."""
    glyphs = [g for g in sheet() if not (g.top < 106 and g.x0 < 255)]
    glyphs += [g for x, text in zip(XS[:3], HEADER[:3], strict=True) for g in write(text, x, 90)]
    rules = [Rule(25, 70, 470, 70), Rule(255, 88, 385, 88)]
    rules += [Rule(25, y, 470, y) for y in (110, 159, 202)] + [Rule(145, y, 470, y) for y in (131, 182)]
    _, (grid,) = read(glyphs + write("指标完成情况", 270, 79), rules)
    assert [c.text for c in grid.cells if c.row == 2 and c.col in (3, 4)] == ["3人", "3人"]
    assert "指标完成情况" in [c.text for c in grid.cells]


def test_lines_that_begin_a_little_right_of_a_label_reach_it():
    """The gap that all rows share need not hold the place where the lines begin."""
    rules = [Rule(25, y, 470, y) for y in (90, 110, 159, 202)] + [Rule(152, y, 470, y) for y in (131, 182)]
    _, (grid,) = read(sheet(), rules)
    assert [c.text for c in grid.cells if c.col == 2] == [
        "三级指标", "补贴人数", "发放培训\n补贴次数", "发放及时率", "群众满意率",
    ]  # fmt: skip


def test_running_head_that_names_the_table_is_no_row():
    page, (grid,) = read(write("附件2", 30, 72) + write("项目支出绩效自评表汇编", 200, 72) + sheet())
    assert grid.n_rows == 5
    assert [block.text for block in page.blocks if not isinstance(block, Grid)] == ["附件2", "项目支出绩效自评表汇编"]


def test_words_clear_of_the_first_line_are_no_row():
    """A running head in two parts, and a signature below: no part of a table that has lines."""
    rules = [Rule(25, y, 470, y) for y in (90, 110, 159, 202)] + [Rule(145, y, 470, y) for y in (131, 182)]
    margins = write("附件", 30, 70) + write("汇编", 260, 70) + write("填表", 30, 225) + write("电话", 260, 225)
    page, (grid,) = read(sheet() + margins, rules)
    assert grid.n_rows == 5
    assert [block.text for block in page.blocks if not isinstance(block, Grid)] == ["附件", "汇编", "填表", "电话"]


def test_a_blank_column_under_its_heading_stays():
    """Explanations of which there are none: the heading keeps its column, the scores theirs."""
    glyphs = row(100, HEADER) + write("偏差原因", 500, 100)
    for n, name in enumerate(("补贴人数", "补贴次数", "补贴户数")):
        glyphs += row(120 + 20 * n, ["产出指标", "数量指标", name, "3人", "3人", "10", "9"])
    _, (grid,) = read(glyphs)
    assert [c.text for c in grid.cells if c.row == 0] == [*HEADER, "偏差原因"]


def test_labels_in_first_rows_beside_a_label_over_the_whole_block():
    """The label of the block stands at the middle of all rows, those of the levels in their first rows."""
    glyphs = row(100, HEADER) + write("绩效", 0, 150)
    glyphs += row(120, ["产出指标", "数量指标", "补贴人数", "3人", "3人", "10", "10"])
    glyphs += row(140, ["", "", "补贴次数", "5次", "4次", "20", "15"])
    glyphs += row(160, ["", "", "补贴户数", "5户", "4户", "20", "15"])
    glyphs += row(180, ["", "质量指标", "发放准确率", "高", "高", "10", "10"])
    glyphs += row(200, ["效益指标", "社会效益", "群众满意率", "满意", "满意", "40", "40"])
    _, (grid,) = read(glyphs)
    second = {c.row: c.text for c in grid.cells if c.col == 2 and c.text}
    assert second == {0: "二级指标", 1: "数量指标", 4: "质量指标", 5: "社会效益"}


def test_loosely_set_words_are_not_cut_where_a_column_begins():
    """Small print is set with gaps between its letters; a column that begins there cuts only at a wider gap."""
    glyphs = row(100, HEADER)
    for n, name in enumerate(("补贴人数", "补贴次数", "补贴户数", "补贴金额")):
        glyphs += row(120 + 20 * n, ["产出指标", "数量指标", name, "3人", "3人", "10", "10"])
    loose = [
        Glyph(mark, 140 + 10 * i, 196, 149 + 10 * i, 205, 9.0)  # its second letter stands where the names begin
        for i, mark in enumerate("日常养护单位成本")
    ]
    glyphs += row(200, ["", "", "", "3人", "3人", "10", "10"]) + loose
    _, (grid,) = read(glyphs)
    assert "日常养护单位成本" in [c.text for c in grid.cells]


def at_bottom(text, x, bottom):
    """Lines of text that end at a bottom edge."""
    return write(text, x, bottom - 4.5 - 5.5 * text.count("\n"))


def test_cells_at_the_bottom_of_their_rows():
    """Names of two lines end level with the figures; merged labels stand in the last row that they cover."""
    glyphs = row(100, HEADER)
    texts = [("补贴人数", 130), ("发放培训\n补贴次数", 160), ("补贴户数", 180), ("发放\n准确率", 210), ("满意率", 230)]
    for name, bottom in texts:
        glyphs += at_bottom(name, 150, bottom) + at_bottom("3人", 260, bottom) + at_bottom("3人", 330, bottom)
        glyphs += at_bottom("10", 400, bottom) + at_bottom("9", 440, bottom)
    glyphs += at_bottom("产出指标", 30, 210) + at_bottom("数量指标", 90, 180) + at_bottom("质量指标", 90, 210)
    glyphs += at_bottom("效益指标", 30, 230) + at_bottom("社会效益", 90, 230)
    _, (grid,) = read(glyphs)
    assert [(c.row, c.rowspan, c.text) for c in grid.cells if c.col < 2 and c.row] == [
        (1, 4, "产出指标"), (1, 3, "数量指标"), (4, 1, "质量指标"), (5, 1, "效益指标"), (5, 1, "社会效益"),
    ]  # fmt: skip


def test_text_over_the_left_edge_of_a_column_stays_whole():
    """A centred heading crosses the place where the column below begins; it begins nowhere itself."""
    glyphs = row(100, HEADER)
    for n, name in enumerate(("补贴人数", "补贴次数", "补贴户数", "补贴金额")):
        glyphs += row(140 + 20 * n, ["产出指标", "数量指标", name, "3人", "3人", "10", "10"])
    crossing = [Glyph(mark, x, 116, x + 9, 125, 9.0) for mark, x in zip("主管部门", (121, 130, 139, 150), strict=True)]
    _, (grid,) = read([*glyphs, *crossing, *write("示例局", 260, 120.5)])
    assert "主管部门" in [c.text for c in grid.cells]


def test_lone_characters_of_two_columns_are_no_letter_spaced_word():
    """标 | 标, the last lines of two labels beside each other."""
    glyphs = row(100, HEADER)
    for n, name in enumerate(("补贴人数", "补贴次数", "补贴户数", "补贴金额")):
        glyphs += write("产出指\n标", 30, 130 + 30 * n) + write("社会效益指\n标", 62, 130 + 30 * n)
        glyphs += row(130 + 30 * n, ["", "", name, "3人", "3人", "10", "10"])
    moved = [g._replace(x0=g.x0 - 28, x1=g.x1 - 28) if 90 <= g.x0 < 150 and g.top < 110 else g for g in glyphs]
    _, (grid,) = read(moved)
    assert {c.text for c in grid.cells if c.col == 0 and c.row} == {"产出指\n标"}
    assert {c.text for c in grid.cells if c.col == 1 and c.row} == {"社会效益指\n标"}


def test_amounts_above_a_goal_stay_with_the_funding():
    """The last row of amounts would fit the wide columns of the goal below; it heads nothing."""
    glyphs = []
    for n, texts in enumerate(
        [("资金来源", "预算数", "执行数", "执行率"), ("总额", "100", "90", "90%"), ("其他", "0", "0", "0%")]
    ):
        glyphs += [g for x, text in zip((30, 150, 260, 400), texts, strict=True) for g in write(text, x, 60 + 20 * n)]
    glyphs += write("预期目标是完成全部的培训任务", 60, 120) + write("实际完成情况是全部完成", 330, 120) + sheet_below()
    _, (grid,) = read(glyphs)
    others = next(c.row for c in grid.cells if c.text == "其他")
    assert [c.text for c in grid.cells if c.row == others and c.text] == ["其他", "0", "0", "0%"]


def sheet_below():
    return [g._replace(top=g.top + 50, bottom=g.bottom + 50) for g in sheet()]


def test_amounts_between_the_first_two_of_three_lines():
    """A table of three lines has its head, funding and goal between the first two: rows of other columns."""
    rows = [
        (20, ["年初预算", "全年预算", "执行数", "分值", "执行率", "得分"]),
        (36, ["10.00", "10.00", "9.00", "10", "90%", "9"]),
        (52, ["1.00", "1.00", "1.00", "", "90%", ""]),
    ]
    glyphs = (
        write("项目名称", 30, 4) + write("某市农村公路养护及提升改造工程补助资金", 160, 4) + write("项目资金", 30, 36)
    )
    for middle, texts in rows:
        for i, text in enumerate(texts):
            glyphs += write(text, 110 + 60 * i, middle)
    glyphs += write("年度目标", 30, 76) + write(
        "完成养护任务，保障道路安全畅通，群众出行更便捷，投诉明显减少。", 100, 76
    )
    rules = [Rule(25, y, 470, y) for y in (-4, 90, 110, 202)]
    _, (grid,) = read(glyphs + sheet(), rules)
    texts = [c.text for c in grid.cells]
    assert texts.count("1.00") == 3 and {"10", "9", "补贴人数"} <= set(texts)


def test_rates_broken_before_their_last_digit_stay_in_their_row():
    glyphs = row(100, HEADER)
    glyphs += row(124, ["产出指标", "数量指标", "补贴人数", "94.3\n7%", "94.3\n7%", "11", "6"])
    glyphs += row(154, ["效益指标", "社会效益", "群众知晓率", "0.0\n0%", "0.0\n0%", "30", "9"])
    _, (grid,) = read(glyphs)
    assert [c.text for c in grid.cells if c.col == 3] == ["指标值", "94.3\n7%", "0.0\n0%"]


def test_columns_of_neighbouring_sections_part_at_one_place():
    """Lines some points apart would become one, and the rows right of it lose theirs."""
    amounts = [("资金来源", "预算数", "执行数", "执行率"), ("总额", "1", "9", "9%"), ("其他", "2", "8", "0%")]
    glyphs = write("项目资金", 90, 90)
    for n, texts in enumerate(amounts):
        glyphs += [g for x, text in zip((148, 230, 310, 400), texts, strict=True) for g in write(text, x, 60 + 20 * n)]
    glyphs += write("年度目标", 90, 122) + write("完成全部的培训任务并验收合格", 141, 122) + write("全部完成", 330, 122)
    _, (grid,) = read([*glyphs, *sheet_below()])
    rows = {c.text: c.row for c in grid.cells}
    assert rows["总额"] == rows["1"] == rows["9%"] and rows["其他"] == rows["2"]


def test_units_right_of_the_names_cover_one_row_each():
    """Blank units between others look like labels over several rows, but stand right of the names."""
    xs = [30, 90, 150, 240, 290, 340, 390]
    glyphs = []
    units = ["度量单位", "件", "", "", "", "%", "", "", "", "元"]
    for n, unit in enumerate(units):
        level1, level2 = ("产出指标", "数量指标") if n == 5 else ("", "")
        texts = [level1, level2, f"第{n}项任务", unit, "3", "10", "10"] if n else [*HEADER[:3], unit, *HEADER[4:]]
        glyphs += [g for x, text in zip(xs, texts, strict=True) for g in write(text, x, 100 + 20 * n)]
    _, (grid,) = read(glyphs)
    assert {c.row: c.text for c in grid.cells if c.col == 3 and c.text} == {0: "度量单位", 1: "件", 5: "%", 9: "元"}


def test_grade_below_the_total_has_a_row_of_its_own():
    glyphs = sheet() + row(212, ["", "", "总分", "", "", "100", "95"])
    _, (grid,) = read(glyphs + write("自评等次", 30, 225) + write("优", 260, 225))
    rows = {c.text: c.row for c in grid.cells if c.text in ("总分", "自评等次", "优")}
    assert rows["总分"] < rows["自评等次"] == rows["优"]
