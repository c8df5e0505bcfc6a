"""The review desk: people check in the browser what the machine coded; their decisions correct a study.

The desk itself needs the extra ``review``; reading and applying decisions does not.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.review.apply import apply_decisions as apply_decisions
    from textmine.review.apply import load_decisions as load_decisions

__all__ = ["apply_decisions", "load_decisions"]


def __getattr__(name: str) -> object:
    # On first use: pandas is not needed to show a page.
    if name in __all__:
        from textmine.review import apply

        return getattr(apply, name)
    raise AttributeError(f"module 'textmine.review' has no attribute {name!r}")
