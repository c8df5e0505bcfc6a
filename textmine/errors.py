"""One family of exceptions for users: what was wrong, where, and what to do about it."""

from __future__ import annotations


class TextmineError(Exception):
    """The root of all errors a user can meet.

    Parameters
    ----------
    message : str
        What was wrong, with the value received.
    where : str, optional
        The place: file, page, row, column, as far as known.
    hint : str, optional
        What to do.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """All three parts in one line, for the terminal."""
        place = f"{self.where}: " if self.where else ""
        hint = f" → {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the keywords, so that errors cross process borders whole."""
        return _rebuild, (type(self), self.message, self.where, self.hint)


def _rebuild(kind: type[TextmineError], message: str, where: str, hint: str) -> TextmineError:
    return kind(message, where=where, hint=hint)


class UsageError(TextmineError):
    """A wrong option, path or setting (exit code 1)."""


class DocumentError(TextmineError):
    """A file that cannot be read: broken, encrypted, not a supported format, over a limit."""


class ExtraMissingError(TextmineError):
    """An optional dependency is needed; the hint names the extra to install."""


class ConfigError(TextmineError):
    """A settings file (layout, codebook, lexicon, corpus.toml) is wrong; lists every problem at once."""


class StoreError(TextmineError):
    """A store that is in use, cannot be written, or is of a version that this textmine does not know."""
