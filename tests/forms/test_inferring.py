"""Columns whose label nobody knows are read by their content, and said to be."""

import pytest

from textmine.forms.layouts import load_layouts

REASON = "两期培训因疫情取消。下一步将改为线上。"


def headed(build, **names):
    """An ordinary form with other labels: deviation="差异情况阐述"."""
    at = {"target": 3, "actual": 4, "weight": 5, "score": 6, "deviation": 7}
    header = list(build.header)
    for role, label in names.items():
        header[at[role]] = label
    return ["项目支出绩效自评表", [*build.head, *build.funding, header, *build.body, *build.total]]


def guesses(form):
    return [f for f in form.findings if f.code == "low_confidence"]


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("deviation", "差异情况阐述"),
        ("score", "量化结果"),
        ("weight", "比重"),
        ("target", "约定水平"),
        ("actual", "兑现水平"),
    ],
)
def test_one_unknown_label(build, role, label):
    """The form reads as if the label were known, and a finding tells the line for the TOML file."""
    (read,) = build.parse(headed(build, **{role: label}))
    (known,) = build.parse(headed(build))
    assert read.indicators == known.indicators
    (finding,) = guesses(read)
    assert f'[labels.indicators] {role} = ["{label}"]' in finding.message
    assert label in finding.where


def test_the_hint_works(build, tmp_path):
    """The line that the finding names, put into a file, makes the column known."""
    path = tmp_path / "mine.toml"
    path.write_text('[labels.indicators]\ndeviation = ["差异情况阐述"]\n', encoding="utf-8")
    (read,) = build.parse(headed(build, deviation="差异情况阐述"), layouts=load_layouts(path))
    assert read.indicators[1].deviation == REASON
    assert not guesses(read)


def test_no_guess_where_all_is_known(build):
    assert not guesses(build.parse(headed(build))[0])


def test_long_texts_beside_full_points_are_no_explanations(build):
    """Notes on how points are given stand in every row: they are told of, not read as explanations."""
    body = [[*row[:7], "完成目标得满分，否则按比例扣分"] for row in build.body]
    header = [*build.header[:7], "赋分口径"]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, header, *body, *build.total]])
    assert [row.deviation for row in read.indicators] == ["", "", "", ""]
    (finding,) = guesses(read)
    assert "没有读入" in finding.message


def test_short_unknown_column_is_left_out_silently(build):
    body = [[*row[:7], "甲科"] for row in build.body]
    header = [*build.header[:7], "承办"]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, header, *body, *build.total]])
    assert not guesses(read)


def test_numbers_that_exceed_the_weights_are_no_scores(build):
    """完成率 100 is not a score of a weight of 20."""
    body = [[*row[:6], "100", row[7]] for row in build.body]
    header = [*build.header[:6], "进展", build.header[7]]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, header, *body, *build.total]])
    assert {row.score for row in read.indicators} == {None}


def test_scores_not_read_do_not_reconcile(build):
    """A printed total that nothing bears out is not said to add up."""
    body = [[*row[:6], "100", row[7]] for row in build.body]
    header = [*build.header[:6], "进展", build.header[7]]
    (read,) = build.parse(["项目支出绩效自评表", [*build.head, *build.funding, header, *body, *build.total]])
    assert read.total_score == 95.9
    assert not read.reconciled
