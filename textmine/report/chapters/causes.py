"""共性原因：概览一节，每个原因一节."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.report.blocks import Block, Column, Figure, Figures, Heading, Link, Para, Piece, QuoteBlock, Table
from textmine.report.summary import CauseLine, Summary

MIN_LINKS = 3
"""Fewer pairs than this are no network."""


def causes(s: Summary, f: Figures) -> Iterator[Block]:
    """Write the ranking of stated causes, then one section a cause."""
    yield Heading(1, "共性原因", "causes")
    if not s.causes:
        yield Para(("偏差说明中没有写出任何原因。",))
        return
    yield f.para(
        "下列各项是填报单位在偏差说明中的自述原因，按《{codebook_title}》（{codebook_id}）归类。一段说明写有多个原因时，"
        "该行失分在各原因间均分，各项相加等于写有说明的失分 {points.lost_explained} 分。"
    )
    yield _ranking(s, f)
    yield _interval_note(s, f)
    caption = "自述原因涉及失分" + ("及 95% 区间" if s.spreads.given else "")
    yield Figure("fig-causes", "causes", caption, _alt(s))
    if s.heat.columns:
        yield Figure("fig-heat", "heat", "自述原因 × 指标类别（涉及失分）", "热力图，数值见数据文件与 Excel 工作簿。")
    if len(s.links) >= MIN_LINKS:
        alt = "网络图：" + "；".join(f"{k.first}—{k.second} {k.passages} 段" for k in s.links[:10])
        yield Figure("fig-network", "network", "在同一段说明中共同出现的自述原因", alt)
    for i, cause in enumerate(s.causes):
        yield from _section(s, cause, f, i)
    yield from _themes(s)


def _ranking(s: Summary, f: Figures) -> Table:
    rows = []
    for i, c in enumerate(s.causes):
        key = f"causes.{i}"
        interval: tuple[Piece, ...] = (f.num(f"{key}.low"), f.num(f"{key}.high"))
        points = f.num(f"{key}.lost_points"), f.num(f"{key}.share", ".1%")
        splits = f.num(f"{key}.full"), f.num(f"{key}.weighted")
        counts = f.num(f"{key}.passages"), f.num(f"{key}.forms")
        rows.append((Link(c.name, f"cause-{c.code}"), *counts, *points, *interval, *splits))
    titles = ("说明数", "表数", "涉及失分", "占比", "区间下限", "区间上限", "全计", "按依据字数")
    columns = (Column("自述原因", width=2.6), *(Column(t, "number") for t in titles))
    note = (
        "涉及失分：均分口径（默认）。全计：每个原因都计该行全部失分，合计会超过总数，是上限。"
        "按依据字数：按写明该原因的文字多少分摊。"
    )
    return Table("ranking", "自述原因排序", columns, tuple(rows), note)


def _interval_note(s: Summary, f: Figures) -> Para:
    if not s.spreads.given:
        return f.para("表数少于 {spreads.minimum} 张，不给出区间。", "note")
    tail = "" if s.spreads.reliable else "本语料表数较少，区间只是粗略估计，只宜看数量级，不宜比较名次。"
    return f.para(
        "区间为 95% 自助法区间（BCa，表少时放宽）：以表为单位有放回抽样 {spreads.draws} 次"
        "（随机种子 {spreads.seed}）。" + tail,
        "note",
    )


def _alt(s: Summary) -> str:
    return "条形图：" + "，".join(f"{c.name} {c.lost_points:.2f} 分" for c in s.causes) + "。"


def _section(s: Summary, c: CauseLine, f: Figures, i: int) -> Iterator[Block]:
    key = f"causes.{i}"
    yield Heading(2, c.name, f"cause-{c.code}")
    if c.definition:
        yield Para((f"定义：{c.definition}",))
    said = "只有此类表述" if c.code == "generic" else "写有这一原因"
    text = (
        f"有 {{{key}.passages}} 段说明（{{{key}.forms}} 张表）{said}，涉及失分 {{{key}.lost_points}} 分，"
        f"占写有说明失分的 {{{key}.share:.1%}}"
    )
    text += f"，95% 区间 {{{key}.low}}–{{{key}.high}} 分" if c.low is not None else ""
    text += f"；相关项目预算合计 {{{key}.money}} 万元。" if c.money else "。"
    yield f.para(text)
    if c.families:
        yield Para(("出现在：", *_families(c, f, key), "。"))
    yield Para(_promises(c, f, key))
    for number, quote in enumerate(c.quotes):
        yield QuoteBlock(quote, f"q-{c.code}-{number}")
    if c.quotes_left_out:
        yield f.para(f"另有 {{{key}.quotes_left_out}} 段，见数据文件 passages。", "note")


def _families(c: CauseLine, f: Figures, key: str) -> tuple[Piece, ...]:
    out: list[Piece] = []
    for j, family in enumerate(c.families[:6]):
        out += ["、" if j else "", f"{family.name}（", f.num(f"{key}.families.{j}.points"), " 分）"]
    if len(c.families) > 6:
        out.append("等指标")
    return tuple(p for p in out if p != "")


def _promises(c: CauseLine, f: Figures, key: str) -> tuple[Piece, ...]:
    if not c.with_measure:
        return ("这些说明都没有写改进措施。",)
    out = list(f.say(f"其中 {{{key}.with_measure}} 段写有改进措施，涉及："))
    for j, action in enumerate(c.actions[:6]):
        out += ["、" if j else "", f"{action.name}（", f.num(f"{key}.actions.{j}.count"), " 段）"]
    return (*[p for p in out if p != ""], "。")


def _themes(s: Summary) -> Iterator[Block]:
    yield Heading(2, "归纳主题", "themes")
    yield Para((s.themes_note,))
    if not s.themes:
        return
    head = Column("主题", width=2), Column("特征词", width=3), Column("片段数", "number"), Column("稳定性", "number")
    columns = (*head, Column("解读", width=1.4), Column("例句", width=4))
    rows = tuple(
        (t.label, t.terms, str(t.size), "—" if t.stability is None else f"{t.stability:.2f}", t.reading, t.exemplar)
        for t in s.themes[:40]
    )
    note = "稳定性为逐次重抽样下的平均 Jaccard 系数：0.75 以上稳定，0.60 以下不宜解读。"
    yield Table("theme-table", "原因片段的归纳主题", columns, rows, note, max(0, len(s.themes) - 40))
