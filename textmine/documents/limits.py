"""How much one file may cost before it is refused: plain figures, no machinery."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes
    ----------
    seconds : float
        Time for one file in a worker, after which it is stopped.
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
    pages: int = 20_000
    file_bytes: int = 512 * 2**20
    memory_bytes: int = 3 * 2**30
    unpacked_bytes: int = 2**30
    members: int = 20_000
    depth: int = 3


DEFAULT = Limits()


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
            f"{size / 2**20:.0f} MB, over the limit of {limits.file_bytes / 2**20:.0f} MB / 文件过大",
            where=where,
            hint="split it / 请拆分后再读",
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
            hint="split it / 请拆分后再读",
        )
