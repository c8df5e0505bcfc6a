"""Layouts and label vocabularies as data: frozen records read from TOML, a user's file merged over ours."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from textmine.errors import ConfigError
from textmine.forms.text import label_key

Vocabulary = Mapping[str, str]
"""Label key → role, of one block."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the indicator table of one family of forms is headed.

    Attributes
    ----------
    requires : tuple of str
        Roles that must all be found in a header row for the layout to apply.
    rename : mapping of str to str
        Roles that mean another one in this layout, e.g. a remark column that holds the deviations.
    labels : mapping of str to str
        Labels (as keys) that mean a role of the indicator block in this layout only.
    """

    name: str
    requires: tuple[str, ...]
    rename: Mapping[str, str]
    labels: Vocabulary


@dataclass(frozen=True, slots=True)
class Layouts:
    """All that is known of how forms look.

    Attributes
    ----------
    labels : mapping of str to mapping
        For each block (head, funding, goal, indicators, foot) its vocabulary.
    patterns : mapping of str to tuple
        For each block, expressions on the whole key and their roles, for labels that the vocabulary does not know.
    layouts : tuple of Layout
        Tried in order.
    title_form, title_other : tuple of str
        What a form's caption holds, and what only other tables' captions hold.
    reject_level1, known_levels, bonus : frozenset of str
        First levels of third parties' score tables; usual level names; levels outside the 100 points.
    """

    labels: Mapping[str, Vocabulary]
    patterns: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    layouts: tuple[Layout, ...]
    title_form: tuple[str, ...]
    title_other: tuple[str, ...]
    reject_level1: frozenset[str]
    known_levels: frozenset[str]
    bonus: frozenset[str]
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)
    _printed: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)

    def role(self, block: str, text: str) -> str | None:
        """Role of a printed label in a block, None where it is no label of it."""
        try:
            return self._printed[block, text]  # texts recur in their thousands
        except KeyError:
            if len(text) > _LONGEST_PRINTED:
                return None
        if len(self._printed) > _MOST_KNOWN:
            self._printed.clear()
        role = self._printed[block, text] = self.role_of_key(block, label_key(text))
        return role

    def role_of_key(self, block: str, key: str) -> str | None:
        """Role of a label's key in a block: by the vocabulary, else by the patterns."""
        role = self.labels[block].get(key)
        if role is not None or not 2 < len(key) <= _LONGEST_KEY:
            return role
        if (block, key) not in self._known:  # and so do what is left of them
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            matches = (role for pattern, role in self.patterns.get(block, ()) if pattern.fullmatch(key))
            self._known[block, key] = next(matches, None)
        return self._known[block, key]


_LONGEST_KEY, _LONGEST_PRINTED = 30, 90
_MOST_KNOWN = 20_000

_LISTS = {
    "titles": ("form", "other", "reject_level1"),
    "levels": ("known", "bonus"),
}
_LAYOUT_KEYS = ("name", "requires", "rename", "labels")


@cache
def builtin_layouts() -> Layouts:
    """Give the layouts that come with the package."""
    return _compile(_builtin())


def load_layouts(path: Path | None = None) -> Layouts:
    """Load the layouts, with a user's TOML file merged over the built-in ones.

    The file has the shape of ``textmine/forms/layouts.toml``: labels are added to ours (and win where both know
    them), a layout with a known name replaces ours, new ones are tried first.

    Raises
    ------
    ConfigError
        Listing every unknown key with the nearest allowed names, and every wrong type.
    """
    if path is None:
        return builtin_layouts()
    try:
        user = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read layouts 无法读取版式文件: {error}", where=str(path)) from error
    problems = list(_problems(user))
    if problems:
        raise ConfigError("; ".join(problems), where=str(path), hint="see textmine/forms/layouts.toml for the shape")
    return _compile(_merge(_builtin(), user))


@cache
def _builtin() -> dict[str, Any]:
    return tomllib.loads(files("textmine.forms").joinpath("layouts.toml").read_text(encoding="utf-8"))


