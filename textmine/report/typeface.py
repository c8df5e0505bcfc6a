"""A typeface that has Chinese, by file path: charts look the same on a machine without Chinese fonts."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "fonts" / "TextmineSansSC-Regular.otf"
FAMILY = "Textmine Sans SC"
MISSING = "〓"
SYSTEM = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Zen Hei",
    "SimSun", "SimHei", "Noto Serif CJK SC",
)  # fmt: skip


@lru_cache(maxsize=1)
def bundled() -> str:
    """Make the bundled subset of Noto Sans CJK SC known to matplotlib; return its family name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(FILE)
    return FAMILY


@lru_cache(maxsize=1)
def _bundled_characters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(FILE)).get_charmap())


@lru_cache(maxsize=1)
def _system_fonts() -> tuple[tuple[str, frozenset[int]], ...]:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    paths = {f.name: f.fname for f in font_manager.fontManager.ttflist if f.name in SYSTEM}
    return tuple((name, frozenset(FT2Font(paths[name]).get_charmap())) for name in SYSTEM if name in paths)


def families_for(texts: Iterable[str]) -> list[str]:
    """Return the font families a chart needs: the bundled one, and installed ones for characters outside it."""
    out = [bundled()]
    missing = _outside(texts)
    if missing:
        for name, characters in _system_fonts():
            if missing & characters:
                out.append(name)
                missing -= characters
    return out


def drawable(text: str) -> str:
    """Return a text that can be drawn: characters that no font has become 〓, and a warning says which.

    Examples
    --------
    >>> drawable("长效机制")
    '长效机制'
    """
    missing = _outside([text])
    for _, characters in _system_fonts() if missing else ():
        missing -= characters
    if not missing:
        return text
    names = " ".join(f"U+{c:04X}" for c in sorted(missing))
    warnings.warn(f"no font has / 没有字体可显示: {names}", RuntimeWarning, stacklevel=2)
    return "".join(MISSING if ord(c) in missing else c for c in text)


def _outside(texts: Iterable[str]) -> set[int]:
    return {ord(c) for text in texts for c in text if not c.isspace()} - _bundled_characters()
