"""The concordance gives exact pieces with their place."""

import pytest

from textmine.errors import UsageError
from textmine.lexicon.kwic import Source, concordance

TEXT = "因长效机制不健全，且机 制覆盖不全。"


def test_every_place_with_file_and_page_as_an_exact_piece():
    hits = list(concordance([Source(TEXT, "a#1/3", "a.pdf", 2)], "机制", width=4))
    assert len(hits) == 2
    for hit in hits:
        assert TEXT[hit.start - len(hit.left) :].startswith(hit.left + hit.keyword + hit.right)
        assert (hit.id, hit.file, hit.page) == ("a#1/3", "a.pdf", 2)


def test_signs_of_expressions_are_letters_unless_asked():
    assert list(concordance([Source("完成率100%")], ".")) == []
    assert len(list(concordance([Source(TEXT)], "不.?全", regex=True))) == 2


@pytest.mark.parametrize(("word", "regex", "message"), [(" ", False, "nothing to look for"), ("(", True, "expression")])
def test_wrong_words_are_refused(word, regex, message):
    with pytest.raises(UsageError, match=message):
        concordance([], word, regex=regex)
