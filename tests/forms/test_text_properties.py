"""Texts of cells: nothing printed is lost, nothing changes when it is done twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.forms import text

PRINTED = st.text(
    "项目支出绩效自评表指标值（）()【】[]：:、.．，。—-/／ 　\t\n\u200b\xa0Ａｂc１２3%％≥分元万", max_size=24
)
HAN = st.text("项目支出绩效自评表指标值预算执行情况分析", min_size=1, max_size=10)


@given(PRINTED)
def test_reducing_twice_is_reducing_once(printed):
    for reduce in (text.squeeze, text.clean):
        once = reduce(printed)
        assert reduce(once) == once


@given(PRINTED)
def test_no_printed_character_is_lost_or_added_in_a_cell(printed):
    """Only blanks, line breaks and invisible characters go; a lone dash or slash is blank."""
    read = text.clean(printed)
    if not text.is_blank(printed):
        assert text.squeeze(read) == text.squeeze(printed)
    assert "\n" not in read and read == read.strip()


@given(HAN, st.lists(st.sampled_from([" ", "　", "\n", "\u200b", "\xa0"]), max_size=6), st.randoms())
def test_a_label_is_the_same_however_it_is_spaced(label, blanks, random):
    spaced = list(label)
    for blank in blanks:
        spaced.insert(random.randrange(len(spaced) + 1), blank)
    assert text.label_key("".join(spaced)) == text.label_key(label)


@given(
    st.sampled_from(["预算执行情况", "产出指标", "年度指标值", "得分", "执行率"]),
    st.sampled_from(
        ["{}", "{}：", "一、{}", "3.{}", "{}（A）", "{}(万元)", "{}【10分】", "{}（B/A）", "{}\n（10分）", "《{}》"]
    ),
)
def test_numbering_brackets_and_colons_are_no_part_of_a_label(label, pattern):
    assert text.label_key(pattern.format(label)) == label


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["", "分", "元", "万元", "%", "％", "（%）", "(分)"]))
def test_printed_amounts_are_read_as_they_are(amount, unit):
    """With thousands, in full width, with a unit, with blanks."""
    for printed in (f"{amount}{unit}", f"{amount:,}{unit}", f" {amount}\n{unit} "):
        assert text.number(printed) == float(amount)
        assert text.number(printed.translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})) == float(amount)
    assert text.decimals(str(amount)) == 2


@pytest.mark.parametrize(
    ("printed", "value"),
    [("9.5", 9.5), ("9.5分", 9.5), ("9.5（扣0.5）", 9.5), ("10(满分)", 10), ("8分（扣2分）", 8), ("5（5）", None),
     ("扣2分", None), ("", None), ("9.5（", None), ("8-10", None), ("≥5", None)],
)  # fmt: skip
def test_points(printed, value):
    """A note behind them is no part of them; what is not plainly points is none."""
    assert text.points(printed) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [("预算执行情况（10分）", 10), ("产出指标\n(50 分)", 50), ("得分（20分*执行率）", 20), ("执行率（B/A）", None),
     ("满分10分", None), ("（12.5分）", 12.5), ("", None)],
)  # fmt: skip
def test_points_in_brackets(printed, value):
    assert text.bracket_points(printed) == value


@pytest.mark.parametrize(
    "printed", ["", " ", "-", "—", "－－", "/", "／", "\\", "*", "＊", "_", "——", " ─ ", "\u200b", "━"]
)
def test_cells_that_say_nothing(printed):
    assert text.is_blank(printed) and text.clean(printed) == "" and text.number(printed) is None


@pytest.mark.parametrize("printed", ["无", "0", "-1", "—无", "/次", "×", "…", "(", "-" * 40])
def test_cells_that_say_something(printed):
    """«无» and 0 are answers; a line of dashes is drawn, not blank."""
    assert not text.is_blank(printed)


@pytest.mark.parametrize(
    ("printed", "template"),
    [("……", True), ("...", True), ("…", True), ("⋯", True), (" . . . ", True), ("·····", True), ("。。。", True),
     ("", False), ("无", False), (".", False), ("…等", False), ("指标1", False)],
)  # fmt: skip
def test_dots_of_the_template(printed, template):
    assert text.is_template(printed) is template


@pytest.mark.parametrize(
    ("head", "tail", "joined"),
    [
        ("部分达成指", "标", "部分达成指标"),
        ("431500.0", "0(万条)", "431500.00(万条)"),
        ("Open", "Source", "Open Source"),
        ("建设API", "接口", "建设API接口"),
        ("P", "B", "PB"),
        ("GD", "P", "GDP"),
        ("IT", "OA", "ITOA"),
        ("", "甲", "甲"),
        ("big", "data", "big data"),
        ("≥5", "Mbps", "≥5Mbps"),
    ],
)
def test_lines_of_a_cell(head, tail, joined):
    """A blank only between two English words."""
    assert text.join(head, tail) == joined


@given(
    st.integers(2000, 2049),
    st.sampled_from(["{}年", "（{}年度）", "{} 年 度", "{}-2049年", "（{}）", "{}年12月31日前"]),
)
def test_years(year, pattern):
    printed = pattern.format(year)
    assert text.year_in(printed) == year
    assert text.year_in(printed.translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})) == year


@given(st.integers(2000, 2029))
def test_years_in_chinese_digits(year):
    for zero in "〇○零":
        printed = "".join(f"{zero}一二三四五六七八九"[int(d)] for d in str(year)) + "年度"
        assert text.year_in(printed) == year


@pytest.mark.parametrize("printed", ["1999年", "2050年", "共2024个", "第2024号", "20240101", "120245年", "年度", ""])
def test_numbers_that_are_no_years(printed):
    assert text.year_in(printed) is None


@given(
    HAN,
    st.integers(1, 100),
    st.sampled_from(["（{}分）", "({})", "【{}分】", "（满分{}分）", "(共{}分)", "{}分", "（{}%）"]),
)
def test_points_behind_a_level_are_no_part_of_its_name(level, points, pattern):
    assert text.level_name(level + pattern.format(points)) == level


@given(HAN, st.sampled_from(["指标1：", "指标2:", "指标 3、", "指标十二：", "指标4．", "指标5 "]))
def test_numbers_before_an_indicator_are_no_part_of_its_name(name, head):
    assert text.indicator_name(head + name) == name


@pytest.mark.parametrize(
    "pattern",
    [
        "{}",
        "{}[305001]",
        "{}（305001）",
        "{} 305001",
        "305001-{}",
        "[305001]{}",
        "305001 {}",
        "{}-305001",
        "【305001】{}",
    ],
)
@pytest.mark.parametrize("name", ["示例市数据局", "示例县第2中学", "中共示例区委办公室（本级）"])
def test_codes_beside_an_organisation_go_and_its_name_stays(name, pattern):
    assert text.organisation(pattern.format(name)) == name


def test_a_code_alone_is_kept():
    """Better a number than nothing."""
    assert text.organisation("305001") == "305001"
