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
