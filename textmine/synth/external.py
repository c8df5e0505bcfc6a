"""The same forms through programs of others, where they are installed: LibreOffice and Chromium print them as PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from textmine.errors import ExtraMissingError
from textmine.synth.gold import File


def _program(*names: str) -> str:
    path = next((p for p in map(shutil.which, names) if p), None)
    if path is None:
        raise ExtraMissingError(f"not installed / 未安装: {' or '.join(names)}", hint="install it, or leave it out")
    return path


def office_pdf(files: list[File]) -> list[File]:
    """Print Word and Excel files with LibreOffice; the bytes hold the time of printing and differ from run to run.

    Raises
    ------
    ExtraMissingError
        LibreOffice is not installed.
    """
    program = _program("soffice", "libreoffice")
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
    program = _program("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_bytes(file.data)
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
        ]
        command = [program, *options, f"--print-to-pdf={target}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return _as_pdf(file, target, "chromium")


def _as_pdf(file: File, path: Path, engine: str) -> File:
    stem = file.name.rpartition(".")[0]
    return replace(file, name=f"{stem}-{engine}.pdf", kind="pdf", tags=(*file.tags, engine), data=path.read_bytes())
