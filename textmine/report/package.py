"""Word and Excel files without the time of day: the same study gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive can name."""
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


_SHEET_END = b"</sheetData>"


def without_time(path: Path, rows: Mapping[str, bytes] | None = None) -> None:
    """Rewrite an Office file with all its times set to the first moment a ZIP can name.

    Parameters
    ----------
    rows : mapping of str to bytes, optional
        By the name of a sheet's part, the XML of rows that follow those it has.
    """
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", data)
            if rows and name in rows:
                head, end, tail = data.rpartition(_SHEET_END)
                data = b"".join((head, rows[name], end, tail))
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(part, data)
