"""English: every name of ours has a translation, numbers and the words of the forms stay."""

import re
from dataclasses import asdict, fields, replace

import pytest

from textmine.errors import UsageError
from textmine.points.breakdowns import BUDGET_STEPS, NO_VALUE
from textmine.points.notices import TITLES
from textmine.points.sentences import SENTENCES, say
from textmine.report.blocks import Heading, Para, Table
from textmine.report.chapters import write_chapters
from textmine.report.summarise import BUCKET_NAMES, summarise
from textmine.report.summarise_causes import PLACE_NAMES
from textmine.report.translate import NAMES, in_english
from textmine.report.words import EN, LANGUAGES, ZH, check_language, place

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    "names",
    [BUCKET_NAMES.values(), PLACE_NAMES.values(), TITLES.values(), [name for _, name in BUDGET_STEPS], [NO_VALUE]],
    ids=["buckets", "places", "notices", "budgets", "blank"],
)
def test_every_name_of_ours_is_translated(names):
    """No Chinese label of the program is left over in an English report."""
    assert [name for name in names if HAN.search(NAMES.get(name, name))] == []


def test_translations_are_english_and_tell_things_apart():
    """No Chinese inside; two names share a translation only where they mean the same."""
    assert not [v for v in NAMES.values() if HAN.search(v)]
    assert len(set(NAMES.values())) == len(NAMES)


@pytest.fixture(scope="module")
def both(study):
    return summarise(study), summarise(study, "en")


def numbers(value):
    """All numbers below a value, in order."""
    if isinstance(value, dict):
        return [n for v in value.values() for n in numbers(v)]
    if isinstance(value, list | tuple):
        return [n for v in value for n in numbers(v)]
    return [value] if isinstance(value, int | float) else []


def test_numbers_and_quotes_do_not_change(both):
    """Language changes names only: every number stands in its place, every quote is as printed."""
    zh, en = both
    assert numbers(asdict(en)) == numbers(asdict(zh))
    assert [q for c in en.causes for q in c.quotes] == [q for c in zh.causes for q in c.quotes]
    assert [p.project for p in en.projects] == [p.project for p in zh.projects]
    assert en.contract()["points"] == zh.contract()["points"]


def test_names_of_the_english_summary(both):
    """Codes, buckets, families, groups of budgets, notices: English; the codes themselves stay."""
    _, en = both
    names = [c.name for c in en.causes] + [b.name for b in en.ledger] + list(en.heat.rows) + list(en.heat.columns)
    names += [g.title for g in en.notices] + [a.name for c in en.causes for a in c.actions]
    names += [n for link in en.links for n in (link.first, link.second)]
    assert [n for n in names if HAN.search(n)] == []


def test_headings_and_columns_are_english(both):
    """The chapters' own words are English; Chinese stands only in what the forms print."""
    _, en = both
    blocks = write_chapters(en)
    own = [b.text for b in blocks if isinstance(b, Heading)] + [b.caption for b in blocks if isinstance(b, Table)]
    own += [c.title for b in blocks if isinstance(b, Table) for c in b.columns]
    assert [t for t in own if HAN.search(t)] == []
    assert len([b for b in blocks if isinstance(b, Para)]) > 5


@pytest.mark.parametrize("kind", SENTENCES)
def test_both_languages_say_the_same_facts(kind):
    """The two sentences of a notice have the same places for values, and the English one no Chinese."""
    chinese, english = (set(re.findall(r"\{(\w+)", s)) for s in SENTENCES[kind])
    assert chinese == english
    facts = {name: f"<{name}>" for name in chinese}
    assert all(f"<{name}>" in sentence for sentence in say(kind, **facts) for name in chinese)
    assert not HAN.search(SENTENCES[kind][1])


@pytest.mark.parametrize("name", [f.name for f in fields(ZH)])
def test_words_have_the_same_places(name):
    """Each fixed word takes the same values in both languages."""
    assert re.findall(r"\{(\w+)", getattr(ZH, name)) == re.findall(r"\{(\w+)", getattr(EN, name))
    assert not HAN.search(getattr(EN, name))


