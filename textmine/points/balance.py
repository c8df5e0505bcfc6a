"""The figures of a form or a corpus: possible, scored, lost, and the three places of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from textmine.points.ledger import EXPLAINED, Entry, form_points
from textmine.points.money import ZERO, to_cent
from textmine.records import Form


@dataclass(frozen=True, slots=True)
class Balance:
    """Points in whole cents; ``lost == lost_execution + lost_explained + lost_unexplained`` always.

    Notes
    -----
    The contract knows three places, the ledger more. Everything for which the form gives no reason counts as
    *unexplained* here: rows without a passage or with «无», and also the ledger's ``difference``, ``missing_number``,
    ``bonus`` and ``above_weight`` (the last two with their sign). A form whose printed total does not follow from its
    rows has lost those points without a word, too; the ledger keeps them visible on their own.
    """

    possible: Decimal
    scored: Decimal
    lost: Decimal
    lost_execution: Decimal
    lost_explained: Decimal
    lost_unexplained: Decimal

    def as_floats(self) -> dict[str, float]:
        """Return the object `points` of ``summary.json``."""
        return {name: float(getattr(self, name)) for name in self.__slots__}


def balance(forms: Mapping[str, Form], entries: Iterable[Entry]) -> Balance:
    """Add up the forms given and the ledger entries that belong to them."""
    pairs = [form_points(form) for form in forms.values()]
    possible = to_cent(sum((p for p, _ in pairs), ZERO))
    scored = to_cent(sum((s for _, s in pairs), ZERO))
    mine = [e for e in entries if e.form in forms]
    execution = to_cent(sum((e.points for e in mine if e.bucket == "execution"), ZERO))
    explained = to_cent(sum((e.points for e in mine if e.bucket in EXPLAINED), ZERO))
    lost = possible - scored
    return Balance(possible, scored, lost, execution, explained, lost - execution - explained)


def form_balances(forms: Mapping[str, Form], entries: Iterable[Entry]) -> dict[str, Balance]:
    """Return one balance a form, in the order of `forms`."""
    by_form: dict[str, list[Entry]] = {key: [] for key in forms}
    for entry in entries:
        by_form[entry.form].append(entry)
    return {key: balance({key: form}, by_form[key]) for key, form in forms.items()}
