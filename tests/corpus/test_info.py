"""corpus.toml."""

import pytest

from textmine.corpus import read_info
from textmine.errors import ConfigError


def test_folder_without_description_is_named_after_itself(tmp_path):
    """A bare folder is a corpus."""
    assert read_info(tmp_path).title == tmp_path.name


def test_first_corpus(first_corpus):
    """The shipped description is valid and names its files."""
    info = read_info(first_corpus)
    assert info.year == 2024
    assert info.files == ("*.pdf",)


def test_all_problems_at_once(tmp_path):
    """Every mistake is named in one message, with the nearest key."""
    (tmp_path / "corpus.toml").write_text('titel = "x"\nyear = "2024"\nfiles = "a"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"titel.*title.*year.*files") as caught:
        read_info(tmp_path)
    assert "corpus.toml" in str(caught.value)


def test_broken_toml_names_the_file(tmp_path):
    """A syntax error is a message, not a traceback."""
    (tmp_path / "corpus.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="TOML"):
        read_info(tmp_path)


def test_synthetic_corpus_is_a_corpus(tmp_path):
    """What `textmine synth` writes can be read, and says that it is made up."""
    from textmine.synth import generate

    generate(1, 3, tmp_path / "made")
    assert read_info(tmp_path / "made").synthetic
    (tmp_path / "corpus.toml").write_text('synthetic = "yes"', encoding="utf-8")
    with pytest.raises(ConfigError, match="synthetic"):
        read_info(tmp_path)
