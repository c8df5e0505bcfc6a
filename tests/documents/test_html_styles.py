"""Tables written as divs, and parts that a page's own style sheet hides."""

import lxml.html
import pytest

from textmine.documents.html_styles import tables_from_styles


def tags(text):
    """The tags of all elements with an id, by id; a hidden one as «-»."""
    root = lxml.html.fromstring(f"<html><body>{text}</body></html>")
    tables_from_styles(root)
    return {
        node.get("id"): "-" if node.get("hidden") is not None else node.tag for node in root.iter() if node.get("id")
    }


@pytest.mark.parametrize(
    ("shown", "tag"),
    [
        ("table", "table"), ("inline-table", "table"), ("table-row", "tr"), ("table-cell", "td"),
        ("table-header-group", "thead"), ("table-row-group", "tbody"), ("table-footer-group", "tfoot"),
        ("TABLE-CELL", "td"), ("block", "div"), ("grid", "div"), ("inline-block", "div"), ("none", "-"),
    ],
)  # fmt: skip
def test_display(shown, tag):
    assert tags(f"<div id=a style='color:red;display:{shown}'>甲</div>") == {"a": tag}
    assert tags(f"<style>.k {{ display: {shown}; }}</style><div id=a class=k>甲</div>") == {"a": tag}


@pytest.mark.parametrize(
    ("role", "tag"),
    [
        ("table", "table"), ("treegrid", "table"), ("row", "tr"), ("cell", "td"), ("gridcell", "td"),
        ("columnheader", "th"), ("rowheader", "th"), ("rowgroup", "tbody"), ("ROW", "tr"), ("button", "div"),
    ],
)  # fmt: skip
def test_roles(role, tag):
    assert tags(f"<div id=a role={role}>甲</div>") == {"a": tag}


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        (".k{display:none}", True),
        ("div.k{display:none}", True),
        (".other, .k{ color:red; display : none }", True),
        ("/* .k{display:none} */", False),
        (".k{display:none} .k{display:block}", False),
        (".k{display:block} .k{display:none}", True),
        ("@media print { .k{display:none} }", False),
        ("@media print { .j{color:red} .k{display:none} } .k{color:red}", False),
        (".nav .k{display:none}", False),
        (".k:hover{display:none}", False),
        (".k::after{display:none}", False),
        ("#a{display:none}", False),
        (".kk{display:none}", False),
    ],
)
def test_which_rules_hide(sheet, hidden):
    """Only a rule for the class alone, on paper and screen alike: text that may be seen must not be lost."""
    assert tags(f"<style>{sheet}</style><div id=a class='x k'>甲</div>") == {"a": "-" if hidden else "div"}


def test_an_elements_own_style_wins_over_its_class():
    style = "<style>.k{display:none}</style>"
    assert tags(f"{style}<div id=a class=k style='display:block'>甲</div>") == {"a": "div"}
    assert tags(f"{style}<td id=a class=k>甲</td>") == {"a": "-"}


def test_real_tables_keep_their_tags():
    text = "<table id=t style='display:block'><tr id=r role=presentation><td id=c style='display:table-row'>甲</table>"
    assert tags(text) == {"t": "table", "r": "tr", "c": "td"}


def test_spans_are_taken_over():
    root = lxml.html.fromstring("<div role=cell aria-rowspan=2 aria-colspan=3>甲</div>")
    tables_from_styles(root)
    assert (root.tag, root.get("rowspan"), root.get("colspan")) == ("td", "2", "3")
