"""The commands as a person meets them: exit codes, messages, files."""

import json
import os
import subprocess
import sys
from functools import partial

import pytest

from textmine.cli.app import run_app
from textmine.jsonl import read_jsonl

SHEET = """<html><body><p>项目支出绩效自评表（2024年度）</p><table>
<tr><td>项目名称</td><td colspan="7">河道保洁</td></tr>
<tr><td>主管部门</td><td colspan="3">某县水利局</td><td>实施单位</td><td colspan="3">某县河道管理站</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>
<tr><td>产出指标</td><td>时效指标</td><td>保洁及时率</td><td>100%</td><td>80%</td><td>60</td><td>50</td>
<td>因保洁服务招标流标两次，进场推迟。下一步提前启动采购。</td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td>水面洁净</td><td>良好</td><td>良好</td><td>40</td><td>40</td><td></td></tr>
<tr><td colspan="5">总分</td><td>100</td><td>90</td><td></td></tr></table></body></html>"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "河道 保洁.html"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_extract_writes_forms(sheet, tmp_path, capfd):
    """One file, one form, one line; the funnel goes to stderr and nothing to stdout."""
    out = tmp_path / "f.jsonl"
    assert run_app(["extract", str(sheet), "-o", str(out), "-w", "1"]) == 0
    (form,) = read_jsonl(out)
    assert (form["project"], form["total_score"], len(form["indicators"])) == ("河道保洁", 90.0, 2)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "1 张自评表" in captured.err


def test_extract_to_stdout_is_json_only(sheet, capfd):
    """Without -o the forms go to stdout, so that a pipe gets JSON and nothing else."""
    assert run_app(["extract", str(sheet), "-q", "-w", "1"]) == 0
    captured = capfd.readouterr()
    assert json.loads(captured.out)["unit"] == "某县河道管理站"
    assert captured.err == ""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_extract_writes_tables(sheet, tmp_path, suffix):
    """The indicators as a table that Excel opens."""
    import pandas as pd

    out = tmp_path / f"指标{suffix}"
    assert run_app(["extract", str(sheet), "-o", str(out), "-q", "-w", "1"]) == 0
    readers = {".csv": pd.read_csv, ".xlsx": partial(pd.read_excel, engine="openpyxl"), ".parquet": pd.read_parquet}
    frame = readers[suffix](out)
    assert list(frame["lost" if suffix == ".parquet" else "失分"]) == [10.0, 0.0]


def test_missing_path_is_wrong_use(tmp_path, capfd):
    """A path that does not exist: exit 1 and the path in the message, no traceback."""
    assert run_app(["run", str(tmp_path / "没有")]) == 1
    assert "没有" in capfd.readouterr().err.replace("\n", "")


def test_empty_folder_reads_nothing(tmp_path, capfd):
    """An empty folder: exit 2."""
    assert run_app(["run", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "没有找到自评表" in capfd.readouterr().err


def test_prose_reads_nothing(tmp_path):
    """A file without any form: exit 2."""
    (tmp_path / "a.html").write_text("<p>通知：关于开展检查的通知。</p>", encoding="utf-8")
    assert run_app(["extract", str(tmp_path / "a.html"), "-o", str(tmp_path / "o.jsonl"), "-w", "1"]) == 2


def test_bad_file_beside_a_good_one(sheet, tmp_path, capfd):
    """A truncated PDF beside a good form: exit 3, the good one delivered, the bad one named."""
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    out = tmp_path / "out"
    assert run_app(["run", str(tmp_path), "-o", str(out), "-w", "1"]) == 3
    assert "坏.pdf" in capfd.readouterr().err
    assert "坏.pdf" in (out / "failures.csv").read_text("utf-8-sig")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["forms"] == 1
    assert summary["points"]["lost"] == 10.0


def test_run_names_report_and_causes(sheet, tmp_path, capsys):
    """The last line is the report's path, before it the largest causes."""
    assert run_app(["run", str(sheet), "-o", str(tmp_path / "out"), "-q", "-w", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == str(tmp_path / "out" / "report.html")
    assert lines[0].startswith("1. 采购与合同履约问题（procurement）：涉及失分")


def test_annotate_passes_other_rows_through(tmp_path):
    """Rows without a text are kept as they are; texts get roles that rebuild them."""
    source = tmp_path / "in.jsonl"
    rows = [{"id": 1, "text": "因人手不足，巡查减少。", "note": "x"}, {"id": 2, "other": True}]
    source.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    assert run_app(["annotate", str(source), "-o", str(tmp_path / "out.jsonl"), "-q"]) == 0
    first, second = read_jsonl(tmp_path / "out.jsonl")
    assert "".join(s["text"] for s in first["segments"]) == rows[0]["text"]
    assert first["causes"][0] == "staffing"
    assert first["note"] == "x"
    assert second == rows[1]


def test_annotate_names_the_broken_line(tmp_path, capfd):
    """A line that is no JSON: exit 1, file and line named."""
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "无"}\nx\n', encoding="utf-8")
    assert run_app(["annotate", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "o.jsonl")]) == 1
    assert "in.jsonl:2" in capfd.readouterr().err.replace("\n", "")


