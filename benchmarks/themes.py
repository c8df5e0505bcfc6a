"""Themes against the primary codes, beside peers: ``python benchmarks/themes.py [--annotations FILE] [--speed N]``.

The coder never saw the file it annotates: for each of the five authors it is trained on the others (and on composed
passages). All figures are of passages whose primary code names a concrete cause. Writes ``themes.json`` and
``themes.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from textmine.causes.themes import find_themes
from textmine.causes.themes_features import WordAnalyzer
from textmine.causes.themes_model import STABLE, CauseSegment, ThemeResult, ThemeSettings
from textmine.causes.themes_rows import segments_of_rows
from textmine.jsonl import read_jsonl, write_jsonl
from textmine.lexicon import default_segmenter
from textmine.lexicon.stopwords import stop_words

HERE = Path(__file__).parent
PASSAGES = HERE.parent / "corpora" / "passages"
AUTHORS = ("da", "db", "dc", "dd", "de")
VAGUE = {"generic", "none"}
PEER_TOPICS = 14


def annotate_unseen() -> list[dict[str, Any]]:
    """Annotate each author's file with a coder trained on all other files."""
    from textmine.causes import annotate
    from textmine.causes.build import BuildSettings, build_model
    from textmine.causes.model_data import lost_points, training_files
    from textmine.jsonl import annotation_to_dict

    files = training_files(PASSAGES)
    out = []
    for held in (f for f in files if f.stem in AUTHORS):
        model = build_model([f for f in files if f != held], BuildSettings(inner_folds=False))
        rows = list(read_jsonl(held))
        found = annotate([r["text"] for r in rows], [lost_points(r) for r in rows], model=model)
        out += [
            {"id": r["id"], "text": r["text"], "gold": r["causes"], **annotation_to_dict(a)}
            for r, a in zip(rows, found, strict=True)
        ]
        print(f"annotated {held.stem}", flush=True)
    return out


def score(gold: list[str], themes: list[int]) -> dict[str, float]:
    """AMI and ARI with the primary codes; −1 counts as one more group, and its share is given."""
    kept = [i for i, code in enumerate(gold) if code not in VAGUE]
    codes, found = [gold[i] for i in kept], [themes[i] for i in kept]
    return {
        "themes": len(set(found) - {-1}),
        "ami": round(float(adjusted_mutual_info_score(codes, found)), 3),
        "ari": round(float(adjusted_rand_score(codes, found)), 3),
        "unassigned": round(found.count(-1) / len(found), 3),
    }


def of_result(gold: list[str], result: ThemeResult, seconds: float) -> dict[str, Any]:
    """Score a result of ours, with its own stability panel."""
    panel = result.panel
    stable = sum(t.size for t in result.themes if (t.stability or 0) >= STABLE) / sum(t.size for t in result.themes)
    return {
        **score(gold, [a.theme for a in result.assignments]),
        "seconds": round(seconds, 1),
        "subsample_ami": round(panel.ami or 0, 3),
        "in_stable_themes": round(stable, 3),
    }


def ours(gold: list[str], segments: list[CauseSegment], count: int | None = None) -> dict[str, Any]:
    """Run `find_themes` as shipped."""
    start = time.perf_counter()
    return of_result(gold, find_themes(segments, settings=ThemeSettings(count=count)), time.perf_counter() - start)


