"""未说明的失分、说明质量与异常、改进措施、比较."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.report.blocks import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    Link,
    Para,
    Piece,
    QuoteBlock,
    Table,
    brief,
    row_id,
)
from textmine.report.summary import Comparison, NoticeGroup, NoticeLine, RowLine, Summary
from textmine.report.words import ZH, place

LISTED = {"explanation_missing"}
"""Kinds of notices that have a chapter of their own."""


def unexplained(s: Summary, f: Figures) -> Iterator[Block]:
    """Points lost without a word."""
    yield Heading(1, "未说明的失分", "unexplained")
    if not s.unexplained_rows:
        yield f.para(_all_said(s))
        return
    yield f.para(
        "共有 {unexplained_rows} 行失分而说明栏空白或只写「无」，加上表内合计差额等无从归因的部分，合计 "
        "{points.lost_unexplained} 分，占全部失分的 {points.share_unexplained:.1%}。"
    )
    rows = tuple(_row(r, f, f"unexplained.{i}") for i, r in enumerate(s.unexplained))
    head = (
        Column("项目", width=2.4),
        Column("指标", width=2.4),
        Column("指标值", width=1.3),
        Column("实际值", width=1.5),
    )
    columns = (*head, Column("得分/分值", "number", 1.1), Column("失分", "number", 0.8), Column("位置", width=1.6))
    cut = s.unexplained_rows - len(rows)
    yield Table("unexplained-rows", "失分而无说明的指标", columns, rows, "按失分从多到少排列。", cut)


def _all_said(s: Summary) -> str:
    if s.points.lost_unexplained:
        return (
            "没有失分而不写说明的指标行；另有 {points.lost_unexplained} 分出自加分、超分、缺失数字或表内合计差额，"
            "无从归因，见账目表。"
        )
    if not s.points.lost_explained:
        return "没有失分而不写说明的指标行。"
    return ("除预算执行外，" if s.points.lost_execution else "") + "每一处失分都写有说明。"


def _row(r: RowLine, f: Figures, key: str) -> tuple[Piece, ...]:
    score = "—" if r.score is None else f"{r.score:g}"
    weight = "—" if r.weight is None else f"{r.weight:g}"
    where = place(ZH, r.source, r.page, r.row)
    return (r.project, Link(r.item, row_id(r.form, r.row)), r.target, r.actual, f"{score}/{weight}",
            f.num(f"{key}.lost"), where)  # fmt: skip


def oddities(s: Summary, f: Figures) -> Iterator[Block]:
    """Write what a careful reader notices."""
    yield Heading(1, "说明质量与异常", "oddities")
    groups = [(i, g) for i, g in enumerate(s.notices) if g.code not in LISTED]
    if not groups:
        yield Para(("逐行核对未发现异常。",))
        return
    yield Para(("以下为逐行核对的提示，供复核原文时参考；是否属于问题，以单位核实为准。",))
    rows = tuple(
        (Link(g.title, f"notice-{g.code}"), f.num(f"notices.{i}.count"), f.num(f"notices.{i}.forms"),
         f.num(f"notices.{i}.points"))
        for i, g in groups
    )  # fmt: skip
    columns = (
        Column("提示", width=2),
        Column("处数", "number"),
        Column("表数", "number"),
        Column("所在行失分", "number"),
    )
    yield Table("notices", "核对提示汇总", columns, rows)
    for i, group in groups:
        yield from _group(group, f, i)
    yield from _rules(s)


def _group(g: NoticeGroup, f: Figures, i: int) -> Iterator[Block]:
    yield Heading(2, g.title, f"notice-{g.code}")
    quoted = any(item.quotes for item in g.items)
    if not quoted:
        rows = tuple(_notice_row(item) for item in g.items)
        columns = (Column("项目", width=2), Column("内容", width=4), Column("位置", width=1.6))
        yield Table(f"table-{g.code}", g.title, columns, rows, "", g.count - len(g.items))
        return
    uniform = g.count > 1 and len({item.message for item in g.items}) == 1
    if uniform:
        yield Para((f"以下各处{g.items[0].message}：",))
    for n, item in enumerate(g.items):
        if not uniform:
            yield Para((f"{brief(item.project)}：", Link(item.message, row_id(item.form, item.row)), "。"), "item")
        for m, quote in enumerate(item.quotes):
            yield QuoteBlock(quote, f"n-{g.code}-{n}-{m}")
    if g.count > len(g.items):
        yield f.para(f"共 {{notices.{i}.count}} 处，其余见数据文件 findings。", "note")


def _notice_row(n: NoticeLine) -> tuple[Piece, ...]:
    return brief(n.project), Link(n.message, row_id(n.form, n.row)), place(ZH, n.source, n.page, n.row)


def _rules(s: Summary) -> Iterator[Block]:
    shown = [p for p in s.projects if p.rule][:60]
    if not shown:
        return
    yield Heading(2, "各表的计分方式", "rules")
    text = (
        "由失分行的得分与分值、完成情况推断：按比例得分（得分=分值×完成比例）、按档得分（分值的整十分之几）或酌情扣分。"
    )
    yield Para((text,))
    rows = tuple((brief(p.project), p.rule, f"{p.rule_rows}/{p.rule_of}") for p in shown)
    columns = (Column("项目", width=3), Column("多数失分行的计分方式", width=1.5), Column("符合行/失分行", "number"))
    yield Table("rule-table", "推断的计分方式", columns, rows)


def promises(s: Summary, f: Figures) -> Iterator[Block]:
    """Write what is promised against what is stated."""
    yield Heading(1, "改进措施", "promises")
    if not s.promises.explained:
        yield Para(("没有写有说明的失分，无从对照措施。",))
        return
    yield f.para(
        "{promises.explained} 段失分说明中，{promises.with_measure} 段写有改进措施，{promises.without_measure} 段没有；"
        "{promises.vague} 段措施只有「不断优化、持续提升」一类表述，没有具体动作。"
    )
    concrete = s.promises.answering + s.promises.not_answering
    if concrete:
        yield f.para(
            "写有具体原因的说明中，{promises.answering} 段的措施回应了所述原因，{promises.not_answering} 段疑似未回应"
            "（措施的类别与原因不对应，且用词没有交集）。"
        )
    if s.promises.match.columns:
        yield Figure("fig-promises", "promises", "自述原因与所列措施的对应（段数）", _match_alt(s))


def _match_alt(s: Summary) -> str:
    m = s.promises.match
    parts = [
        f"{row}：" + "、".join(f"{c} {int(v)} 段" for c, v in zip(m.columns, values, strict=True) if v)
        for row, values in zip(m.rows, m.values, strict=True)
    ]
    return "矩阵图。" + "；".join(parts) + "。"


def comparison(s: Summary, f: Figures) -> Iterator[Block]:
    """Years, units and sectors side by side."""
    yield Heading(1, "比较", "comparison")
    if not s.comparisons:
        yield Para(("语料只含一个年度、一个单位、一个领域，不作比较。",))
        return
    if any(c.by == "year" for c in s.comparisons):
        yield Figure("fig-years", "years", "各年度每表平均失分", "柱形图，数值见下表。")
    for i, c in enumerate(s.comparisons):
        yield _comparison_table(c, f, i)


def _comparison_table(c: Comparison, f: Figures, i: int) -> Table:
    rows = []
    for j, line in enumerate(c.lines):
        key = f"comparisons.{i}.lines.{j}"
        low, high = line["low"], line["high"]
        interval = "—" if low is None else f"{low:.2f} 至 {high:.2f}"
        verdict = "—" if low is None else "有差别" if line["clear"] else "不能确认"
        rows.append((str(line["name"]), f.num(f"{key}.first"), f.num(f"{key}.second"), interval, verdict))
    titles = (f"{c.first}（{c.first_forms} 表）", f"{c.second}（{c.second_forms} 表）")
    numbers = [Column(title, "number") for title in (*titles, "差值 95% 区间")]
    columns = (Column("每表平均失分", width=2), *numbers, Column("判断"))
    note = (
        "差值为后者减前者；区间由两组各自以表为单位重抽样得到，任一组少于 5 张表时不给区间。区间含 0 即不能确认差别。"
    )
    return Table(f"compare-{i}", f"{c.first} 与 {c.second} 的比较", columns, tuple(rows), note)
