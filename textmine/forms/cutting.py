"""The stream of lines and rows of a document → drafts: one a form, its rows sorted into sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from textmine.forms.classify import Kind, caption_kind, classify, is_continued, is_subheader, is_year, labelled, pairs
from textmine.forms.layouts import Layouts
from textmine.forms.table import Caption, Item, Row, Slot
from textmine.forms.text import clean, squeeze

_PART = re.compile(r"基本情况|基本信息|概况|绩效|指标|目标|资金(?:使用|投入|执行)?情况")
_CAPTIONS_KEPT = 8
_SLACK = 0.5
_TAIL_KEPT = 24


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together: head, funding, goal, header, body, foot."""

    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of one form before they are read.

    Attributes
    ----------
    captions : tuple of str
        Lines right above the table and rows of the table that hold the title or the year.
    announced : bool
        Whether a caption calls the table a self-evaluation form.
    closed : bool
        Whether its totals or another row of the foot were seen.
    tail : tuple of str
        Lines below the table.
    """

    captions: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    announced: bool = False
    closed: bool = False
    pages: tuple[int, ...] = ()
    label: str = ""
    tail: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The kind of the last section."""
        return self.sections[-1].kind if self.sections else ""

    def rows(self, kind: str) -> tuple[Row, ...]:
        """All rows of one kind of section."""
        return tuple(row for section in self.sections if section.kind == kind for row in section.rows)

    def has(self, *kinds: str) -> bool:
        """Whether it has any of these sections."""
        return any(section.kind in kinds for section in self.sections)

    def add(self, kind: str, row: Row, *, new: bool = False) -> Draft:
        """Give the draft with one more row, in the last section where that is of the same kind."""
        if self.sections and self.section == kind and not new:
            last = Section(kind, (*self.sections[-1].rows, row))
            sections = (*self.sections[:-1], last)
        else:
            sections = (*self.sections, Section(kind, (row,)))
        page = row.frame.page
        pages = self.pages if page is None or page in self.pages else (*self.pages, page)
        return Draft(self.captions, sections, self.announced, self.closed, pages, self.label)

    def without_last(self) -> Draft:
        """Give the draft without its last row."""
        *before, last = self.sections
        kept = (*before, Section(last.kind, last.rows[:-1])) if len(last.rows) > 1 else tuple(before)
        return replace(self, sections=kept)

    @property
    def last_row(self) -> Row | None:
        """The last row added."""
        return self.sections[-1].rows[-1] if self.sections else None


@dataclass(frozen=True, slots=True)
class _State:
    done: tuple[Draft, ...] = ()
    draft: Draft | None = None
    captions: tuple[Caption, ...] = ()
    title: str = ""
    foreign: bool = False

    def finish(self) -> _State:
        """Put the draft away."""
        done = (*self.done, self.draft) if self.draft else self.done
        return replace(self, done=done, draft=None)


def cut(items: tuple[Item, ...], layouts: Layouts) -> tuple[Draft, ...]:
    """Cut the stream of a document into one draft a form."""
    state = _State()
    for item in items:
        state = _caption(state, item, layouts) if isinstance(item, Caption) else _row(state, item, layouts)
    return state.finish().done


def _caption(state: _State, line: Caption, layouts: Layouts) -> _State:
    kind = caption_kind(line.text, layouts)
    if kind == "title":
        if is_continued(line.text):
            return state
        above = tuple(c for c in state.captions[-2:] if c.page == line.page and labelled(c.text, layouts, "head"))
        return replace(state, captions=(*above, line), title=clean(line.text), foreign=False)
    begun = state.draft is not None and state.draft.announced and not state.draft.has("body")
    if kind == "table_title" and _PART.search(line.text) and (begun or state.title):
        return state  # the caption of a part: 表1 项目基本情况表
    if kind in ("other_title", "table_title") and not is_continued(line.text):
        return replace(state.finish(), captions=(), title="", foreign=True)
    if len(squeeze(line.text)) > 45 and "。" in line.text and not state.title and not begun:
        state = state.finish()
    if state.draft and state.draft.has("body") and not state.title and len(state.draft.tail) < _TAIL_KEPT:
        state = replace(state, draft=replace(state.draft, tail=(*state.draft.tail, line.text)))
    return replace(state, captions=(*state.captions, line)[-_CAPTIONS_KEPT:])


