"""What stands above the blocks: title, year, project, department, unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.forms.head import tidy_title

NAME = "项目支出绩效自评表"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("2024年度项目支出绩效自评表", NAME),
        ("项目支出绩效自评表（2024年度）", NAME),
        ("（２０２４年）项目支出绩效自评表", NAME),
        ("二〇二四年度项目支出绩效自评表", NAME),
        ("附件2：项目支出绩效自评表", NAME),
        ("附表1-2 项目支出绩效自评表", NAME),
        ("附件 项目支出绩效自评表", NAME),
        ("项目支出绩效自评表（续）", NAME),
        ("项目支出绩效自评表（续表1）", NAME),
        ("项 目 支 出 绩 效 自 评 表", NAME),
        ("项目支出绩效自评表（样表）", "项目支出绩效自评表（样表）"),
        ("示例市2024年项目支出绩效自评表", "示例市项目支出绩效自评表"),
        ("2024年度", ""),
    ],
)
def test_titles(printed, title):
    """The year, the number of the annex and «续» are no part of the name."""
    assert tidy_title(printed) == title


@given(
    st.integers(2015, 2035),
    st.sampled_from(["附件{n}：", "附表{n} ", "附{n}、", ""]),
    st.integers(1, 30),
    st.booleans(),
)
def test_the_same_form_of_any_year_has_one_title(year, annex, n, behind):
    year_words = f"（{year}年度）" if behind else f"{year}年度"
    words = f"{NAME}{year_words}" if behind else f"{year_words}{NAME}"
    assert tidy_title(annex.format(n=n) + words) == NAME


def read(build, *captions, head=None):
    rows = [
        *(build.head if head is None else head),
        *build.funding,
        *build.goal,
        build.header,
        *build.body,
        *build.total,
    ]
    (form,) = build.parse([*captions, rows])
    return form


def wide(*cells):
    return [*cells, *["<"] * (8 - len(cells))]


@pytest.mark.parametrize(
    ("captions", "year"),
    [
        ((f"2021年度{NAME}",), 2021),
        ((NAME, "（2021年度）"), 2021),
        ((NAME, "2021 年 度"), 2021),
        ((NAME, "二〇二一年度"), 2021),
        ((NAME, "填报日期：2022年3月10日", "（2021年度）"), 2021),
        ((f"2021年度{NAME}", "填报日期：2022年3月10日"), 2021),
        ((NAME,), None),
    ],
)
def test_year(build, captions, year):
    """That of the title or alone in a line; the date on which it was filled in comes after."""
    assert read(build, *captions).year == year


@pytest.mark.parametrize("value", ["2021", "2021年", "2021年度", "２０２１"])
def test_a_year_with_a_label_comes_first(build, value):
    assert read(build, f"2022年{NAME}", head=[*build.head, wide("预算年度", value)]).year == 2021


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("项目名称：甲项目", "主管部门：示例局", "实施单位：示例站"), ("甲项目", "示例局", "示例站")),
        (("项目名称：甲项目  主管部门：示例局  实施单位：示例站",), ("甲项目", "示例局", "示例站")),
        (("填报单位：示例站（305002）",), ("", "示例站", "")),
    ],
)
def test_lines_above_the_table(build, lines, expected):
    """Labels and values in lines; a form that names one organisation alone is that of a department."""
    form = read(build, NAME, *lines, head=[])
    assert (form.project, form.department, form.unit) == expected


@pytest.mark.parametrize(
    ("head", "project"),
    [
        ([wide("项目名称", "数据\n运营费")], "数据运营费"),
        ([wide("一级项目名称", "大类"), wide("二级项目名称", "小类")], "小类"),
        ([wide("一级项目名称", "大类"), wide("二级项目名称", "—")], "大类"),
        ([wide("项目名称", ""), wide("项目代码", "310000240")], ""),
        ([wide("项目名称：甲项目")], "甲项目"),
    ],
)
def test_project(build, head, project):
    """The finest that is printed; a blank stays blank, whatever stands below."""
    rows = [*head, ["主管部门", "示例局", "<", "<", "实施单位", "示例站", "<", "<"]]
    assert read(build, NAME, head=rows).project == project


def test_of_a_central_and_a_local_department_the_local_one(build):
    """Transfers name both: the one that evaluates itself is the local one."""
    head = [["项目名称", "<", "农村公路养护", *["<"] * 5], ["中央主管部门", "<", "交通运输部", *["<"] * 5]]
    head += [["地方主管部门", "<", "安陵县交通运输局", "<", "资金使用单位", "<", "安陵县公路站", "<"]]
    (read,) = build.parse(["项目支出绩效自评表", [*head, build.header, *build.body, *build.total]])
    assert (read.department, read.unit) == ("安陵县交通运输局", "安陵县公路站")
