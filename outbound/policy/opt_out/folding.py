"""One form of a text for its many ways of being typed: width, case, accents, characters, clauses."""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(r"[\x00\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\u00ad]")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "＇": "'"})
_SPELLED_OUT: Final = re.compile(r"[^\W\d]([^\w\s])(?:\w\1)+\w")  # s-t-o-p
_MASKED: Final = re.compile(r"\b[^\W\d_]\*+[^\W\d_]*")  # f***ing: nothing is lost with it
_NOT: Final = re.compile(r"n'?t\b")
_HYPHEN: Final = re.compile(r"(?<=\w)[-_'](?=\w)")
_BREAK: Final = re.compile(
    r"[^\w\s]+|\n+|(?<=[a-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z])"
)
_BUT: Final = re.compile(r"\b(?:but|pero|mais|so please|asi que)\b|但是|但|可是")
_CJK: Final = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_CHINESE_SPACE: Final = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
_CHINESE_APART: Final = re.compile(rf"(?<!{_CJK}){_CJK}([^\w]){_CJK}(?!{_CJK})")
_AGAIN: Final = re.compile(
    r"(?:(?<=[别要勿莫许准用必须好咪不想绝希愿洗使])|(?<![^|\s，。,.！!]))在(?=[打发传接收来联骚给拨推问寄烦搵做])|在(?=[打发传](?:我|就|来我))"
)
_CHINESE_BREAK: Final = re.compile(r"[^\w]+")

_PAIRS: Final = (
    "別别電电話话發发訊讯擾扰聯联絡络繫系訂订請请騷骚給给簡简資资傳传煩烦們们從从單单刪删這这來来後后號号碼码許许準准銷销廣广營营動动繼继續续遠远對对謝谢絕绝個个誰谁總总聽听"
    "為为進进會会開开關关錄录處处業业務务費费讓让說说沒没過过還还時时間间機机場场網网門门頭头麼么樣样點点幾几問问題题應应該该選选擇择買买賣卖錢钱價价貴贵質质壞坏轟轰寫写閉闭"
    "滾滚詐诈騙骗舉举報报檢检訴诉訟讼證证據据權权僅仅隻只條条佈布幫帮並并產产親亲識识認认語语調调談谈論论護护變变飯饭館馆書书員员團团隊队國国際际線线錯错誤误樂乐視视頻频帶带"
    "寬宽鈴铃聲声險险約约漲涨斷断徵征貼贴數数無无須须復复遊游戲戏將将與与預预繳缴帳账東东試试嗎吗攔拦擋挡擊击詢询訪访講讲購购車车鎖锁種种撥拨註注閒闲搗捣樓楼聞闻當当舊旧換换"
    "腦脑雲云飛飞陳陈張张媽妈爺爷嬤嬷孫孙歲岁勸劝鬧闹廳厅獨独樹树齡龄階阶轉转軟软體体裝装載载讀读輸输驗验賬账贈赠獎奖優优專专屬属輛辆歸归檔档層层構构組组織织罵骂啟启決决減减"
    "劃划劇剧創创勵励區区協协壓压參参雙双嘗尝圖图執执壽寿夢梦尋寻導导屆届幣币強强彈弹徹彻恥耻惡恶惱恼慮虑態态憶忆戶户損损揮挥擔担擺摆敗败敵敌於于昇升晝昼曆历極极標标橋桥櫃柜"
    "歡欢歐欧殘残殺杀氣气淚泪滿满漸渐潔洁濟济燈灯爭争爾尔牆墙狀状獲获現现畫画異异盡尽監监盤盘矚瞩確确禮礼禍祸稅税穩稳節节範范納纳紀纪紅红紙纸級级細细終终結结維维綜综緊紧緩缓"
    "練练縮缩罰罚義义習习聖圣職职脫脱艱艰萬万葉叶藉借藝艺藥药虛虚裏里裡里規规覺觉觀观觸触託托記记設设詞词詳详誠诚課课諒谅謂谓議议豐丰貨货責责賞赏賴赖趕赶跡迹蹤踪軍军輕轻輪轮"
    "辦办辭辞農农連连週周運运達达違违適适遲迟邊边鄰邻醫医釋释銀银鍵键鎮镇長长閱阅隨随隱隐離离難难靈灵靜静響响項项順顺願愿類类顧顾顯显風风養养餘余駐驻駛驶騎骑驚惊髮发鬆松麗丽"
    "齊齐薦荐"
)
"""Each traditional character that people write here, before its simplified one."""

_SIMPLIFIED: Final = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def folded(text: str) -> str:
    """One width, lower case, no accents, simplified characters, nothing invisible or put between letters."""
    wide = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_QUOTES).casefold()
    apart = unicodedata.normalize("NFD", wide)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return _SPELLED_OUT.sub(lambda run: run[0].replace(run[1], ""), bare.translate(_SIMPLIFIED))


def squeezed(fold: str) -> str:
    """The letters and digits of a folded text alone."""
    return "".join(char for char in fold if char.isalnum())


def words_of(fold: str) -> str:
    """A folded text as words with single spaces and `|` between its clauses."""
    text = _MASKED.sub("", fold)
    text = _NOT.sub("nt", text)
    text = _BREAK.sub(" | ", _HYPHEN.sub(" ", text))
    return _BUT.sub("|", " ".join(text.split()))


def chinese_of(fold: str) -> str:
    """A folded text without spaces between Chinese characters, and `|` between its clauses.

    What stands between single characters is no punctuation. 在 where 再 is meant is set right.
    """
    text = _CHINESE_SPACE.sub("", fold)
    text = _CHINESE_APART.sub(lambda run: run[0].replace(run[1], ""), text)
    text = _BUT.sub("|", text)
    text = " | ".join(part for part in _CHINESE_BREAK.split(text) if part)
    return _AGAIN.sub("再", text)
