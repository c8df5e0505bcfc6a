"""What the English report says where there is nothing, one thing, or many; only words of the forms stay Chinese."""

import re
from dataclasses import replace

import pytest

from tests.report.small import (
    FUNDING,
    LATE,
    VAGUE,
    assert_chapters,
    assert_said,
    chapter,
    form,
    row,
    shown,
    study_of,
    summary_of,
    table,
)
from textmine.points.promises import ACTIONS
from textmine.points.sectors import UNKNOWN, sectors
from textmine.records import Annotation, Segment
from textmine.report import check_report, write_report
from textmine.report.blocks import Figure, QuoteBlock, Table
from textmine.report.chapters import write_chapters
from textmine.report.translate import NAMES

HAN = re.compile(r"[\u4e00-\u9fff、。「」（）]")
SITUATIONS = {
    "nothing read": (),
    "no loss": (form(row()),),
    "explained": (form(row(score=8.0, why=LATE)),),
    "two": (
        form(row(score=8.0, why=LATE), row("保洁", score=9.0)),
        form(row(score=7.0, why=VAGUE), row("保洁", score=9.0)),
    ),
    "generic": (form(row(score=8.0, why=VAGUE)),),
    "blank": (form(row(score=9.0)),),
    "difference": (form(row(score=8.0, why=LATE), total_score=7.0, reconciled=False),),
    "cause without loss": (form(row(why=LATE)),),
    "execution": (form(row(), funding=FUNDING, total_weight=20.0, total_score=19.0),),
}


@pytest.fixture(scope="module")
def summaries():
    return {name: summary_of(*forms, lang="en") for name, forms in SITUATIONS.items()}


@pytest.mark.parametrize(
    ("situation", "chapter_", "said", "not_said"),
    [
        ("nothing read", "abstract", "0 self-evaluation forms with 0 indicators and 0 explanations were read", " was "),
        (
            "no loss",
            "abstract",
            "1 self-evaluation form with 1 indicator and 0 explanations was read from 1 file;",
            "1 forms",
        ),
        ("two", "abstract", "2 self-evaluation forms with 4 indicators and 2 explanations were read", "2 form "),
        ("no loss", "abstract", "No explanation states a concrete cause.", "stated most"),
        ("generic", "abstract", "No explanation states a concrete cause.", ": ."),
        ("cause without loss", "abstract", "Concrete causes are stated only in rows that lost no points.", "(0.00)"),
        ("explained", "abstract", "the rows that name them: Procurement and contracts (2.00).", "No explanation"),
        ("no loss", "abstract", "No lost points are explained.", "0 of 0"),
        ("explained", "abstract", "0 of 1 explanation promise no measure.", "1 explanations"),
        ("two", "abstract", "1 of 2 explanations promise no measure.", "2 explanation "),
        ("two", "abstract", "Generic words alone stand against 3.00 points", "No lost points"),
        ("generic", "abstract", "Worth a second look: Explanation without a measure: 1.", "without a word:"),
        ("blank", "abstract", "1.00 (100.0%) without a word.", "Worth a second look"),
        ("blank", "unexplained", "1 row lost points without an explanation: 1.00 points.", "1 rows"),
        ("two", "unexplained", "2 rows lost points without an explanation: 2.00 points.", "No row"),
        ("explained", "unexplained", "No row lost points without an explanation.", "0 row"),
        (
            "difference",
            "unexplained",
            "explanation; 1.00 points come from bonuses, missing numbers or differences",
            "0 row",
        ),
        ("no loss", "promises", "there is nothing to hold measures against.", "Of 0"),
        ("two", "promises", "Of 2 explanations 1 promise a measure", "Of 2 explanation "),
        ("no loss", "causes", "No explanation states a cause.", "Points"),
        ("explained", "cause-procurement", "1 passage in 1 form; 2.00 points; 1 promise a measure.", "95%"),
        ("explained", "method", "Below 5 forms nothing is resampled and no interval is given.", "0 draws"),
        ("explained", "comparison", "nothing to compare.", "Points per form"),
    ],
)
def test_what_is_said(summaries, situation, chapter_, said, not_said):
    """Each sentence fits what happened, with the right number; its opposite stands nowhere in the chapter."""
    assert_said(summaries[situation], chapter_, said, not_said)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_has_every_chapter(summaries, situation):
    """Nine chapters, each with a sentence or a table; no None, no NaN, no brace left over."""
    assert_chapters(
        summaries[situation],
        ["abstract", "panorama", "causes", "unexplained", "oddities", "promises", "comparison", "method", "appendix"],
    )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_own_words_are_english(summaries, situation):
    """Sentences, headings, titles, captions and pictures' words hold no Chinese where no name of a form stands."""
    printed = {"甲项目", "甲所", "清扫", "保洁", "产出指标", "测试语料", "年度资金总额"}
    for block in write_chapters(summaries[situation]):
        if isinstance(block, QuoteBlock) or (isinstance(block, Table) and block.id == "codebook-table"):
            continue
        text = shown(block)
        for name in printed:
            text = text.replace(name, "")
        assert not HAN.search(text.replace("«无»", "").replace("：", ":")), text


