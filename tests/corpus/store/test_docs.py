"""The queries of the user guide run as printed."""

import re
from pathlib import Path

import pytest

from textmine.corpus.store import update

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "store.md"


def test_the_three_queries(stores, tmp_path, monkeypatch):
    """Units, rows without explanation, forms that do not add up: each finds what the corpus was made to hold."""
    duckdb = pytest.importorskip("duckdb")
    queries = re.findall(r"```sql\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    folder = stores.fill(tmp_path / "自评表", range(6))
    silent = stores.sheet(9).replace("因保洁服务招标流标两次，进场推迟。下一步提前启动采购。", "")
    (folder / "无说明.html").write_text(silent.replace("<td>91</td>", "<td>81</td>"), encoding="utf-8")
    update(folder)
    monkeypatch.chdir(tmp_path)
    units, unexplained, wrong = (duckdb.sql(query).fetchall() for query in queries)
    assert units == [("某县河道管理站", 6, 24.0)]
    assert [(row[0], row[-1]) for row in unexplained] == [("无说明.html", 9.0)]
    assert [row[0] for row in wrong] == ["无说明.html"]
