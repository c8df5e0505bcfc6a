"""The report: one summary object, from which every page, table, chart and data file is written."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.report.check import check_report as check_report
    from textmine.report.summarise import summarise as summarise
    from textmine.report.summary import Summary as Summary
    from textmine.report.write import write_report as write_report

__all__ = ["Summary", "check_report", "summarise", "write_report"]

_HOMES = {
    "Summary": "textmine.report.summary",
    "check_report": "textmine.report.check",
    "summarise": "textmine.report.summarise",
    "write_report": "textmine.report.write",
}


def __getattr__(name: str) -> object:
    # Loaded on first use: matplotlib and python-docx must not slow down `import textmine.report`.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.report' has no attribute {name!r}")
