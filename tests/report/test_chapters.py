"""What the Chinese chapters say where there is nothing, one thing, or many; figures are those of the summary."""

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
    study_of,
    summary_of,
    table,
)
from textmine.records import Failure, Finding
from textmine.report import summarise as summarise_module
from textmine.report.blocks import Figure, Num, QuoteBlock, Table
from textmine.report.chapters import write_chapters
from textmine.report.chapters.front import MAX_GROUPS
from textmine.report.summarise import summarise
from textmine.report.summary import GroupLine, NamedPoints, ThemeLine

SITUATIONS = {
    "nothing read": (),
    "no loss": (form(row()),),
    "explained": (form(row(score=8.0, why=LATE)),),
    "generic": (form(row(score=8.0, why=VAGUE)),),
    "blank": (form(row(score=9.0)),),
    "difference": (form(row(score=8.0, why=LATE), total_score=7.0, reconciled=False),),
    "cause without loss": (form(row(why=LATE)),),
    "execution": (form(row(), funding=FUNDING, total_weight=20.0, total_score=19.0),),
    "bonus": (form(row(), row("加分项", None, 2.0), total_weight=10.0, total_score=12.0),),
}


@pytest.fixture(scope="module")
def summaries():
    return {name: summary_of(*forms) for name, forms in SITUATIONS.items()}


@pytest.mark.parametrize(
    ("situation", "chapter_", "said", "not_said"),
    [
        ("nothing read", "abstract", "识别出 0 张绩效自评表、0 项指标和 0 段偏差说明。", "勾稽一致"),
        ("no loss", "abstract", "全部表的分值、得分与合计勾稽一致。", "其中"),
        ("difference", "abstract", "其中 0 张表的分值", "全部表"),
        ("explained", "abstract", "涉及失分较多的是「采购与合同履约问题」（2.00 分）。", "没有写出"),
        ("generic", "abstract", "说明中没有写出可归类的具体原因。", "较多的是"),
        ("generic", "abstract", "2.00 分只有泛化表述、没有具体原因；1 段失分说明里有 1 段没有写改进措施。", "每段都"),
        ("explained", "abstract", "每段说明都写有具体原因；1 段失分说明里每段都写有改进措施。", "没有写改进措施"),
        ("cause without loss", "abstract", "写有具体原因的说明都在没有失分的行。", "较多的是"),
        ("blank", "abstract", "没有写有说明的失分。", "每段"),
        ("blank", "unexplained", "共有 1 行失分而说明栏空白", "每一处"),
        ("explained", "unexplained", "每一处失分都写有说明。", "除预算执行外"),
        ("no loss", "unexplained", "没有失分而不写说明的指标行。", "每一处"),
        ("execution", "unexplained", "没有失分而不写说明的指标行。", "每一处"),
        ("difference", "unexplained", "另有 1.00 分出自加分、超分、缺失数字或表内合计差额", "每一处"),
        ("bonus", "unexplained", "另有 -2.00 分出自加分", "每一处"),
        ("no loss", "promises", "没有写有说明的失分，无从对照措施。", "0 段"),
        ("generic", "promises", "1 段失分说明中，0 段写有改进措施，1 段没有", "写有具体原因的说明中"),
        ("explained", "promises", "1 段的措施回应了所述原因，0 段疑似未回应", "没有写有"),
        ("no loss", "causes", "偏差说明中没有写出任何原因。", "表数少于"),
        ("explained", "causes", "表数少于 5 张，不给出区间。", "95%"),
        ("explained", "method", "表数少于 5 张，未作自助抽样，不给区间。", "0 次"),
        ("explained", "comparison", "语料只含一个年度、一个单位、一个领域，不作比较。", "每表平均失分"),
        ("no loss", "oddities", "逐行核对未发现异常。", "供复核原文"),
        ("blank", "oddities", "逐行核对未发现异常。", "失分而无说明"),
        ("cause without loss", "oddities", "未失分而有偏差说明", "未发现异常"),
        ("nothing read", "quality", "没有识别出自评表。", "相符"),
        ("no loss", "quality", "全部自评表的分值合计、得分合计与表内合计相符。", "没有识别出"),
        ("difference", "quality", "有 1 张表的数字不能互相印证", "相符"),
        ("no loss", "panorama", "失分全景", "瀑布图"),
        ("execution", "panorama", "瀑布图：预算执行 1.00 分，合计 1.00 分。", "写明原因"),
    ],
)
def test_what_is_said(summaries, situation, chapter_, said, not_said):
    """Each sentence fits what happened; its opposite stands nowhere in the chapter."""
    assert_said(summaries[situation], chapter_, said, not_said)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_has_every_chapter(summaries, situation):
    """Ten chapters in their order, no empty one, whatever was read; no None, no NaN, no brace left over."""
    assert_chapters(
        summaries[situation],
        [
            "abstract",
            "quality",
            "panorama",
            "causes",
            "unexplained",
            "oddities",
            "promises",
            "comparison",
            "method",
            "appendix",
        ],
    )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_table_of_places_adds_up(summaries, situation):
    """The parts of the ledger in its table are its last line; without losses no share is claimed."""
    *parts, total = table(summaries[situation], "buckets").rows
    points = [r[1].value for r in parts]
    assert sum(points) == pytest.approx(total[1].value, abs=0.005)
    assert total[2] == ("100.0%" if total[1].value else "—")
    assert sum(r[3].value for r in parts) == total[3].value


