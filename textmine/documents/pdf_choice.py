"""Which pages can hold a form: a test of their words at the speed of the PDF engine."""

from __future__ import annotations

import re

from textmine.documents.cleanup import clean_text

REACH = 3
"""Pages read after a page that speaks of indicators: continuations of a long cell may hold none of the words."""

BEHIND = 2
"""Pages read behind such a page whatever they say: one cell may fill a page, and the next row has words of its own."""

_TOPIC = re.compile("绩效|自评|指标")
_COLUMNS = re.compile("分值|权重|得分|评分|分数|完成值|指标值|目标值|实际值|完成情况|偏差|执行率|级指标|扣分|满意度")
_LEVELS = re.compile("(数量|质量|时效|产出|效益|满意度|成本|影响)指标")
_MORE = re.compile("指标|得分|总分|合计|满意|效益|产出|成本|改进|措施|等级")
_TWICE = re.compile(r"(.)\1")  # fake bold
_PLAIN = re.compile(r"[\u4e00-\u9fff\x00-\x7f]+")


class PageChoice:
    """Tells page after page whether to read it; remembers how far the last page of a form lies back.

    Never leaves out a page that may hold a form or the rest of one; pages without any text are read too, since they
    may be scans.
    """

    def __init__(self) -> None:
        self._since = REACH + 1

    def wants(self, text: str) -> bool:
        """Whether the next page, with this text, is to be read."""
        words = "".join(clean_text(text).split())
        if len(words) < 20 or _strange(words):
            return True
        if _speaks_of_forms(words) or _shattered(text, words):
            self._since = 0
            return True
        once = _TWICE.sub(r"\1", words)
        if _speaks_of_forms(once):
            self._since = 0
            return True
        self._since += 1
        if self._since <= REACH and set(words) >= set("指标") and _COLUMNS.search(once):
            self._since = 0  # words of the topic torn apart, right behind a page of a form
            return True
        if _MORE.search(words) and self._since <= REACH:
            return True
        return self._since <= BEHIND


def _speaks_of_forms(words: str) -> bool:
    return bool(_LEVELS.search(words) or (_TOPIC.search(words) and _COLUMNS.search(words)))


def _strange(words: str) -> bool:
    """Whether the text may be no text at all (fonts without Unicode maps): then it is for the quality gate to judge."""
    if "(cid:" in words:
        return True
    return len(_PLAIN.sub("", words)) > 0.4 * len(words)


def _shattered(text: str, words: str) -> bool:
    """Return whether a header may be there whose characters were drawn in such disorder that its words are torn."""
    letters = set(words)
    return (
        text.count("\n") > 0.08 * len(text)
        and letters >= set("指标")
        and (letters >= set("分值") or letters >= set("得分"))
    )
