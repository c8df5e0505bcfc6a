"""方法与局限、附录."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.report.blocks import Block, Column, Figures, Heading, Para, Piece, Table, brief, row_id
from textmine.report.summary import Summary
from textmine.report.words import ZH, place


def method(s: Summary, f: Figures) -> Iterator[Block]:
    """How the figures were made, and what they cannot say."""
    yield Heading(1, "方法与局限", "method")
    for text in (
        "读取：直接读取文件中的文字与线条并还原表格，用表内的勾稽关系（分值合计、得分合计、执行率、等级）核对；核对不上的另换方法重读，"
        "仍不符的在「数据与质量」中列明。",
        "账目：以十进制精确计算，每一分失分只归入一处。说明栏写「无」「—」不算说明；整表统一说明的，适用于表内没有单独说明的失分行。"
        "合计差额、缺失数字、加分与超分单独列示，在三大项中并入「未作说明」。",
        "原因：偏差说明先分成背景、原因、影响、措施各成分，再按代码表归类；只有泛化表述的单列，不与具体原因混排。",
        "分摊：默认在一段说明的各原因间均分（分数计数法）；并列给出全计（上限）和按依据字数分摊，用于观察结论对口径的敏感程度。",
    ):
        yield Para((text,), "item")
    if s.reviewed["passages"]:
        yield f.para(
            "人工复核：{reading.passages} 段说明中有 {reviewed.passages} 段由 {reviewed.coders} 位复核人逐段复核，"
            "其中 {reviewed.changed} 段的归类或切分与程序不同，以人工为准；其余由程序归类。",
            "item",
        )
    yield f.para(
        "区间：以表为单位自助抽样 {spreads.draws} 次，用 BCa 法校正偏度，"
        "表少时按 t 分布放宽且不窄于矩法（伽马、贝塔）区间；名次取百分位区间；"
        "少于 {spreads.minimum} 张表不给区间。"
        if s.spreads.given
        else "区间：表数少于 {spreads.minimum} 张，未作自助抽样，不给区间。",
        "item",
    )
    yield from _lmg(s, f)
    yield Para(
        (
            "局限：所列原因与分数均来自单位自评，是「自述」而非经核实的事实；涉及失分说明原因出现在哪里、伴随多少失分，"
            "不说明原因造成了多少失分。分值由各单位自行设定，跨单位比较只宜看结构。归类由程序完成，引用前请核对所附原文。",
        ),
        "item",
    )


def _lmg(s: Summary, f: Figures) -> Iterator[Block]:
    if s.lmg["reason"]:
        yield Para((f"失分率分解（Shapley/LMG）：{s.lmg['reason']}。",), "item")
        return
    yield f.para(
        "失分率分解（Shapley/LMG，控制指标类别与单位）：{lmg.rows} 行，R² = {lmg.r_squared:.3f}；"
        "R² 接近 0 时该分解没有意义。",
        "item",
    )
    rows: tuple[tuple[Piece, ...], ...] = tuple(
        (str(r["name"]), f.num(f"lmg.shares.{i}.share", ".1%")) for i, r in enumerate(s.lmg["shares"])
    )
    yield Table("lmg", "失分率分解", (Column("自述原因", width=2), Column("占可解释变差", "number")), rows)


def appendix(s: Summary, f: Figures) -> Iterator[Block]:
    """Write the ledger row by row, and the codebook."""
    yield Heading(1, "附录", "appendix")
    yield Heading(2, "账目表", "ledger")
    rows = tuple(
        (
            brief(r.project),
            brief(r.item),
            r.note,
            f.num(f"rows.{i}.lost"),
            "—" if r.score is None or r.weight is None else f"{r.score:g}/{r.weight:g}",
            r.causes or "—",
            place(ZH, r.source, r.page, r.row),
        )
        for i, r in enumerate(s.rows)
    )
    head = (
        Column("项目", width=2.2),
        Column("指标", width=2.2),
        Column("去向", width=1.2),
        Column("失分", "number", 0.8),
    )
    columns = (*head, Column("得分/分值", "number"), Column("自述原因", width=1.8), Column("位置", width=1.5))
    anchors = tuple(row_id(r.form, r.row) for r in s.rows)
    yield Table("ledger-table", "逐行账目", columns, rows, "", s.rows_count - len(rows), anchors)
    yield Heading(2, "代码表", "codebook")
    entries = tuple((c["code"], c["name"], c["definition"]) for c in s.codebook)
    codes = (Column("代码", width=1), Column("名称", width=1.6), Column("含义", width=5))
    yield Table("codebook-table", f"{s.codebook_title}（{s.codebook_id}）", codes, entries)
