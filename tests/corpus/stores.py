"""Small corpora for the tests of the store, and what is in a store's folder."""

from __future__ import annotations

from pathlib import Path

SHEET = """<html><body><p>项目支出绩效自评表（2024年度）</p><table>
<tr><td>项目名称</td><td colspan="7">河道保洁{n}</td></tr>
<tr><td>主管部门</td><td colspan="3">某县水利局</td><td>实施单位</td><td colspan="3">某县河道管理站</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td>
<td>偏差原因分析及改进措施</td></tr>
<tr><td>产出指标</td><td>时效指标</td><td>保洁及时率</td><td>100%</td><td>80%</td><td>60</td><td>{score}</td>
<td>因保洁服务招标流标两次，进场推迟。下一步提前启动采购。</td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td>水面洁净</td><td>良好</td><td>良好</td><td>40</td><td>40</td><td></td></tr>
<tr><td colspan="5">总分</td><td>100</td><td>{total}</td><td></td></tr></table></body></html>"""


def sheet(n: int) -> str:
    """The n-th of many different forms."""
    return SHEET.format(n=n, score=60 - n % 50, total=100 - n % 50)


def fill(folder: Path, numbers: range) -> Path:
    """Write forms into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        (folder / f"表{n:03}.html").write_text(sheet(n), encoding="utf-8")
    return folder


def content(store: Path) -> dict[str, bytes]:
    """All bytes of a store, without what belongs to the machine."""
    paths = [p for p in store.rglob("*") if p.is_file()]
    named = {p.relative_to(store).as_posix(): p.read_bytes() for p in paths}
    return {name: data for name, data in sorted(named.items()) if name != "lock" and not name.startswith("cache/")}
