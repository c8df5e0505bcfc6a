import re

import pytest

from textmine.causes import annotate, load_codebook
from textmine.causes.codebook import default_codebook_text
from textmine.causes.codebook_check import check_codebook
from textmine.causes.codebook_cues import CueIndex, cue_pattern
from textmine.errors import ConfigError

# ruff: noqa: E501 - a codebook is written in long lines
NEW = """
[[codes]]
code = "language"
name = "语言文字障碍"
definition = "少数民族语言、外语、方言、手语等沟通障碍。"
include = "双语材料缺失、翻译不足、方言听不懂"
cues = ["(双语/民族语言/外语/手语/方言)", "翻译…(不足/缺/少/没有)", "听不懂", "语言(不通/障碍)", "(没有/缺少)…(译文/译本/双语)"]
examples = ["材料只有汉文，牧民看不懂。", "讲解员不会外语，外宾听不懂。", "方言沟通困难，登记多有差错。", "缺少手语翻译，听障人士无法参加。", "没有双语工作人员，语言不通。"]
"""


def test_default_has_sixteen_codes_with_everything_a_person_needs():
    book = load_codebook()
    assert (book.id, len(book)) == ("causes16.v1", 16)
    assert all(e.name and e.definition and len(e.cues) >= 5 and len(e.examples) >= 5 for e in book.entries)
    assert {e.code for e in book.entries if e.alone} == {"generic", "none"}


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("未(及时/按时)…提交", "报告未按时汇总提交", True),
        ("未(及时/按时)…提交", "未按时，另行提交", False),
        ("极端(特殊)?场景", "极端场景", True),
        ("永无止境", "服务永无止境", True),
        ("a.b", "axb", False),
    ],
)
def test_cue_language(cue, text, found):
    assert bool(re.search(cue_pattern(cue), text)) is found
    assert bool(CueIndex.build([("x", cue)]).codes(text)) is found


def test_index_finds_exactly_what_the_patterns_find(true_passages):
    index = load_codebook().cue_index
    for row in true_passages:
        slow = [n for n, (_, _, pattern) in enumerate(index.patterns) if pattern.search(row["text"])]
        assert [n for n, _ in index.codes(row["text"])] == slow


def test_a_copied_book_with_a_new_code_works_at_once(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(default_codebook_text() + NEW, encoding="utf-8")
    book = load_codebook(path)
    texts = ["宣传单没有维吾尔文译本，老乡听不懂。", "接待外宾时没有外语翻译，语言不通。", "项目两次流标，采购延后。"]
    first, second, third = annotate(texts, codebook=book)
    assert "language" in first.causes
    assert "language" in second.causes
    assert third.causes == ("procurement",)
    assert set(third.scores) == set(book.codes)
    assert all(texts[0][e.start : e.end] == e.text for e in first.evidence)


def test_a_book_with_fewer_codes_uses_only_those(tmp_path):
    head, *entries = default_codebook_text().split("\n[[codes]]\n")
    path = tmp_path / "few.toml"
    path.write_text("\n[[codes]]\n".join([head, entries[2], entries[3]]), encoding="utf-8")
    (found,) = annotate(["人手不足，且两次流标。"], codebook=load_codebook(path))
    assert set(found.scores) == {"schedule", "procurement"}
    assert found.causes == ("procurement",)


def test_check_reports_weak_and_overlapping_codes(tmp_path):
    weak = '[[codes]]\ncode = "x"\nname = "甲"\ndefinition = "乙"\ncues = ["人手"]\nexamples = ["政府采购流标，合同未签。"]\n'
    path = tmp_path / "weak.toml"
    path.write_text(default_codebook_text() + weak, encoding="utf-8")
    notes = "\n".join(check_codebook(load_codebook(path)))
    assert "x: 线索只有 1 条" in notes
    assert "staffing / x" in notes
    assert "procurement" in notes
    assert check_codebook(load_codebook()) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("codes = 3", r"no \[\[codes\]\]"),
        ("[[codes]]\ncode='a b'\nname='x'", "letters.*definition"),
        ("[[codes]]\ncode='a'\nname='x'\ndefinition='y'\ncues=['(']", "pair"),
        ("[[codes]]\ncode='a'\nname='x'\ndefinition='y'\nwhat=1", "unknown key"),
        ("not toml", "not TOML"),
    ],
)
def test_a_wrong_book_says_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_codebook(path)


def test_a_missing_book_is_named(tmp_path):
    with pytest.raises(ConfigError, match="no such codebook"):
        load_codebook(tmp_path / "none.toml")
