"""The causes' part of the summary: points three ways, intervals, where, evidence, promises, themes, comparisons."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from textmine.points.attribution import attribute, form_matrix
from textmine.points.balance import Balance
from textmine.points.breakdowns import cause_by_group, money_of
from textmine.points.claims import Claim
from textmine.points.compare import compare, groups_of
from textmine.points.families import family_of
from textmine.points.intervals import LEVEL, MIN_FORMS, RELIABLE_FORMS, Spread, bootstrap_forms
from textmine.points.money import round_to_sum, to_cent
from textmine.points.promises import actions_of, find_promises
from textmine.points.shapley import lmg
from textmine.report.places import Places
from textmine.report.summary import (
    CauseLine,
    Comparison,
    Link,
    Matrix,
    NamedPoints,
    Quote,
    Spreads,
    ThemeLine,
)

if TYPE_CHECKING:
    from textmine.causes.codebook import Codebook
    from textmine.corpus.study import Study

MAX_QUOTES = 40
"""Quotes a cause in the report; all of them are in the data files."""
MAX_GROUPS = 14
OTHER_FAMILIES = "其余类别"
PLACE_NAMES = {"lost": "全部失分", "execution": "预算执行", "unexplained": "未作说明"}


def lines(study: Study, places: Places, figures: Balance) -> tuple[CauseLine, ...]:
    """Return one line a code that occurs, by lost points, in whole cents that add up to the explained points."""
    equal = attribute(study.claims)
    cents = round_to_sum(equal, figures.lost_explained)
    full, weighted = attribute(study.claims, "full"), attribute(study.claims, "evidence")
    codes = sorted(equal, key=lambda c: (-cents[c], -equal[c], c))
    spread = _spread(study, codes)
    heat_data = cause_by_group(study.corpus.forms, study.ledger, "family")
    promises = {p.passage: p.text for p in find_promises(study.annotations)}
    out = []
    for i, code in enumerate(codes):
        claims = [c for c in study.claims if code in c.causes]
        base = _line_base(study, code, claims, places, promises)
        points = float(cents[code])
        whole = float(figures.lost_explained)
        families = [(f, p) for (c, f), p in heat_data.items() if c == code]
        out.append(
            CauseLine(
                **base,
                lost_points=points,
                share=round(points / whole, 6) if whole else 0.0,
                **_intervals(spread, i),
                full=float(to_cent(full[code])),
                weighted=float(to_cent(weighted[code])),
                rank=1 + sum(p > cents[code] for p in cents.values()),
                families=_families(study, code, families),
            )
        )
    return tuple(out)


def _line_base(
    study: Study, code: str, claims: list[Claim], places: Places, promises: dict[str, str]
) -> dict[str, Any]:
    ranked = sorted(claims, key=lambda c: (-c.lost, c.passage))
    keys = {c.form for c in claims}
    forms = study.corpus.forms
    kinds = Counter(a for c in claims if c.passage in promises for a in actions_of(promises[c.passage]))
    quotes: list[Quote] = [places.quote(c.passage, code) for c in ranked[:MAX_QUOTES]]
    return {
        "code": code,
        "name": study.codebook[code].name,
        "definition": definition(study.codebook, code),
        "passages": len(claims),
        "forms": len(keys),
        "units": len({forms[k].unit or forms[k].department for k in keys}),
        "money": money_of(forms, keys),
        "actions": tuple(NamedPoints(n, 0.0, k) for n, k in sorted(kinds.items(), key=lambda x: (-x[1], x[0]))),
        "with_measure": sum(c.passage in promises for c in claims),
        "quotes": tuple(quotes),
        "quotes_left_out": len(ranked) - len(quotes),
    }


def _families(study: Study, code: str, points: list[tuple[str, Decimal]]) -> tuple[NamedPoints, ...]:
    counts: Counter[str] = Counter()
    for e in study.ledger:
        if code in e.causes and e.row is not None:
            row = study.corpus.forms[e.form].indicators[e.row - 1]
            counts[family_of(row.level3, row.level2, row.level1)] += 1
    ranked = sorted(points, key=lambda item: (-item[1], item[0]))
    return tuple(NamedPoints(name, float(to_cent(value)), counts[name]) for name, value in ranked)


def _spread(study: Study, codes: list[str]) -> Spread:
    return bootstrap_forms(form_matrix(study.claims, sorted(study.corpus.forms), codes), seed=study.seed)


def _intervals(spread: Spread, i: int) -> dict[str, Any]:
    if not spread.draws:
        return dict.fromkeys(("low", "high", "rank_low", "rank_high", "same_rank"))
    return {
        "low": round(float(spread.low[i]), 2),
        "high": round(float(spread.high[i]), 2),
        "rank_low": int(spread.rank_low[i]),
        "rank_high": int(spread.rank_high[i]),
        "same_rank": round(float(spread.same_rank[i]), 4),
    }


def spreads(study: Study) -> Spreads:
    """Say how the intervals were made and whether there are enough forms for them."""
    forms = len(study.corpus.forms)
    draws = _spread(study, list(attribute(study.claims))).draws
    return Spreads(draws > 0, forms >= RELIABLE_FORMS, forms, draws, study.seed, LEVEL, MIN_FORMS)


def heat(study: Study) -> Matrix:
    """Return points by code (rows, concrete and generic) and indicator family (columns), the smallest joined."""
    data = cause_by_group(study.corpus.forms, study.ledger, "family")
    rows, columns = _ordered(data, 0), _ordered(data, 1)
    shown = columns if len(columns) <= MAX_GROUPS else columns[: MAX_GROUPS - 1]
    rest = columns[len(shown) :]
    names = tuple(study.codebook[code].name for code in rows)
    parts = [*([c] for c in shown), *([rest] if rest else [])]
    values = tuple(tuple(round(float(sum(data.get((r, c), 0) for c in p)), 4) for p in parts) for r in rows)
    return Matrix(names, (*shown, *([OTHER_FAMILIES] if rest else [])), values)


def _ordered(data: dict[tuple[str, str], Decimal], axis: int) -> list[str]:
    sums: dict[str, Decimal] = {}
    for key, value in data.items():
        sums[key[axis]] = sums.get(key[axis], Decimal(0)) + value
    return sorted(sums, key=lambda k: (-sums[k], k))


def links(study: Study) -> tuple[Link, ...]:
    """Return pairs of codes named in the same passage, most frequent first."""
    counts = Counter(pair for c in study.claims for pair in combinations(sorted(c.causes), 2))
    book = study.codebook
    return tuple(
        Link(book[a].name, book[b].name, n) for (a, b), n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    )


def themes(study: Study) -> tuple[ThemeLine, ...]:
    """Return the inductive themes, largest first, with how far they can be trusted."""
    from textmine.causes.themes_model import reading

    return tuple(
        ThemeLine(
            theme=t.id,
            label=t.label,
            terms="、".join(t.terms),
            size=t.size,
            forms=getattr(t, "forms", 0),
            stability=None if t.stability is None else round(t.stability, 3),
            reading=reading(t.stability),
            exemplar=t.exemplars[0] if t.exemplars else "",
        )
        for t in study.theme_result.themes
    )


def themes_note(study: Study) -> str:
    """Say how the themes were made."""
    panel = study.theme_result.panel
    if panel.method == "codes":
        return f"可聚类的原因片段仅 {panel.distinct} 条，少于聚类所需，主题按原因代码归并，未作稳定性检验。"
    return f"由 {panel.distinct} 条互不雷同的原因片段聚类得到，未归入任何主题的占 {panel.unassigned_share:.1%}。"


def comparisons(study: Study) -> tuple[Comparison, ...]:
    """Compare consecutive years, the two units and the two sectors with most forms; nothing where there is one."""
    codes = list(attribute(study.claims))[:8]
    out = []
    for by in ("year", "unit", "sector"):
        groups = groups_of(study.corpus.forms, by, sector=study.corpus.info.sector)
        names = sorted(groups) if by == "year" else sorted(groups, key=lambda g: (-len(groups[g]), g))[:2]
        for first, second in pairwise(names):
            found = compare(groups[first], groups[second], study.ledger, study.claims, codes=codes, seed=study.seed)
            rows = [{**_plain(asdict(d)), "name": _place(study, d.key), "clear": d.clear} for d in found]
            out.append(Comparison(by, first, second, len(groups[first]), len(groups[second]), tuple(rows)))
    return tuple(out)


def _place(study: Study, key: str) -> str:
    return PLACE_NAMES[key] if key in PLACE_NAMES else study.codebook[key].name


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: (None if math.isnan(v) else round(v, 4)) if isinstance(v, float) else v for k, v in row.items()}


def importance(study: Study) -> dict[str, Any]:
    """Return the Shapley/LMG shares, or why there are none."""
    rates: list[float] = []
    causes: list[tuple[str, ...]] = []
    kinds: list[str] = []
    units: list[str] = []
    for e in study.ledger:
        if e.row is None or not e.weight or e.bucket not in {"explained", "generic"}:
            continue
        form = study.corpus.forms[e.form]
        row = form.indicators[e.row - 1]
        rates.append(float(Fraction(e.points) / Fraction(e.weight)))
        causes.append(e.causes)
        kinds.append(family_of(row.level3, row.level2, row.level1))
        units.append(form.unit or form.department)
    found = lmg(rates, causes, kinds, units)
    names = [study.codebook[c].name if c != "other" else "其余原因" for c in found.codes]
    shares = [{"name": n, "share": round(s, 4)} for n, s in zip(names, found.shares, strict=True)]
    return {"rows": found.rows, "r_squared": round(found.r_squared, 4), "shares": shares, "reason": found.reason}


def codebook(study: Study) -> tuple[dict[str, str], ...]:
    """Return all codes with name and definition, in the codebook's order."""
    book = study.codebook
    return tuple({"code": c, "name": book[c].name, "definition": definition(book, c)} for c in book.codes)


def definition(book: Codebook, code: str) -> str:
    """Return what a code includes, in the codebook's words."""
    return book[code].definition or book[code].include
