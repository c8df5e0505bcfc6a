"""What was read on scans, put right by its place and its neighbours: closing marks, signs, letters, characters."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("cv2")
pytestmark = pytest.mark.ocr

from textmine.documents import scan_layer, scan_text, scan_turn  # noqa: E402
from textmine.documents.lattice import Area, Lattice  # noqa: E402
from textmine.documents.model import Glyph, Ink  # noqa: E402
from textmine.documents.scan_cells import Placed  # noqa: E402
from textmine.documents.scan_characters import as_characters  # noqa: E402
from textmine.documents.scan_closing import balanced, closing_mark, mended_closings  # noqa: E402
from textmine.documents.scan_engine import Reading  # noqa: E402
from textmine.documents.scan_image import Scan  # noqa: E402
from textmine.documents.scan_letters import simplified  # noqa: E402
from textmine.documents.scan_pieces import _without_contained, make_pieces  # noqa: E402
from textmine.documents.scan_signs import mended  # noqa: E402
from textmine.documents.scan_strays import in_cells  # noqa: E402
from textmine.documents.scan_text import read_piece, unread  # noqa: E402

BLANK = np.zeros((600, 1800), np.uint8)


def _line(text: str, top: float = 10.0, height: float = 12.0, x0: float = 10.0, confidence: float = 1.0) -> Glyph:
    return Glyph(text, x0, top, x0 + 10.0 * len(text), top + height, 9.0, confidence)


@pytest.mark.parametrize(
    ("lines", "last", "mark"),
    [
        (["满意度达到81%及以上"], "0", "。"),
        (["满意度达到", "及以上"], "o", "。"),
        (["保障“零事故"], "99", "”"),
        (["保障“零事故”"], "99", None),
        (["得分9"], "0", None),
        (["满意度"], "10", None),
    ],
)
def test_closing_marks_read_as_figures(lines, last, mark):
    """A small ring or two ticks alone on the last line of a cell are punctuation, figures stay figures."""
    cell = [_line(text, 10.0 + 15 * i) for i, text in enumerate(lines)]
    low = _line(last, 10.0 + 15 * len(lines), height=5.0)
    changed = mended_closings([*cell, low])
    assert (changed[low].text if low in changed else None) == mark


def test_a_figure_as_high_as_its_line_is_none():
    """A 0 as high as the other lines of its cell is a figure."""
    assert mended_closings([_line("合格率"), _line("0", 25.0)]) == {}
    assert mended_closings([_line("0")]) == {}


@pytest.mark.parametrize(
    ("lines", "closed", "want"),
    [
        (["水质监测断面（含续建"], True, "水质监测断面（含续建）"),
        (["保障重大活动“零", "事故"], True, "事故”"),
        (["保障重大活动“零事故"], False, "保障重大活动“零事故"),
        (["（1）完成，（2完成得很好，并且有一定的影响。"], True, "（1）完成，（2完成得很好，并且有一定的影响。"),
        (["及以上）"], True, "及以上）"),
    ],
)
def test_pairs_that_do_not_close(lines, closed, want):
    """A dropped mark at the end of a cell is set and doubted; other marks without their fellow are doubted."""
    glyphs = [_line(text, 10.0 + 15 * i) for i, text in enumerate(lines)]
    (old, new), *more = balanced(glyphs, closed=closed).items()
    assert not more
    assert old is glyphs[-1]
    assert new.text == want
    assert new.confidence < 0.8


@pytest.mark.parametrize("text", ["100.00(%)", "（A）", "“零事故”", "《办法》（试行)", "达标"])
def test_pairs_that_close(text):
    """Balanced text is left as it is, whatever the width of its brackets."""
    assert balanced([_line(text)], closed=True) == {}


def test_closing_marks_by_shape():
    """A ring is a full stop, a tick below a comma, two ticks above a closing quote."""
    marks = np.zeros((100, 100), np.uint8)
    marks[50:60, 20:30] = 1
    marks[53:57, 23:27] = 0
    assert closing_mark(marks, (18, 48, 32, 62), 30.0) == "。"
    marks[:] = 0
    marks[50:58, 20:25] = 1
    assert closing_mark(marks, (18, 48, 27, 60), 30.0) == "，"
    marks[50:58, 30:35] = 1
    assert closing_mark(marks, (18, 48, 37, 60), 44.0) == "”"


def test_cells_tell_which_pieces_belong_together():
    """Pieces are mended with those of their own cell only."""
    areas = tuple(Area(r, c, r + 1, c + 1) for r in (0, 1) for c in (0, 1))
    lattice = Lattice((0.0, 100.0, 200.0), (0.0, 50.0, 100.0), areas, (0, 1, 2, 3))
    placed = Placed([lattice])
    left, right, low = _line("活动“零事故"), _line("完成", x0=120.0), _line("活动“零事故", 70.0)
    assert placed.cell(left) == (0, 0)
    assert placed.cell(_line("外", 500.0)) is None
    assert not placed.together(left, right)
    assert [g.text for g in placed.mended([left, right, low])] == ["活动“零事故”", "完成", "活动“零事故"]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("日85%", "=85%"),
        ("三100.00(%)", "=100.00(%)"),
        ("二7400人次", "=7400人次"),
        ("三级", "三级"),
        ("日期", "日期"),
        ("85%", "85%"),
    ],
)
def test_equal_signs(text, want):
    """What cannot stand before digits is an equal sign, and never certain."""
    (glyph,) = mended([_line(text, confidence=0.6)], np.full((90, 300, 3), 255, np.uint8), lambda a, b: False)
    assert glyph.text == want
    assert glyph.confidence <= 0.7 or want == text


def test_certain_readings_stay():
    """A certain reading is not changed, but for Chinese figures before digits, which nobody prints."""
    (glyph,) = mended([_line("二2284人", confidence=0.99)], np.full((90, 300, 3), 255, np.uint8), lambda a, b: False)
    assert (glyph.text, glyph.confidence < 0.8) == ("=2284人", True)
    (glyph,) = mended([_line("二00一年", confidence=0.99)], np.full((90, 300, 3), 255, np.uint8), lambda a, b: False)
    assert glyph.text == "二00一年"


@pytest.mark.parametrize(("text", "want"), [("主管部門", "主管部门"), ("虛構省", "虚构省"), ("资金", "资金")])
def test_look_alike_letters(text, want):
    """Traditional characters of nearly the same shape become simplified ones."""
    assert simplified(text) == want


@given(st.text())
def test_simplified_twice_is_simplified_once(text):
    """No simplified character is the traditional form of another, and lengths stay."""
    assert simplified(simplified(text)) == simplified(text)
    assert len(simplified(text)) == len(text)


def test_pieces_become_characters_of_one_size():
    """Figures and Chinese text on one line get boxes of one height around one middle."""
    row = [_line("完成建设项目"), Glyph("138", 90.0, 12.5, 108.0, 19.5, 6.0, 1.0)]
    found = as_characters(row, BLANK)
    assert "".join(g.text for g in found) == "完成建设项目138"
    assert len({round(g.bottom - g.top, 3) for g in found}) == 1
    assert all(g.confidence < 0.8 for g in found)


def test_columns_are_parted_at_white_gaps():
    """A piece over two columns is cut where white goes on above and below; after punctuation it is not."""
    glyph = Glyph("年度指标值实际完成值", 10.0, 10.0, 120.0, 22.0, 9.0, 1.0)
    ink = BLANK.copy()
    ink[32:64, 32:180] = 1
    ink[32:64, 205:360] = 1
    found = as_characters([glyph], ink)
    gaps = [b.x0 - a.x1 for a, b in pairwise(found)]
    assert gaps.index(max(gaps)) == 4
    assert max(gaps) > 4
    punctuated = as_characters([glyph._replace(text="指标完成，实际完成值")], ink)
    assert max(b.x0 - a.x1 for a, b in pairwise(punctuated)) < 1


def test_vertical_labels_are_stacked():
    """The characters of a vertical label stand one below the other."""
    found = as_characters([Glyph("产出指标", 10.0, 10.0, 22.0, 70.0, 9.0, 1.0), _line("完成建设项目", 80.0)], BLANK)
    label = found[:4]
    assert [g.text for g in label] == list("产出指标")
    assert [g.top for g in label] == sorted(g.top for g in label)
    assert len({round((g.x0 + g.x1) / 2, 3) for g in label}) == 1


@given(st.text(alphabet="指标完成0123456789.%（）", min_size=1, max_size=20))
def test_characters_conserve_text(text):
    """Every character comes back once and in order."""
    found = as_characters([_line("完成建设项目", 40.0), _line(text)], BLANK)
    assert "".join(g.text for g in found) == "完成建设项目" + text


def test_unread_print_is_no_blank():
    """Print that could not be read has a place and no confidence."""
    glyph = unread((30, 60, 90, 120))
    assert (glyph.x0, glyph.top, glyph.x1, glyph.bottom) == pytest.approx((10, 20, 30, 40))
    assert glyph.confidence == 0.0
    assert not glyph.text.strip()


def test_vertical_labels_turn_no_page(monkeypatch):
    """A few vertical labels, larger than any line, do not make a page lie on its side."""
    monkeypatch.setattr(scan_turn, "recognise", lambda crop: Reading("完成", 0.95, 0.9))
    page = np.full((900, 900, 3), 255, np.uint8)
    labels = [(10 + 60 * i, 10, 50 + 60 * i, 600) for i in range(6)]
    lines = [(400, 10 + 40 * i, 600, 40 + 40 * i) for i in range(8)]
    assert scan_turn.quarters_to_upright(page, [*labels, *lines]) == 0


def test_boxes_inside_others_are_read_once():
    """A character of a vertical label that was found twice is one piece."""
    assert _without_contained([(0, 0, 30, 120), (2, 5, 28, 32), (100, 0, 130, 30)]) == [
        (0, 0, 30, 120),
        (100, 0, 130, 30),
    ]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_pages_on_their_side_or_head(monkeypatch, quarters):
    """The turn after which lines are read with most confidence is taken."""
    mark = np.full((40, 200, 3), 255, np.uint8)
    mark[5:15, 5:60] = 0  # dark at the top left where upright

    def recognise(crop):
        high, wide = crop.shape[:2]
        upright = wide > high and crop[: high // 2, : wide // 2].mean() < 250
        return Reading("完成", 0.95, 0.9) if upright else Reading("乱", 0.3, 0.2)

    monkeypatch.setattr(scan_turn, "recognise", recognise)
    page = np.ascontiguousarray(np.rot90(mark, -quarters))
    box = (0, 0, page.shape[1], page.shape[0])
    assert scan_turn.quarters_to_upright(page, [box]) == quarters
    assert scan_turn.turned(Scan(1, page, 1.0, 2.0), quarters).picture.shape == mark.shape


@pytest.mark.parametrize(
    ("seen", "agrees"),
    [("一二三四五六七八", True), ("一二三四五六七九", True), ("甲乙丙丁戊己庚辛", False), ("", False)],
)
def test_hidden_layers_are_compared_with_the_image(monkeypatch, seen, agrees):
    """A layer is taken where it says what the image shows."""
    monkeypatch.setattr(scan_layer, "recognise", lambda crop: Reading(seen, 0.9, 0.9))
    page = np.full((600, 900, 3), 255, np.uint8)
    glyphs = tuple(Glyph(c, 20.0 + 10 * i, 50.0, 30.0 + 10 * i, 60.0, 10.0) for i, c in enumerate("一二三四五六七八"))
    found = scan_layer.layered(Scan(1, page, 300.0, 200.0), Ink(1, 300.0, 200.0, glyphs, ()))
    assert found.agrees is agrees
    assert "".join(g.text for g in found.ink.glyphs) == "一二三四五六七八"


@pytest.mark.parametrize(("strokes", "text"), [([(10, 30)], "—"), ([(10, 28), (32, 50)], "——")])
def test_dashes_of_blank_cells(strokes, text):
    """A dash in one piece or in two halves is a dash, never 一."""
    picture = np.full((60, 60, 3), 255, np.uint8)
    for left, right in strokes:
        picture[29:32, left:right] = 0
    glyph = read_piece(picture, (0, 0, 60, 60))
    assert glyph is not None
    assert glyph.text == text
    assert glyph.confidence == 1.0


@pytest.mark.parametrize(("tone", "right", "found"), [(20, 150, ["，"]), (150, 150, []), (20, 250, [])])
def test_marks_on_their_own_line(tone, right, found):
    """A dark mark below a full line is read by its shape; grain is no mark, nor is one below a short line."""
    lattice = Lattice((10.0, right / 3 + 5.0), (10.0, 110.0), (Area(0, 0, 1, 1),), (0,))
    bare = np.full((400, 400, 3), 255, np.uint8)
    bare[100:109, 60:66] = tone
    marks = (bare[:, :, 0] < 200).astype(np.uint8)
    held = Glyph("说明", 20.0, 15.0, right / 3 if right < 200 else 50.0, 27.0, 9.0, 1.0)
    assert [g.text for g in in_cells(bare, marks, [lattice], [held])] == found


@pytest.mark.parametrize(
    ("text", "sure", "want"), [("二", 0.2, "—"), ("一—", 0.6, "—"), ("二", 0.95, "二"), ("三", 0.2, "三")]
)
def test_dashes_on_noisy_pages(text, sure, want):
    """An uncertain level stroke alone in its cell is the dash of a blank cell, and stays uncertain."""
    (glyph,) = mended([_line(text, confidence=sure)], np.full((90, 300, 3), 255, np.uint8), lambda a, b: False)
    assert (glyph.text, glyph.confidence) == (want, sure)


@pytest.mark.parametrize(("text", "want"), [("≤1.30(1)", "≤1.30(/)"), ("(1)", "(1)"), ("1.30(1条)", "1.30(1条)")])
def test_slash_of_a_blank_unit(text, want):
    """A lone stroke in brackets behind a figure is the slash of a blank unit, and never certain."""
    (glyph,) = mended([_line(text)], np.full((90, 300, 3), 255, np.uint8), lambda a, b: False)
    assert (glyph.text, glyph.confidence < 0.8) == (want, text != want)


@pytest.mark.parametrize(("figure", "want"), [("≤1.30", "(/)"), ("完成1件", "(1)")])
def test_slash_below_its_figure(figure, want):
    """On a line of its own the stroke is a slash below a figure only; else it numbers what follows."""
    found = mended([_line(figure), _line("(1)", 30.0)], np.full((200, 300, 3), 255, np.uint8), lambda a, b: True)
    assert found[1].text == want


@pytest.mark.parametrize(("seen", "text"), [("141.45.", "141.45"), ("1.", "1."), ("2024.5.1", "2024.5.1")])
def test_speck_behind_a_figure(monkeypatch, seen, text):
    """A dot behind a number with decimals is no part of it; behind a whole number it may count."""
    monkeypatch.setattr(scan_text, "recognise", lambda crop: Reading(seen, 0.9, 0.9))
    picture = np.full((40, 200, 3), 255, np.uint8)
    picture[10:30, 20:180:9] = 0
    glyph = read_piece(picture, (0, 0, 200, 40))
    assert glyph is not None
    assert glyph.text == text


@pytest.mark.parametrize(("seen", "sure"), [("数量指标", True), ("数指标", False), ("--数量指标", False)])
def test_characters_of_vertical_writing_are_counted(monkeypatch, seen, sure):
    """Specks beside a column of characters do not merge them; where fewer are read than printed, that is doubted."""
    widths = []
    monkeypatch.setattr(scan_text, "recognise", lambda crop: widths.append(crop.shape[1]) or Reading(seen, 1.0, 1.0))
    picture = np.full((200, 90, 3), 255, np.uint8)
    for top in (10, 55, 100, 145):
        picture[top : top + 32, 30:62:6] = 0
        picture[top : top + 32 : 6, 30:62] = 0
    picture[20:24, 2:6] = picture[120:124, 84:88] = 0
    glyph = read_piece(picture, (0, 0, 90, 200))
    assert glyph is not None
    assert (glyph.confidence >= 0.8) is sure
    assert widths == [4 * (90 + 4)]


_CELL = Lattice((10.0, 110.0), (10.0, 110.0), (Area(0, 0, 1, 1),), (0,))


def test_pieces_of_lines_are_no_dashes():
    """A stroke on the border of a cell with text is left of its line; in the middle, or alone, it is a dash."""
    border, middle, text = _line("—", 107.0, 2.0), _line("—", 60.0, 2.0), _line("说明", 30.0)
    placed = Placed([_CELL])
    assert placed.without_remains([border, middle, text]) == [middle, text]
    assert placed.without_remains([border]) == [border]


def test_a_column_of_characters_is_one_piece():
    """Lines of one character each, one below the other, are read together; broader ones line by line."""
    marks = np.zeros((400, 400), np.uint8)
    for top in (60, 110, 160):
        marks[top : top + 30, 100:130] = 1
    narrow = [(98, top - 2, 132, top + 32) for top in (60, 110, 160)]
    assert make_pieces(narrow, (), [_CELL], marks) == [(98, 58, 132, 192)]
    marks[60:190, 130:160] = marks[60:190, 100:130]
    broad = [(98, top - 2, 162, top + 32) for top in (60, 110, 160)]
    assert len(make_pieces(broad, (), [_CELL], marks)) == 3


def test_what_a_stamp_left_is_no_figure():
    """Marks far paler than the print of a page are not read; in a blank cell nothing certain stands."""
    bare = np.full((400, 400, 3), 255, np.uint8)
    bare[40:60, 40:100] = 20
    read = [Glyph("说明", 40 / 3, 40 / 3, 100 / 3, 20.0, 9.0, 1.0)]
    cells = Lattice((10.0, 60.0, 110.0), (10.0, 110.0), (Area(0, 0, 1, 1), Area(0, 1, 1, 2)), (0, 1))
    bare[200:222, 250:253] = 190
    marks = (bare[:, :, 0] < 200).astype(np.uint8)
    marks[40:60] = 0
    assert [g.confidence for g in in_cells(bare, marks, [cells], read) if g.text.strip()] == []
