"""Cause segments with known themes: three codes, five causes each, the same in many places."""

import pytest

from textmine.causes.themes_model import CauseSegment

CAUSES = {
    "staffing": ["执法人员编制空缺", "技术骨干被借调", "新招人员不会操作设备", "专职医生只有一人", "值班护士人手不足"],
    "budget": [
        "上级补助资金下达较晚",
        "国库资金拨付缓慢",
        "预算编制不够细化",
        "公开招标节约了资金",
        "配套资金没有到位",
    ],
    "technology": ["监测设备老化严重", "系统接口经常报错", "平台数据重复缺漏", "软件版本互不兼容", "传感器数据漂移"],
}
PLACES = ["东湖乡", "西山镇", "南桥区", "北岭县", "河口村", "青石街道", "柳林所", "金沙局"]


def theme_segments(per_cause: int = 6, scores: bool = False) -> list[CauseSegment]:
    out = []
    for code, causes in CAUSES.items():
        for n, cause in enumerate(causes):
            for k, place in enumerate(PLACES[:per_cause]):
                text = f"{place}{cause}，{PLACES[(k + n + 3) % 8]}也有这种情形"
                probability = {code: 0.9} if scores else {}
                out.append(CauseSegment(f"{code}/{n}/{k}", text, f"form{k}", (code,), probability))
    return out


@pytest.fixture(scope="session")
def segments():
    """The builder of the cause segments."""
    return theme_segments