def test_links_lead_somewhere(summaries):
    """Every link in every situation has its heading, table row or notice."""
    for name, summary in summaries.items():
        blocks = write_chapters(summary)
        targets = {b.id for b in blocks if not isinstance(b, Num) and hasattr(b, "id")}
        targets |= {a for b in blocks if isinstance(b, Table) for a in b.anchors}
        pieces = [p for b in blocks if hasattr(b, "pieces") for p in b.pieces]
        pieces += [p for b in blocks if isinstance(b, Table) for r in b.rows for p in r]
        wanted = {p.target for p in pieces if hasattr(p, "target") and not p.target.startswith("row-")}
        assert wanted <= targets, name


@pytest.mark.parametrize("count", [1, 2, 3])
def test_unreconciled_forms_left_out_are_counted(monkeypatch, count):
    """A table that is cut says how many forms it leaves out: none is lost without a word."""
    monkeypatch.setattr(summarise_module, "MAX_ROWS", 1)
    bad = [form(row(), project=f"项目{i}", reconciled=False, findings=(Finding("total_mismatch", "合计不符"),))
           for i in range(count)]  # fmt: skip
    found = table(summary_of(*bad), "unreconciled")
    assert (len(found.rows), found.cut) == (1, count - 1)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_failures_left_out_are_counted(monkeypatch, count):
    """Files that could not be read are told or counted, every one."""
    monkeypatch.setattr(summarise_module, "MAX_ROWS", 2)
    study = study_of(form(row()))
    failures = tuple(Failure(f"{i}.pdf", "坏文件", "", "请重新导出") for i in range(count))
    found = table(summarise(replace(study, corpus=replace(study.corpus, failures=failures))), "failures")
    assert len(found.rows) + found.cut == count
    assert found.rows[0] == ("0.pdf", "坏文件", "", "请重新导出")


def test_groups_left_out_are_counted():
    """More units than a table can hold: the largest losses stand there, the others are counted."""
    summary = summary_of(form(row(score=8.0)))
    many = tuple(GroupLine(f"单位{i:02}", 1, 1, 10.0, 30.0 - i, 0.1, 0.0, 0.0) for i in range(MAX_GROUPS + 7))
    found = table(replace(summary, groups=summary.groups | {"unit": many}), "by-unit")
    assert (len(found.rows), found.cut) == (MAX_GROUPS, 7)
    assert found.rows[0][0] == "单位00"


@pytest.mark.parametrize("by", ["unit", "sector", "year", "grade", "budget"])
def test_one_group_is_no_breakdown(by):
    """A corpus of one unit, one year, one grade has no table by them; level tables stay."""
    blocks = write_chapters(summary_of(form(row(score=8.0)), form(row(score=9.0), project="乙项目")))
    ids = {b.id for b in blocks if isinstance(b, Table)}
    assert f"by-{by}" not in ids
    assert {"by-family", "by-level1"} <= ids


def test_several_units_and_years_are_compared():
    """Two of each: a table by unit and by year, and both in the comparison, whose chart needs years."""
    summary = summary_of(form(row(score=8.0)), form(row(score=4.0), unit="乙所", year=2023))
    ids = {b.id for b in write_chapters(summary) if isinstance(b, Table | Figure)}
    assert {"by-unit", "by-year", "compare-0", "compare-1", "fig-years"} <= ids
    text = chapter(summary, "comparison")
    assert "2023（1 表） | 2024（1 表）" in text
    assert "全部失分 | 6.00 | 2.00 | — | —" in text
    assert "| 有差别" not in text


def test_blank_names_and_blank_budget():
    """A form without any name, year, grade, budget or page still has its row, with dashes where figures miss."""
    nobody = form(row("", score=8.0), project="", unit="", year=None)
    found = table(summary_of(nobody), "projects").rows[0]
    assert (found[1], found[3]) == ("—", "—")
    assert found[4].text == "2.00"
    assert "失 2.00 分" in chapter(summary_of(nobody), "abstract")


def test_a_long_name_is_cut_in_tables_only():
    """A project of 300 characters does not blow up a table; the anchor and the figures stay whole."""
    summary = summary_of(form(row("指标" * 200, score=8.0), project="名" * 300))
    found = table(summary, "projects")
    assert len(found.rows[0][0].text) == 36
    assert found.anchors == ("row-a.pdf#1",)
    assert summary.projects[0].project == "名" * 300
    assert len(table(summary, "ledger-table").rows[0][1]) == 36


