"""ZIP archives as published: names in GBK, archives inside archives, bombs, passwords."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from textmine.documents.folders import escaped
from textmine.documents.limits import Limits
from textmine.documents.sniff import sniff
from textmine.errors import DocumentError

_UTF8_FLAG = 0x800
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes
    ----------
    name : str
        Its readable path; archives inside it divided by ``!``.
    raw : tuple of str
        The names by which it is found again, one an archive.
    error, hint : str
        Why it cannot be read, "" where it can.
    """

    name: str
    raw: tuple[str, ...]
    kind: str = ""
    error: str = ""
    hint: str = ""


def readable_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member in its own encoding: Chinese archives hold UTF-8 or GBK without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return _clean(name)
        for encoding in ("utf-8", "gb18030"):
            try:
                return _clean(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    return _clean(name)


def _clean(name: str) -> str:
    """Keep a path inside the archive: no drive, no root, no way up."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return escaped("/".join(parts))


def list_members(path: Path, limits: Limits, where: str) -> list[Member]:
    """List the files of an archive and of the archives inside it, sorted by name.

    Raises
    ------
    DocumentError
        Broken, or more members or bytes than the limits allow.
    """
    with _open(path, where) as archive:
        return _distinct(sorted(_list(archive, limits, where, 1, [0]), key=lambda m: m.name.split("/")))


def _distinct(members: Iterable[Member]) -> list[Member]:
    """Give members of one name different names, so that none takes the place of another; a second copy is told."""
    seen: dict[str, int] = {}
    raws: set[tuple[str, ...]] = set()
    out = []
    for member in members:
        seen[member.name] = seen.get(member.name, 0) + 1
        twice = seen[member.name]
        if member.raw in raws and not member.error:
            # only the last of them can be found again by its name
            member = replace(member, error="a member of this name comes twice / 压缩包内有同名文件，只读最后一个")
        raws.add(member.raw)
        out.append(replace(member, name=f"{member.name}~{twice}") if twice > 1 else member)
    return out


def _list(archive: zipfile.ZipFile, limits: Limits, where: str, depth: int, spent: list[int]) -> Iterator[Member]:
    infos = [i for i in archive.infolist() if i.filename and not i.is_dir()]
    if len(infos) > limits.members:
        raise DocumentError(f"{len(infos)} members, over the limit of {limits.members} / 压缩包文件过多", where=where)
    for info in infos:
        name = readable_name(info)
        if not name or PurePosixPath(name).name.startswith((".", "~$")) or name.startswith("__MACOSX"):
            continue
        member = Member(name, (info.filename,))
        try:
            data = _unpack(archive, info, limits, spent, f"{where}!{name}")
            kind = sniff(data, name)
            if kind == "zip":
                yield from _nested(member, data, limits, depth, spent, f"{where}!{name}")
            else:
                yield replace(member, kind=kind)
        except DocumentError as error:
            yield replace(member, error=error.message, hint=error.hint)


def _nested(member: Member, data: bytes, limits: Limits, depth: int, spent: list[int], where: str) -> Iterator[Member]:
    if depth >= limits.depth:
        raise DocumentError("archives nested too deep / 压缩包嵌套过深", where=where, hint="unpack it first / 请先解压")
    with _open(io.BytesIO(data), where) as inner:
        for child in _list(inner, limits, where, depth + 1, spent):
            yield replace(child, name=f"{member.name}!{child.name}", raw=(*member.raw, *child.raw))


def read_member(path: Path, raw: tuple[str, ...], limits: Limits, where: str) -> bytes:
    """Return the bytes of a member found by `list_members`.

    Raises
    ------
    DocumentError
        Broken, encrypted, vanished or over a limit.
    """
    spent = [0]
    data: bytes | Path = path
    for name in raw:
        with _open(data if isinstance(data, Path) else io.BytesIO(data), where) as archive:
            try:
                info = archive.getinfo(name)
            except KeyError as error:
                raise DocumentError("no such member / 压缩包内无此文件", where=where) from error
            data = _unpack(archive, info, limits, spent, where)
    assert isinstance(data, bytes)
    return data


def _open(file: Path | io.BytesIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise DocumentError(
            f"broken ZIP archive / ZIP 压缩包已损坏: {error}", where=where, hint="download it again / 请重新下载"
        ) from error


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, spent: list[int], where: str) -> bytes:
    """Unpack in pieces and stop at the limit: the size an archive states may be a lie."""
    if info.flag_bits & 0x1:
        raise DocumentError(
            "encrypted member / 压缩包已加密", where=where, hint="unpack it with its password first / 请先解密解压"
        )
    pieces: list[bytes] = []
    size = 0
    most = min(limits.unpacked_bytes, limits.file_bytes)
    try:
        with archive.open(info) as file:
            while piece := file.read(_CHUNK):
                size += len(piece)
                spent[0] += len(piece)
                if spent[0] > limits.unpacked_bytes or size > limits.file_bytes:
                    raise DocumentError(
                        f"unpacks to more than {most / 2**20:.0f} MB / 解压后过大",
                        where=where,
                        hint="unpack it first / 请先解压",
                    )
                pieces.append(piece)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        KeyError,
    ) as error:
        raise DocumentError(f"broken member / 压缩包内文件已损坏: {error}", where=where) from error
    if not pieces:
        raise DocumentError("the file is empty / 文件为空（0 字节）", where=where)
    return b"".join(pieces)