def test_themes_writes_both_files(tmp_path, capfd):
    """Each row gets a theme; the themes stand beside."""
    source = tmp_path / "in.jsonl"
    texts = ["因招标流标，采购延后。", "因人手不足，巡查减少。", "无"]
    source.write_text(
        "\n".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) for i, t in enumerate(texts)), encoding="utf-8"
    )
    assert run_app(["themes", str(source), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert [isinstance(r["theme"], int) for r in read_jsonl(tmp_path / "out.jsonl")] == [True] * 3
    assert isinstance(json.loads((tmp_path / "out.themes.json").read_text("utf-8")), list)


def test_check_lists_findings(sheet, capsys):
    """The findings of a form, as JSON."""
    assert run_app(["check", str(sheet), "--json", "-q", "-w", "1"]) == 0
    (form,) = json.loads(capsys.readouterr().out)
    assert form["reconciled"] is True


def test_show_refuses_formats_without_pages(sheet, tmp_path, capfd):
    """HTML has no pages to draw: a message, not a traceback."""
    assert run_app(["show", str(sheet), "-o", str(tmp_path / "r.png")]) == 1
    assert "没有可画的页面" in capfd.readouterr().err.replace("\n", "")


def test_show_draws_the_row(first_corpus, tmp_path, capsys):
    """The page with the row marked in red."""
    from PIL import Image

    out = tmp_path / "row.png"
    assert (
        run_app(["show", str(first_corpus / "shanghai-bigdata-2024.pdf"), "--form", "1", "--row", "2", "-o", str(out)])
        == 0
    )
    assert "数据质量达标率" in capsys.readouterr().out
    colours = Image.open(out).convert("RGB").getcolors(2**24)
    assert any(colour == (214, 39, 40) for _, colour in colours)


@pytest.mark.parametrize("args", [["run"], ["run", "a", "b"], ["extract", "--nope"], ["nonsense"]])
def test_wrong_use_is_exit_one(args, capfd):
    """Wrong options end with 1 and a message on stderr."""
    assert run_app(args) == 1
    assert capfd.readouterr().err


def test_version_and_module():
    """`python -m textmine --version` works as a program."""
    done = subprocess.run([sys.executable, "-m", "textmine", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("textmine 0.")


def test_gbk_console_does_not_crash(sheet, tmp_path):
    """A console that cannot show every character still gets its output."""
    command = [sys.executable, "-m", "textmine", "check", str(sheet), "-w", "0"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp936"}, check=False)
    assert done.returncode in (0, 1), done.stderr.decode("cp936", "replace")
    assert b"Traceback" not in done.stderr


def test_synth_writes_a_corpus_that_reads(tmp_path, capfd):
    """A few synthetic forms with gold beside them; a folder in use is refused."""
    pytest.importorskip("reportlab")
    out = tmp_path / "s"
    assert run_app(["synth", "-n", "3", "--seed", "7", "-o", str(out)]) == 0
    assert len(list(read_jsonl(out / "manifest.jsonl"))) == 3
    assert run_app(["synth", "-n", "3", "-o", str(out)]) == 1
    assert "非空" in capfd.readouterr().err.replace("\n", "")


def test_a_form_that_cannot_be_tested_says_so(tmp_path, capfd):
    """Rows without points bear nothing out: not reconciled, and the terminal says why."""
    page = SHEET.replace("<td>60</td><td>50</td>", "<td></td><td></td>").replace(
        "<td>40</td><td>40</td>", "<td></td><td></td>"
    )
    (tmp_path / "a.html").write_text(page.replace("<td>100</td><td>90</td>", "<td></td><td></td>"), encoding="utf-8")
    assert run_app(["extract", str(tmp_path / "a.html"), "-o", str(tmp_path / "o.jsonl"), "-w", "0"]) == 0
    (form,) = read_jsonl(tmp_path / "o.jsonl")
    assert form["reconciled"] is False
    assert "没有可供验算的分数或合计" in capfd.readouterr().err


def test_announced_but_unread_forms_are_noted(tmp_path, capfd):
    """A file that announces a form which cannot be read is named, never passed over."""
    prose = "<p>项目支出绩效自评表（2024年度）</p><p>一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分</p>"
    (tmp_path / "a.html").write_text(prose, encoding="utf-8")
    assert run_app(["extract", str(tmp_path / "a.html"), "-o", str(tmp_path / "o.jsonl"), "-w", "0"]) == 2
    assert "未能读出" in capfd.readouterr().err
