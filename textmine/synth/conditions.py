"""Conditions of PDFs as data: a name, what it does to paper and paint. They can be combined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from textmine.synth.paginate import Setup
from textmine.synth.paint import Paint, without_unicode_maps


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that occurs in real files.

    Attributes
    ----------
    forms : tuple of int
        Least and most forms in the file.
    around : int
        Pages of other matter before the forms (a third as many behind).
    parts : bool
        The form is typed as two tables, one above the other.
    same_page : bool
        Forms follow each other on the page.
    """

    name: str
    setup: Callable[[Setup], Setup] = lambda s: s
    paint: Callable[[Paint], Paint] = lambda p: p
    forms: tuple[int, int] = (1, 1)
    same_page: bool = False
    post: Callable[[bytes], bytes] | None = None
    around: int = 0
    parts: bool = False


def _paint(name: str, **changes: object) -> Condition:
    return Condition(name, paint=lambda p: replace(p, **changes))  # type: ignore[arg-type]


def _setup(name: str, **changes: object) -> Condition:
    return Condition(name, setup=lambda s: replace(s, **changes))  # type: ignore[arg-type]


_A4L: dict[str, Any] = {"width": 841.9, "height": 595.3}
_RADICALS = (
    ("门", "⻔"),
    ("长", "⻓"),
    ("見", "⻅"),
    ("车", "⻋"),
    ("页", "⻚"),
    ("食", "⻝"),
    ("人", "⼈"),
    ("工", "⼯"),
    ("大", "⼤"),
    ("生", "⽣"),
    ("目", "⽬"),
    ("用", "⽤"),
    ("文", "⽂"),
    ("水", "⽔"),
)

_INVISIBLE = (("指标", "指\u200b标"), ("（", " （"), ("完成", "完\u00a0成"))
_WIDE = tuple(zip("0123456789.%", "０１２３４５６７８９．％", strict=True))
_WIDER = (*_WIDE, *zip("()/:-=ABCDEPU", "（）／：－＝ＡＢＣＤＥＰＵ", strict=True))
_SPACED = tuple(
    (word, gap.join(word))
    for gap, words in (
        (" ", "项目名称 主管部门 分值 得分 总分 一级指标 合计"),
        ("\u3000", "实施单位 权重 二级指标 三级指标 备注"),
    )
    for word in words.split()
)

CONDITIONS: tuple[Condition, ...] = (
    Condition("plain"),
    _paint("rects", rules="rects", width=0.5),
    _paint("boxes", rules="boxes"),
    _paint("dashed", rules="dashed"),
    _paint("double", rules="double", width=0.3),
    _paint("partial", rules="partial"),
    _paint("grey", rules="grey", width=0.4),
    Condition("horizontal", lambda s: replace(s, pad=4.0), lambda p: replace(p, rules="horizontal")),
    Condition("borderless", lambda s: replace(s, pad=6.0), lambda p: replace(p, rules="none")),
    Condition("white_lines", lambda s: replace(s, pad=5.0), lambda p: replace(p, rules="white")),
    _setup("landscape", **_A4L),
    Condition("rotate_90", lambda s: replace(s, **_A4L), lambda p: replace(p, rotate=90)),
    _paint("rotate_180", rotate=180),
    Condition("rotate_270", lambda s: replace(s, **_A4L), lambda p: replace(p, rotate=270)),
    Condition("turned_content", lambda s: replace(s, **_A4L), lambda p: replace(p, turned=True)),
    Condition("side_by_side_a3", paint=lambda p: replace(p, across=2), forms=(2, 4)),
    _setup("six_point", size=6.0, margin=60.0, pad=1.5),
    Condition("large_print", lambda s: replace(s, size=14.0, margin=30.0)),
    _setup("a3", width=841.9, height=1190.6, size=11.0),
    _paint("watermark", watermark="信息公开专用"),
    _paint("stamp", stamp=True),
    _setup("letter_spaced", spacing=1.6, size=8.0),
    Condition("one_object_a_character", paint=lambda p: replace(p, text="char")),
    _paint("shuffled_order", text="shuffled"),
    _paint("fake_bold", text="bold"),
    _paint("unembedded_cid", font="cid"),
    _paint("sans", font="hei"),
    _paint("radicals", font="hei", substitutes=_RADICALS),
    _paint("owner_password", password="owner-only"),
    _paint("nested_xobjects", nested=True),
    _paint("page_numbers", page_numbers="第 {p} 页，共 {n} 页", running_head="附件2"),
    _paint("dash_page_numbers", page_numbers="— {p} —"),
    _setup("page_break_labels_once", height=480.0, labels="once"),
    _setup("page_break_labels_last", height=470.0, labels="last"),
    _setup("page_break_labels_split", height=450.0, labels="split"),
    _setup("page_break_labels_each", height=500.0, labels="each"),
    _setup("page_break_header_repeated", height=460.0, repeat=True),
    _setup("mid_row_break", height=520.0, mid_row=True),
    _setup("mid_row_break_narrow", height=430.0, mid_row=True, repeat=True, labels="split", size=10.0),
    Condition(
        "mid_row_break_horizontal",
        lambda s: replace(s, height=500.0, mid_row=True, pad=4.0),
        lambda p: replace(p, rules="rects", page_numbers="{p}"),
    ),
    Condition("several_forms", forms=(2, 5)),
    Condition("forms_on_one_page", lambda s: replace(s, size=7.5, pad=1.5), forms=(2, 4), same_page=True),
    _setup("chars_wrap_anywhere", kinsoku=False, keep_words=False, size=10.5),
    _paint("top_aligned", valign="top"),
    Condition("in_final_account", around=12),
    Condition(
        "in_final_account_with_page_numbers",
        paint=lambda p: replace(p, page_numbers="- {p} -", running_head="虚构市示例局2023年度部门决算"),
        around=8,
        forms=(1, 3),
    ),
    Condition("no_unicode_map", paint=lambda p: replace(p, font="song"), post=without_unicode_maps),
    _setup("continued_captions", height=470.0, continued=True, repeat=True),
    _setup("continued_captions_mid_row", height=520.0, continued=True, mid_row=True),
    Condition("two_tables", parts=True),
    Condition("two_tables_over_pages", lambda s: replace(s, height=500.0, gap=14.0), parts=True),
    Condition("two_tables_touching", lambda s: replace(s, gap=2.5), parts=True),
    _paint("type3_font", font="type3"),
    _paint("hidden_text_layer", hidden_layer=True),
    _paint("hair_lines", width=0.1),
    _paint("thick_rects", rules="rects", width=1.5),
    Condition("tight", lambda s: replace(s, pad=0.6, leading=1.08, size=8.0)),
    _paint("zero_width_and_nbsp", font="hei", substitutes=_INVISIBLE),
    _paint("full_width_digits", font="hei", substitutes=_WIDE),
    _paint("full_width_text", font="hei", substitutes=_WIDER),
    _paint("spaced_labels", substitutes=_SPACED),
    Condition(
        "spaced_labels_over_pages",
        lambda s: replace(s, height=460.0, repeat=True),
        lambda p: replace(p, substitutes=_SPACED),
    ),
)  # fmt: skip


def condition(name: str) -> Condition:
    """Return the condition of that name.

    Raises
    ------
    KeyError
        There is none.
    """
    return {c.name: c for c in CONDITIONS}[name]
