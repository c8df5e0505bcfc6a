"""Tables printed in reading order: words woven into rows and columns by looks, order and sums."""

from textmine.documents.text import read
from textmine.forms import parse_forms
from textmine.forms.plaintext.loom import MOST_ROWS
from textmine.forms.plaintext.pieces import is_label_piece, is_rest, marks_cost, piece_cost, told
from textmine.forms.plaintext.sequence import Sums
from textmine.forms.plaintext.stream import cut, labelled
from textmine.forms.plaintext.table import _whole_marks
from textmine.forms.plaintext.tokens import TextLine, Token, join_tokens
from textmine.forms.plaintext.weave import weave
from textmine.forms.plaintext.woven import assemble

ORDER = ("level", "level3", "target", "actual", "weight", "score", "deviation")


def stream(text: str) -> list[Token]:
    """Words as a tool printed them: blanks part words, one line break lines, two blocks; [names] are levels."""
    out: list[Token] = []
    for n, block in enumerate(text.strip().split("\n\n")):
        for m, line in enumerate(block.split("\n")):
            for k, word in enumerate(line.split()):
                gap = "space" if k else "line" if m else "block" if n else "line"
                level = word.startswith("[")
                out.append(Token(word.strip("[]"), gap, None, "level" if level else ""))
    return out


def rows(text: str, order=ORDER, weights: float = 90.0, scores: float | None = None):
    """The cells of the rows that a stream is put together to."""
    done = assemble(stream(text), order, Sums((weights,), scores))
    return [{c: join_tokens(cell) for c, cell in row.pieces.items()} for row in done.rows], done


def columns(text: str, *names: str, **how: float):
    """Some columns of the rows, as tuples."""
    return [tuple(row.get(n, "") for n in names) for row in rows(text, **how)[0]]


def test_names_emitted_late_fill_the_rows_that_lack_one():
    text = """通水公里数

≥3(公里)

3(公里)

30

30

≥95(%)

96(%)

30

30

用户满意度

≥90(%)

91(%)

30

30

工程验收合格率"""
    assert columns(text, "level3", "target") == [
        ("通水公里数", "≥3(公里)"),
        ("工程验收合格率", "≥95(%)"),
        ("用户满意度", "≥90(%)"),
    ]


def test_cells_broken_side_by_side_go_on_in_their_own_columns():
    text = """补贴农机具数 ≥966(台 966(台（
（套）) 套）)
45
45

新建泵站座数 ≥2(座) 2(座)
45
45"""
    assert columns(text, "level3", "target", "actual") == [
        ("补贴农机具数", "≥966(台（套）)", "966(台（套）)"),
        ("新建泵站座数", "≥2(座)", "2(座)"),
    ]


def test_sums_tell_weights_from_scores_where_two_rows_are_one_block():
    text = """巡查次数

≥8(次)

8(次)

40

40

制度健全性
机构健全性

健全
健全

达成指标
达成指标

25
25

20
20"""
    assert columns(text, "weight", "score", scores=80.0) == [("40", "40"), ("25", "20"), ("25", "20")]


def test_an_explanation_printed_at_the_end_goes_to_the_row_that_lost_points_and_shares_its_words():
    text = """培训人次

≥100(人次)

120(人次)

45

45

长效机制健全性

健全

部分达成指标

45

40

[满意度指标]

[产出指标]

长效机制虽已建立，但还需随着业务的拓展
进一步完善。"""
    found, done = rows(text)
    assert [row.get("deviation", "") for row in found] == [
        "",
        "长效机制虽已建立，但还需随着业务的拓展进一步完善。",
    ]
    assert done.lost == ()


def test_a_line_of_prose_beside_a_score_is_no_name():
    text = """系统可用率

≥99(%)

98(%)

45
主机板卡突然损坏，
40 备件调拨耗时较
长，影响了全年的
可用率。

巡检次数

≥12(次)

12(次)

45

45"""
    assert columns(text, "level3", "weight", "score", "deviation") == [
        ("系统可用率", "45", "40", "主机板卡突然损坏，备件调拨耗时较长，影响了全年的可用率。"),
        ("巡检次数", "45", "45", ""),
    ]


def test_pieces_of_titles_are_left_out_and_words_without_a_place_are_told():
    text = """成值

巡检次数

≥12(次)

12(次)

90

90"""
    assert columns(text, "level3", "target", "actual") == [("巡检次数", "≥12(次)", "12(次)")]


