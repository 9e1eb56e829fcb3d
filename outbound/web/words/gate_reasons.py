"""Why the gate lets somebody wait or gives them up, which it tells in English, as the interface says it in Chinese."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

GATE_FIXED: Final[Mapping[str, str]] = {
    "the person has answered meanwhile": "客户已经回答过",
    "the sender rests": "这个号码暂停使用",
    "the country's rules want the person left alone for a while": "按国家规定暂时不打扰这位客户",
    "no such number is in use": "没有这个号码",
    "premium-rate numbers are never contacted": "不联系高资费号码",
    "shared-cost numbers are never contacted": "不联系分摊资费号码",
    "pager numbers are never contacted": "不联系寻呼号码",
    "personal numbers are never contacted": "不联系个人转接号码",
    "company numbers are never contacted": "不联系企业统一号码",
    "voicemail numbers are never contacted": "不联系语音信箱号码",
    "unclassified numbers are never contacted": "不联系类型不明的号码",
    "for today": "今天",
    "for this hour": "这一小时",
    "for the campaign": "这个活动",
}

_WHOSE: Final = (
    ("the centre", "中心"),
    ("the campaign", "活动"),
    ("the country", "国家规则"),
    ("the number", "每个号码"),
)
_COUNTED: Final = (("contact", "联系 {count} 次"), ("attempt", "拨打或发送 {count} 次"), ("complete", "完成 {count} 次"))  # fmt: skip


def _caps() -> Iterator[tuple[str, str]]:
    for whose, ours in _WHOSE:
        for counted, many in _COUNTED:
            said = rf"{whose} allows (?P<count>\d+) {counted}s? in (?P<length>\d+[smhdw])"
            for home, of in (("", ""), (" for a household", "每户")):
                yield said + home, f"{ours}允许{{length}}内{of}最多{many}"
                yield rf"{said}{home} \((?P<rest>.+)\)", f"{ours}允许{{length}}内{of}最多{many}（{{rest}}）"  # fmt: skip


GATE_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        *_caps(),
        (r"no consent recorded for (?P<more>[\w-]+) \((?P<rest>.+)\)", "没有记录客户同意：{more}（{rest}）"),
        (r"another attempt on this number is open, by (?P<name>.+)", "这个号码正由{name}联系"),
        (r"messages are going to and fro, by (?P<name>.+)", "正在由{name}与客户短信往来"),
        (r"no sender for (?P<channel>call|sms)", "没有可用于{channel}的号码"),
        (r"the carrier blocks the sender (?P<name>.+)", "线路方已封锁号码{name}"),
        (r"(?P<name>\w+) is not among the countries that are contacted", "{name}不在可联系的国家之列"),
        (r"numbers that begin with (?P<name>\+\d+) are refused", "不联系以{name}开头的号码"),
        (r"for (?P<name>[\w ]+) today", "今天对{name}"),
        (r"no money left (?P<more>for .+) \((?P<rest>.+)\)", "{more}已没有可用的费用（{rest}）"),
        (r"the money left (?P<more>for .+) is set aside for attempts under way \((?P<rest>.+)\)", "{more}余下的费用已留给进行中的联系（{rest}）"),
        (r"an attempt costs more than may be spent (?P<more>for .+) \((?P<rest>.+)\)", "一次联系的费用超出{more}可用的金额（{rest}）"),
    )
)  # fmt: skip
