"""``textmine review`` as a person starts it, without serving."""

import pytest

from textmine.cli.app import run_app
from textmine.jsonl import read_jsonl

SHEET = """<html><body><p>项目支出绩效自评表（2024年度）</p><table>
<tr><td>项目名称</td><td colspan="7">河道保洁</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>
<tr><td>产出指标</td><td>时效指标</td><td>保洁及时率</td><td>100%</td><td>80%</td><td>100</td><td>90</td>
<td>因流标两次，进场推迟。</td></tr>
<tr><td colspan="5">总分</td><td>100</td><td>90</td><td></td></tr></table></body></html>"""


@pytest.fixture
def served(monkeypatch):
    """Collect what would be served."""
    desks = []

    def serve(desk, corpus, *, port, ready):
        ready("http://127.0.0.1:1/token/")
        desks.append(desk)

    monkeypatch.setattr("textmine.review.server.serve", serve)
    return desks


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "表.html"
    path.write_text(SHEET, encoding="utf-8")
    return path


def review(*args):
    return run_app(["review", *map(str, args), "-q", "-w", "0", "--no-browser"])


def test_address_on_stdout_and_machine_beside(served, sheet, tmp_path, capfd):
    """The address goes to stdout; the machine's annotation is written beside the decisions with the same ids."""
    out = tmp_path / "r.jsonl"
    assert review(sheet, "-o", out, "--coder", "张三") == 0
    assert capfd.readouterr().out.strip() == "http://127.0.0.1:1/token/"
    (row,) = read_jsonl(tmp_path / "r.machine.jsonl")
    assert row["id"] == served[0].items[0].id
    assert served[0].coder == "张三"
    assert not out.exists()


def test_existing_file_needs_resume(served, sheet, tmp_path, capfd):
    """Nothing is continued or overwritten by accident."""
    out = tmp_path / "r.jsonl"
    assert review(sheet, "-o", out, "--resume") == 1
    out.write_text("", encoding="utf-8")
    assert review(sheet, "-o", out) == 1
    assert "--resume" in capfd.readouterr().err
    assert review(sheet, "-o", out, "--resume") == 0


def test_missing_folder_is_told_before_reading(served, sheet, tmp_path, capfd):
    """A folder that is not there is a mistake to be told at once."""
    assert review(sheet, "-o", tmp_path / "fehlt" / "r.jsonl") == 1
    assert "没有这个文件夹" in capfd.readouterr().err
    assert served == []


def test_nothing_to_review(served, tmp_path):
    """A folder without forms is exit code 2, as everywhere."""
    assert review(tmp_path, "-o", tmp_path / "r.jsonl") == 2
