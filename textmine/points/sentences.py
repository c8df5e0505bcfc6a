"""The sentences of notices, in Chinese and English, filled with the same facts."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "duplicate_form": (
        "与 {source} 中的一张表项目、年度、指标和得分完全相同，合计中计了两次",
        "same project, year, indicators and scores as a form in {source}; counted twice in the totals",
    ),
    "no_word": (
        "「{item}」失 {points} 分（{score}/{weight}），无任何说明",
        "'{item}' lost {points} ({score}/{weight}), without a word",
    ),
    "empty_word": (
        "「{item}」失 {points} 分（{score}/{weight}），说明栏未写实质内容",
        "'{item}' lost {points} ({score}/{weight}); the explanation says nothing",
    ),
    "without_loss": ("写有偏差原因，但该行没有失分", "names a cause, but the row lost no points"),
    "no_measure": ("说明了偏差情况，没有写改进措施", "explains the deviation, promises nothing"),
    "proportional_scoring": (
        "「{item}」得分 {score} = 分值 {weight} × {percent}",
        "'{item}': score {score} = weight {weight} × {percent}",
    ),
    "target_met_points_lost": (
        "「{item}」指标值 {target}，实际 {actual}，已达标，得 {score}/{weight}",
        "'{item}': target {target}, actual {actual}: met, yet scored {score}/{weight}",
    ),
    "overfulfilled": (
        "「{item}」指标值 {target}，实际 {actual}，为目标的 {times} 倍",
        "'{item}': target {target}, actual {actual}: {times} times the target",
    ),
    "copied_in_form": (
        "「{one}」与「{other}」的说明在同一张表内雷同，相似度 {ratio}",
        "'{one}' and '{other}' of one form say the same ({ratio} alike)",
    ),
    "copied_between_years": (
        "「{one}」与「{other}」的说明跨年度（{years}）雷同，相似度 {ratio}",
        "'{one}' and '{other}' say the same in different years ({years}; {ratio} alike)",
    ),
    "copied_in_project": (
        "「{one}」与「{other}」的说明在同一项目的两张表之间雷同，相似度 {ratio}",
        "'{one}' and '{other}' say the same in two forms of one project ({ratio} alike)",
    ),
    "copied_between_projects": (
        "「{one}」与「{other}」的说明跨项目雷同，相似度 {ratio}",
        "'{one}' and '{other}' of different projects say the same ({ratio} alike)",
    ),
    "copied_between_units": (
        "「{one}」与「{other}」的说明跨单位雷同，相似度 {ratio}",
        "'{one}' and '{other}' of different units say the same ({ratio} alike)",
    ),
    "copied_wrong_wording": (
        "「{one}」的说明沿用了「{other}」的用语 {said}，与本指标不符",
        "'{one}' speaks in the words of '{other}' ({said}), which do not fit this indicator",
    ),
    "promise_off_target": (
        "「{item}」的措施（{kinds}）未见回应所述原因",
        "the measures of '{item}' ({kinds}) do not seem to answer its cause",
    ),
    "promise_repeated": (
        "{first} 年的承诺在 {second} 年再次出现",
        "the promise of {first} stands again in {second}",
    ),
}
"""By kind of sentence: Chinese, English. Both have the same fields."""


def say(kind: str, **facts: object) -> tuple[str, str]:
    """Return a sentence in Chinese and in English."""
    chinese, english = SENTENCES[kind]
    return chinese.format(**facts), english.format(**facts)
