"""What a codebook's author is told: weak codes, overlaps, examples that belong elsewhere; and what is refused."""

from dataclasses import replace

import pytest

from textmine.causes.codebook import Code, Codebook, default_codebook_text, load_codebook
from textmine.causes.codebook_check import check_codebook
from textmine.errors import ConfigError

STAFF = Code(
    "staff", "人手", definition="编制、人员、岗位方面的不足。", include="缺编、借调、流动",
    cues=("人手", "编制", "借调", "岗位", "缺编"),
    examples=("人手紧张。", "编制空缺。", "骨干借调。", "岗位空缺。", "长期缺编。"),
)  # fmt: skip
GEAR = Code(
    "gear", "设备", definition="仪器、车辆、机房陈旧或故障。", include="老化、停机、维修",
    cues=("设备", "仪器", "老化", "停机", "故障"),
    examples=("设备陈旧。", "仪器失准。", "线路老化。", "机房停机。", "车辆故障。"),
)  # fmt: skip


def notes(*entries):
    return check_codebook(Codebook("own.v1", "自编", entries))


def test_a_sound_book_has_no_notes():
    assert notes(STAFF, GEAR) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cues": STAFF.cues[:4]}, "线索只有 4 条"),
        ({"cues": ()}, "线索只有 0 条"),
        ({"examples": STAFF.examples[:2]}, "例子只有 2 个"),
        ({"include": ""}, "没有写明包含什么"),
    ],
)
def test_a_weak_code_is_named_with_its_figure(change, words):
    (note,) = notes(replace(STAFF, **change), GEAR)
    assert note.startswith("staff: ") and words in note


def test_a_cue_of_two_codes_is_named_once_with_both():
    found = notes(STAFF, replace(GEAR, cues=(*GEAR.cues, "人手")))
    assert [note for note in found if "人手" in note] == ["staff / gear: 共用线索 share the cue「人手」"]


def test_a_cue_twice_in_one_code_is_no_overlap():
    assert notes(replace(STAFF, cues=(*STAFF.cues, "人手")), GEAR) == []


def test_an_example_with_more_cues_of_another_code():
    (note,) = notes(replace(STAFF, examples=(*STAFF.examples, "仪器老化，人手紧张。")), GEAR)
    assert note.startswith("staff: 例子更像 gear") and "仪器老化" in note
    assert notes(replace(STAFF, examples=(*STAFF.examples, "设备无人看管，人手紧张。")), GEAR) == []


def test_definitions_that_say_the_same():
    (note,) = notes(STAFF, replace(GEAR, definition=STAFF.definition, include=STAFF.include))
    assert note.startswith("staff / gear: 定义重叠 100%")


def write(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = '[[codes]]\ncode = "staff"\nname = "人手"\ndefinition = "人员不足。"\n'


def test_the_least_that_an_entry_needs(tmp_path):
    """Everything else is empty; the name of the file stands for an id."""
    book = load_codebook(write(tmp_path, ENTRY))
    assert (book.id, book.title, len(book)) == ("own", "", 1)
    assert book["staff"] == Code("staff", "人手", definition="人员不足。")
    assert "staff" in book and "gear" not in book
    with pytest.raises(KeyError):
        book["gear"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('cues = "人手"', "`cues` must be a list of texts"),
        ('examples = ["甲", ""]', "`examples` must be a list of texts"),
        ("cues = [1]", "`cues` must be a list of texts"),
        ('cues = ["甲(乙"]', "括号不配对"),
        ('alone = "false"', "`alone` must be true or false"),
        ("alone = 0", "`alone` must be true or false"),
        ('cue = ["甲"]', "未知键 `cue`"),
    ],
)
def test_what_an_entry_must_not_say(tmp_path, line, words):
    """A text «false» would count as true: it is refused."""
    with pytest.raises(ConfigError, match="staff: ") as caught:
        load_codebook(write(tmp_path, f"{ENTRY}{line}\n"))
    assert words in caught.value.message


def test_all_problems_at_once(tmp_path):
    text = ENTRY + ENTRY + '[[codes]]\ncode = "设备"\n'
    with pytest.raises(ConfigError) as caught:
        load_codebook(write(tmp_path, text))
    for words in ("代码重复: staff", "代码只能用字母", "设备: `name` is missing", "设备: `definition` is missing"):
        assert words in caught.value.message


def test_files_of_other_encodings(tmp_path):
    """A byte order mark does not matter; GBK is told."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + default_codebook_text().encode())
    assert load_codebook(path).codes == load_codebook().codes
    path.write_bytes(ENTRY.encode("gbk"))
    with pytest.raises(ConfigError, match="不是 UTF-8") as caught:
        load_codebook(path)
    assert caught.value.where == str(path)