def peers(texts: list[str]) -> dict[str, Callable[[], list[int]]]:
    """Return the peers by name: each a function to the topic of every text."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = WordAnalyzer(default_segmenter().cut, stop_words())
    tfidf = TfidfVectorizer(analyzer=words, min_df=2, sublinear_tf=True).fit_transform(texts)
    counts = CountVectorizer(analyzer=words, min_df=2).fit_transform(texts)
    space = normalize(TruncatedSVD(100, random_state=0).fit_transform(tfidf))

    def bertopic() -> list[int]:
        from bertopic import BERTopic

        vectorizer = CountVectorizer(analyzer=words)
        model = BERTopic(embedding_model=None, vectorizer_model=vectorizer, min_topic_size=10)
        return list(model.fit_transform(texts, embeddings=space)[0])

    return {
        "NMF": lambda: NMF(PEER_TOPICS, random_state=0, max_iter=500).fit_transform(tfidf).argmax(1).tolist(),
        "LDA": lambda: (
            LatentDirichletAllocation(PEER_TOPICS, random_state=0, max_iter=50).fit_transform(counts).argmax(1).tolist()
        ),
        "k-means on TF-IDF": lambda: KMeans(PEER_TOPICS, random_state=0, n_init=10).fit_predict(space).tolist(),
        "BERTopic (LSA vectors)": bertopic,
    }


def run_peers(gold: list[str], segments: list[CauseSegment]) -> dict[str, Any]:
    """Score the peers on the concrete passages only: an advantage, for they set nothing aside."""
    kept = [i for i, code in enumerate(gold) if code not in VAGUE]
    out: dict[str, Any] = {}
    for name, run in peers([segments[i].text for i in kept]).items():
        start = time.perf_counter()
        try:
            out[name] = score([gold[i] for i in kept], run()) | {"seconds": round(time.perf_counter() - start, 1)}
        except ImportError as error:
            out[name] = {"skipped": f"not installed: {error.name}"}
    return out


def order_independent(segments: list[CauseSegment]) -> bool:
    """Run twice with shuffled rows and compare."""
    shuffled = segments[:]
    random.Random(1).shuffle(shuffled)
    settings = ThemeSettings(draws=10)
    return find_themes(segments, settings=settings).theme_of() == find_themes(shuffled, settings=settings).theme_of()


def speed(rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """Time themes of many segments, recombined from the clauses of the passages."""
    rng = random.Random(0)
    clauses: dict[str, list[str]] = {}
    for row in rows:
        for segment in row["segments"]:
            if segment["role"] == "cause" and row["causes"][0] not in VAGUE:
                found = [c for c in re.split("(?<=[，。；])", segment["text"]) if c]
                clauses.setdefault(row["causes"][0], []).extend(found)
    codes = sorted(clauses)
    segments = []
    for i in range(number):
        code = rng.choice(codes)
        text = "".join(rng.choice(clauses[code]) for _ in range(rng.randint(1, 4)))
        scores = {c: rng.random() * 0.2 for c in codes} | {code: 0.5 + rng.random() / 2}
        segments.append(CauseSegment(f"f{i // 5}/{i % 5}", text, f"f{i // 5}", (code,), scores))
    start = time.perf_counter()
    cpu = time.process_time()
    result = find_themes(segments)
    return {
        "segments": number,
        "distinct": result.panel.distinct,
        "themes": len(result.themes),
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def markdown(figures: dict[str, Any]) -> str:
    """Return the figures as a page."""
    lines = [
        "# Themes",
        "",
        "Agreement of themes with the primary code of the guideline's annotators, on all passages with a concrete cause"
        f" ({figures['concrete']} of {figures['passages']}). The coder was trained without the author it annotates.",
        "Peers run on the concrete passages only and set nothing aside.",
        "",
        "| method | themes | AMI | ARI | unassigned | AMI over subsamples | in stable themes | s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    columns = ("themes", "ami", "ari", "unassigned", "subsample_ami", "in_stable_themes", "seconds")
    for name, row in figures["methods"].items():
        cells = [row["skipped"]] + [""] * 6 if "skipped" in row else [str(row.get(c, "")) for c in columns]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", f"Same result for shuffled rows: {'yes' if figures['order_independent'] else 'NO'}."]
    if "speed" in figures:
        s = figures["speed"]
        lines += [
            "",
            f"Speed: {s['segments']:,} segments ({s['distinct']:,} distinct) in {s['cpu_seconds']} s of CPU"
            f" on one core ({s['seconds']} s on the clock of a machine shared with other jobs),"
            f" {s['peak_mb']} MB at most, {s['themes']} themes.",
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, help="rows annotated before (written there when absent)")
    parser.add_argument("--speed", type=int, default=0, help="time so many segments instead; adds to themes.json")
    args = parser.parse_args()
    if args.annotations and args.annotations.exists():
        rows = list(read_jsonl(args.annotations))
    else:
        rows = annotate_unseen()
        if args.annotations:
            write_jsonl(rows, args.annotations)
    path = HERE / "themes.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    figures = old | {"speed": speed(rows, args.speed)} if args.speed else old | quality(rows)
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (HERE / "themes.md").write_text(markdown(figures), encoding="utf-8")
    print(markdown(figures))


def quality(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all methods on the annotated rows."""
    gold = [row["gold"][0] for row in rows]
    segments = segments_of_rows(rows)
    plain = [CauseSegment(s.id, s.text, s.form) for s in segments]
    methods: dict[str, Any] = {
        "textmine, default": ours(gold, segments),
        f"textmine, --count {PEER_TOPICS}": ours(gold, segments, count=PEER_TOPICS),
        "textmine, --count 30": ours(gold, segments, count=30),
        "textmine, words only": ours(gold, plain),
        f"textmine, words only, {PEER_TOPICS}": ours(gold, plain, count=PEER_TOPICS),
        "the coder's primary code alone": score(gold, _primary(segments)),
        **run_peers(gold, segments),
    }
    return {
        "passages": len(rows),
        "concrete": int(np.sum([g not in VAGUE for g in gold])),
        "methods": methods,
        "order_independent": order_independent(segments),
    }


def _primary(segments: list[CauseSegment]) -> list[int]:
    names = sorted({s.codes[0] for s in segments} - VAGUE)
    return [names.index(s.codes[0]) if s.codes[0] in names else -1 for s in segments]


if __name__ == "__main__":
    main()
