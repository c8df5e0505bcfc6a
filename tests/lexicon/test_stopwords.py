"""Stop words: ours and a user's, and the words that no list may take away by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import ConfigError
from textmine.lexicon.stopwords import PROTECTED, stop_words


@pytest.fixture
def merged(tmp_path):
    """The stop words with a user's lines over them."""

    def read(text, encoding="utf-8"):
        path = tmp_path / "stop.txt"
        path.write_bytes(text.encode(encoding))
        return stop_words(path)

    return read


@pytest.mark.parametrize(
    ("line", "word", "there"),
    [
        ("平台", "平台", True),
        ("  平台  ", "平台", True),
        ("平台 # 太常见", "平台", True),
        ("-由于", "由于", False),
        ("- 由于", "由于", False),
        ("-没有这个词", "没有这个词", False),
        ("未", "未", False),
        ("!未", "未", True),
        ("! 未", "未", True),
        ("未能", "未能", True),
        ("#平台", "平台", False),
        ("!平台", "平台", True),
        ("-", "-", True),
    ],
)
def test_lines(merged, line, word, there):
    """A word, a word less, a word against protection, a comment."""
    assert (word in merged(f"{line}\n")) is there


@pytest.mark.parametrize("word", sorted(PROTECTED))
def test_one_character_that_carries_the_blame_stays(merged, word):
    """In «未到位» the one character is the meaning: only «!» takes it."""
    assert word not in stop_words() and word not in merged(f"{word}\n平台\n")
    assert word in merged(f"!{word}\n")


def test_the_last_line_wins(merged):
    assert "平台" not in merged("平台\n-平台\n") and "平台" in merged("-平台\n平台\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark(merged, end):
    assert {"平台", "系统"} <= merged(f"\ufeff平台{end}{end}系统{end}")


def test_ours_are_not_changed_by_a_users(merged):
    before = stop_words()
    merged("-由于\n平台\n")
    assert stop_words() == before and "由于" in before


def test_ours_are_function_words():
    """None holds a blank or a figure; none is a word of the subject."""
    assert not [w for w in stop_words() if w != w.strip() or any(c.isdigit() for c in w)]
    assert not stop_words() & {"资金", "人员", "设备", "机制", "进度", "采购", "到位", "不足", "滞后"}


@given(st.lists(st.text("资金设备平台系统", min_size=1, max_size=4), max_size=8))
def test_every_word_of_a_user_counts(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("stop") / "s.txt"
    path.write_text("\n".join(words), encoding="utf-8")
    assert stop_words(path) == stop_words() | set(words)


def test_a_file_that_cannot_be_read(merged, tmp_path):
    with pytest.raises(ConfigError, match="不是 UTF-8"):
        merged("由于资金", "gbk")
    with pytest.raises(ConfigError, match="没有这个文件"):
        stop_words(tmp_path / "none.txt")
