"""Ink → page: cells by their boxes, and no glyph lost or doubled."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.grids import build_page
from textmine.documents.model import Glyph, Grid, Ink, Line, Rule


def write(text, x, top, size=10.0):
    """A word as glyphs, one em each."""
    return [Glyph(mark, x + i * size, top, x + (i + 1) * size, top + size, size) for i, mark in enumerate(text)]


def box(x0, top, x1, bottom):
    """The four rules of a box."""
    return [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom), Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)]


def table(xs, ys):
    """The rules of a full raster."""
    return [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def page(glyphs, rules, width=600.0, height=800.0):
    return build_page(Ink(1, width, height, tuple(glyphs), tuple(rules)))


def grids(built):
    return [block for block in built.blocks if isinstance(block, Grid)]


def marks(built):
    """Every printed character of a page, counted."""
    found = Counter()
    for block in built.blocks:
        texts = [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
        for text in texts:
            found.update(text.replace("\n", "").replace(" ", ""))
    return found


def test_full_raster_gives_every_cell_its_text():
    glyphs = write("甲", 20, 15) + write("乙", 120, 15) + write("丙", 20, 45)
    (grid,) = grids(page(glyphs, table([10, 100, 200], [10, 40, 70])))
    assert [(c.row, c.col, c.text) for c in grid.cells] == [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "")]


def test_missing_inner_lines_merge_cells():
    rules = [*box(10, 10, 200, 100), Rule(100, 10, 100, 100), Rule(100, 40, 200, 40), Rule(100, 70, 200, 70)]
    (grid,) = grids(page(write("产出", 30, 50), rules))
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells] == [
        (0, 0, 3, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
    ]


def test_table_torn_by_a_page_break_is_open():
    rules = [Rule(x, 10, x, 90) for x in (10, 100, 200)] + [Rule(10, 50, 200, 50), Rule(10, 90, 200, 90)]
    (grid,) = grids(page(write("续", 20, 20), rules))
    assert (grid.open_top, grid.open_bottom) == (True, False)
    assert grid.cells[0].text == "续"


def test_outer_vertical_lines_may_be_missing():
    rules = [Rule(10, y, 200, y) for y in (10, 40, 70)] + [Rule(100, 10, 100, 70)]
    (grid,) = grids(page(write("左", 20, 15) + write("右", 150, 45), rules))
    assert [c.text for c in grid.cells] == ["左", "", "", "右"]


def test_lines_of_a_cell_run_from_top_to_bottom_whatever_the_drawing_order():
    glyphs = write("部分达成", 20, 15) + write("指标", 20, 28)
    (grid,) = grids(page(glyphs[::-1], table([10, 100, 200], [10, 50, 80])))
    assert grid.cells[0].text == "部分达成\n指标"


def test_side_by_side_tables_come_one_after_the_other():
    left, right = table([10, 100, 200], [50, 80, 110]), table([300, 400, 500], [50, 80, 110])
    glyphs = write("左表", 20, 20) + write("右表", 310, 20) + write("甲", 20, 60) + write("乙", 310, 60)
    built = page(glyphs, left + right)
    assert [b.text if isinstance(b, Line) else b.cells[0].text for b in built.blocks] == ["左表", "甲", "右表", "乙"]


def test_frame_around_the_page_is_no_table():
    built = page(write("甲", 20, 25), box(1, 1, 500, 500) + table([10, 100, 200], [20, 50, 80]))
    assert [grid.n_cols for grid in grids(built)] == [2]


def test_glyph_a_little_over_the_border_stays_in_its_cell():
    (grid,) = grids(page(write("达成指标", 63, 15), table([10, 100.5, 200], [10, 40, 70])))
    assert grid.cells[0].text + grid.cells[1].text == "达成指标"
    (grid,) = grids(page([Glyph("标", 92, 15, 102, 25)], table([10, 100, 200], [10, 40, 70])))
    assert grid.cells[0].text == "标"


coordinate = st.integers(0, 60).map(lambda n: n * 10.0)
glyph = st.builds(
    lambda text, x, top, size: Glyph(text, x, top, x + size * len(text), top + size, size),
    st.sampled_from("指标分值得5优%") | st.just("项目名称"),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(4, 20),
)
rule = st.builds(
    lambda x, y, length, down: Rule(x, y, x, y + length) if down else Rule(x, y, x + length, y),
    coordinate,
    coordinate,
    st.floats(5, 500),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(glyph, max_size=40), st.lists(rule, max_size=25))
def test_every_glyph_ends_in_exactly_one_cell_or_line(glyphs, rules):
    assert marks(page(glyphs, rules)) == Counter("".join(g.text for g in glyphs))


@settings(max_examples=60, deadline=None)
@given(st.lists(rule, max_size=25))
def test_cells_cover_each_grid_without_overlap(rules):
    for grid in grids(page([], rules)):
        fields = [
            (r, c)
            for cell in grid.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        ]
        assert sorted(fields) == [(r, c) for r in range(grid.n_rows) for c in range(grid.n_cols)]


@settings(max_examples=60, deadline=None)
@given(st.lists(rule, min_size=2, max_size=15), st.randoms(use_true_random=False))
def test_order_of_drawing_does_not_matter(rules, random):
    glyphs = write("项目名称", 33, 47) + write("数量指标", 133, 147) + write("得分", 233, 47)
    mixed_rules, mixed_glyphs = rules[:], glyphs[:]
    random.shuffle(mixed_rules)
    random.shuffle(mixed_glyphs)
    assert page(glyphs, rules).blocks == page(mixed_glyphs, mixed_rules).blocks


def test_text_across_a_border_is_uncertain():
    """A row too low for its text, as spreadsheets print it: both cells that the text may belong to say so."""
    inside, across = write("数量指标", 20, 15), write("质量", 110, 36) + write("指标", 110, 47)
    (grid,) = grids(page([*inside, *across], table([10, 100, 200], [10, 40, 70])))
    assert {c.text: c.confidence for c in grid.cells if c.text} == {"数量指标": 1.0, "质量\n指标": 0.5}


def test_text_that_fills_its_row_is_certain():
    (grid,) = grids(page(write("数量", 20, 9) + write("指标", 120, 31.5), table([10, 100, 200], [10, 40, 70])))
    assert {c.confidence for c in grid.cells} == {1.0}


def test_hanging_punctuation_stays_in_its_cell():
    """A full stop that begins inside a cell and ends outside belongs to it, at the edge of the table too."""
    glyphs = write("数量", 77, 15) + write("。", 97, 15) + write("质量", 178, 15) + write("。", 198, 15)
    (grid,) = grids(page(glyphs, table([10, 100, 200], [10, 40, 70])))
    assert [c.text for c in grid.cells if c.text] == ["数量。", "质量。"]


def test_last_row_of_a_table_alone_on_a_page_is_a_table():
    """A label and its text: two cells across the page; a box of two cells in a corner is none."""
    glyphs = write("改进措施", 60, 60) + write("完善台账", 200, 60)
    (grid,) = grids(page(glyphs, table([50, 150, 550], [50, 80])))
    assert [cell.text for cell in grid.cells] == ["改进措施", "完善台账"]
    assert not grids(page(glyphs, table([50, 150, 250], [50, 80])))


def test_bracket_that_hangs_over_the_border_belongs_to_its_word():
    """Browsers let a closing bracket hang out of a narrow cell, at times as a whole."""
    rules = table([10, 42, 100, 200], [10, 30, 50])
    (grid,) = grids(page(write("（元）", 12, 15) + write("总额", 60, 15), rules))
    assert [cell.text for cell in grid.cells if cell.row == 0][:2] == ["（元）", "总额"]
