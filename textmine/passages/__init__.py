"""A passage → segments with roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.passages.segmenter import RoleSegmenter as RoleSegmenter

__all__ = ["RoleSegmenter"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attribute
    if name == "RoleSegmenter":
        from textmine.passages.segmenter import RoleSegmenter

        return RoleSegmenter
    raise AttributeError(name)
