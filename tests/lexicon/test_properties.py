"""Key terms, collocations, new words, concordance: what holds for any corpus."""

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import UsageError
from textmine.lexicon.discovery import new_words
from textmine.lexicon.keyterms import collocations, key_terms
from textmine.lexicon.kwic import Source, concordance
from textmine.lexicon.terms import Term, read_terms

word = st.sampled_from("甲乙丙丁戊己")
documents = st.lists(st.tuples(st.lists(word, max_size=6), st.sampled_from("xyz")), min_size=1, max_size=30)


@given(documents)
@settings(max_examples=60)
def test_key_terms_of_any_corpus(found):
    """Counts are the documents' counts, the interval holds the value, z is its distance from nothing."""
    words, groups = [list(w) for w, _ in found], [g for _, g in found]
    for t in key_terms(words, groups, min_documents=1, min_z=-99, limit=None):
        assert t.documents == sum(t.term in w for w, g in found if g == t.group)
        assert t.others == sum(t.term in w for w, g in found if g != t.group)
        assert t.low <= t.log_odds <= t.high
        assert (t.z > 0) == (t.log_odds > 0) or abs(t.log_odds) < 1e-3


@given(documents, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_key_terms_do_not_depend_on_the_order(found, rng):
    """Documents in another order, words in another order: the same terms."""
    turned = [(rng.sample(w, len(w)), g) for w, g in rng.sample(found, len(found))]
    one, other = (key_terms([w for w, _ in d], [g for _, g in d], min_documents=1, min_z=0) for d in (found, turned))
    assert one == other


@given(documents)
@settings(max_examples=60)
def test_collocations_of_any_corpus(found):
    """Counts are documents in which the words are neighbours; strength is 14 at most; never a word with itself."""
    words = [w for w, _ in found]
    for c in collocations(words, min_documents=1, min_likelihood=0):
        assert c.documents == sum(any(p == (c.first, c.second) for p in itertools.pairwise(w)) for w in words)
        assert c.log_dice <= 14
        assert c.log_likelihood >= 0
        assert c.first != c.second


@pytest.mark.parametrize("limit", [0, 1, 3, None])
def test_limits(limit):
    """At most so many, the strongest first; no limit gives all."""
    docs = [["甲", "乙"], ["丙", "丁"], ["戊", "己"], ["庚", "辛"]] * 10
    everything = collocations(docs)
    assert collocations(docs, limit=limit) == everything[:limit]
    assert len(everything) == 4


@given(
    st.lists(st.text("因招标流未到位，。 \n", max_size=25), max_size=5),
    st.sampled_from(["流标", "未到位", "因"]),
    st.integers(0, 9),
)
def test_concordance_finds_every_place(texts, wanted, width):
    """As many hits as the word stands there, blanks between its letters or not; each is an exact piece."""
    sources = [Source(t, str(i)) for i, t in enumerate(texts)]
    hits = list(concordance(sources, wanted, width=width))
    assert len(hits) == sum(len(re.findall(r"\s*".join(wanted), t)) for t in texts)
    for h in hits:
        text = texts[int(h.id)]
        assert text[h.start : h.start + len(h.keyword)] == h.keyword
        assert text[h.start - len(h.left) : h.start + len(h.keyword) + len(h.right)] == h.left + h.keyword + h.right
        assert max(len(h.left), len(h.right)) <= width


@pytest.mark.parametrize(("longest", "min_documents"), [(1, 5), (6, 0)])
def test_new_words_with_settings_that_make_no_sense(longest, min_documents):
    """Words of one letter, or in no document: refused with the value."""
    with pytest.raises(UsageError, match=f"longest={longest}"):
        new_words([], list, longest=longest, min_documents=min_documents)


def test_new_words_are_counted_as_they_stand():
    """Count, documents and parts of a new word can be checked in the texts."""
    heads, tails = "东西南北中上下左右前", "早晚快慢多少大小高低"
    texts = [f"{a}数据管家{b}。{b}数据管家{a}" for a, b in zip(heads, tails, strict=True)]
    texts += [f"{a}{b}工期{b}{a}" for a in heads for b in tails]
    cut = lambda text: re.findall("数据|管家|.", text)  # noqa: E731
    (found,) = [w for w in new_words(texts, cut) if w.text == "数据管家"]
    assert (found.count, found.documents, found.parts) == (20, 10, ("数据", "管家"))
    assert found.freedom == pytest.approx(math.log2(20), abs=0.001)


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("政务云", Term("政务云")),
        ("政务云 120", Term("政务云", "n", 120)),
        ("政务云 120 nz", Term("政务云", "nz", 120)),
        ("政务云 vn # 注", Term("政务云", "vn")),
        ("一 网\t9\tn", Term("一 网", "n", 9)),
        ("政务云\u3000n", Term("政务云")),
        ("C# n", Term("C#")),
    ],
)
def test_lines_of_a_dictionary(tmp_path, line, term):
    """Term, frequency, part of speech; a # inside a word is no comment."""
    path = tmp_path / "t.txt"
    path.write_text(line + "\n", encoding="utf-8")
    (found,) = read_terms(path)
    assert (found.text, found.pos, found.freq, found.area) == (term.text, term.pos, term.freq, "t")
