"""The desk: items, the decisions of the coder who sits at it, and what the header says. All that changes is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from textmine.errors import UsageError
from textmine.review.decisions import Decision
from textmine.review.items import Item
from textmine.review.log import Replay, append_decision, mend, read_decisions, replay
from textmine.review.making import make_decision

if TYPE_CHECKING:
    from textmine.causes.agreement_alpha import Alpha
    from textmine.causes.codebook import Codebook

_DRAWS = 200
_OFTEN, _EVERY = 300, 20
"""Up to so many common passages agreement is computed after every decision, beyond that after every twentieth."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Agreement with another coder: passages both coded, equal code sets, Krippendorff's alpha over the sets."""

    name: str
    passages: int
    same: int
    alpha: Alpha


@dataclass(frozen=True, slots=True)
class Progress:
    """What the header shows."""

    total: int
    done: int
    accepted: int
    changed: int
    peers: tuple[Peer, ...]


class Desk:
    """One coder's session over one corpus and one decisions file.

    Parameters
    ----------
    items : tuple of Item
        In printed order.
    book : Codebook
    path : Path
        The decisions file; made with the first decision.
    coder : str
    blind : bool
        Whether the machine's proposals are hidden until a passage is decided.

    Notes
    -----
    Requests come in several threads: whoever reads or changes decisions holds the lock for that moment.
    """

    def __init__(self, items: tuple[Item, ...], book: Codebook, path: Path, coder: str, *, blind: bool = False) -> None:
        self.items = items
        self.by_id: Mapping[str, Item] = {i.id: i for i in items}
        self.book, self.path, self.coder, self.blind = book, path, coder, blind
        self._lock = RLock()
        self._state = self._open()
        self._progress: Progress | None = None
        self._peers: dict[str, Peer] = {}

    def _open(self) -> Replay:
        """Read the decisions so far and mend a file that a crash left with half a line."""
        if not self.path.exists():
            return Replay({}, {}, 0)
        mend(self.path)
        state = replay(read_decisions(self.path))
        _same_texts(self.by_id, state, self.path)
        return state

    @property
    def decisions(self) -> dict[str, Decision]:
        """The coder's decisions by passage, withdrawn ones included."""
        with self._lock:
            return {key: d for (coder, key), d in self._state.latest.items() if coder == self.coder}

    def decide(self, passage: str, sent: Mapping[str, Any]) -> Decision:
        """Check a decision, write it to the disk, and return it.

        Raises
        ------
        KeyError
            No such passage.
        ValueError
            It breaks a rule; nothing is written.
        StoreError
            It could not be written.
        """
        item = self.by_id[passage]
        with self._lock:
            seq = self._state.last_seq + 1
            decision = make_decision(
                item.passage, sent, item.machine, self.book, coder=self.coder, seq=seq, blind=self.blind
            )
            return self._write(decision)

    def undo(self) -> Decision | None:
        """Take back the coder's last decision; return the line that now holds, None where nothing is left to undo."""
        with self._lock:
            done = self._state.done.get(self.coder, ())
            if not done:
                return None
            last = done[-1]
            earlier = next((d for d in reversed(done[:-1]) if d.id == last.id), None)
            seq = self._state.last_seq + 1
            if earlier is None:
                return self._write(replace(last, seq=seq, status="withdrawn", undoes=last.seq))
            return self._write(replace(earlier, seq=seq, undoes=last.seq))

    def progress(self) -> Progress:
        """Return what the header shows; computed once after each decision."""
        with self._lock:
            if self._progress is None:
                self._progress = self._count()
            return self._progress

    def _write(self, decision: Decision) -> Decision:
        append_decision(self.path, decision)
        done = dict(self._state.done)
        mine = done.get(self.coder, ())
        if decision.undoes is None:
            done[self.coder] = (*mine, decision)
        else:
            done[self.coder] = tuple(d for d in mine if d.seq != decision.undoes)
        latest = {**self._state.latest, (decision.coder, decision.id): decision}
        self._state, self._progress = Replay(latest, done, decision.seq), None
        return decision

    def _count(self) -> Progress:
        mine = {key: d for key, d in self.decisions.items() if d.stands and key in self.by_id}
        others: dict[str, dict[str, tuple[str, ...]]] = {"": {i.id: i.machine.causes for i in self.items}}
        for (coder, key), d in self._state.latest.items():
            if coder != self.coder and d.stands:
                others.setdefault(coder, {})[key] = d.causes
        peers = tuple(self._peer(name or "机器", mine, theirs) for name, theirs in sorted(others.items()))
        accepted = sum(d.status == "accepted" for d in mine.values())
        changed = sum(d.status == "changed" for d in mine.values())
        return Progress(len(self.items), len(mine), accepted, changed, tuple(p for p in peers if p.passages))

    def _peer(self, name: str, mine: Mapping[str, Decision], theirs: Mapping[str, tuple[str, ...]]) -> Peer:
        from textmine.causes.agreement_alpha import jaccard, krippendorff

        pairs = [(frozenset(d.causes), frozenset(theirs[key])) for key, d in sorted(mine.items()) if key in theirs]
        same = sum(a == b for a, b in pairs)
        known = self._peers.get(name)
        if known is not None and len(pairs) > _OFTEN and len(pairs) % _EVERY:
            return replace(known, passages=len(pairs), same=same)
        alpha = krippendorff([[pair] for pair in pairs], jaccard, draws=_DRAWS if len(pairs) > 1 else 0)
        self._peers[name] = Peer(name, len(pairs), same, alpha)
        return self._peers[name]


def _same_texts(items: Mapping[str, Item], state: Replay, path: Path) -> None:
    """Refuse to continue a file that was made on other texts: its decisions would land on the wrong passages."""
    wrong = [key for (_, key), d in state.latest.items() if key not in items or items[key].passage.text != d.text]
    if wrong:
        names = ", ".join(dict.fromkeys(wrong[:5]))
        raise UsageError(
            f"{len(wrong)} decisions are on other texts / 有 {len(wrong)} 条记录与当前语料的原文不符: {names}",
            where=str(path),
            hint="choose another file with -o / 请用 -o 另选文件",
        )
