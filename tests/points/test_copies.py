"""Copied passages are found, different ones are not, and what the copier forgot is named."""

import random

from textmine.points.copies import find_copies, foreign_words

TEXT = "但部分服务由于目前业务层面制约，用户仍需至线下窗口进行现场办理，导致企业群众办事成本有一定的增加。"


def test_identical_and_near():
    """Identical and slightly edited passages are pairs, others are not; short ones never."""
    texts = {
        "a": TEXT,
        "b": TEXT,
        "c": TEXT.replace("成本", "效率"),
        "d": "受疫情影响，培训班未能按计划开办，人数低于目标值，后续将改为线上。",
        "e": "无",
        "f": "无",
    }
    pairs = {(c.first, c.second): c for c in find_copies(texts)}
    assert set(pairs) == {("a", "b"), ("a", "c")}
    assert pairs["a", "b"].ratio == 1.0
    assert pairs["a", "c"].ratio > 0.9
    assert pairs["a", "c"].shared in TEXT


def test_order_does_not_matter():
    """The result does not depend on the order of the passages."""
    texts = {f"p{i}": TEXT.replace("成本", str(i % 7) * 2) for i in range(30)}
    items = list(texts.items())
    random.Random(3).shuffle(items)
    assert find_copies(dict(items)) == find_copies(texts)


def test_many_passages_are_fast_and_apart():
    """Two thousand different passages give no pair (and no quadratic wait)."""
    rng = random.Random(0)
    words = [chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(3000)]
    assert find_copies({str(i): "".join(rng.choices(words, k=60)) for i in range(2000)}) == ()


def test_foreign_words():
    """Only the matter of the other indicator gives a copy away, not its verb."""
    own, other = "提升企业群众办事效率", "节约企业、群众办事成本"
    assert foreign_words(TEXT, own, other) == ("成本",)
    assert foreign_words("不断提升效率", other, own) == ("效率",)
    assert foreign_words("没有", own, other) == ()


def test_a_family_of_texts_is_a_list_of_repeats_not_of_pairs():
    """Twelve passages that differ in a figure are eleven repeats, each of one earlier passage."""
    texts = {f"p{n:02d}": f"因设备采购流标{n}次，进场时间推迟，未能按期完成安装调试。" for n in range(12)}
    found = find_copies(texts)
    assert len(found) == 11
    assert len({copy.second for copy in found}) == 11
    assert all(copy.first < copy.second for copy in found)
