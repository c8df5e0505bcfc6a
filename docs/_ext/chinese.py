"""Line ends between Chinese characters are no blanks: a source line may end anywhere in a sentence."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_ENDS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef，。；：、！？「」（）《》—…]$")
_BEGINS = re.compile(r"^[\u2e80-\u9fff\uff00-\uffef，。；：、！？「」（）《》—…]")


class CloseGaps(SphinxTransform):
    """Take out the line ends that stand between two Chinese characters."""

    default_priority = 800

    def apply(self, **_: object) -> None:
        """Go through the texts of the page in order."""
        for parent in list(self.document.findall(nodes.TextElement)):
            children = list(parent.children)
            for before, gap, after in zip(children, children[1:], children[2:], strict=False):
                broken = isinstance(gap, nodes.Text) and gap.astext() == "\n"
                if broken and _ENDS.search(before.astext()) and _BEGINS.search(after.astext()):
                    parent.remove(gap)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transform."""
    app.add_transform(CloseGaps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
