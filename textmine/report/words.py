"""The fixed words of a report in each language: what writers and charts print around names and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.errors import UsageError


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one language; braces are places for values."""

    lang: str
    tag: str
    subtitle: str
    years: str
    joiner: str
    skip: str
    contents: str
    colophon: str
    table: str
    figure: str
    gap: str
    more_data: str
    more_book: str
    row_picture: str
    row_alt: str
    whole_form: str
    lost: str
    page: str
    row: str
    quote_open: str
    quote_close: str
    open: str
    close: str
    lost_axis: str
    lost_total: str
    causes_axis: str
    causes_axis_plain: str
    years_axis: str
    year: str
    execution: str
    explained: str
    unexplained: str


ZH = Words(
    lang="zh",
    tag="zh-CN",
    subtitle="绩效自评共性问题报告",
    years="{year} 年度",
    joiner="、",
    skip="跳到正文",
    contents="目录",
    colophon="由 textmine {version} 生成；数据见同一文件夹的 data/、tables.xlsx 与 manifest.json。",
    table="表",
    figure="图",
    gap="\u3000",
    more_data="另有 {rows:,} 行，见数据文件。",
    more_book="另有 {rows:,} 行，见 tables.xlsx 与数据文件。",
    row_picture="原表该行",
    row_alt="原表该行的图像：{item}",
    whole_form="整表说明",
    lost="，失 {points:.2f} 分",
    page="第 {page} 页",
    row="第 {row} 行",
    quote_open="「",
    quote_close="」",
    open="（",
    close="）",
    lost_axis="失分（分）",
    lost_total="失分合计",
    causes_axis="涉及失分（分）；横线为 95% 区间",
    causes_axis_plain="涉及失分（分）",
    years_axis="每表平均失分（分）",
    year="{year} 年",
    execution="预算执行",
    explained="写有说明",
    unexplained="未作说明",
)
EN = Words(
    lang="en",
    tag="en",
    subtitle="Common weaknesses stated in self-evaluation forms",
    years="{year}",
    joiner=", ",
    skip="Skip to the text",
    contents="Contents",
    colophon="Made by textmine {version}; the data are in data/, tables.xlsx and manifest.json beside this file.",
    table="Table",
    figure="Figure",
    gap=". ",
    more_data="{rows:,} more rows in the data files.",
    more_book="{rows:,} more rows in tables.xlsx and the data files.",
    row_picture="The row as printed",
    row_alt="Picture of the row as printed: {item}",
    whole_form="whole form",
    lost=", {points:.2f} points lost",
    page="p. {page}",
    row="row {row}",
    quote_open=" · ",
    quote_close="",
    open=" (",
    close=")",
    lost_axis="Points lost",
    lost_total="All points lost",
    causes_axis="Points lost in rows that name it; lines are 95% intervals",
    causes_axis_plain="Points lost in rows that name it",
    years_axis="Mean points lost per form",
    year="{year}",
    execution="Budget execution",
    explained="With explanation",
    unexplained="Without explanation",
)
LANGUAGES: dict[str, Words] = {"zh": ZH, "en": EN}


def check_language(lang: str) -> None:
    """Refuse a language that no report is written in.

    Raises
    ------
    UsageError
        With the languages there are.
    """
    if lang not in LANGUAGES:
        raise UsageError(
            f"no report in language / 没有该语言的报告: {lang!r}", hint=f"one of / 可用: {', '.join(LANGUAGES)}"
        )


def place(words: Words, source: str, page: int | None, row: int | None) -> str:
    """Say where a row stands: file, page, row.

    Examples
    --------
    >>> place(ZH, "a.pdf", 2, 7)
    'a.pdf 第 2 页 第 7 行'
    """
    parts = [source, words.page.format(page=page) if page else "", words.row.format(row=row) if row else ""]
    return (" " if words.lang == "zh" else ", ").join(p for p in parts if p)
