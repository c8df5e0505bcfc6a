from hypothesis import given
from hypothesis import strategies as st

from textmine.passages.pieces import cut_pieces

ODD = "，。；：、！？,.;!?…（）()「」“”《》【】'\"\n \u3000\u200b0123456789一二①人手不足因a"
MARKS = st.text(alphabet=ODD, max_size=80)


@given(st.one_of(st.text(max_size=80), MARKS))
def test_pieces_rebuild_the_text_exactly(text):
    pieces = cut_pieces(text)
    assert "".join(p.text for p in pieces) == text
    assert all(p.text == text[p.start : p.end] and p.text for p in pieces)


def texts(text):
    return [p.text for p in cut_pieces(text)]


def test_numbers_are_not_cut():
    assert texts("费用1,200.5元,偏高。") == ["费用1,200.5元,", "偏高。"]


def test_item_labels_stay_with_their_item():
    assert texts("1.人手不足；2.设备老化。") == ["1.人手不足；", "2.设备老化。"]
    assert texts("第一，人手不足；第二，设备老化。") == ["第一，人手不足；", "第二，设备老化。"]


def test_brackets_and_quotes_are_not_cut_inside():
    assert texts("两次流标（首次一家，二次两家），年底才签。") == ["两次流标（首次一家，二次两家），", "年底才签。"]


def test_closing_quotes_stay_with_the_piece_they_close():
    assert texts("他说“不行。”后来停了。") == ["他说“不行。”后来停了。"]
    assert texts("（已完成。）后续加强。") == ["（已完成。）后续加强。"]


def test_western_full_stop_before_a_year():
    assert texts("物业不配合.2025年起通报.") == ["物业不配合.", "2025年起通报."]


def test_a_line_end_after_a_full_stop_is_not_cut_twice():
    assert texts(".\n0") == [".\n", "0"]
    assert texts("甲.\n乙。\n丙") == ["甲.\n", "乙。\n", "丙"]
