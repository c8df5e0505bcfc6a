"""What is installed with textmine, in which version, under which licence: as a list, and as a CycloneDX file (SBOM)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from textmine import __version__

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: "
_LONG = 80


@dataclass(frozen=True, slots=True)
class Component:
    """One installed distribution.

    Attributes
    ----------
    name, version : str
        As in its metadata; the name in the normal form of package indexes.
    licence : str
        As it declares it: an SPDX expression where it has one, else its own words; "" where it says nothing.
    """

    name: str
    version: str
    licence: str


def components(root: str = "textmine") -> tuple[Component, ...]:
    """List what is installed of all that a distribution needs, directly and indirectly, extras included, by name.

    Optional dependencies of dependencies are left out: nobody asked for them.
    """
    seen: dict[str, Component] = {}
    waiting = [_normal(root)]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # an extra that is not installed, or a dependency of another system
        seen[name] = Component(name, found.version, _licence(found.metadata))
        waiting += _needed(found, with_extras=name == _normal(root))
    seen.pop(_normal(root), None)
    return tuple(seen[name] for name in sorted(seen))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(found: metadata.Distribution, *, with_extras: bool) -> Iterator[str]:
    for requirement in found.requires or ():
        name, marker = _NAME.match(requirement.strip()), requirement.partition(";")[2]
        if name and (with_extras or "extra" not in marker):
            yield _normal(name[0])


def _licence(data: metadata.PackageMetadata) -> str:
    """Return the declared licence: the expression, the classifiers, or the first line of a short text."""
    fields: Any = data
    expression = str(fields.get("License-Expression") or "")
    if expression:
        return expression
    named = [c.rsplit(" :: ", 1)[1] for c in fields.get_all("Classifier") or () if c.startswith(_CLASSIFIER)]
    if named:
        return "; ".join(sorted(set(named)))
    lines = str(fields.get("License") or "").strip().splitlines()
    return lines[0][:_LONG] if lines else ""


def write_sbom(path: Path) -> int:
    """Write the components as CycloneDX 1.5 JSON, without a time, so that equal environments give equal files.

    Returns
    -------
    int
        The number of components.
    """
    found = components()
    data = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "textmine", "version": __version__}},
        "components": [
            {
                "type": "library",
                "name": c.name,
                "version": c.version,
                "purl": f"pkg:pypi/{c.name}@{c.version}",
                "licenses": [{"license": {"name": c.licence}}] if c.licence else [],
            }
            for c in found
        ],
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(found)