@pytest.mark.parametrize(
    ("lang", "page", "row", "said"),
    [
        ("zh", 2, 7, "a.pdf 第 2 页 第 7 行"),
        ("zh", None, 7, "a.pdf 第 7 行"),
        ("zh", None, None, "a.pdf"),
        ("en", 2, 7, "a.pdf, p. 2, row 7"),
        ("en", 2, None, "a.pdf, p. 2"),
    ],
)
def test_place(lang, page, row, said):
    """File, page, row, as far as they are known."""
    assert place(LANGUAGES[lang], "a.pdf", page, row) == said


@pytest.mark.parametrize(("page", "row"), [(None, None), (1, None), (None, 1), (3, 4), (0, 0)])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", ["", "a.pdf", "甲/乙 丙.zip!丁.docx"])
def test_a_place_has_no_loose_ends(lang, source, page, row):
    """What is not known leaves neither blank nor comma behind; what is known is all there."""
    said = place(LANGUAGES[lang], source, page, row)
    assert said == said.strip(" ,")
    assert ", ," not in said
    assert "None" not in said
    assert source in said
    assert all(str(n) in said for n in (page, row) if n)


@pytest.mark.parametrize(
    ("lang", "rows", "said"),
    [
        ("zh", 1, "另有 1 行，见数据文件。"),
        ("zh", 12_345, "另有 12,345 行，见数据文件。"),
        ("en", 12_345, "12,345 more rows in the data files."),
    ],
)
def test_how_many_rows_are_elsewhere(lang, rows, said):
    """Large numbers have their thousands."""
    assert LANGUAGES[lang].more_data.format(rows=rows) == said


@pytest.mark.parametrize("lang", ["", "ZH", "de", "zh-CN", "english"])
def test_languages_there_are(lang):
    """Another language is refused with the ones there are; the two are not."""
    with pytest.raises(UsageError) as error:
        check_language(lang)
    assert repr(lang) in str(error.value)
    assert error.value.hint.endswith("zh, en")
    for known in LANGUAGES:
        check_language(known)


def test_codes_without_an_english_name_show_their_code(study):
    """A codebook of one's own may have Chinese names only: the English report shows the code, not the Chinese."""
    book = study.codebook
    own = replace(book, entries=tuple(replace(e, name_en="") for e in book.entries))
    english = in_english(summarise(study), own)
    assert [c.name for c in english.causes] == [c.code for c in english.causes]
    assert [e["name"] for e in english.codebook] == [e["code"] for e in english.codebook]


def test_nothing_is_left_out(both):
    """The English summary has as many of everything: rows, notices, groups, quotes, links, comparisons."""
    zh, en = both
    for f in fields(zh):
        one, other = getattr(zh, f.name), getattr(en, f.name)
        if isinstance(one, tuple | dict):
            assert len(one) == len(other), f.name
    assert [len(g.items) for g in en.notices] == [len(g.items) for g in zh.notices]
    assert {by: len(lines) for by, lines in en.groups.items()} == {by: len(lines) for by, lines in zh.groups.items()}


def test_several_causes_of_a_row_are_all_translated(both):
    """A row that names three causes has three English names, in their order."""
    zh, en = both
    names = {e["code"]: e["name"] for e in zh.codebook}
    english = {names[e["code"]]: e["name"] for e in en.codebook}
    pairs = [(a.causes, b.causes) for a, b in zip(zh.rows, en.rows, strict=True) if "；" in a.causes]
    assert pairs
    assert all(b == ", ".join(english[n] for n in a.split("；")) for a, b in pairs)


def test_what_forms_print_stays(both):
    """Names of projects, indicators and units, targets and quotes are the same in both languages."""
    zh, en = both
    for a, b in zip(zh.rows, en.rows, strict=True):
        assert (a.project, a.target, a.actual, a.source) == (b.project, b.target, b.actual, b.source)
        assert a.row is None or a.item == b.item
    for by in ("level1", "level2", "unit", "grade"):
        printed = [g.group for g in zh.groups[by] if g.group != NO_VALUE]
        assert [g.group for g in en.groups[by] if g.group != NAMES[NO_VALUE]] == printed
