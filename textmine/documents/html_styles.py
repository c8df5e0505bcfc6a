"""Tables that are written as divs: styles and ARIA roles say table, row and cell; classes may hide parts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Element = Any
"""An lxml element; its stubs say less than its documentation."""

_TAGS = {
    "table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-header-group": "thead",
    "table-row-group": "tbody", "table-footer-group": "tfoot", "grid": "", "treegrid": "table", "row": "tr",
    "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th", "rowgroup": "tbody",
}  # fmt: skip
"""Values of `display` and of `role` that say what an element of a table is."""
_PLAIN = frozenset(["div", "span", "ul", "li", "dl", "dt", "dd", "section", "p", "article"])
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:div|span|ul|li|p|td|tr|table)?\.([\w-]+)")
_DISPLAY = re.compile(r"(?:^|;|\s)display\s*:\s*([a-z-]+)", re.IGNORECASE)


def tables_from_styles(root: Element) -> None:
    """Give elements that are displayed as parts of a table the tags of such, and mark those hidden by their class."""
    classes = _classes(root)
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag in ("style", "script"):
            continue
        shown = _display(node, classes)
        if shown == "none":
            node.set("hidden", "")
        elif node.tag in _PLAIN:
            node.tag = _TAGS.get(shown) or _TAGS.get((node.get("role") or "").lower()) or node.tag
            for name in ("rowspan", "colspan"):
                if node.get(f"aria-{name}"):
                    node.set(name, node.get(f"aria-{name}"))


def _display(node: Element, classes: dict[str, str]) -> str:
    """Give the last `display` that a node's classes and its own style say, "" where they say none."""
    shown = [classes[name] for name in (node.get("class") or "").split() if name in classes]
    own = _DISPLAY.search(node.get("style") or "")
    return own[1].lower() if own else shown[-1] if shown else ""


def _classes(root: Element) -> dict[str, str]:
    """Give the `display` of classes that a page's own style sheets name alone, outside of media rules."""
    return {name: shown for style in root.iter("style") for name, shown in _rules(style.text or "")}


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    sheet = re.sub(r"/\*.*?\*/", "", sheet[:200_000], flags=re.DOTALL)
    sheet = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    for selectors, body in _RULE.findall(sheet):
        display = _DISPLAY.search(body)
        for selector in selectors.split(",") if display else ():
            name = _CLASS.fullmatch(selector.strip())
            if name and display:
                yield name[1], display[1].lower()
