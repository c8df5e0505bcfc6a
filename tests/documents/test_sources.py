"""A path yields its sources in a fixed order; what cannot be read is named, never dropped silently."""

import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from textmine.documents.limits import Limits
from textmine.documents.sources import as_file, find_sources
from textmine.errors import DocumentError, UsageError

PDF = b"%PDF-1.4\n"
REGRESSIONS = Path(__file__).resolve().parents[1] / "data" / "regressions"


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP archive in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return out.getvalue()


def gbk_named(name: str, data: bytes) -> bytes:
    """An archive as Chinese tools write it: the name in GBK, no flag that says so."""
    raw = name.encode("gbk")
    placeholder = "x" * len(raw)
    return archive({placeholder: data}).replace(placeholder.encode(), raw)


def test_folder_is_walked_in_order_without_office_and_hidden_files(tmp_path):
    (tmp_path / "乙").mkdir()
    for name in ("b.pdf", "a.PDF", "乙/c.pdf", "~$a.docx", ".hidden.pdf", "corpus.toml", "notes.md", "无扩展名"):
        (tmp_path / name).write_bytes(PDF)
    (tmp_path / "notes.md").write_text("# 说明", encoding="utf-8")
    out = find_sources(tmp_path)
    assert [s.name for s in out.found] == ["a.PDF", "b.pdf", "乙/c.pdf", "无扩展名"]
    assert out.skipped == ("notes.md",) and not out.failures


def test_members_of_nested_archives_with_gbk_names(tmp_path):
    inner = gbk_named("绩效自评表.pdf", PDF)
    (tmp_path / "all.zip").write_bytes(archive({"2024/inner.zip": inner, "__MACOSX/x.pdf": PDF, "说明.md": b"#"}))
    out = find_sources(tmp_path)
    assert [s.name for s in out.found] == ["all.zip!2024/inner.zip!绩效自评表.pdf"]
    assert out.found[0].read() == PDF
    with as_file(out.found[0]) as path:
        assert path.read_bytes() == PDF and path.suffix == ".pdf"
    assert not path.exists()
    assert out.skipped == ("all.zip!说明.md",)


def test_formats_to_convert_are_failures_with_a_hint(tmp_path):
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x00rest")
    (tmp_path / "b.zip").write_bytes(archive({"c.7z": b"7z\xbc\xaf\x27\x1crest", "d.pdf": PDF}))
    out = find_sources(tmp_path)
    assert [f.source for f in out.failures] == ["a.rar", "b.zip!c.7z"] and all(f.hint for f in out.failures)
    assert [s.name for s in out.found] == ["b.zip!d.pdf"]


def test_empty_and_oversized_files_fail(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"")
    (tmp_path / "b.pdf").write_bytes(PDF * 200)
    out = find_sources(tmp_path, limits=Limits(file_bytes=1000))
    assert "0 字节" in out.failures[0].error and "limit" in out.failures[1].error


def test_archive_bombs_stop_at_the_limit(tmp_path):
    (tmp_path / "bomb.zip").write_bytes(archive({"a.txt": b"\0" * 5_000_000}))
    out = find_sources(tmp_path, limits=Limits(unpacked_bytes=1_000_000))
    assert "解压后过大" in out.failures[0].error and not out.found


def test_nesting_is_limited(tmp_path):
    data = archive({"a.pdf": PDF})
    for _ in range(6):
        data = archive({"a.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    assert "嵌套过深" in find_sources(tmp_path).failures[0].error


def test_encrypted_members_and_broken_archives_fail(tmp_path):
    data = bytearray(archive({"a.pdf": PDF}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature) + offset
        struct.pack_into("<H", data, at, 1)
    (tmp_path / "a.zip").write_bytes(bytes(data))
    (tmp_path / "b.zip").write_bytes(archive({"a.pdf": PDF})[:-20])
    out = find_sources(tmp_path)
    assert "加密" in out.failures[0].error and "已损坏" in out.failures[1].error


def test_names_cannot_leave_the_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive({"../../etc/x.pdf": PDF}))
    assert [s.name for s in find_sources(tmp_path).found] == ["a.zip!etc/x.pdf"]


def test_a_missing_path_and_a_single_file(tmp_path):
    with pytest.raises(UsageError, match="不存在"):
        find_sources(tmp_path / "none")
    (tmp_path / "a b【1】.pdf").write_bytes(PDF)
    out = find_sources(tmp_path / "a b【1】.pdf")
    assert out.found[0].name.endswith("a b【1】.pdf")


def test_a_vanished_member_is_an_error(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive({"a.pdf": PDF}))
    (source,) = find_sources(tmp_path).found
    (tmp_path / "a.zip").write_bytes(archive({"b.pdf": PDF}))
    with pytest.raises(DocumentError, match="无此文件"):
        source.read()


def test_members_without_a_name_or_with_the_same_name(tmp_path):
    """A nameless member is left out; of two with one name the last is read and the other told."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("b.pdf", "b.pdf", "../b.pdf", "c\nd.pdf", "/abs/e.pdf", "C:\\f\\g.pdf"):
            zipped.writestr(name, PDF)
    (tmp_path / "b.zip").write_bytes((REGRESSIONS / "empty-name.zip").read_bytes())
    out = find_sources(tmp_path)
    names = [s.name for s in out.found] + [f.source for f in out.failures if f.source.startswith("a.zip")]
    assert len(names) == len(set(names)) == 6
    assert sum("同名" in f.error for f in out.failures) == 1
    assert {"a.zip!c\\nd.pdf", "a.zip!abs/e.pdf"} <= set(names) and not any(".." in name for name in names)


def test_names_in_the_code_page_of_old_archives(tmp_path):
    """Neither UTF-8 nor GB18030: the name as ZIP defines it; the member is read."""
    (tmp_path / "a.zip").write_bytes(archive({"x" * 6: PDF}).replace(b"x" * 6, b"\x81\x82\xff\xa0\xff."))
    (source,) = find_sources(tmp_path).found
    assert source.read() == PDF and source.name.startswith("a.zip!")


def test_more_members_than_allowed(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive({f"{n}.pdf": PDF for n in range(30)}))
    (failure,) = find_sources(tmp_path, limits=Limits(members=20)).failures
    assert "30 members" in failure.error


def test_overlapping_members_count_each_time(tmp_path):
    """The quoted-overlap bomb: many entries of the directory that point at the same packed bytes."""
    data = archive({"a.txt": b"\0" * 2_000_000})
    end = data.rindex(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % n) for n in range(50))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 50, 50, len(entries), start)
    (tmp_path / "bomb.zip").write_bytes(data[:start] + entries + bytes(tail))
    out = find_sources(tmp_path, limits=Limits(unpacked_bytes=10_000_000))
    assert not out.found and out.failures and all(f.error for f in out.failures)


def test_archives_that_hold_themselves_many_times(tmp_path):
    """Breadth and depth at once: the bytes of all levels count together."""
    data = archive({"a.txt": "绩效".encode() * 50_000})
    for _ in range(2):
        data = archive({f"{n}.zip": data for n in range(12)})
    (tmp_path / "a.zip").write_bytes(data)
    out = find_sources(tmp_path, limits=Limits(unpacked_bytes=3_000_000))
    assert any("解压后过大" in f.error for f in out.failures)
