"""The table of causes of a store that no memory holds: annotated and counted shard by shard, where an executor runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.corpus.executors import Executor, LocalExecutor
from textmine.errors import TextmineError
from textmine.records import Failure, Form

if TYPE_CHECKING:
    import pandas as pd

    from textmine.causes.codebook import Codebook
    from textmine.corpus.store.layout import Manifest

Sums = dict[str, Fraction]
Units = dict[str, int]
_RESAMPLED = 1000  # the bootstrap draws so many blocks of forms where there are more forms


@dataclass(frozen=True, slots=True)
class Tally:
    """What some forms add to the table; tallies of disjoint forms add up exactly, in any order.

    Attributes
    ----------
    forms, passages : int
        Counted.
    equal, full : dict of str to Fraction
        Points of each code, shared among the codes of a passage or not.
    named_in, stated : Counter of str
        Forms and passages that name each code.
    units : dict of int to dict
        Shared points of each code by unit of resampling.
    """

    forms: int = 0
    passages: int = 0
    equal: Sums = field(default_factory=dict)
    full: Sums = field(default_factory=dict)
    named_in: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    units: dict[int, Sums] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both."""
        units = {u: _sum(self.units.get(u, {}), other.units.get(u, {})) for u in {**self.units, **other.units}}
        return Tally(
            self.forms + other.forms,
            self.passages + other.passages,
            _sum(self.equal, other.equal),
            _sum(self.full, other.full),
            self.named_in + other.named_in,
            self.stated + other.stated,
            units,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One bucket of a store: its shards, the names of its contents, and the unit of resampling of each form."""

    store: Path
    manifest: Manifest
    names: Mapping[str, tuple[str, ...]]
    units: Units


def count_causes(
    store: str | Path, executor: Executor | None = None, *, codebook: Codebook | None = None, seed: int = 0
) -> tuple[pd.DataFrame, Tally]:
    """Annotate and count what a store holds; one bucket at a time is in the memory of a worker, none in ours.

    Parameters
    ----------
    store : path
        The store, or the corpus folder that it lies in; brought up to date before (``textmine add``).
    executor : Executor, optional
        Where buckets are counted; in this process by default. The workers need the store under the same path.
    codebook : Codebook, optional
        ``causes16.v1`` by default.
    seed : int
        Of the bootstrap.

    Returns
    -------
    (DataFrame, Tally)
        The table that `Study.causes` gives for the same forms, and the sums behind it.

    Raises
    ------
    StoreError
        There is no store, or it is damaged.
    TextmineError
        A bucket could not be counted: a sum without it would be wrong.
    """
    from textmine.causes import load_codebook

    book = codebook or load_codebook()
    total = Tally()
    for found in (executor or LocalExecutor()).map(partial(tally, codebook=book), jobs_of(Path(store)), name=_name):
        if isinstance(found, Failure):
            raise TextmineError(found.error, where=found.source, hint=found.hint)
        total += found
    return table_of(total, book, seed), total


def table_of(total: Tally, book: Codebook, seed: int) -> pd.DataFrame:
    """Return the table of causes of a tally, with intervals by resampling its units."""
    import numpy as np

    from textmine.corpus.study_frames import causes_table

    equal = dict(sorted(total.equal.items(), key=lambda item: (-item[1], item[0])))
    matrix = np.zeros((min(total.forms, _RESAMPLED), len(equal)))
    for unit, sums in total.units.items():
        matrix[unit] = [float(sums.get(code, 0)) for code in equal]
    return causes_table(equal, total.full, total.stated, total.named_in, matrix, book, seed)


def jobs_of(store: Path) -> Iterator[Job]:
    """Yield the buckets of a store that was checked."""
    from textmine.corpus.store.load import checked_store, stored_names

    store, manifest = checked_store(store)
    names: dict[str, dict[str, tuple[str, ...]]] = {}
    ids: dict[str, list[str]] = {}
    for source, key, forms in stored_names(store, manifest):
        own = names.setdefault(key[: manifest.prefix] or "all", {})
        own[key] = (*own.get(key, ()), source)
        ids[source] = [f"{source}#{n}" for n in range(1, forms + 1)]
    unit = {form: i % _RESAMPLED for i, form in enumerate(sorted(form for forms in ids.values() for form in forms))}
    for bucket, own in sorted(names.items()):
        shards = tuple(s for s in manifest.shards if s.bucket == bucket and s.table != "files")
        units = {form: unit[form] for sources in own.values() for source in sources for form in ids[source]}
        yield Job(store, replace(manifest, shards=shards), own, units)


def tally(job: Job, codebook: Codebook) -> Tally:
    """Annotate and count the forms of one bucket."""
    from textmine.corpus.coding import code_passages
    from textmine.corpus.info import CorpusInfo
    from textmine.corpus.model import Corpus
    from textmine.points.claims import build_claims

    corpus = Corpus(CorpusInfo("bucket"), dict(sorted(_forms(job))))
    coding = code_passages(corpus, codebook=codebook)
    equal, full, units = Sums(), Sums(), dict[int, Sums]()
    stated, named = Counter[str](), set[tuple[str, str]]()
    for claim in build_claims(coding.ledger, coding.annotations):
        own = units.setdefault(job.units[claim.form], {})
        for code in claim.causes:
            part = claim.lost / len(claim.causes)
            equal[code] = equal.get(code, Fraction(0)) + part
            full[code] = full.get(code, Fraction(0)) + claim.lost
            own[code] = own.get(code, Fraction(0)) + part
            stated[code] += 1
            named.add((claim.form, code))
    named_in = Counter(code for _, code in named)
    return Tally(len(corpus.forms), len(corpus.passages), equal, full, named_in, stated, units)


def _forms(job: Job) -> Iterator[tuple[str, Form]]:
    from textmine.corpus.store.load import renamed
    from textmine.corpus.store.readings import from_tables
    from textmine.corpus.store.shards import load_bucket

    bucket = job.manifest.shards[0].bucket
    first = {key: names[0] for key, names in job.names.items()}
    for key, _, found in from_tables(load_bucket(job.store, job.manifest, bucket), first):
        for name in job.names.get(key, ()):
            yield from ((f"{name}#{n}", form) for n, form in enumerate(renamed(found, name).forms, 1))


def _sum(one: Sums, other: Sums) -> Sums:
    return {code: one.get(code, Fraction(0)) + other.get(code, Fraction(0)) for code in {**one, **other}}


def _name(job: Job) -> str:
    return f"{job.store} {job.manifest.shards[0].bucket}"
