"""摘要、数据与质量、失分全景."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.report.blocks import Block, Column, Figure, Figures, Heading, Link, Para, Piece, Table, brief
from textmine.report.summary import Summary

LEVELS = {
    "family": "指标类别",
    "level1": "一级指标",
    "level2": "二级指标",
    "unit": "实施单位",
    "sector": "领域",
    "department": "主管部门",
    "year": "年度",
    "grade": "评分等级",
    "budget": "预算规模",
}
GROUP_NOTES = {
    "family": "指标类别按指标名称归并；只含指标行，不含预算执行。",
    "sector": "领域参照政府支出功能分类，由主管部门、单位、项目的名称推定。",
}
MAX_GROUPS = 20


def abstract(s: Summary, f: Figures) -> Iterator[Block]:
    """Five sentences that a director reads."""
    yield Heading(1, "摘要", "abstract")
    agree = "其中 {reading.reconciled} 张表" if s.reading.unreconciled else "全部表"
    yield f.para(
        "本报告读取 {reading.files} 个文件，识别出 {reading.forms} 张绩效自评表、{reading.indicators} 项指标和 "
        "{reading.passages} 段偏差说明" + (f"，{agree}的分值、得分与合计勾稽一致。" if s.reading.forms else "。"),
        "lead",
    )
    yield f.para(
        "各表满分合计 {points.possible} 分，自评得 {points.scored} 分，失 {points.lost} 分：预算执行失 "
        "{points.lost_execution} 分，写有说明的失 {points.lost_explained} 分（{points.share_explained:.1%}），"
        "未作说明的失 {points.lost_unexplained} 分（{points.share_unexplained:.1%}）。",
        "lead",
    )
    yield Para(_top_causes(s, f), "lead")
    yield Para(_quality_of_words(s, f), "lead")
    yield Para(_worth_checking(s), "lead")
    yield f.para("「涉及失分」指写有该项自述原因的指标所失分数，由填报单位自行陈述，不代表因果关系。", "note")


def _top_causes(s: Summary, f: Figures) -> tuple[Piece, ...]:
    top = [c for c in s.concrete[:3] if c.lost_points]
    if not top:
        named = "写有具体原因的说明都在没有失分的行。" if s.concrete else "说明中没有写出可归类的具体原因。"
        return (named,)
    out: list[Piece] = ["写明的具体原因中，涉及失分较多的是"]
    for i, cause in enumerate(top):
        link = Link(f"「{cause.name}」", f"cause-{cause.code}")
        out += ["、" if i else "", link, *f.say(f"（{{concrete.{i}.lost_points}} 分）")]
    out.append("。")
    if s.spreads.given and not s.spreads.reliable:
        out += f.say("由于只有 {reading.forms} 张表，区间很宽，名次不能视为稳定。")
    return tuple(p for p in out if p != "")


def _quality_of_words(s: Summary, f: Figures) -> tuple[Piece, ...]:
    if not s.promises.explained:
        return ("没有写有说明的失分。",)
    vague = "{generic.points} 分只有泛化表述、没有具体原因" if s.generic.points else "每段说明都写有具体原因"
    without = "有 {promises.without_measure} 段没有写改进措施" if s.promises.without_measure else "每段都写有改进措施"
    out = f"在写有说明的失分中，{vague}；{{promises.explained}} 段失分说明里{without}"
    tail = "，{promises.not_answering} 段的措施疑似未回应所述原因。" if s.promises.not_answering else "。"
    return f.say(out + tail)


def _worth_checking(s: Summary) -> tuple[Piece, ...]:
    wanted = (
        "duplicate_form",
        "target_met_points_lost",
        "overfulfilled",
        "copied_explanation",
        "copied_wrong_wording",
        "promise_repeated",
    )
    found = [g for g in s.notices if g.code in wanted]
    if not found:
        return ("逐行核对未发现达标仍扣分、大幅超额或说明雷同的情况。",)
    out: list[Piece] = ["逐行核对提示以下情况值得复核："]
    for i, group in enumerate(found):
        out += ["、" if i else "", Link(f"{group.title} {group.count} 处", f"notice-{group.code}")]
    return (*[p for p in out if p], "。")


def quality(s: Summary, f: Figures) -> Iterator[Block]:
    """Write what was read, how well it adds up, what could not be read."""
    yield Heading(1, "数据与质量", "quality")
    source = f"数据来源：{s.head.source}" if s.head.source else "数据来源：语料文件夹中的原始文件。"
    yield Para((source,))
    if s.projects and len({p.source for p in s.projects}) == 1:
        yield Para((f"全部自评表都在文件 {brief(s.projects[0].source, 80)} 中，以下各表只注页码和行号。",))
    steps = ("files", "files_with_forms", "pages", "form_pages", "forms", "reconciled", "indicators", "passages")
    names = ("读取文件", "含自评表的文件", "总页数", "自评表所在页", "自评表", "勾稽一致的表", "指标行", "偏差说明")
    cells = tuple((name, f.num(f"reading.{key}")) for name, key in zip(names, steps, strict=True))
    yield Table("reading", "读取概况", (Column("步骤", width=2), Column("数量", "number")), cells)
    if s.reading.unreconciled:
        yield f.para("有 {reading.unreconciled} 张表的数字不能互相印证，其数字已按所印照录，使用前请核对原文：")
        bad = tuple(
            (brief(str(r["project"])), brief(str(r["source"])), str(r["pages"]), str(r["findings"]))
            for r in s.reading.unreconciled_forms
        )
        columns = (Column("项目", width=2), Column("文件", width=2), Column("页"), Column("核对结果", width=3))
        yield Table("unreconciled", "未通过勾稽核对的表", columns, bad, "", s.reading.unreconciled - len(bad))
    else:
        yield Para(("全部自评表的分值合计、得分合计与表内合计相符。" if s.reading.forms else "没有识别出自评表。",))
    if s.reading.failures:
        lines = tuple((r["source"], r["error"], r["where"], r["hint"]) for r in s.reading.failures)
        columns = (Column("文件", width=2), Column("问题", width=3), Column("位置"), Column("处理建议", width=2))
        yield Table("failures", "未能读取的文件", columns, lines, "", s.reading.failures_left_out)


def panorama(s: Summary, f: Figures) -> Iterator[Block]:
    """Where the points went."""
    yield Heading(1, "失分全景", "panorama")
    yield f.para(
        "每张表的每一分失分只归入一处，各项相加等于满分减去得分。共 {points.lost} 分："
        "下表列出去向，逐行明细见附录账目表。"
    )
    rows = tuple(
        (
            Link(line.name, "ledger"),
            f.num(f"ledger.{i}.points"),
            f.num(f"ledger.{i}.share", ".1%"),
            f.num(f"ledger.{i}.rows"),
            f.num(f"ledger.{i}.forms"),
        )
        for i, line in enumerate(s.ledger)
    )
    total = (
        "合计",
        f.num("points.lost"),
        "100.0%" if s.points.lost else "—",
        f.num("rows_count"),
        f.num("reading.forms"),
    )
    columns = (Column("去向", width=2), *(Column(t, "number") for t in ("失分", "占比", "行数", "涉及表数")))
    yield Table("buckets", "失分去向", columns, (*rows, total))
    if s.points.lost:
        yield Figure("fig-ledger", "ledger", "失分去向瀑布图", _ledger_alt(s))
    for by in ("family", "level1", "level2"):
        yield from _group_table(s, f, by)
    for by in ("unit", "sector", "year", "grade", "budget"):
        if len(s.groups[by]) > 1:
            yield from _group_table(s, f, by)
    yield from _projects(s, f)


def _ledger_alt(s: Summary) -> str:
    return (
        "瀑布图："
        + "，".join(f"{line.name} {line.points:.2f} 分" for line in s.ledger)
        + f"，合计 {s.points.lost:.2f} 分。"
    )


def _group_table(s: Summary, f: Figures, by: str) -> Iterator[Block]:
    groups = s.groups[by]
    if not groups:
        return
    rows = tuple(
        (
            g.group,
            f.num(f"groups.{by}.{i}.rows"),
            f.num(f"groups.{by}.{i}.possible"),
            f.num(f"groups.{by}.{i}.lost"),
            f.num(f"groups.{by}.{i}.loss_rate", ".1%"),
            f.num(f"groups.{by}.{i}.lost_explained"),
            f.num(f"groups.{by}.{i}.lost_unexplained"),
        )
        for i, g in enumerate(groups[:MAX_GROUPS])
    )
    titles = ("指标行", "分值", "失分", "失分率", "写有说明", "未作说明")
    columns = (Column(LEVELS[by], width=2), *(Column(t, "number") for t in titles))
    note = GROUP_NOTES.get(by, "")
    yield Table(f"by-{by}", f"按{LEVELS[by]}的失分", columns, rows, note, max(0, len(groups) - MAX_GROUPS))


def _projects(s: Summary, f: Figures) -> Iterator[Block]:
    shown = s.projects[:100]
    rows = tuple(
        (
            Link(brief(p.project), f"row-{p.form}"),
            f.num(f"projects.{i}.budget"),
            f.num(f"projects.{i}.scored"),
            p.grade or "—",
            f.num(f"projects.{i}.lost"),
            f.num(f"projects.{i}.lost_execution"),
            f.num(f"projects.{i}.lost_explained"),
            f.num(f"projects.{i}.lost_unexplained"),
        )
        for i, p in enumerate(shown)
    )
    titles = ("预算（万元）", "得分", "等级", "失分", "预算执行", "写有说明", "未作说明")
    columns = (Column("项目", width=3), *(Column(t, "text" if t == "等级" else "number") for t in titles))
    anchors = tuple(f"row-{p.form}" for p in shown)
    yield Table("projects", "各项目失分", columns, rows, "按失分从多到少排列。", max(0, len(s.projects) - 100), anchors)
