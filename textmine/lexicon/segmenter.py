"""Chinese words by jieba, in a tokenizer of our own: lazy, quiet, thread-safe, with domain terms that come out whole.

jieba's global tokenizer stays untouched, so that a user's own jieba settings and ours never mix.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from textmine.lexicon.terms import Term, load_terms, not_whole

_HAN = "\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GAP = re.compile(rf"(?<=[{_HAN}])[\s\u00a0\u3000\u200b\ufeff]+(?=[{_HAN}])")
_RAISES = 6


class Token(NamedTuple):
    """A word and where it stands: ``text[start:end]`` is the word, but for blanks inside it."""

    word: str
    start: int
    end: int


@runtime_checkable
class Segmenter(Protocol):
    """Anything that cuts a text into words."""

    def cut(self, text: str) -> list[str]:
        """Return the words of a text in order, without blanks."""
        ...


class JiebaSegmenter:
    """jieba with domain terms.

    Parameters
    ----------
    terms : iterable of Term, optional
        Words that must come out whole; our dictionary by default.
    hmm : bool
        Whether jieba guesses unknown words from single characters.
    cache_folder : Path, optional
        Where jieba keeps its prefix dictionary; the user's cache folder by default. Where it cannot be written,
        jieba builds the dictionary anew each time, which takes a second.

    Examples
    --------
    >>> JiebaSegmenter().cut("长效机制不健全")
    ['长效机制', '不', '健全']
    """

    def __init__(
        self, terms: Iterable[Term] | None = None, *, hmm: bool = True, cache_folder: Path | None = None
    ) -> None:
        self.hmm = hmm
        self._terms = None if terms is None else tuple(terms)
        self._folder = cache_folder
        self._lock = threading.Lock()
        self._tokenizer: Any = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave lock and dictionary behind: they are rebuilt on first use."""
        return {"hmm": self.hmm, "_terms": self._terms, "_folder": self._folder}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the settings only."""
        self.__dict__.update(state, _lock=threading.Lock(), _tokenizer=None)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The domain terms in use."""
        if self._terms is None:
            self._terms = load_terms()
        return self._terms

    def cut(self, text: str) -> list[str]:
        """Return the words in order; blanks between Han characters do not part words, other blanks are dropped."""
        return [token.word for token in self.tokens(text)]

    def tokens(self, text: str) -> list[Token]:
        """Return the words with their places in the text as given."""
        plain, origin = close_gaps(text)
        out = []
        at = 0
        for word in self._ready().cut(plain, HMM=self.hmm):
            end = at + len(word)
            if not word.isspace():
                out.append(Token(word, origin[at], origin[end - 1] + 1))
            at = end
        return out

    def broken_terms(self) -> tuple[str, ...]:
        """Return the domain terms that do not come out whole: a dictionary without effect is a silent fault."""
        return not_whole(self.terms, self.cut)

    def _ready(self) -> Any:  # noqa: ANN401 - jieba has no types
        if self._tokenizer is None:
            with self._lock:
                if self._tokenizer is None:
                    self._tokenizer = _load(self.terms, self._folder)
        return self._tokenizer


def close_gaps(text: str) -> tuple[str, Sequence[int]]:
    """Remove blanks between Han characters; the second value maps each remaining character to its old place.

    Examples
    --------
    >>> close_gaps("机 制 ok 不")
    ('机制 ok 不', [0, 2, 3, 4, 5, 6, 7])
    """
    if not _GAP.search(text):
        return text, range(len(text))
    gone = {i for gap in _GAP.finditer(text) for i in range(*gap.span())}
    kept = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in kept), kept


def _load(terms: tuple[Term, ...], folder: Path | None) -> Any:  # noqa: ANN401
    import logging

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own syntax and pkg_resources warnings are not the user's business
        import jieba

    logging.getLogger("jieba").setLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    place = _cache_folder(folder)
    if place is not None:
        tokenizer.tmp_dir = str(place)
        tokenizer.cache_file = "jieba.cache"
    tokenizer.initialize()
    for term in terms:
        tokenizer.add_word(term.text, term.freq, term.pos)
    _make_whole(tokenizer, terms)
    return tokenizer


def _cache_folder(folder: Path | None) -> Path | None:
    from platformdirs import user_cache_path

    place = folder or user_cache_path("textmine", appauthor=False)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only disk: jieba tries the temporary folder, then works without a cache
        return None
    return place


def _make_whole(tokenizer: Any, terms: tuple[Term, ...]) -> None:  # noqa: ANN401
    """Raise the frequency of terms that lose against their parts; terms added later may have undone earlier ones."""
    for _ in range(_RAISES):
        lost = [t for t in terms if tokenizer.lcut(t.text) != [t.text]]
        if not lost:
            return
        for term in lost:
            tokenizer.add_word(term.text, max(tokenizer.FREQ.get(term.text, 0), 10) * 10, term.pos)


@cache
def default_segmenter() -> JiebaSegmenter:
    """Return the segmenter with our domain terms; one for the process, loaded on first use."""
    return JiebaSegmenter()
