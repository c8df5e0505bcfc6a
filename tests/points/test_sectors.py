"""Sectors are told from names: department first, then unit, then project."""

import pytest

from textmine.points.breakdowns import FORM_GROUPS
from textmine.points.sectors import UNKNOWN, sector_named, sector_of, sectors
from textmine.records import Form


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("某县教育体育局", "教育"),
        ("市第一人民医院", "卫生健康"),
        ("市公安局交通警察支队", "公共安全"),
        ("省生态环境厅", "节能环保"),
        ("区水务局", "农林水"),
        ("市交通运输局", "交通运输"),
        ("上海市大数据中心", "科学技术"),
        ("区市场监督管理局", "商业服务业"),
        ("市住房和城乡建设局", "住房保障"),
        ("某街道办事处", "城乡社区"),
        ("县人民政府办公室", "一般公共服务"),
        ("市应急管理局", "灾害防治及应急"),
        ("县文化广电和旅游局", "文化旅游体育与传媒"),
        ("市人力资源和社会保障局", "社会保障和就业"),
        ("综合事务中心", ""),
    ],
)
def test_names(name, sector):
    """The usual names of offices fall into the class under which their money is booked."""
    assert sector_named(name) == sector


def test_department_before_unit_before_project():
    """A school's project under the water bureau belongs to the water bureau; without a department the unit tells."""
    assert sector_of(Form(source="", department="区水务局", unit="实验小学", project="校舍")) == "农林水"
    assert sector_of(Form(source="", department="某中心", unit="实验小学")) == "教育"
    assert sector_of(Form(source="", project="公路养护")) == "交通运输"
    assert sector_of(Form(source="")) == UNKNOWN == FORM_GROUPS["sector"](Form(source=""))


def test_no_word_is_shadowed():
    """No class is unreachable: every class has a word that leads to it."""
    for name, words in sectors():
        assert any(sector_named(word) == name for word in words), name


@pytest.mark.parametrize(
    ("form", "default", "sector"),
    [
        (Form("", department="区水务局"), "教育", "农林水"),
        (Form("", department="某中心"), "教育", "教育"),
        (Form("", department="某中心", unit="某中心", project="公路养护"), "教育", "交通运输"),
        (Form(""), "教育", "教育"),
        (Form(""), "", UNKNOWN),
        (Form("", unit="\n"), "", UNKNOWN),
    ],
)
def test_the_corpus_speaks_where_names_do_not(form, default, sector):
    """The sector of the corpus stands in only where no name of the form tells one."""
    assert sector_of(form, default) == sector


@pytest.mark.parametrize("name", ["", " ", "ABC Ltd.", "𠮷" * 300, "（）", "1234"])
def test_names_that_tell_nothing(name):
    """Odd names have no sector, and do not fail."""
    assert sector_named(name) == ""


def test_each_sector_once_with_words():
    """The table has no class twice, no class without words, no blank word (it would be in every name)."""
    names = [name for name, _ in sectors()]
    assert len(set(names)) == len(names)
    assert all(words and all(w.strip() for w in words) for _, words in sectors())
    assert UNKNOWN not in names