def _row(state: _State, row: Row, layouts: Layouts) -> _State:
    state = _forget_old_title(state, row)
    if state.draft and state.draft.label != row.frame.label:
        state = state.finish()  # another sheet
    if state.title and is_year(row):
        return _year(state, row)
    announced = bool(state.title) and (state.draft is None or state.draft.closed)
    section = state.draft.section if state.draft and not announced else ""
    kind = classify(row, layouts, section)
    if kind == "blank":
        return _continue(state, row) if state.draft and section in ("body", "goal", "foot") else state
    if kind in ("title", "other_title", "table_title"):
        if kind == "title":
            state = _undo_head(state, row)
        return _caption(state, Caption(row.texts[0].text, row.frame.page, row.frame.label), layouts)
    if kind == "year":
        return _year(state, row)
    if _starts(state, row, kind, layouts):
        draft = Draft(_caption_texts(state), announced=bool(state.title), label=row.frame.label)
        pages = tuple(sorted({line.page for line in state.captions if line.page and state.title}))
        draft = replace(draft, pages=pages[-1:])
        state = replace(state.finish(), draft=draft, captions=(), title="", foreign=False)
        kind = classify(row, layouts, "")
    if state.draft is None:
        return state
    return _place(state, row, kind, layouts)


def _forget_old_title(state: _State, row: Row) -> _State:
    """Forget a caption that announced nothing on its page or the next: a line of a table of contents."""
    pages = [line.page for line in state.captions if line.page is not None]
    here = row.frame.page
    stale = bool(state.title) and here is not None and bool(pages) and here - pages[0] > 1
    return replace(state, title="", captions=()) if stale else state


def _undo_head(state: _State, title: Row) -> _State:
    """Take head rows right above a title, in its grid, for captions: «填报单位：…  2023年度» over the title."""
    draft = state.draft
    if draft is None or draft.announced or len(draft.sections) != 1 or draft.section != "head":
        return state
    rows = [row for row in draft.rows("head") if row.frame.grid == title.frame.grid]
    lines = tuple(Caption("  ".join(s.text for s in row.texts), row.frame.page, row.frame.label) for row in rows)
    return replace(state, draft=None, captions=lines) if rows else state


def _caption_texts(state: _State) -> tuple[str, ...]:
    return tuple(line.text for line in state.captions)


def _year(state: _State, row: Row) -> _State:
    text = row.texts[0].text
    if state.title or state.draft is None:
        return replace(state, captions=(*state.captions, Caption(text, row.frame.page, row.frame.label)))
    return replace(state, draft=replace(state.draft, captions=(*state.draft.captions, text)))


def _starts(state: _State, row: Row, kind: Kind, layouts: Layouts) -> bool:
    """Whether a new form begins with this row."""
    draft = state.draft
    if kind not in ("head", "funding", "goal", "header"):
        return False
    announced = bool(state.title)
    if draft is None:
        return announced or (kind in ("head", "goal", "header") and not (state.foreign and kind != "head"))
    if announced and not draft.announced and not draft.has("body"):
        return True  # what was begun without a caption was another table
    if kind == "head":
        roles = {role: clean(value) for role, value, _ in pairs(row, layouts, "head")}
        if "project" in roles and draft.sections[0].kind == "funding" and not draft.has("body"):
            return True  # amounts above a project's name are those of another table
        last = draft.last_row
        if last and len(draft.sections) == 1 and draft.section == "head" and last.frame.grid == row.frame.grid:
            return announced  # else 一级项目名称 above 二级项目名称
        if "project" in roles and draft.has("head", "body", "header", "funding"):
            known = _projects(draft, layouts)
            if announced and draft.has("body") and row.frame.page is None:
                return True  # files without pages repeat no captions: two forms of one project
            return draft.closed or bool(known and roles["project"] not in known) or (not known and draft.has("body"))
        behind = draft.has("body", "foot") and (announced or (draft.closed and row.first))
        return behind and bool(roles.keys() & {"department", "unit"})
    return draft.closed and (announced or kind != "header")


def _projects(draft: Draft, layouts: Layouts) -> set[str]:
    return {
        clean(value)
        for row in draft.rows("head")
        for role, value, _ in pairs(row, layouts, "head")
        if role == "project"
    }


