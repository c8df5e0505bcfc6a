"""Traditional characters that a recogniser gives for simplified ones of nearly the same shape."""

from __future__ import annotations

_TRADITIONAL = (
    "門問間聞閱虛構見車長員責貨費資負財頁項預順須領題額語計設訂記許話該評調說請議識訊試統維組經結給級約紀線織續紅標檢樣"
    "銀鎮針銷錢鐵飯館飲魚馬駕驗達運過遠選還這連際陽陰隊階險陳單實對專導將屬嚴動務勞勢區協參變圖團國園圍場報執壓壞廣應"
    "庫張強從復態慮戶擔據擴擇數時暫會東業權歷決沒況減準溝滿漢濟災熱環現產異當療發監確碼礎種稱穩積競節簽糧職聯處衛補裝規視觀"
)
_SIMPLIFIED = (
    "门问间闻阅虚构见车长员责货费资负财页项预顺须领题额语计设订记许话该评调说请议识讯试统维组经结给级约纪线织续红标检样"
    "银镇针销钱铁饭馆饮鱼马驾验达运过远选还这连际阳阴队阶险陈单实对专导将属严动务劳势区协参变图团国园围场报执压坏广应"
    "库张强从复态虑户担据扩择数时暂会东业权历决没况减准沟满汉济灾热环现产异当疗发监确码础种称稳积竞节签粮职联处卫补装规视观"
)

_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """Return a text with look-alike traditional characters as the simplified ones that forms are printed in."""
    return text.translate(_TABLE)
