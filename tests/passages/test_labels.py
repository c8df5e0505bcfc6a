"""Items of one list have one role; everything else stays as it was decoded."""

import pytest

from textmine.passages.labels import alike_in_lists, join_pieces
from textmine.passages.pieces import cut_pieces

LIST = "一是招标流标；二是人员缺乏，一人多岗；三是连续暴雨无法施工。"


@pytest.mark.parametrize(
    ("text", "roles", "settled"),
    [
        (LIST, ["cause", "cause", "cause", "effect"], ["cause"] * 4),
        (LIST, ["cause", "cause", "effect", "cause"], ["cause", "cause", "effect", "cause"]),
        (LIST, ["measure", "measure", "measure", "effect"], ["measure", "measure", "measure", "effect"]),
        ("一是人手不足，导致延期。下一步增加人员。", ["cause", "effect", "measure"], ["cause", "effect", "measure"]),
        ("计划12座，建成9座。", ["effect", "effect"], ["effect", "effect"]),
        ("", [], []),
    ],
)
def test_items_of_a_list(text, roles, settled):
    """Only the first piece of an item is settled, only an effect below a cause."""
    pieces = cut_pieces(text)
    assert len(pieces) == len(roles)
    assert alike_in_lists(pieces, roles) == settled
    assert "".join(s.text for s in join_pieces(pieces, settled)) == text
