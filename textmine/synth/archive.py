"""Office files are ZIP archives with the time of writing inside: packed again without it, so that bytes repeat."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def repacked(data: bytes, patches: Mapping[str, bytes] | None = None) -> bytes:
    """Return the archive with fixed times; `patches` replaces whole members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            blob = (patches or {}).get(name, source.read(name))
            if name == "docProps/core.xml":
                blob = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", blob)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, blob)
    return out.getvalue()
