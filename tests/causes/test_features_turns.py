"""A shortcoming said after a concession has the concession's topic, unless it names one of its own."""

import pytest

from textmine.causes.features import Reading, _instance_weights
from textmine.records import Segment


def reading(context, cause):
    text = context + cause
    cut = len(context)
    return Reading.of(text, (Segment("context", 0, cut, context), Segment("cause", cut, len(text), cause)))


@pytest.mark.parametrize(
    ("context", "cause", "own", "conceded"),
    [
        ("管理制度虽较为健全，", "但下一步仍需不断深化。", 0.5, [1.0]),
        ("管理制度虽较为健全，", "但仍需完善。", 0.5, [1.0]),
        ("流程较为健全，", "但精细化水平仍需深化。", 1.0, [0.7]),
        ("管理制度较为健全。", "但仍需完善。", 1.0, []),
        ("管理制度较为健全，", "但人员不足。", 1.0, []),
    ],
)
def test_weights_of_a_turn(context, cause, own, conceded):
    """A bare turn leans on the concession of its sentence; one with a topic of its own, or a new sentence, does not."""
    ((piece, mix),) = _instance_weights(reading(context, cause))
    assert dict(mix)[piece] == own
    assert [weight for i, weight in mix if i != piece] == conceded