def _place(state: _State, row: Row, kind: Kind, layouts: Layouts) -> _State:
    """Add a row to the draft, in the section that its kind says."""
    draft = state.draft
    assert draft is not None
    section = draft.section
    if kind == "header":
        if draft.closed and draft.has("body"):
            return state  # the head of another table behind the form
        last = draft.last_row
        torn = section == "header" and last is not None and _is_torn(last, row)
        if last is not None and section != "header" and _heads_with(last, row, layouts):
            return _with(state, draft.without_last().add("header", last, new=True).add("header", row))
        new = section != "header" or (last is not None and row.frame.grid != last.frame.grid and not torn)
        return _with(state, draft.add("header", row, new=new))
    if section == "header" and kind in ("plain", "goal", "head") and _heads_on(draft, row, layouts):
        return _with(state, draft.add("header", row))
    if kind in ("total", "grade", "reason", "measure", "note"):
        closed = draft.closed or kind in ("total", "grade", "reason", "measure")
        return _with(state, replace(draft.add("foot", row), closed=closed))
    if section in ("header", "body", "foot") and draft.has("header"):
        if kind == "head" and not draft.closed:
            return replace(state, captions=(), title="")  # the head repeated on the next page
        return _continue(state, row)
    if kind == "plain":
        return _continue(state, row)
    return _with(state, draft.add(kind, row, new=kind in ("funding", "goal") and kind != section))


def _heads_on(draft: Draft, row: Row, layouts: Layouts) -> bool:
    rows = draft.sections[-1].rows
    if _is_torn(rows[-1], row) and row.texts:
        return all(_completes(rows[-1], s, layouts) for s in row.texts)
    if row.frame.grid != rows[-1].frame.grid or row.index != rows[-1].index + 1 or len(rows) > 2:
        return False
    headed = [s for s in rows[-1].own if layouts.role("indicators", s.text) not in (None, "block")]
    doubled = any(abs(h.lo - s.lo) < _SLACK and abs(h.hi - s.hi) < _SLACK for h in headed for s in row.texts)
    beside = [s for s in row.slots if s.rowspan > 1 and not s.own]  # labels of the header that reach down to this row
    reached = any(layouts.role("indicators", s.text) not in (None, "block") for s in beside)
    return (reached or not doubled) and is_subheader(row, layouts)


def _heads_with(last: Row, row: Row, layouts: Layouts) -> bool:
    """Whether the row above a header row is its upper half: a column's label reaches from it over both."""
    covered = {slot.key for slot in row.slots if not slot.own}
    reaching = [layouts.role("indicators", slot.text) for slot in last.texts if slot.key in covered]
    return any(role not in (None, "block", "level1") for role in reaching)


def _is_torn(last: Row, row: Row) -> bool:
    """Whether a page break stands between two rows that follow each other."""
    return row.frame.grid != last.frame.grid and row.frame.page != last.frame.page and row.first and last.last


def _completes(head: Row, slot: Slot, layouts: Layouts) -> bool:
    """Whether a text is the lower half of a label that a page break tore: 一 | 级指标."""
    above = [s for s in head.own if abs(s.lo - slot.lo) < 1.5 and abs(s.hi - slot.hi) < 1.5 and not s.blank]
    return any(layouts.role("indicators", s.text + slot.text) is not None for s in above)


def _continue(state: _State, row: Row) -> _State:
    """Add a row without a label of its own to the section that is open."""
    draft = state.draft
    assert draft is not None
    last = draft.last_row
    if last is None:
        return state
    if row.frame.grid != last.frame.grid and not _fits(last, row):
        return replace(state.finish(), captions=(), title="")
    if row.frame.grid != last.frame.grid and draft.section == "foot" and not _foot_goes_on(last, row):
        return replace(state.finish(), captions=(), title="")
    section = "body" if draft.section == "header" else draft.section
    return _with(state, draft.add(section, row))


def _fits(last: Row, row: Row) -> bool:
    """Whether a grid may go on with the rows of an earlier one: same edges or columns, at most one page between."""
    a, b = last.frame, row.frame
    if a.page is not None and b.page is not None and not 0 <= b.page - a.page <= 2:
        return False
    if a.label != b.label:
        return False
    if a.boxed and b.boxed:
        near = abs(a.lo - b.lo) < 12 or abs(a.hi - b.hi) < 12
        within = b.lo > a.lo - 12 and b.hi < a.hi + 12 and b.n_cols > 2
        return near or within or abs((a.hi - a.lo) - (b.hi - b.lo)) < 12
    return a.n_cols == b.n_cols or len(last.slots) == len(row.slots)


def _foot_goes_on(last: Row, row: Row) -> bool:
    """Whether the top row of the next page is the rest of a text at the foot: no label, one text."""
    return row.frame.page != last.frame.page and row.first and len(row.texts) == 1 and row.slots[0].blank


def _with(state: _State, draft: Draft) -> _State:
    return _State(state.done, draft, foreign=state.foreign)
