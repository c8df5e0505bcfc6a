"""Printing takes the program that is there, and says what to do where none is or where it fails."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from textmine.errors import DocumentError, ExtraMissingError
from textmine.report import write_report
from textmine.report.printing import print_report

FAKE = """#!{python}
import pathlib, sys
target = [a.split("=", 1)[1] for a in sys.argv if a.startswith("--print-to-pdf=")]
if not target:
    out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
    target = [out / (pathlib.Path(sys.argv[-1]).stem + ".pdf")]
if {fails}:
    sys.exit(1)
pathlib.Path(target[0]).write_text("%PDF " + pathlib.Path(sys.argv[0]).name + " " + sys.argv[-1])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "报告 一"
    out.mkdir()
    (out / "report.html").write_text("<p>x</p>", "utf-8")
    (out / "report.docx").write_bytes(b"x")
    return out


def install(monkeypatch, tmp_path: Path, *names: str, fails: bool = False) -> None:
    """Let PATH hold nothing but these programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in names:
        (programs / name).write_text(FAKE.format(python=sys.executable, fails=fails), "utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))


@pytest.mark.skipif(sys.platform == "win32", reason="the programs of this test are scripts")
@pytest.mark.parametrize(
    ("names", "used", "source"),
    [(("chromium", "soffice"), "chromium", ".html"), (("libreoffice",), "libreoffice", ".docx")],
)
def test_the_program_that_is_there(folder, tmp_path, monkeypatch, names, used, source):
    """Chromium prints the page; LibreOffice the Word file where it is alone."""
    install(monkeypatch, tmp_path, *names)
    text = print_report(folder).read_text("utf-8")
    assert used in text
    assert text.endswith(source)


@pytest.mark.skipif(sys.platform == "win32", reason="the programs of this test are scripts")
def test_a_program_that_fails(folder, tmp_path, monkeypatch):
    """Its failure is an error with the file's name; no half PDF stays."""
    install(monkeypatch, tmp_path, "chromium", fails=True)
    with pytest.raises(DocumentError, match="打印失败"):
        print_report(folder)
    assert not (folder / "report.pdf").exists()


def test_no_program(folder, tmp_path, monkeypatch):
    """Without any program the message says what to do."""
    install(monkeypatch, tmp_path)
    with pytest.raises(ExtraMissingError, match="未安装") as caught:
        print_report(folder)
    assert "report.html" in str(caught.value.hint)


def test_no_report(tmp_path):
    """An empty folder has nothing to print."""
    with pytest.raises(DocumentError, match="没有报告"):
        print_report(tmp_path)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_chromium_prints_the_report(study, tmp_path):
    """The printed report holds its text: title, figures and page numbers."""
    import pypdfium2

    write_report(study, tmp_path)
    pdf = pypdfium2.PdfDocument(print_report(tmp_path))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "测试语料" in text
    assert "70.69" in text
    assert f"1 / {len(pdf)}" in text
