"""Dictionary files: any list of terms comes back as it was written, wrong lines are named, ours are sound."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import ConfigError
from textmine.lexicon.segmenter import close_gaps
from textmine.lexicon.terms import Term, builtin_term_files, load_terms, not_whole, read_terms

WORD = st.text("资金设备平台系统绿色通道ABab12-", min_size=1, max_size=6).filter(lambda w: not w.startswith("-"))
TERMS = st.dictionaries(
    WORD,
    st.tuples(st.one_of(st.none(), st.integers(1, 10**6)), st.sampled_from(["n", "vn", "nz", "a", "l"])),
    max_size=6,
)


def lines(terms, gap):
    for text, (freq, pos) in terms.items():
        yield gap.join([text, *([str(freq)] if freq else []), pos])


@given(TERMS, st.sampled_from([" ", "\t", "　", "   "]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_is_written_is_read(tmp_path_factory, terms, gap, end, mark):
    """Blanks or tabs, any line ends, with or without a byte order mark."""
    path = tmp_path_factory.mktemp("terms") / "own.txt"
    path.write_bytes(("\ufeff" * mark + end.join(lines(terms, gap))).encode())
    assert read_terms(path) == tuple(Term(text, pos, freq, "own") for text, (freq, pos) in terms.items())


@pytest.mark.parametrize("line", ["政务云 n 120", "政务云 名词", "政务云 12.5", "政务云 120 n x", "政务 云 平台"])
def test_wrong_lines_are_named_by_number(tmp_path, line):
    path = tmp_path / "own.txt"
    path.write_text(f"好词 n\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="3: ") as caught:
        read_terms(path)
    assert caught.value.hint and caught.value.where == str(path)


def test_the_last_line_of_a_term_wins(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("政务云 5 n\n政务云 9 nz\n", encoding="utf-8")
    assert read_terms(path) == (Term("政务云", "nz", 9, "own"),)


@pytest.mark.parametrize("line", ["-长效机制", "- 长效机制", "  -长效机制  # 太宽"])
def test_a_term_of_ours_is_taken_away(tmp_path, line):
    path = tmp_path / "own.txt"
    path.write_text(f"{line}\n", encoding="utf-8")
    ours, merged = ({t.text for t in load_terms(p)} for p in (None, path))
    assert ours - merged == {"长效机制"} and not merged - ours


@pytest.mark.parametrize("path", builtin_term_files(), ids=lambda p: p.stem)
def test_our_files_are_tidy(path):
    """Every line is a term of at least two letters, once, without blanks at its ends."""
    terms = read_terms(path)
    assert terms and all(len(term.text) >= 2 and term.text == term.text.strip() for term in terms)
    assert len({term.text for term in terms}) == len(terms)


@given(st.lists(WORD, max_size=6))
def test_not_whole_names_exactly_what_falls_apart(words):
    """Cut by letters only words of one letter stay whole; cut not at all every word does."""
    terms = [Term(word) for word in words]
    assert not_whole(terms, list) == tuple(word for word in words if len(word) > 1)
    assert not_whole(terms, lambda text: [text]) == ()


@given(st.text("机制不健全API 2\u3000\n\u200b，。", max_size=30))
def test_gaps_between_han_letters_close_and_places_point_back(text):
    """Only blanks go, only between Han letters; each letter knows where it stood; twice is once."""
    plain, origin = close_gaps(text)
    assert [text[place] for place in origin] == list(plain)
    assert all(a < b for a, b in itertools.pairwise(origin))
    gone = [c for i, c in enumerate(text) if i not in set(origin)]
    assert all(c.isspace() or c == "\u200b" for c in gone)
    assert close_gaps(plain)[0] == plain