def _merge(ours: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {key: dict(ours[key]) for key in _LISTS}
    for section in _LISTS:
        for key, words in user.get(section, {}).items():
            merged[section][key] = [*ours[section][key], *words]
    merged["patterns"] = {
        block: _more(user.get("patterns", {}).get(block, {}), roles) for block, roles in ours["patterns"].items()
    }
    merged["labels"] = {}
    for block, roles in ours["labels"].items():
        theirs = user.get("labels", {}).get(block, {})
        # later words win in _compile: the user's meaning of a label stands above ours
        merged["labels"][block] = {**roles, **{f"{role}\0user": words for role, words in theirs.items()}}
    theirs_by_name = {layout["name"]: layout for layout in user.get("layouts", [])}
    known = {layout["name"] for layout in ours["layouts"]}
    new = [layout for name, layout in theirs_by_name.items() if name not in known]
    merged["layouts"] = [*new, *(theirs_by_name.get(layout["name"], layout) for layout in ours["layouts"])]
    return merged


def _more(theirs: dict[str, list[str]], ours: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put a user's patterns before ours, role by role."""
    return {role: [*theirs.get(role, []), *ours.get(role, [])] for role in dict.fromkeys([*theirs, *ours])}


def _compile(data: dict[str, Any]) -> Layouts:
    vocabularies = {block: _vocabulary(roles) for block, roles in data["labels"].items()}
    layouts = tuple(
        Layout(
            item["name"],
            tuple(item["requires"]),
            MappingProxyType(dict(item.get("rename", {}))),
            MappingProxyType(_vocabulary(item.get("labels", {}))),
        )
        for item in data["layouts"]
    )
    for layout in layouts:  # a layout's own labels help to find its header row
        vocabularies["indicators"] = {**layout.labels, **vocabularies["indicators"]}
    labels = {block: MappingProxyType(vocabulary) for block, vocabulary in vocabularies.items()}
    titles, levels = data["titles"], data["levels"]
    return Layouts(
        MappingProxyType(labels),
        MappingProxyType(
            {
                block: tuple((re.compile(one), role) for role, many in roles.items() for one in many)
                for block, roles in data["patterns"].items()
            }
        ),
        layouts,
        tuple(titles["form"]),
        tuple(titles["other"]),
        frozenset(titles["reject_level1"]),
        frozenset(levels["known"]),
        frozenset(levels["bonus"]),
    )


def _vocabulary(roles: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Label key → role; the first role that claims a label keeps it, a user's words come over all."""
    ours = [(role, words) for role, words in roles.items() if "\0" not in role]
    users = [(role.split("\0")[0], words) for role, words in roles.items() if "\0" in role]
    return {label_key(word): role for role, words in [*reversed(ours), *users] for word in words}


def _problems(user: dict[str, Any]) -> Iterable[str]:
    ours = _builtin()
    yield from _unknown(user, (*_LISTS, "labels", "patterns", "layouts"), "")
    for section, keys in _LISTS.items():
        yield from _bad_lists(user.get(section, {}), keys, section)
    for part in ("labels", "patterns"):
        blocks = user.get(part, {})
        if not isinstance(blocks, dict):
            yield f"{part}: a table is needed"
            continue
        yield from _unknown(blocks, tuple(ours["labels"]), part)
        for block, roles in blocks.items():
            if block in ours["labels"]:
                yield from _bad_lists(roles, tuple(ours["labels"][block]), f"{part}.{block}")
    yield from _bad_patterns(user.get("patterns", {}))
    yield from _bad_layouts(user.get("layouts", []), tuple(ours["labels"]["indicators"]))


def _bad_patterns(blocks: object) -> Iterable[str]:
    if not isinstance(blocks, dict):
        return
    for block, roles in blocks.items():
        for role, many in roles.items() if isinstance(roles, dict) else ():
            for one in many if isinstance(many, list) else ():
                try:
                    re.compile(one)
                except (re.error, TypeError) as error:
                    yield f"patterns.{block}.{role}: {one!r} is no regular expression ({error})"


def _bad_layouts(layouts: object, roles: tuple[str, ...]) -> Iterable[str]:
    if not isinstance(layouts, list) or not all(isinstance(item, dict) for item in layouts):
        yield "layouts: an array of tables [[layouts]] is needed"
        return
    for n, item in enumerate(layouts, 1):
        where = f"layouts[{n}]"
        yield from _unknown(item, _LAYOUT_KEYS, where)
        for key in ("name", "requires"):
            if key not in item:
                yield f"{where}.{key}: missing"
        yield from _unknown(dict.fromkeys(item.get("requires", [])), roles, f"{where}.requires")
        yield from _bad_lists(item.get("labels", {}), roles, f"{where}.labels")
        rename = item.get("rename", {})
        if not isinstance(rename, dict):
            yield f"{where}.rename: a table is needed"
        else:
            yield from _unknown({**rename, **dict.fromkeys(map(str, rename.values()))}, roles, f"{where}.rename")


def _bad_lists(table: object, keys: tuple[str, ...], where: str) -> Iterable[str]:
    if not isinstance(table, dict):
        yield f"{where}: a table is needed"
        return
    yield from _unknown(table, keys, where)
    for key, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            yield f"{where}.{key}: a list of texts is needed, received {words!r}"


def _unknown(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> Iterable[str]:
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=3, cutoff=0.4) or sorted(keys)
            yield f"{where + '.' if where else ''}{key}: unknown, nearest allowed: {', '.join(near)}"
