"""The same forms through programs of others, where they are installed: LibreOffice and Chromium print them as PDF."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from textmine.report.printing import BROWSERS, OFFICES, find_program, print_page
from textmine.synth.gold import File


def office_pdf(files: list[File]) -> list[File]:
    """Print Word and Excel files with LibreOffice; the bytes hold the time of printing and differ from run to run.

    Raises
    ------
    ExtraMissingError
        LibreOffice is not installed.
    """
    program = find_program(*OFFICES)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f.name for f in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.data)
        home = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", folder, *map(str, paths)]
        subprocess.run(command, capture_output=True, check=True, timeout=60 + 20 * len(files))
        return [_as_pdf(f, p.with_suffix(".pdf"), "libreoffice") for f, p in zip(files, paths, strict=True)]


def browser_pdf(file: File) -> File:
    """Print a web page with Chromium.

    Raises
    ------
    ExtraMissingError
        Chromium is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_bytes(file.data)
        return _as_pdf(file, print_page(find_program(*BROWSERS), page, Path(folder)), "chromium")


def _as_pdf(file: File, path: Path, engine: str) -> File:
    stem = file.name.rpartition(".")[0]
    return replace(file, name=f"{stem}-{engine}.pdf", kind="pdf", tags=(*file.tags, engine), data=path.read_bytes())
