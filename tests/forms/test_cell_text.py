"""Label keys, printed values, numbers, years."""

import pytest

from textmine.forms import text


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("年度指标值（A）", "年度指标值"),
        ("执行率\n（B/A）", "执行率"),
        ("项 目 名 称：", "项目名称"),
        ("项目资金\n（万元）", "项目资金"),
        ("主管部门（及代码）", "主管部门"),
        ("三、改进措施", "改进措施"),
        ("得　分", "得分"),
        ("全年预算数（\nA", "全年预算数"),
        ("得分（20分*执行率）", "得分"),
        ("ＡＢ１", "AB1"),
        ("执行率(%)", "执行率"),
    ],
)
def test_label_key(printed, key):
    assert text.label_key(printed) == key


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("100.00(\n%)", "100.00(%)"),
        ("431500.0\n0(万条)", "431500.00(万条)"),
        ("≥100.00(P\nB)", "≥100.00(PB)"),
        ("Open\nSource", "Open Source"),
        ("建设\nAPI 接口", "建设API 接口"),
        ("—", ""),
        ("／", ""),
        ("无", "无"),
        ("-5", "-5"),
        ("数 量 指 标", "数量指标"),
        ("专利和软件 代理申请", "专利和软件 代理申请"),
        ("\u200b合\xa0格 ", "合 格"),
    ],
)
def test_clean(printed, value):
    assert text.clean(printed) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("15,425.64", 15425.64),
        ("１０．５", 10.5),
        ("8分", 8),
        ("99.5%", 99.5),
        ("9 .5", 9.5),
        ("—", None),
        ("", None),
        ("0", 0),
        ("十", None),
        ("8/10", None),
    ],
)
def test_number(printed, value):
    assert text.number(printed) == value


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("（2024年度）", 2024),
        ("二〇二三年度", 2023),
        ("二○二二年", 2022),
        ("2 0 2 4 年 度", 2024),
        ("2024", 2024),
        ("共2024个", None),
        ("12024年", None),
        ("2023-2024年", 2023),
    ],
)
def test_year(printed, year):
    assert text.year_in(printed) == year


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("产出指标\n（50分）", "产出指标"),
        ("效益指标(30)", "效益指标"),
        ("满意度指标10分", "满意度指标"),
        ("可持续影响\n指标", "可持续影响指标"),
        ("（30分）", ""),
    ],
)
def test_level_name(printed, name):
    assert text.level_name(printed) == name


def test_indicator_name_loses_its_number_only():
    assert text.indicator_name("指标1：完成率") == "完成率"
    assert text.indicator_name("指标 12、覆盖面") == "覆盖面"
    assert text.indicator_name("指标完成率") == "指标完成率"


@pytest.mark.parametrize(
    "printed", ["[305001]示例局", "305001-示例局", "示例局（305001）", "示例局305001", "示例局 [305]", "示例局"]
)
def test_organisation(printed):
    assert text.organisation(printed) == "示例局"