def test_scoring_rules_are_no_explanations():
    text = """达到预期得满分；基本达到得
巡检次数
≥12(次)
12(次)
90
80
60%—80%；未达到不得分。
人手不足，巡检有缺。"""
    order = ("level", "level3", "target", "extra#1", "actual", "weight", "score", "deviation")
    found, _ = rows(text, order)
    assert found[0]["deviation"] == "人手不足，巡检有缺。" and found[0]["level3"] == "巡检次数"


def test_what_a_page_break_parts_stands_below():
    below = stream("≥2(个)\n\n2(个)\n\n45\n\n45")
    tokens = [*stream("甲项目完成数\n\n≥1(个)\n\n1(个)\n\n45\n\n45"), Token("乙项目完成数", "page", 2), *below]
    best = weave(tokens, ORDER, {}, [None] * len(tokens))[0]
    assert [row for row, _, _ in best.places] == [0] * 5 + [1] * 5
    assert (best.weights, best.scores, best.count) == (90.0, 90.0, 2)


def test_a_table_without_marks_has_no_known_number_of_rows():
    tokens = stream("甲项目完成数\n\n≥1(个)\n\n1(个)")
    assert weave(tokens, ORDER, {}, [None] * 3)[0].count == MOST_ROWS


def test_open_brackets_and_begun_answers_cost_nothing_yet():
    assert piece_cost("target", "≥966(台") == piece_cost("target", "≥966(台)")
    assert piece_cost("actual", "部分达成指标并具") <= 0.0 < piece_cost("actual", "核心交换机板卡")


def test_later_lines_of_usual_answers_begin_no_cell():
    assert is_rest("定效果") and not is_rest("部分达成指") and not is_rest("用户满意度")
    text = """系统稳定性

稳定

部分达成指

45

40

标并具有一
定效果

巡检次数

≥12(次)

12(次)

45

45"""
    assert columns(text, "level3", "actual") == [
        ("系统稳定性", "部分达成指标并具有一定效果"),
        ("巡检次数", "12(次)"),
    ]


def test_scores_do_not_exceed_weights():
    assert marks_cost("5", "5") < marks_cost("5", "4") < marks_cost("4", "5")


def test_pieces_of_labels():
    assert is_label_piece("益指标") and is_label_piece("成值") and not is_label_piece("成值", titles=False)
    assert not is_label_piece("巡检次数")


def test_blocks_of_sentences_are_told_up_to_their_last_full_stop():
    tokens = stream("设备到货时间推迟，\n影响了进度，今后加强管理。\n部分达成\n\n用户满意度\n\n90")
    blocks = [0, 0, 0, 1, 2]
    assert told(tokens, blocks, [None] * 5) == (True, True, False, False, False)
    assert not any(told(tokens, blocks, [2, None, None, None, None]))  # a level stands in the block


def test_marks_broken_behind_their_point_are_whole():
    assert [t.text for t in _whole_marks(stream("83.\n47\n\n5.\n\n6"))] == ["83.47", "5.", "6"]


def test_weights_behind_level_names_are_no_cells():
    text = """[数量指标] 床位数量
（56
）

≥407(张)

407 张

90

90"""
    assert columns(text, "level3", "target", "actual") == [("床位数量", "≥407(张)", "407 张")]


def test_the_table_begins_at_its_titles_not_at_the_label_beside_it():
    lines = [
        "绩效指标",
        "年初预算数 全年预算数",
        "100 100",
        "一级指标 二级指标 三级指标",
        "年度指标值 实际完成值",
        "巡检次数",
    ]
    blocks = cut("", labelled([TextLine(line, "block", 1) for line in lines]))
    assert blocks.header[0].role == "level1" and [t.text for t in blocks.table] == ["巡检次数"]


def test_every_reading_of_a_scattered_table_is_named():
    text = """项目支出绩效自评表
（2024年度）
项目名称 试点

三级指标

年度指标值

实际完成值

分值

得分

培训人次
课程覆盖率

≥100(人次)

≥90(%)

120(人次)

80(%)

50

50

40

40

总分

100

90"""
    (form,) = parse_forms(read(text.encode(), source="a.txt"))
    assert any(f.code == "low_confidence" for f in form.findings)


def test_words_beyond_those_that_are_read_are_told():
    """A table of more words than are woven loses none in silence."""
    text = "\n\n".join(f"[数量指标]\n\n修桥{n}座\n\n≥{n}(座)\n\n{n}(座)\n\n1\n\n1" for n in range(1, 91))
    done = rows(text)[1]
    assert {"修桥90座", "≥90(座)", "90(座)"} <= set(done.lost)
