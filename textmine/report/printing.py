"""The report as PDF, printed by Chromium, or by LibreOffice from the Word file, where one of them is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from textmine.errors import DocumentError, ExtraMissingError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
OFFICES = ("soffice", "libreoffice")


def find_program(*names: str) -> str:
    """Return the path of the first program that is installed.

    Raises
    ------
    ExtraMissingError
        None of them is.
    """
    path = next((p for p in map(shutil.which, names) if p), None)
    if path is None:
        raise ExtraMissingError(
            f"not installed / 未安装: {' / '.join(names)}",
            hint="install one, or print report.html from your browser / 请安装其一，或在浏览器里打印 report.html",
        )
    return path


def print_report(folder: Path) -> Path:
    """Print a report that was written into `folder` as ``report.pdf``.

    Returns
    -------
    Path
        Of the PDF: the page printed by Chromium; by LibreOffice from ``report.docx`` where there is no Chromium.

    Raises
    ------
    DocumentError
        There is no report in the folder, or the program could not print it.
    ExtraMissingError
        Neither program is installed.
    """
    page, target = folder / "report.html", folder / "report.pdf"
    if not page.is_file():
        raise DocumentError("no report / 没有报告: report.html", where=str(folder), hint="textmine run")
    program = find_program(*BROWSERS, *OFFICES)
    printer = print_office if Path(program).stem in OFFICES else print_page
    source = folder / "report.docx" if printer is print_office else page
    try:
        with tempfile.TemporaryDirectory() as scratch:
            shutil.move(printer(program, source, Path(scratch)), target)
    except (subprocess.SubprocessError, OSError) as error:
        raise DocumentError("printing failed / 打印失败", where=str(source), hint=program) from error
    return target


def print_page(program: str, page: Path, scratch: Path) -> Path:
    """Print an HTML file with a browser into a folder for scratch; return the PDF."""
    target = scratch / f"{page.stem}.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    profile = f"--user-data-dir={scratch}/profile"
    _run([program, *options, profile, f"--print-to-pdf={target}", page.resolve().as_uri()], 120)
    return target


def print_office(program: str, source: Path, scratch: Path) -> Path:
    """Print a Word or Excel file with LibreOffice into a folder for scratch; return the PDF."""
    home = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    _run([program, home, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(source)], 180)
    return scratch / f"{source.stem}.pdf"


def _run(command: list[str], seconds: float) -> None:
    subprocess.run(command, capture_output=True, check=True, timeout=seconds)