@pytest.mark.parametrize("count", [1, 6, 7])
def test_families_and_actions_of_a_cause(count):
    """Up to six are named, one after another; more are hinted at, never with a mark left hanging."""
    summary = summary_of(form(row(score=8.0, why=LATE)))
    names = tuple(NamedPoints(f"类{i}", 1.0, 1) for i in range(count))
    causes = (replace(summary.causes[0], families=names, actions=names),)
    text = chapter(replace(summary, causes=causes), f"cause-{causes[0].code}")
    assert ("等指标" in text) is (count > 6)
    assert text.count("（1.00 分）") == min(count, 6)
    assert "、。" not in text
    assert "：、" not in text


@pytest.mark.parametrize("left", [0, 3])
def test_quotes_left_out_are_counted(left):
    """A cause with more passages than can be shown says how many are in the data files."""
    summary = summary_of(form(row(score=8.0, why=LATE)))
    text = chapter(replace(summary, causes=(replace(summary.causes[0], quotes_left_out=left),)), "cause-procurement")
    assert (f"另有 {left} 段，见数据文件 passages。" in text) is bool(left)
    assert LATE in text


@pytest.mark.parametrize("same", [True, False])
def test_notices_that_say_the_same_are_told_once(same):
    """Five rows with the same remark: one sentence and five quotes; different remarks stand with their projects."""
    rows = [row(f"指标{i}", score=8.0, why=VAGUE) for i in range(3)]
    summary = summary_of(form(*rows))
    group = next(g for g in summary.notices if g.code == "measure_missing")
    if not same:
        items = (replace(group.items[0], message="另一句"), *group.items[1:])
        summary = replace(summary, notices=(replace(group, items=items),))
    text = chapter(summary, "notice-measure_missing")
    assert text.count(VAGUE) == 3
    assert text.count("没有写改进措施") == (1 if same else 2)
    assert ("以下各处" in text) is same


def test_notices_left_out_are_counted():
    """A group of which only a part is shown says how many there are."""
    summary = summary_of(form(*[row(f"指标{i}", score=8.0, why=VAGUE) for i in range(2)]))
    summary = replace(summary, notices=tuple(replace(g, count=70) for g in summary.notices))
    assert "共 70 处，其余见数据文件 findings。" in chapter(summary, "notice-measure_missing")


@pytest.mark.parametrize(("stability", "printed"), [(None, "—"), (0.756, "0.76"), (1.0, "1.00")])
def test_themes(stability, printed):
    """Stability as measured, a dash where it was not tested; the terms and the example as they are."""
    summary = summary_of(form(row(score=8.0, why=LATE)))
    theme = ThemeLine(1, "招标", "流标、采购", 4, 3, stability, "稳定", "因流标。")
    text = chapter(replace(summary, themes=(theme,)), "themes")
    assert f"招标 | 流标、采购 | 4 | {printed} | 稳定 | 因流标。" in text


@pytest.mark.parametrize(("reviewed", "said"), [(0, False), (1, True), (12, True)])
def test_review_by_people_is_told(reviewed, said):
    """Only a report with people's decisions speaks of them, with their numbers."""
    summary = replace(
        summary_of(form(row(score=8.0, why=LATE))), reviewed={"passages": reviewed, "changed": 1, "coders": 2}
    )
    text = chapter(summary, "method")
    assert (f"有 {reviewed} 段由 2 位复核人逐段复核，其中 1 段" in text) is said


def test_intervals_are_named_only_where_there_are_any():
    """Five forms: caption, note and method speak of intervals; four: nowhere."""
    five = summary_of(*[form(row(score=8.0, why=LATE), project=f"项目{i}") for i in range(5)])
    four = summary_of(*[form(row(score=8.0, why=LATE), project=f"项目{i}") for i in range(4)])
    captions = [
        [b.caption for b in write_chapters(s) if isinstance(b, Figure) and b.id == "fig-causes"] for s in (five, four)
    ]
    assert captions == [["自述原因涉及失分及 95% 区间"], ["自述原因涉及失分"]]
    assert five.spreads.draws > 0
    assert f"自助抽样 {five.spreads.draws:,} 次" in chapter(five, "method")
    assert "区间很宽" in chapter(five, "abstract")
    assert "区间" not in chapter(four, "abstract")


def test_quotes_stand_under_their_cause():
    """Each passage of a cause is quoted there, the one with most points first."""
    summary = summary_of(form(row("甲", score=9.0, why=LATE)), form(row("乙", score=5.0, why=LATE), project="乙项目"))
    quotes = [
        b.quote for b in write_chapters(summary) if isinstance(b, QuoteBlock) and b.id.startswith("q-procurement")
    ]
    assert [(q.item, q.lost) for q in quotes] == [("乙", 5.0), ("甲", 1.0)]