@pytest.mark.parametrize("name", ["buckets", "projects", "by-family", "by-level1", "unexplained-rows"])
def test_chinese_and_english_have_the_same_figures(name):
    """Tables that both reports have show the same lost points in the same order of rows."""

    def lost(lang):
        found = table(summary_of(*SITUATIONS["two"], lang=lang), name)
        at = next(i for i, c in enumerate(found.columns) if c.title in {"失分", "Lost", "Points"})
        return [r[at].value for r in found.rows]

    english = lost("en")
    assert english
    assert lost("zh")[: len(english)] == english


@pytest.mark.parametrize("name", [UNKNOWN, *(name for name, _ in sectors())])
def test_sectors_are_ours(name):
    """Sectors are names of the program: each has an English one."""
    assert NAMES[name].isascii()


def test_sectors_in_tables_and_comparison():
    """Two sectors and one that no name tells: English in the breakdown and in the comparison."""
    forms = [form(row(score=8.0), unit=unit, project=unit) for unit in ("实验小学", "公路站", "某中心")]
    summary = summary_of(*forms, lang="en")
    assert {r[0] for r in table(summary, "by-sector").rows} == {"Education", "Transport", "(not told by names)"}
    by_sector = next(c for c in summary.comparisons if c.by == "sector")
    assert {by_sector.first, by_sector.second} == {"Education", "Transport"}


def test_a_unit_named_like_a_sector_stays():
    """What a form prints is not translated, even where it reads like a name of ours."""
    forms = [form(row(score=8.0), unit=unit, project=f"{unit}项目") for unit in ("教育", "金融")]
    summary = summary_of(*forms, lang="en")
    by_unit = next(c for c in summary.comparisons if c.by == "unit")
    assert {by_unit.first, by_unit.second} == {"教育", "金融"}
    assert {r[0] for r in table(summary, "by-unit").rows} == {"教育", "金融"}


def test_blank_groups_are_translated_and_printed_levels_stay():
    """«数量» is a family of ours and may be printed as a level; a blank is ours in every breakdown."""
    rows = [replace(row(score=8.0), level1="数量"), replace(row(score=9.0), level1="")]
    summary = summary_of(form(*rows), lang="en")
    assert [g.group for g in summary.groups["level1"]] == ["数量", "(blank)"]
    assert all(not HAN.search(g.group) for by in ("family", "sector", "budget") for g in summary.groups[by])


def test_the_form_as_a_whole():
    """Its explanation and its difference have English names, in the quote and in the ledger."""
    summary = summary_of(form(row(score=8.0), deviation=LATE, total_score=7.0), lang="en")
    assert "整表" not in str([r.item for r in summary.rows])
    assert "form as a whole" in [r.item for r in summary.rows]
    quotes = [q for c in summary.causes for q in c.quotes]
    assert [(q.item, q.row, q.text) for q in quotes] == [("whole form", None, LATE)]


def test_an_indicator_named_like_a_word_of_ours_stays():
    """An indicator that is printed as «整表说明» is quoted as printed."""
    summary = summary_of(form(row("整表说明", score=8.0, why=LATE)), lang="en")
    assert {q.item for c in summary.causes for q in c.quotes} == {"整表说明"}
    assert "整表说明" in [r.item for r in summary.rows]


def test_kinds_of_measures_in_a_sentence():
    """A measure that answers nothing is told with English kinds, the indicator as printed."""
    text = "因连续暴雨无法施工。后续加强宣传引导，配备人员。"
    cut = text.index("后续")
    said = Annotation(
        (Segment("cause", 0, cut, text[:cut]), Segment("measure", cut, len(text), text[cut:])), ("external",)
    )
    study = study_of(form(row("清扫(一期)", score=8.0, why=text)))
    coded = replace(study, annotations={"a.pdf#1/1": said})
    from textmine.report.summarise import summarise

    (found,) = (g for g in summarise(coded, "en").notices if g.code == "promise_off_target")
    assert found.items[0].message == (
        "the measures of '清扫(一期)' (Staff and training, Publicity) do not seem to answer its cause"
    )


@pytest.mark.parametrize("count", [4, 5])
def test_intervals_are_named_only_where_there_are_any(count):
    """Five forms have intervals in caption, section and method; four have none anywhere."""
    summary = summary_of(*[form(row(score=8.0, why=LATE), project=f"项目{i}") for i in range(count)], lang="en")
    captions = [b.caption for b in write_chapters(summary) if isinstance(b, Figure) and b.id == "fig-causes"]
    assert captions == ["Points lost in rows that name each cause" + (", with 95% intervals" if count > 4 else "")]
    assert ("95% interval" in chapter(summary, "cause-procurement")) is (count > 4)
    assert ("draws" in chapter(summary, "method")) is (count > 4)


@pytest.mark.parametrize("situation", ["nothing read", "two"])
def test_written_reports_agree_with_their_data(tmp_path, situation):
    """Every figure and quote of the files is that of the data, in odd situations too."""
    write_report(study_of(*SITUATIONS[situation]), tmp_path, lang="en")
    assert check_report(tmp_path) == ()


def test_every_action_has_its_column_in_english():
    """The matrix of measures never shows a Chinese kind."""
    assert all(NAMES[a].isascii() for a in ACTIONS)
