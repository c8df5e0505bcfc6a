"""A path yields its sources in a fixed order; what cannot be read is named, never dropped silently."""

import io
import struct
import zipfile

import pytest

from textmine.documents.limits import Limits
from textmine.documents.sources import as_file, find_sources
from textmine.errors import DocumentError, UsageError

PDF = b"%PDF-1.4\n"


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
