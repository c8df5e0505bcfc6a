"""Archives as people pack them: every member is listed under a name that can be read, found again, or told."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.documents.limits import DEFAULT, Limits
from textmine.documents.sources_zip import list_members, read_member, readable_name
from textmine.errors import DocumentError

PDF = b"%PDF-1.4\n"
NAME = "绩效自评表（2024年）.pdf"


def packed(members, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def on_disk(tmp_path, data, name="a.zip"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def info(raw, *, utf8=False):
    """A member as Python reads it from the directory of an archive."""
    found = zipfile.ZipInfo()
    found.filename = raw.decode("utf-8" if utf8 else "cp437")
    found.flag_bits = 0x800 if utf8 else 0
    return found


@pytest.mark.parametrize(
    ("member", "name"),
    [
        (info(NAME.encode(), utf8=True), NAME),
        (info(NAME.encode()), NAME),
        (info(NAME.encode("gbk")), NAME),
        (info("㑇项目.pdf".encode("gb18030")), "㑇项目.pdf"),
        (info(b"form.pdf"), "form.pdf"),
        (info("市局\\自评表.pdf".encode("gbk")), "市局/自评表.pdf"),
        (info(b"/etc/passwd"), "etc/passwd"),
        (info(b"./a//b/../c.pdf"), "a/b/c.pdf"),
        (info(b"a\nb.pdf"), "a\\nb.pdf"),
    ],
    ids=["flagged", "UTF-8", "GBK", "GB18030", "ASCII", "backslash", "root", "up", "line end"],
)
def test_names(member, name):
    assert readable_name(member) == name


@given(
    st.text("项目支出绩效自评表甲乙丙丁戊市局（）2024_-", min_size=2, max_size=20), st.sampled_from(["utf-8", "gbk"])
)
def test_a_chinese_name_is_read_whichever_program_packed_it(stem, encoding):
    """UTF-8 and GBK are told apart by their bytes; short names may be both."""
    raw = f"{stem}.pdf".encode(encoding)
    read = readable_name(info(raw))
    if encoding == "utf-8" or not _is_utf8(raw):
        assert read == f"{stem}.pdf"


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.text(max_size=30))
def test_no_name_leads_out_of_the_archive(name):
    """No root, no way up, no backslash, nothing that a terminal obeys."""
    found = zipfile.ZipInfo()
    found.filename, found.flag_bits = name, 0x800
    out = readable_name(found)
    assert not out.startswith("/") and not {"", ".", ".."} & set(out.split("/") if out else ["x"])
    out.encode("utf-8")
    assert out.isprintable() or not any(ord(c) < 32 for c in out)


@given(st.dictionaries(st.text("abc甲乙", min_size=1, max_size=4), st.binary(min_size=1, max_size=30), max_size=6))
@settings(deadline=None, max_examples=40)
def test_every_member_is_listed_and_found_again(tmp_path_factory, members):
    """In the order of the names; each with its own bytes."""
    path = on_disk(tmp_path_factory.mktemp("zip"), packed((f"{n}.pdf", PDF + d) for n, d in members.items()))
    listed = list_members(path, DEFAULT, "a.zip")
    assert [m.name for m in listed] == sorted(f"{n}.pdf" for n in members)
    assert all(m.kind == "pdf" and not m.error for m in listed)
    for member in listed:
        assert read_member(path, member.raw, DEFAULT, "a.zip") == PDF + members[member.name[:-4]]


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing(tmp_path, how):
    path = on_disk(tmp_path, packed([("a.pdf", PDF * 50)], how))
    (member,) = list_members(path, DEFAULT, "a.zip")
    assert read_member(path, member.raw, DEFAULT, "a.zip") == PDF * 50


def test_a_damaged_member_is_told_and_the_others_are_read(tmp_path):
    """One bad checksum does not cost the archive."""
    data = bytearray(packed([("a.pdf", b"%PDF-1.4 first"), ("b.pdf", b"%PDF-1.4 second")], zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 0xFF
    first, second = list_members(on_disk(tmp_path, bytes(data)), DEFAULT, "a.zip")
    assert "已损坏" in first.error and not second.error


def test_an_empty_member_is_told(tmp_path):
    first, second = list_members(on_disk(tmp_path, packed([("a.pdf", b""), ("b.pdf", PDF)])), DEFAULT, "a.zip")
    assert "0 字节" in first.error and second.kind == "pdf"


def test_what_programs_leave_behind_is_left_out(tmp_path):
    """Folders, lock files of Office, macOS's shadow files."""
    names = ["a.pdf", "甲/", "甲/~$b.docx", "甲/.DS_Store", "__MACOSX/._a.pdf", "甲/b.pdf"]
    path = on_disk(tmp_path, packed((name, PDF if not name.endswith("/") else b"") for name in names))
    assert [m.name for m in list_members(path, DEFAULT, "a.zip")] == ["a.pdf", "甲/b.pdf"]


def test_archives_inside_an_archive_as_deep_as_allowed(tmp_path):
    """Their members carry the whole way; deeper ones are told where they lie."""
    data = packed([("表.pdf", PDF)])
    for name in ("丙.zip", "乙.zip"):
        data = packed([(name, data)])
    path = on_disk(tmp_path, data, "甲.zip")
    (member,) = list_members(path, Limits(depth=3), "甲.zip")
    assert member.name == "乙.zip!丙.zip!表.pdf" and len(member.raw) == 3
    assert read_member(path, member.raw, DEFAULT, "甲.zip") == PDF
    (told,) = list_members(path, Limits(depth=2), "甲.zip")
    assert "嵌套过深" in told.error and told.name.startswith("乙.zip") and told.hint


@pytest.mark.parametrize("size", [1, 1000, 5000])
def test_a_member_over_the_size_of_a_file(tmp_path, size):
    """The limit is on what it unpacks to, not on what it says."""
    path = on_disk(tmp_path, packed([("a.pdf", PDF + b"x" * size)]))
    (member,) = list_members(path, Limits(file_bytes=2000), "a.zip")
    assert bool(member.error) == (size > 2000 - len(PDF))


def test_members_share_one_limit(tmp_path):
    """Many small bombs are one bomb: what is within the limit is listed, the rest told."""
    path = on_disk(tmp_path, packed((f"{n}.pdf", PDF + b"x" * 1000) for n in range(6)))
    listed = list_members(path, Limits(unpacked_bytes=3500), "a.zip")
    assert [bool(m.error) for m in listed] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, packed([("a.pdf", PDF)])[:40]])
def test_a_broken_archive_says_what_to_do(tmp_path, data):
    with pytest.raises(DocumentError, match="已损坏") as caught:
        list_members(on_disk(tmp_path, data), DEFAULT, "a.zip")
    assert caught.value.where == "a.zip" and "重新下载" in caught.value.hint
