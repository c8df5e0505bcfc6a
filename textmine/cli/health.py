"""Is this installation sound? Versions, extras, font, cache folder, and a self-test on a form in memory."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from typing import Literal

from textmine import __version__

State = Literal["ok", "missing", "bad"]

_NEEDED = ("jieba", "scikit-learn", "pandas", "pdfplumber", "pypdfium2", "python-docx", "openpyxl", "lxml", "pyarrow")
_EXTRAS = {
    "ocr": ("rapidocr", "onnxruntime", "cv2"),
    "review": ("starlette", "uvicorn"),
    "cluster": ("distributed",),
    "synth": ("reportlab", "fontTools"),
}

_FORM_HTML = """<p>项目支出绩效自评表（2024年度）</p><table>
<tr><td>项目名称</td><td colspan=7>自检项目</td></tr>
<tr><td>主管部门</td><td colspan=3>某局</td><td>实施单位</td><td colspan=3>某中心</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>
<tr><td>产出指标</td><td>时效指标</td><td>完成及时率</td><td>100%</td><td>80%</td><td>100</td><td>80</td>
<td>因招标流标两次，采购滞后。</td></tr>
<tr><td colspan=5>总分</td><td>100</td><td>80</td><td></td></tr></table>"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: sound, not installed (an extra), or bad."""

    name: str
    state: State
    detail: str


def examine() -> list[Check]:
    """Look at everything textmine needs; nothing is changed, nothing is fetched."""
    return [*_versions(), *_extras(), _cache(), _font(), _self_test()]


def _versions() -> Iterator[Check]:
    yield Check("textmine", "ok", f"{__version__} · Python {platform.python_version()} · {sys.platform}")
    for name in _NEEDED:
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "bad", "not installed / 未安装 → pip install textmine")


def _extras() -> Iterator[Check]:
    for extra, modules in _EXTRAS.items():
        absent = [m for m in modules if util.find_spec(m) is None]
        if absent:
            yield Check(f"extra {extra}", "missing", f'pip install "textmine[{extra}]"（缺 {"、".join(absent)}）')
        else:
            yield Check(f"extra {extra}", "ok", "、".join(modules))


def _cache() -> Check:
    from textmine.lexicon import default_segmenter

    try:
        words = default_segmenter().cut("长效机制不健全")
    except OSError as error:
        return Check("segmenter", "bad", str(error))
    return Check("segmenter", "ok", " / ".join(words))


def _font() -> Check:
    from textmine.report.typeface import drawable

    words = "失分的共性原因"
    shown = drawable(words)
    return Check("chart font", "ok" if shown == words else "bad", shown)


def _self_test() -> Check:
    """Read, annotate and count a form that is held in memory."""
    from textmine.causes import annotate
    from textmine.documents.html import read
    from textmine.forms import parse_forms

    forms = parse_forms(read(_FORM_HTML.encode(), source="self-test.html"))
    if len(forms) != 1 or len(forms[0].indicators) != 1:
        return Check("self-test", "bad", f"expected 1 form with 1 row, read {[len(f.indicators) for f in forms]}")
    row = forms[0].indicators[0]
    (annotation,) = annotate([row.deviation])
    if (row.weight, row.score) != (100.0, 80.0) or "procurement" not in annotation.causes:
        return Check("self-test", "bad", f"read {row.weight}/{row.score}, coded {annotation.causes}")
    return Check("self-test", "ok", f"1 form, 20 points lost, stated cause {annotation.causes[0]}")
