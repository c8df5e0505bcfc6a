"""Both languages of a sentence are filled with the same facts."""

from string import Formatter

import pytest

from textmine.points.sentences import SENTENCES, say


@pytest.mark.parametrize("kind", SENTENCES)
def test_same_fields(kind):
    """No fact is told in one language only, but for years that the other sentence needs not."""
    fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in SENTENCES[kind]]
    assert fields[0] == fields[1]


def test_say():
    """Facts stand where they belong, in both sentences."""
    chinese, english = say("no_word", item="满意度", points="0.8", score="9.2", weight="10")
    assert chinese == "「满意度」失 0.8 分（9.2/10），无任何说明"
    assert english == "'满意度' lost 0.8 (9.2/10), without a word"


HARD = ["{item}", "甲{0}乙", "100%", "%s", "O'Brien「甲」", "a\nb", "", "长" * 400]


@pytest.mark.parametrize("kind", SENTENCES)
@pytest.mark.parametrize("value", HARD)
def test_facts_are_not_read_as_templates(kind, value):
    """Names with braces, per cent signs and quotes stand in the sentence as they are."""
    names = {name for _, name, _, _ in Formatter().parse(SENTENCES[kind][0]) if name}
    for sentence in say(kind, **dict.fromkeys(names, value)):
        assert sentence.count(value) >= len(names) if value else sentence


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_missing_fact_is_an_error(kind):
    """A sentence is never printed with a hole; facts too many do no harm."""
    names = {name for _, name, _, _ in Formatter().parse(SENTENCES[kind][0]) if name}
    assert say(kind, **dict.fromkeys(names, "1"), unused=1)
    if names:
        with pytest.raises(KeyError):
            say(kind, **dict.fromkeys(sorted(names)[1:], "1"))


def test_an_unknown_kind_is_an_error():
    """A notice without a sentence must not pass silently."""
    with pytest.raises(KeyError):
        say("no_such_kind")


def test_sentences_tell_kinds_apart():
    """No two kinds say the same, in neither language; none ends with a full stop, which the chapters put."""
    for lang in (0, 1):
        said = [pair[lang] for pair in SENTENCES.values()]
        assert len(set(said)) == len(said)
        assert not [s for s in said if s.endswith(("。", "."))]
