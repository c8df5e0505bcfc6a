"""Write the whole report into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import UsageError
from textmine.report.blocks import Figure
from textmine.report.chapters import write_chapters
from textmine.report.charts import Drawn, draw_charts
from textmine.report.datafiles import frames_of, write_data
from textmine.report.html import render_html
from textmine.report.markdown import render_markdown
from textmine.report.pictures import row_pictures
from textmine.report.summarise import summarise
from textmine.report.word import write_docx
from textmine.report.words import check_language
from textmine.report.workbook import write_xlsx

if TYPE_CHECKING:
    from textmine.corpus.study import Study


def write_report(study: Study, out_dir: str | Path, *, lang: str = "zh") -> Path:
    """Write ``report.html``, ``.docx``, ``.md``, ``tables.xlsx``, ``charts/``, ``data/`` and the JSON files.

    Parameters
    ----------
    study : Study
        As returned by :func:`textmine.analyse`.
    out_dir : path
        Made where missing; files of an earlier report in it are overwritten.
    lang : {"zh", "en"}
        Language of the report.

    Returns
    -------
    Path
        Of ``report.html``.

    Raises
    ------
    UsageError
        Another language, or `out_dir` is a file or cannot be written.
    """
    check_language(lang)
    out = Path(out_dir)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "cannot write there / 无法写入", where=str(out), hint="choose another folder / 请换一个文件夹"
        ) from error
    summary = summarise(study, lang)
    blocks = write_chapters(summary)
    charts = draw_charts(summary, dict.fromkeys(b.chart for b in blocks if isinstance(b, Figure)))
    frames = frames_of(study, summary)
    write_data(study, summary, frames, out)
    _write_charts(charts, out / "charts")
    write_xlsx(summary, frames, out / "tables.xlsx")
    write_docx(summary, blocks, charts, out / "report.docx")
    _write_text(render_markdown(summary, blocks), out / "report.md")
    page = out / "report.html"
    _write_text(render_html(summary, blocks, charts, row_pictures(study, blocks)), page)
    return page


def _write_charts(charts: Mapping[str, Drawn], folder: Path) -> None:
    """Write each chart as PNG with the data that it shows beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in charts.items():
        (folder / f"{name}.png").write_bytes(drawn.png)
        drawn.data.to_csv(folder / f"{name}.csv", encoding="utf-8-sig", lineterminator="\n")


def _write_text(text: str, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
