"""Records to JSON Lines and back: the exchange format of `extract`, `annotate` and `themes`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from textmine.errors import ConfigError
from textmine.records import Annotation, Finding, Form, Funding, Goal, Indicator


def form_to_dict(form: Form) -> dict[str, Any]:
    """Return the documented JSON object of a form: plain dicts, lists, numbers and texts, in printed order."""
    out = asdict(form)
    out.update({key: list(out[key]) for key in ("pages", "funding", "indicators", "findings")})
    for row in out["indicators"]:
        row["bbox"] = None if row["bbox"] is None else [round(v, 2) for v in row["bbox"]]
    return out


_R = TypeVar("_R")


def _pick(kind: type[_R], row: Mapping[str, Any]) -> _R:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{k: v for k, v in row.items() if k in known})


def form_from_dict(data: Mapping[str, Any]) -> Form:
    """Build a form from its JSON object; keys that a form does not have are ignored, absent ones keep defaults."""
    rows = [dict(r, bbox=tuple(r["bbox"]) if r.get("bbox") else None) for r in data.get("indicators", ())]
    parts: dict[str, Any] = {
        "source": data.get("source", ""),
        "pages": tuple(data.get("pages", ())),
        "funding": tuple(_pick(Funding, r) for r in data.get("funding", ())),
        "goal": _pick(Goal, data.get("goal") or {}),
        "indicators": tuple(_pick(Indicator, r) for r in rows),
        "findings": tuple(_pick(Finding, r) for r in data.get("findings", ())),
    }
    return _pick(Form, {**data, **parts})


def annotation_to_dict(annotation: Annotation) -> dict[str, Any]:
    """Return the keys `segments`, `causes`, `scores` and `evidence`; `confidence` where a machine gave it."""
    row: dict[str, Any] = {
        "segments": [{"role": s.role, "text": s.text} for s in annotation.segments],
        "causes": list(annotation.causes),
        "scores": {code: round(p, 4) for code, p in annotation.scores.items()},
        "evidence": [asdict(e) for e in annotation.evidence],
    }
    return row if annotation.confidence is None else row | {"confidence": annotation.confidence}


def write_jsonl(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    r"""Write one object a line (utf-8, ``\n``); return the number of lines."""
    n = 0
    part = path.with_name(path.name + ".part")  # a run that stops midway leaves no half file under the final name
    with part.open("w", encoding="utf-8", newline="\n") as out:
        for n, row in enumerate(rows, 1):  # noqa: B007 - the count is the result
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    part.replace(path)
    return n


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file.

    Raises
    ------
    ConfigError
        A line that is not a JSON object, with its number; a folder, or a file that is not utf-8.
    """
    if path.is_dir():
        raise ConfigError("is a folder / 是文件夹", where=str(path), hint="name a file / 请给出文件名")
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                hint = "save it as UTF-8 / 请另存为 UTF-8"
                raise ConfigError("not utf-8 / 不是 UTF-8 编码", where=f"{path}:{number}", hint=hint) from error
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ConfigError(
                    f"not JSON / 不是 JSON: {line.strip()[:60]!r}", where=f"{path}:{number}", hint="one object a line"
                ) from error
            if not isinstance(row, dict):
                raise ConfigError(
                    f"not a JSON object / 不是 JSON 对象: {line.strip()[:60]!r}", where=f"{path}:{number}"
                )
            yield row


def write_json(value: Any, path: Path) -> None:  # noqa: ANN401 - anything that JSON can hold
    """Write one indented JSON document (utf-8), keys in the order given."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
