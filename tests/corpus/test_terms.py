"""The words of a corpus as tables: what a group says more often, where a word stands."""

import pytest

from textmine.corpus import Corpus, CorpusInfo
from textmine.corpus.terms import GROUPS, collocation_table, key_table, kwic_table, new_word_table
from textmine.errors import UsageError
from textmine.records import Form, Indicator

SCHOOL = "教师培训覆盖面不足，{}中小学校未按期完成培训。"
ROAD = "公路养护合同签订滞后，{}路段施工进度未达预期。"


def form(text, number, *, department, year):
    said = text.format(f"{'甲乙丙丁戊己庚辛壬癸子丑'[number]}类")
    row = Indicator(
        "产出指标", "数量指标" if number % 2 else "时效指标", "完成率", "100%", "90%", 10.0, 9.0, said, number + 1
    )
    return Form(f"{department}{number}.pdf", department=department, unit=department, year=year, indicators=(row,))


@pytest.fixture(scope="module")
def corpus():
    forms = [form(SCHOOL, n, department="某县教育局", year=2023) for n in range(12)]
    forms += [form(ROAD, n, department="某县交通运输局", year=2024) for n in range(12)]
    return Corpus(CorpusInfo("词"), {f"{f.source}#1": f for f in forms})


@pytest.mark.parametrize("by", ["sector", "unit", "year"])
def test_key_terms_tell_groups_apart(corpus, by):
    """What only schools say belongs to the schools' group, what only roads say to the other."""
    table = key_table(corpus, by)
    best = table.sort_values("z", ascending=False).groupby("group")["term"].agg(set)
    school = {"sector": "教育", "unit": "某县教育局", "year": "2023"}[by]
    road = {"sector": "交通运输", "unit": "某县交通运输局", "year": "2024"}[by]
    assert "中小学校" in best[school]
    assert "施工进度" in best[road]
    assert not best[school] & best[road]


def test_one_group_is_no_comparison(corpus):
    """With a single level 2 there is nothing to compare, and the message says so."""
    some = {key: form for key, form in corpus.forms.items() if form.year == 2023}
    with pytest.raises(UsageError, match="只有一个分组"):
        key_table(Corpus(CorpusInfo("词"), some), "year")


def test_unknown_group(corpus):
    """A misspelt group is named with those that exist."""
    with pytest.raises(UsageError, match="sektor") as caught:
        key_table(corpus, "sektor")
    assert all(name in str(caught.value.hint) for name in GROUPS)


def test_concordance_gives_file_and_page(corpus):
    """Each hit has what is left and right of it, its file and its page; together they are a piece of the passage."""
    table = kwic_table(corpus, "施工进度", width=4)
    assert len(table) == 12
    texts = {p.id: p.text for p in corpus.passages}
    for hit in table.to_dict("records"):
        assert f"{hit['left']}{hit['keyword']}{hit['right']}" in texts[hit["id"]]
        assert hit["file"] in hit["id"]
        assert 1 <= hit["page"] <= 12


def test_words_that_stand_together(corpus):
    """Pairs of one phrase are found; nothing of the sort in an empty corpus, which has the same columns."""
    table = collocation_table(corpus)
    pairs = {frozenset((a, b)) for a, b in zip(table["first"], table["second"], strict=True)}
    assert any("施工" in pair or "培训" in pair for pair in pairs)
    empty = collocation_table(Corpus(CorpusInfo("空"), {}))
    assert list(empty.columns) == list(table.columns)
    assert empty.empty


def test_no_new_words_in_nothing():
    """An empty corpus has no new words."""
    assert new_word_table(Corpus(CorpusInfo("空"), {})).empty
