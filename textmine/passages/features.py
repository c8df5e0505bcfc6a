"""What a piece shows of its role: its own words, cues of time and logic, its place, and its neighbours.

Features are plain strings; the sequence model keeps a dictionary of those it has learned. Everything is computed in one
pass over the pieces, because "后续" in one piece makes measures of those that follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.passages.pieces import Piece

CUES: dict[str, str] = {
    "future": r"后续|下一步|下步|今后|接下来|往后|以后|明年|次年|下一?年度?|来年|未来|届时|20\d\d年起|自20\d\d年|下半年将|一季度|二季度",
    "will": r"将(?!近|军|来)|拟(?!合|定的)|建议|计划(?:于|在|[一-龥]{0,4}(?:增|建|修|新))|争取|力争|确保|准备|打算|预计.{0,8}(?:完成|投用|底前)|(?:底|月|日|季度|年)前",
    "action": r"加强|完善|强化|优化|健全|推动|推进|加快|加大|提高|提升|督促|落实|协调|修订|印发|制定|建立|改为|改成|增设|增配|纳入|列入|约谈|通报|扣减|组织|开展|研究|细化|明确|改进|引入|探索|补齐|调整|压实|会同|对接|责成|倒排|由.{1,8}牵头|签订?了?补充协议|商定|谈定|讲定|说好",
    "done": r"^(?:目前|现|事后|眼下)?已(?:经)?[^有]|已(?:启动|完成|要求|与|同|请|向|组织|责令|约谈|列入|修订|建立|补)|现已|目前已|业已|正在|正会同|正与",
    "measure_label": r"(?:改进|整改|应对|对应|解决|采取)(?:措施|办法|意见)?[：:]|(?:改进|整改|应对|下步|下一步)(?:措施|打算|计划|工作|安排)|针对(?:上述|以上|这|该|存在)|为此|对此|整改|改进[：:]|办法是|^采取",
    "cause_label": r"(?:偏差|主要|未完成|扣分)?(?:原因|问题)(?:分析|如下|是|在于|有|为|：|:)|存在(?:的)?(?:主要)?问题|扣分(?:系|在于|主要|集中|原因)|问题出在|卡在|根子",
    "cause_cue": r"因(?!此|而|素)|由于|受.{0,16}(?:影响|制约|限制|冲击|波及)|鉴于|之所以|系|源于|一是|二是|三是|一方面|另一方面|加之|加上|此外|另外|其中|除.{0,8}外|归因",
    "lack": r"不足|不够|不强|不高|不到位|不及时|不完善|不健全|不规范|不充分|不清|不明|不严|不一|不齐|缺乏|缺少|缺失|缺口|欠缺|薄弱|滞后|偏低|偏高|偏少|偏大|偏粗|较低|较少|较慢|较粗|落后|老化|老旧|陈旧|有限|困难|难以|未(?!来)|没有|没(?!收)|无法|不能|仅|只(?!要)|尚|仍|短板|差距|瓶颈|障碍|故障|有待|待(?:加强|提高|完善|健全)|空间",
    "effect_cue": r"导致|造成|致使|使得|以致|从而|因此|因而|由此|故(?!障|意|事)|于是|受此影响|结果|影响了|引起|拖累|使.{1,10}(?:延|降|低|高|增|减)|形成.{0,6}(?:结余|缺口)",
    "outcome": r"未(?:能)?(?:达到|达成|完成|如期|按期|按时|实现|开工|投用|验收|通过|达标)|低于|高于|超过|超出|仅(?:为|完成|达|占|有)|只(?:完成|有|能)|延(?:至|期|后|迟)|推迟|顺延|结转|不及|少于|差.{0,4}个百分点|占.{0,8}%|完成率|实际(?:完成|值|为)?|比(?:目标|计划|年初)|平均|全年|年底|年末|截至|截止",
    "achieve": r"已(?:完成|建成|全部|按|达到|实现|形成|建立|基本)|全部(?:完成|到位|建成)|圆满|顺利|较为健全|较好|良好|平稳|有序|成效|提高到|提升至|优于|位居|前列|高于去年|得到|肯定|覆盖(?:全面|率达)|运行正常|总体|自.{2,24}以来",
    "concede": r"^虽|虽然|尽管|虽说",
    "but": r"^但|^然而|^不过|^只是|^可(?!以|能)|^却|但是|但也要看到|但",
    "none": r"^(?:无|/|—+|-+|无偏差|不适用|已完成|无偏差情况|按计划完成|详见附件\d*|同上|不涉及)[。.]?$|^无$|无偏差|不适用|详见",
    "number_in": r"\d",
    "percent": r"%|％|百分点|成(?:$|，|。)|倍",
    "past_year": r"上年|去年|往年|同期|年初|年中|上半年|\d{1,2}月",
    "wish": r"(?:有待|仍需|还需|尚需|需要?)(?:进一步|不断|持续|继续)?|提升空间|一定差距|永无止境",
    "item": r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）.、]|[①②③④⑤⑥⑦⑧⑨]|第?[一二三四五六]是?[、，,])",
    "so_that": r"以(?:便|确保|适应|提升|防|免|满足)|防止|避免|逐步|力度",
    "obey": r"要求|每(?:月|季|周|年|半年|日)|定期|不(?:少于|低于)|一律|逐(?:一|条|户|家|项)",
}
"""Named families of cues: general Chinese of explanations, not phrases of single passages."""

_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in CUES.items())
_LASTING = frozenset(("future", "will", "measure_label", "cause_label", "concede", "but", "effect_cue", "done", "wish"))
_PROMISE = frozenset(("future", "will", "measure_label", "done"))
_SENTENCE_END = frozenset("。！？!?.\n")


def _cues(text: str) -> list[str]:
    return [name for name, pattern in _COMPILED if pattern.search(text)]


def _last_mark(text: str) -> str:
    body = text.rstrip(" \t\n”」』）)'\"")
    return body[-1] if body and not body[-1].isalnum() else "_"


def _mask(text: str) -> str:
    """Digits to 0, so that figures of one passage do not look like words of another."""
    return re.sub(r"\d+(?:[.,]\d+)*", "0", text)


def _own(text: str, longest: int) -> list[str]:
    body = "^" + _mask(text) + "$"
    n = len(body)
    return [f"g{body[i : i + k]}" for k in range(2, longest + 1) for i in range(n - k + 1)]


def _edges(prefix: str, text: str) -> list[str]:
    body = _mask(text).lstrip()
    return [f"{prefix}{body[:k]}" for k in (1, 2, 3)]


def sequence_features(pieces: Sequence[Piece], longest: int = 4) -> list[list[str]]:
    """Describe every piece of one passage by string features.

    Parameters
    ----------
    pieces : sequence of Piece
        The pieces of one passage, in order.
    longest : int
        The longest character n-gram.

    Returns
    -------
    list of list of str
        One list of features a piece.
    """
    cues = [_cues(piece.text) for piece in pieces]
    marks = [_last_mark(piece.text) for piece in pieces]
    places = _sentence_places(marks)
    seen: set[str] = set()
    sentence: set[str] = set()
    out = []
    for i, piece in enumerate(pieces):
        before = marks[i - 1] if i else "^"
        if before in _SENTENCE_END or before == "^":
            sentence = set()
        row = _own(piece.text, longest)
        row += [f"c:{c}" for c in cues[i]]
        row += [f"s:{c}" for c in sorted(sentence)] + [f"a:{c}" for c in sorted(seen)]
        row += _edges("b", piece.text)
        row += _place(i, len(pieces), piece.text, before, marks[i]) + places[i]
        row += [f"{place}&{c}" for place in places[i][:4] for c in cues[i]]
        tail = _before_measure(cues, i)
        row += [f"t:{tail}{places[i][0]}"] + [f"t:{tail}{places[i][0]}&{c}" for c in cues[i]]
        row += _neighbours(pieces, cues, marks, i)
        row += [f"x:{c}&{before in _SENTENCE_END}" for c in cues[i]]
        out.append(row)
        lasting = [c for c in cues[i] if c in _LASTING]
        seen.update(lasting)
        sentence.update(cues[i])
    return out


def _before_measure(cues: list[list[str]], i: int) -> str:
    """Whether a promise begins after this piece (M), nothing follows (E), or something else does (-)."""
    if i + 1 == len(cues):
        return "E"
    return "M" if _PROMISE.intersection(cues[i + 1]) else "-"


def _sentence_places(marks: Sequence[str]) -> list[list[str]]:
    """For every piece: first, inner, last or only piece of its sentence; which sentence, from the front and the end."""
    number = []
    current = 0
    for mark in marks:
        number.append(current)
        current += mark in _SENTENCE_END
    total = number[-1] + 1 if number else 0
    out = []
    for i, own in enumerate(number):
        opens = i == 0 or number[i - 1] != own
        closes = i + 1 == len(number) or number[i + 1] != own
        kind = ("only" if closes else "opens") if opens else ("closes" if closes else "inner")
        front, back = min(own, 2), min(total - 1 - own, 2)
        out.append([f"k:{kind}", f"sb:{back}", f"sf:{front}", f"kb:{kind}{back}", f"kf:{kind}{front}", f"st:{min(total, 4)}{front}{kind}"])
    return out


def boundary_kinds(pieces: Sequence[Piece]) -> list[int]:
    """Return what lies before each piece: 0 the beginning, 1 a sentence end, 2 a semicolon, 3 a comma, 4 anything else."""
    marks = ["^", *(_last_mark(piece.text) for piece in pieces[:-1])]
    return [0 if m == "^" else 1 if m in _SENTENCE_END else 2 if m in "；;" else 3 if m in "，," else 4 for m in marks]


BOUNDARY_KINDS = 5


def _place(i: int, count: int, text: str, before: str, mark: str) -> list[str]:
    row = ["bias", f"m:{mark}", f"p:{before}", f"pm:{before}{mark}", f"i:{min(i, 3)}", f"r:{min(count - 1 - i, 3)}"]
    row.append(f"n:{min(count, 6)}")
    row.append(f"len:{min(len(text) // 6, 6)}")
    if i == 0:
        row.append(f"first&{mark}&{count == 1}")
    return row


def _neighbours(pieces: Sequence[Piece], cues: list[list[str]], marks: list[str], i: int) -> list[str]:
    row = []
    if i:
        row += [f"-1:{c}" for c in cues[i - 1]] + _edges("-1", pieces[i - 1].text)
    if i + 1 < len(pieces):
        row += [f"+1:{c}" for c in cues[i + 1]] + _edges("+1", pieces[i + 1].text)
        row += [f"+1{marks[i]}:{c}" for c in cues[i + 1]]
    if i + 2 < len(pieces):
        row += [f"+2:{c}" for c in cues[i + 2]]
    return row
