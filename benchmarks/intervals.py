"""How often the 95% intervals cover the truth: ``python benchmarks/intervals.py [--corpora N]``.

Simulated corpora with known expected points for four causes (51%, 30%, 16% and 9% of the forms name them, skewed
losses); the shipped intervals beside plain percentiles of as many draws. Counted are causes that a corpus names at
all: for the others a report gives no interval. Writes ``intervals.json`` and ``intervals.md``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from textmine.points.intervals import bootstrap_forms

HERE = Path(__file__).parent
OFTEN = np.array([0.72, 0.36, 0.18, 0.096])
MEAN = np.array([2.0, 2.0, 1.5, 3.0])
SIZES = (8, 15, 30, 60, 100, 200, 400)
DRAWS = 500


def simulate(forms: int, rng: np.random.Generator) -> np.ndarray:
    """Return points of each form (rows) by cause (columns)."""
    rows = rng.poisson(OFTEN, (forms, len(OFTEN)))
    return np.where(rows > 0, rng.gamma(np.maximum(rows, 1) * 2.0, 0.5) * MEAN, 0.0)


def percentiles(points: np.ndarray, seed: int) -> np.ndarray:
    """Return the plain percentile interval (2 × causes)."""
    rng = np.random.default_rng(seed)
    size = len(points)
    draws = rng.multinomial(size, np.full(size, 1 / size), size=DRAWS) @ points
    return np.percentile(draws, [2.5, 97.5], axis=0)


def coverage(forms: int, corpora: int, seed: int = 1) -> dict[str, list[float]]:
    """Return how often each cause's interval covers the truth, for both methods."""
    rng = np.random.default_rng(seed)
    truth, shares = forms * OFTEN * MEAN, OFTEN * MEAN / (OFTEN * MEAN).sum()
    seen = np.zeros(len(OFTEN))
    hits = {name: np.zeros(len(OFTEN)) for name in ("points", "shares", "plain percentiles")}
    for corpus in range(corpora):
        points = simulate(forms, rng)
        spread = bootstrap_forms(points, draws=DRAWS, seed=corpus)
        low, high = percentiles(points, corpus)
        named = points.sum(axis=0) > 0
        seen += named
        hits["points"] += named & (spread.low <= truth) & (truth <= spread.high)
        hits["shares"] += named & (spread.share_low <= shares) & (shares <= spread.share_high)
        hits["plain percentiles"] += named & (low <= truth) & (truth <= high)
    return {name: [round(float(v), 3) for v in found / seen] for name, found in hits.items()}


def main() -> None:
    """Run all sizes and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=int, default=1000)
    corpora = parser.parse_args().corpora
    results = {str(size): coverage(size, corpora) for size in SIZES}
    (HERE / "intervals.json").write_text(json.dumps({"corpora": corpora, "sizes": results}, indent=1) + "\n", "utf-8")
    lines = [
        f"Coverage of nominal 95% intervals over {corpora} simulated corpora; mean over four causes (lowest).",
        "",
        "| forms | points | shares | points, plain percentiles |",
        "|---:|---:|---:|---:|",
    ]
    for size, found in results.items():
        cells = " | ".join(f"{np.mean(v):.3f} ({min(v):.3f})" for v in found.values())
        lines.append(f"| {size} | {cells} |")
    text = "\n".join(lines) + "\n"
    (HERE / "intervals.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
