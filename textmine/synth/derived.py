"""Files made from synthetic PDFs: text layers by poppler, scans as PDF and PNG, images under a hidden text layer."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from textmine.errors import ExtraMissingError
from textmine.synth.gold import File

_Picture = Any  # of Pillow, loaded when it is used


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was scanned: resolution, grey or colour, degrees of skew, noise and blur."""

    name: str
    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    grey: bool = True
    quality: int = 80


SCANS = (
    Scan("clean", 300), Scan("clean", 200), Scan("skew", 200, 1.2), Scan("skew_color", 200, -0.8, 4.0, False),
    Scan("noise", 150, 0.3, 9.0), Scan("noise", 200, 0.5, 14.0, quality=60),
)  # fmt: skip


def text_layer(file: File, mode: str) -> File:
    """Return the text of a PDF file as poppler's ``pdftotext`` writes it.

    Parameters
    ----------
    mode : {"layout", "raw", "default"}
        Laid out by blanks, in the order of drawing, or in reading order, which tears tables into blocks.

    Raises
    ------
    ExtraMissingError
        poppler is not installed.
    """
    program = shutil.which("pdftotext")
    if program is None:
        raise ExtraMissingError("pdftotext not found / 未找到 pdftotext", hint="install poppler-utils")
    done = subprocess.run(
        [program, *([] if mode == "default" else [f"-{mode}"]), "-enc", "UTF-8", "-", "-"],
        input=file.data,
        capture_output=True,
        check=True,
    )
    name = file.name.removesuffix(".pdf") + f"-{mode}.txt"
    tags = (*(t for t in file.tags if t in ("multi_form", "form_over_pages")), "text_" + mode, "of:" + file.name)
    return replace(file, name=name, kind="txt", tags=tags, data=done.stdout)


def page_images(pdf: bytes, scan: Scan, seed: str) -> list[Any]:
    """Render the pages of a PDF as a scanner would deliver them."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    rng = np.random.default_rng(list(seed.encode()))
    out = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=scan.dpi / 72).to_pil().convert("L" if scan.grey else "RGB")
        if scan.skew:
            white = 255 if scan.grey else (255, 255, 255)
            image = image.rotate(scan.skew, Image.Resampling.BICUBIC, fillcolor=white)
        if scan.noise:
            pixels = np.asarray(image, dtype=float) + rng.normal(
                0, scan.noise, (*image.size[::-1], *(() if scan.grey else (1,)))
            )
            image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        out.append(image)
    document.close()
    return out


def scanned(file: File, scan: Scan, seed: str) -> File:
    """Return a PDF file as a scan: pages are images only."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle("SYNTHETIC 合成数据")
    for image in page_images(file.data, scan, seed):
        width, height = (v * 72 / scan.dpi for v in image.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_jpeg(image, scan.quality)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    name = f"{file.name.removesuffix('.pdf')}-scan-{scan.name}-{scan.dpi}.pdf"
    return replace(file, name=name, kind="scan", tags=_tags(file, scan), data=out.getvalue())


def photographed(file: File, scan: Scan, seed: str) -> File:
    """Return the first page of a one-page PDF file as PNG."""
    out = io.BytesIO()
    page_images(file.data, scan, seed)[0].save(out, "PNG")
    return replace(
        file,
        name=f"{file.name.removesuffix('.pdf')}-{scan.dpi}.png",
        kind="scan",
        tags=(*_tags(file, scan), "png"),
        data=out.getvalue(),
    )


def _tags(file: File, scan: Scan) -> tuple[str, ...]:
    return (
        *(t for t in file.tags if t in ("stamp", "watermark", "multi_form", "form_over_pages")),
        f"{scan.dpi}dpi",
        scan.name,
        "of:" + file.name,
    )


def _jpeg(image: _Picture, quality: int) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    out.seek(0)
    return out


def broken(file: File, how: str) -> File:
    """Return a PDF that cannot be read: ``truncated``, ``empty`` or ``not_pdf`` (another format under its name)."""
    data = {"truncated": file.data[: len(file.data) * 2 // 5], "empty": b"", "not_pdf": b"\x00\x01\x02" * 400}[how]
    return File(f"{file.name.removesuffix('.pdf')}-{how}.pdf", "pdf", "-", ("must_fail", how), data)


def jitter(seed: str) -> Scan:
    """Draw a scan at random."""
    rng = Random(seed)
    return replace(rng.choice(SCANS), skew=round(rng.uniform(-1.5, 1.5), 2), noise=round(rng.uniform(0, 12), 1))
