"""How much one file may cost before it is refused: plain figures, no machinery."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from textmine.errors import DocumentError, UsageError

_MB = 2**20
_MOST_SECONDS = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes
    ----------
    seconds : float
        Time for one file in a worker, after which it is stopped.
    seconds_a_megabyte : float
        Time on top of it for each megabyte: scans need minutes, and they are large.
    pages : int
        Pages of one file.
    file_bytes : int
        Size of one file.
    memory_bytes : int
        Address space a worker may take beyond what it has when it starts, where the system can limit it.
    unpacked_bytes : int
        What one archive may unpack to, all members together.
    members : int
        Members of one archive.
    depth : int
        Archives inside archives.
    """

    seconds: float = 180.0
    seconds_a_megabyte: float = 120.0  # a scanned page is some 0.1 to 0.3 MB and takes OCR up to 15 s when it is slow
    pages: int = 20_000
    file_bytes: int = 512 * 2**20
    memory_bytes: int = 3 * 2**30
    unpacked_bytes: int = 2**30
    members: int = 20_000
    depth: int = 3

    def seconds_for(self, size: int) -> float:
        """Return the time that reading a file of `size` bytes may take."""
        return min(self.seconds + self.seconds_a_megabyte * size / _MB, max(self.seconds, _MOST_SECONDS))


DEFAULT = Limits()
_in_force: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)
_UNITS = {"seconds": ("seconds", 1), "pages": ("pages", 1), "memory": ("memory_bytes", _MB),
          "size": ("file_bytes", _MB), "unpacked": ("unpacked_bytes", _MB), "members": ("members", 1)}  # fmt: skip


def in_force() -> Limits:
    """Return the limits under which files are read here and in the workers started from here."""
    return _in_force.get()


@contextmanager
def limited(limits: Limits) -> Iterator[Limits]:
    """Read under other limits than the usual ones.

    Examples
    --------
    >>> with limited(Limits(pages=500)):
    ...     in_force().pages
    500
    """
    token = _in_force.set(limits)
    try:
        yield limits
    finally:
        _in_force.reset(token)


def parse_limits(settings: Iterable[str]) -> Limits:
    """Return the usual limits with some changed, as in ``seconds=600``; memory and sizes are in megabytes.

    A time given so holds for files of any size.

    Raises
    ------
    UsageError
        An unknown name, or no positive number.
    """
    limits = in_force()
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in _UNITS:
            near = difflib.get_close_matches(name, _UNITS, 1)
            meant = f"do you mean {near[0]}? " if near else ""
            raise UsageError(f"unknown limit {name!r} / 没有这项上限", hint=f"{meant}{'、'.join(_UNITS)}")
        field, unit = _UNITS[name]
        if not value.isascii() or not value.isdigit() or int(value) == 0:
            raise UsageError(f"--limit {name} needs a whole number over 0 / 须为正整数: received {value!r}")
        limits = replace(limits, **{field: int(value) * unit})
        if name == "seconds":
            limits = replace(limits, seconds_a_megabyte=0.0)
    return limits


def check_size(size: int, limits: Limits, where: str) -> None:
    """Refuse an empty file and one over the size limit.

    Raises
    ------
    DocumentError
        With the size found and what to do.
    """
    if size == 0:
        raise DocumentError(
            "the file is empty / 文件为空（0 字节）", where=where, hint="download it again / 请重新下载"
        )
    if size > limits.file_bytes:
        raise DocumentError(
            f"{size / _MB:.0f} MB, over the limit of {limits.file_bytes / _MB:.0f} MB / 文件过大",
            where=where,
            hint="split it, or raise the limit with --limit size=MB / 请拆分，或用 --limit size=MB 提高上限",
        )


def check_pages(pages: int, limits: Limits, where: str) -> None:
    """Refuse a file with more pages than the limit.

    Raises
    ------
    DocumentError
        With the number of pages found.
    """
    if pages > limits.pages:
        raise DocumentError(
            f"{pages} pages, over the limit of {limits.pages} / 页数过多",
            where=where,
            hint="split it, or raise the limit with --limit pages=N / 请拆分，或用 --limit pages=N 提高上限",
        )


def check_package(data: bytes, limits: Limits, where: str) -> None:
    """Refuse an Office file whose parts unpack to more than the limit, before a library unpacks them all.

    Raises
    ------
    DocumentError
        With the size that the parts claim.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(info.file_size for info in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError):
        return  # its reader says what is wrong with it
    if size > limits.unpacked_bytes:
        raise DocumentError(
            f"unpacks to {size / _MB:.0f} MB, over the limit of {limits.unpacked_bytes / _MB:.0f} MB / 解压后过大",
            where=where,
            hint="open and save it again, or raise the limit with --limit unpacked=MB / 请打开后另存，或提高上限",
        )
