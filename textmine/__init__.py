"""textmine: from published self-evaluation forms (财政项目支出绩效自评表) to the causes of lost points.

Examples
--------
>>> import textmine as tm
>>> corpus = tm.read("corpora/shanghai-bigdata-2024")  # doctest: +SKIP
>>> study = tm.analyse(corpus)  # doctest: +SKIP
>>> study.causes  # doctest: +SKIP
>>> study.report("out")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.causes import annotate as annotate
    from textmine.corpus import Corpus as Corpus
    from textmine.corpus.reading import read as read
    from textmine.corpus.study import Study as Study
    from textmine.corpus.study import analyse as analyse

__version__ = "0.1.0"
__all__ = ["Corpus", "Study", "__version__", "analyse", "annotate", "read"]

_HOMES = {
    "read": "textmine.corpus.reading",
    "Corpus": "textmine.corpus.model",
    "Study": "textmine.corpus.study",
    "analyse": "textmine.corpus.study",
    "annotate": "textmine.causes",
}


def __getattr__(name: str) -> object:
    # Names are loaded on first use: `import textmine` itself must not wait for pandas or scikit-learn.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
