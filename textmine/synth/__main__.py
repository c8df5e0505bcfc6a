"""Make synthetic forms, or check on a nightly scale that what is rendered is what is read.

::

    python -m textmine.synth -n 300 --years 3 --units 40 --seed 7 -o corpora/synth
    python -m textmine.synth -n 3000 --seed 20240601 --check     # prints every difference, exit code 1 if there are any
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from textmine.synth.compare import differences
from textmine.synth.plan import Recipe, generate, make_files


def check(n: int, seed: str, recipe: Recipe) -> tuple[int, int]:
    """Read `n` files back; write the differences to stdout; return the files read right and all files."""
    from textmine.forms import extract_file

    right = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in make_files(n, seed, recipe):
            path = Path(folder) / file.name
            path.write_bytes(file.data)
            forms = extract_file(path).forms
            wrong = [] if len(forms) == len(file.truths) else [f"forms: {len(file.truths)} != {len(forms)}"]
            for truth, form in zip(file.truths, forms, strict=False):
                wrong += differences(truth.form, form)
            right += not wrong
            for line in wrong[:5]:
                sys.stdout.write(f"{file.name}: {line}\n")
            path.unlink()
    return right, n


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m textmine.synth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=100)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--condition", nargs="*", default=())
    parser.add_argument("--layout", nargs="*", default=())
    parser.add_argument("--passages", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("corpora/synth"))
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    recipe = Recipe(
        years=asked.years, units=asked.units, conditions=tuple(asked.condition), layouts=tuple(asked.layout)
    )
    if asked.check:
        right, total = check(asked.n, asked.seed, recipe)
        sys.stdout.write(f"{right} of {total} files read exactly\n")
        return int(right < total)
    generate(asked.n, asked.seed, asked.output, recipe, asked.passages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
