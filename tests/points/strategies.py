"""Random forms with every kind of oddity, and random annotations for their passages."""

from __future__ import annotations

from hypothesis import strategies as st

from textmine.records import Annotation, Form, Funding, Indicator, Segment

CODES = ("mechanism", "emergency", "schedule", "scope", "budget")

numbers = st.one_of(st.none(), st.integers(0, 2000).map(lambda n: n / 100))
codes = st.one_of(
    st.just(("none",)),
    st.just(("generic",)),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True).map(tuple),
)
rows = st.builds(
    Indicator,
    level3=st.sampled_from(("长效机制", "加分项", "预算执行率", "满意度", "数量")),
    weight=numbers,
    score=numbers,
    deviation=st.sampled_from(("", "无", "因故未完成。")),
)
fundings = st.builds(Funding, item=st.just("年度资金总额"), weight=numbers, score=numbers)
forms = st.builds(
    Form,
    source=st.just("x.pdf"),
    funding=st.lists(fundings, max_size=3).map(tuple),
    indicators=st.lists(rows, max_size=8).map(tuple),
    total_weight=st.one_of(st.none(), st.just(100.0)),
    total_score=numbers,
    deviation=st.sampled_from(("", "整体偏差。")),
)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[dict[str, Form], dict[str, Annotation]]:
    """Draw a few forms with annotations for each of their passages."""
    found = {f"x.pdf#{n}": form for n, form in enumerate(draw(st.lists(forms, max_size=5)), 1)}
    passages = [
        (f"{key}/{n}", row.deviation)
        for key, form in found.items()
        for n, row in enumerate(form.indicators, 1)
        if row.deviation
    ] + [(f"{key}/form", form.deviation) for key, form in found.items() if form.deviation]
    annotations = {key: Annotation((Segment("cause", 0, len(text), text),), draw(codes)) for key, text in passages}
    return found, annotations
