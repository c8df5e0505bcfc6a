"""Layout text as a raster: words with their place in characters, and the labels found among them by their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textmine.forms.plaintext import vocabulary as words
from textmine.forms.plaintext.tokens import TextLine, Token, display_width, is_open, merge_spaced

_ADDITION = re.compile(r"^[\dAB/.分%万元权重年度()（）]{1,8}$")
_CLOSING = re.compile(r"^[^(（\d]{0,4}[)）]$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One word of layout text.

    Attributes
    ----------
    line : int
        The number of its printed line, empty lines included.
    x0, x1 : int
        Its first character and the one after its last: the tools that lay text out count characters, not widths.
    gap : int
        Blanks before it.
    hint : str
        The column it must be in, where its words tell it without its place.
    """

    text: str
    line: int
    x0: int
    x1: int
    gap: int
    page: int | None
    hint: str = ""

    @property
    def centre(self) -> float:
        """The middle of its printed width."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in the raster: its name, the lines it stands on, where."""

    name: str
    role: str
    first: int
    last: int
    x: float
    atoms: tuple[Atom, ...]

    @property
    def middle(self) -> float:
        """Its middle line."""
        return (self.first + self.last) / 2


def is_layout(lines: Sequence[TextLine]) -> bool:
    """Whether the text was laid out by blanks: many lines with wide gaps inside, or indented."""
    wide = sum(1 for line in lines if re.search(r"\S {3,}\S", line.text))
    return wide >= 8 and wide >= 0.25 * len(lines)


def atoms_of(lines: Iterable[TextLine], numbers: Sequence[int]) -> list[Atom]:
    """Split lines into words with their places; `numbers` gives each line its vertical place."""
    out: list[Atom] = []
    for line, number in zip(lines, numbers, strict=True):
        end = 0
        words_: list[tuple[str, int, int, int]] = []
        for match in re.finditer(r"\S+", line.text):
            gap = match.start() - end
            if (
                words_
                and ((gap <= 8 and _CLOSING.match(match[0])) or (gap <= 1 and _closes(words_[-1][0], match[0])))
                and (is_open(words_[-1][0]) or words_[-1][0].endswith("(/"))
            ):
                last = words_.pop()
                words_.append((f"{last[0]} {match[0]}", last[1], match.end(), last[3]))
            else:
                words_.append((match[0], match.start(), match.end(), gap))
            end = match.end()
        out += _spaced(_closed_up(words_), number, line.page)
    return out


def _closes(first: str, second: str) -> bool:
    """Whether two words of a line close a bracket that the first one opened: 系统可用率（ | ≥99.9%为满分）."""
    return not is_open(first + second) and second.endswith((")", "）")) and "(" not in second and "（" not in second


def _closed_up(found: Sequence[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Put words together that were set with a blank between their letters: ``主 管 部 门``."""
    out: list[tuple[str, int, int, int]] = []
    k = 0
    while k < len(found):
        end = k + 1
        while end < len(found) and _lone(found[end]) and _lone(found[k]) and found[end][3] == found[k + 1][3] <= 3:
            end += 1
        if end - k >= 3:
            out.append(("".join(w[0] for w in found[k:end]), found[k][1], found[end - 1][2], found[k][3]))
        else:
            out += found[k:end]
        k = end
    return out


def _lone(word: tuple[str, int, int, int]) -> bool:
    return len(word[0]) == 1 and "\u4e00" <= word[0] <= "\u9fff"


def _spaced(found: Sequence[tuple[str, int, int, int]], number: int, page: int | None) -> list[Atom]:
    """Put prose together that was spaced around its numbers, as in `merge_spaced`, where the blanks are single."""
    tokens = [Token(text, "space" if gap == 1 and n else "line", page) for n, (text, _, _, gap) in enumerate(found)]
    out: list[Atom] = []
    i = 0
    for token in merge_spaced(tokens):
        size, text = 0, ""
        while text != token.text:
            text = f"{text} {found[i + size][0]}".strip()
            size += 1
        out.append(Atom(token.text, number, found[i][1], found[i + size - 1][2], found[i][3], page))
        i += size
    return out


def find_labels(atoms: Sequence[Atom], names: frozenset[str], *, reach: int = 3, slack: float = 4.0) -> list[Label]:
    """Find labels among words: whole ones, and those that a narrow column broke over lines below each other."""
    used: set[int] = set()
    out: list[Label] = []
    for i in range(len(atoms)):
        if i in used:
            continue
        chain = _chain(atoms, i, names, used, reach, slack)
        if chain:
            used |= set(chain)
            parts = tuple(atoms[k] for k in chain)
            text = "".join(words.squeeze(p.text) for p in parts)
            out.append(
                Label(text, words.role_of(text) or "level", parts[0].line, parts[-1].line, _middle(parts), parts)
            )
    return out


def _middle(parts: Sequence[Atom]) -> float:
    return sum(p.centre for p in parts) / len(parts)


def _chain(
    atoms: Sequence[Atom], start: int, names: frozenset[str], used: set[int], reach: int, slack: float
) -> list[int]:
    """Return the indices of the words that print one name, beginning with `start`; the longest name wins."""
    text = words.squeeze(atoms[start].text)
    state = words.match(text, names)
    best = [start] if state == "whole" else []
    if not state:
        return best
    chain, last = [start], atoms[start]
    for k in range(start + 1, len(atoms)):
        atom = atoms[k]
        over = 0 if atom.page == last.page else 10
        if atom.line > last.line + reach + over or len(chain) > 14:
            break
        near = abs(atom.centre - _middle([atoms[c] for c in chain])) <= slack or (
            atom.line == last.line and atom.gap <= 1 and atom.x0 - last.x1 <= 1
        )
        piece = words.squeeze(atom.text)
        if is_open(text) and not _ADDITION.match(piece):
            continue
        longer = text + piece
        state = words.match(longer, names)
        if k in used or not near or not state:
            continue
        chain, text, last = [*chain, k], longer, atom
        if state == "whole":
            best = list(chain)
    return best


def without(atoms: Sequence[Atom], labels: Iterable[Label]) -> list[Atom]:
    """Return the words that belong to none of the labels."""
    taken = {id(a) for label in labels for a in label.atoms}
    return [a for a in atoms if id(a) not in taken]


def width_of(atoms: Sequence[Atom]) -> int:
    """Return the printed width of the words of one line, single blanks between them."""
    return display_width(" ".join(a.text for a in atoms))


def mend_numbers(atoms: Sequence[Atom]) -> list[Atom]:
    """Join marks that a very narrow column broke: ``10. | 00``, ``6.0 | 0``, ``8.55 | 分``."""
    out = list(atoms)
    gone: set[int] = set()
    for i, atom in enumerate(out):
        match = re.fullmatch(r"\d{1,3}(?:(\.)(\d{0,2}))?", atom.text)
        if not match or i in gone:
            continue
        rest = r"\d\d" if match[2] == "" else r"0|分" if match[2] and len(match[2]) == 1 else "分"
        for k in range(i + 1, min(i + 40, len(out))):
            below = out[k]
            if below.line > atom.line + 1:
                break
            near = below.line == atom.line + 1 and abs(below.centre - atom.centre) <= 2.5
            if near and k not in gone and re.fullmatch(rest, below.text):
                gone.add(k)
                out[i] = replace(atom, text=atom.text + below.text)
                break
    return [a for i, a in enumerate(out) if i not in gone]
