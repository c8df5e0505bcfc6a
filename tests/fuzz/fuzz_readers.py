"""Fuzz one reader: damaged files must give forms with findings or one of our errors, whatever the bytes.

    python tests/fuzz/fuzz_readers.py pdf                  # with atheris (pip install atheris): guided by coverage
    python tests/fuzz/fuzz_readers.py html --seconds 600
    python tests/fuzz/fuzz_readers.py xlsx --plain         # without: a loop of random changes

Starts from the small true files of the tests and from the regression files. What breaks is written to the current
folder as ``crash-…``, ``timeout-…`` or ``oom-…``; put it into ``tests/data/regressions`` under a telling name, where
``tests/documents/test_fuzz.py`` reads it from then on, and mend the reader.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "documents"))

MAX_BYTES = 100_000
MAX_SECONDS = 20


def main() -> int:
    """Fuzz until the time is over; 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=("pdf", "pdfplumber", "docx", "xlsx", "xls", "html", "txt", "png", "zip"))
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--plain", action="store_true", help="no atheris: random changes, not guided by coverage")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.plain:
        return plain(options.reader, options.seconds, options.seed)
    return guided(options.reader, options.seconds, options.seed)


def guided(reader: str, seconds: int, seed: int) -> int:
    """Fuzz with atheris, which leaves the process when it is done or when something broke."""
    import atheris

    with atheris.instrument_imports(include=["textmine"]):
        from fuzzing import seeds, target
    check = target(reader)
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(reader)):
            (Path(folder) / f"seed-{number}").write_bytes(data)
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={MAX_BYTES}",
            f"-timeout={MAX_SECONDS}",
            "-rss_limit_mb=2048",
        ]
        atheris.Setup([sys.argv[0], *limits, f"-seed={seed}", "-print_final_stats=1", folder], check)
        atheris.Fuzz()
    return 0


def plain(reader: str, seconds: int, seed: int) -> int:
    """Fuzz by random changes of the seeds."""
    from fuzzing import mangled, seeds, target

    check, chance, files = target(reader), random.Random(seed), seeds(reader)
    end, runs = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = mangled(chance, files)[:MAX_BYTES]
        if not lasts(check, data):
            return 1
        runs += 1
    sys.stdout.write(f"{reader}: {runs} files, nothing broke\n")
    return 0


def lasts(check: Callable[[bytes], None], data: bytes) -> bool:
    """Whether a file is read without a break and in time; one that is not is written down."""
    start, what = time.monotonic(), ""
    try:
        check(data)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
    took = time.monotonic() - start
    if not what and took <= MAX_SECONDS:
        return True
    path = Path(f"{'crash' if what else 'timeout'}-{sha256(data).hexdigest()[:12]}")
    path.write_bytes(data)
    sys.stdout.write(f"{path}: {what or round(took)}\n")
    return False


if __name__ == "__main__":
    raise SystemExit(main())
