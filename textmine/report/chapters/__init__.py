"""What the report says, chapter by chapter: summary in, blocks out."""

from __future__ import annotations

from textmine.report.blocks import Block, Figures
from textmine.report.chapters import back, causes, english, front, rows
from textmine.report.summary import Summary


def write_chapters(summary: Summary) -> tuple[Block, ...]:
    """Return all blocks of the report in the summary's language, in order."""
    figures = Figures(summary.as_dict())
    if summary.head.lang == "en":
        return tuple(english.english(summary, figures))
    parts = (
        front.abstract,
        front.quality,
        front.panorama,
        causes.causes,
        rows.unexplained,
        rows.oddities,
        rows.promises,
        rows.comparison,
        back.method,
        back.appendix,
    )
    return tuple(block for part in parts for block in part(summary, figures))
