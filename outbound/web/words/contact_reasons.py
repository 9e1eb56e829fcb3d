"""Why a contact waits, goes on or ends, which the rules tell in English, as the interface says it in Chinese."""

import re
from collections.abc import Mapping
from typing import Final

CONTACT_FIXED: Final[Mapping[str, str]] = {
    "callback agreed": "已约定回电",
    "broken appointment: again after 15m": "约定的回电没有接通，15分钟后再打",
    "broken appointment: again the next callable day": "约定的回电没有接通，下一个可联系日再打",
    "held for evidence: it may have rung or not": "挂起，等待证据：不知道是否响过铃",
    "held until the cause of the carrier's refusal is cleared": "挂起，等待线路方拒绝的原因消除",
    "the cause for which it was held is cleared": "挂起的原因已消除",
    "quota cell full": "配额已满",
    "the quota calls for more": "配额还需要更多",
    "the hours closed meanwhile": "其间联系时段已结束",
    "its process ended before it asked the carrier": "进程在请求线路方之前结束",
    "its process ended while it asked the carrier": "进程在请求线路方时结束",
    "the person has answered meanwhile": "客户其间已作答",
    "the sender rests": "号码暂歇",
    "the country's rules want the person left alone for a while": "按当地规定，一段时间内不得打扰客户",
    # numbers that nobody is contacted on
    "no such number is in use": "没有这个号码",
    "premium-rate numbers are never contacted": "不联系高资费号码",
    "shared-cost numbers are never contacted": "不联系分摊资费号码",
    "pager numbers are never contacted": "不联系寻呼号码",
    "personal numbers are never contacted": "不联系个人转接号码",
    "company numbers are never contacted": "不联系企业统一号码",
    "voicemail numbers are never contacted": "不联系语音信箱号码",
    "unclassified numbers are never contacted": "不联系类型不明的号码",
    # why a time cannot be promised
    "the window ends before it begins": "结束早于开始",
    "the window is over": "时间已过",
    "the window is further ahead than the campaign promises": "超出活动可约定的范围",
    "the campaign is over before the window is": "活动在此之前结束",
    "nobody may be called in that window": "该时段不得呼叫",
    "as many calls are promised for then as there is time for": "该时段约定的回电已满",
    "the agent has as many calls to make then as they can keep": "您在该时段约定的回电已满",
    "No other time is left, either.": "也没有其他时间可约。",
}

CONTACT_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"(?P<outcome>[\w-]+): again after (?P<length>\d+[smhdw])(?P<part>[,;].*)", "{outcome}，{length}后再联系{part}"),
        (r"(?P<outcome>[\w-]+): on to another number", "{outcome}，改用其他号码"),
        (r"answered meanwhile, by (?P<mode>agent|voice|sms|web)", "其间已通过{mode}作答"),
        (r"another attempt on this number is open, by (?P<name>[\w-]+)", "这个号码正在被联系：{name}"),
        (r"messages are going to and fro, by (?P<name>[\w-]+)", "正在短信往来：{name}"),
        (r"the carrier blocks the sender (?P<name>\S+)", "线路方封锁了号码{name}"),
        (r"no consent recorded for (?P<more>[\w-]+) \((?P<rest>.+)\)", "没有记录客户同意：{more}（{rest}）"),
        (r"suppressed for (?P<scope>[\w:-]+)", "免打扰：{scope}"),
        (r"no money left for (?P<name>[\w ]+) today \((?P<rest>.+)\)", "今天对{name}的费用已用完（{rest}）"),
        (r"the money left for (?P<name>[\w ]+) today is set aside for attempts under way \((?P<rest>.+)\)", "今天对{name}余下的费用已为进行中的联系预留（{rest}）"),
        (r"an attempt costs more than may be spent for (?P<name>[\w ]+) today \((?P<rest>.+)\)", "一次联系的费用超过今天对{name}的限额（{rest}）"),
        (r"no money left (?P<purse>for .+?) \((?P<rest>.+)\)", "{purse}的费用已用完（{rest}）"),
        (r"the money left (?P<purse>for .+?) is set aside for attempts under way \((?P<rest>.+)\)", "{purse}余下的费用已为进行中的联系预留（{rest}）"),
        (r"an attempt costs more than may be spent (?P<purse>for .+?) \((?P<rest>.+)\)", "一次联系的费用超过{purse}的限额（{rest}）"),
        (r"no sender for (?P<channel>call|sms)", "没有可用的{channel}号码"),
        (r"the script fails: (?P<rest>.*)", "话术出错：{rest}"),
        (r"(?P<whose>[\w ]+) allows (?P<count>\d+) (?P<counted>contact|attempt|complete)s? in (?P<length>\d+[smhdw]) \((?P<rest>.*)\)", "{whose}：{length}内至多{count}{counted}（{rest}）"),
        (r"(?P<whose>[\w ]+) allows (?P<count>\d+) (?P<counted>contact|attempt|complete)s? in (?P<length>\d+[smhdw])", "{whose}：{length}内至多{count}{counted}"),
        (r"(?P<whose>[\w ]+) allows (?P<count>\d+) (?P<counted>contact|attempt|complete)s? in (?P<length>\d+[smhdw]) for a household \((?P<rest>.*)\)", "{whose}：每户{length}内至多{count}{counted}（{rest}）"),
        (r"(?P<whose>[\w ]+) allows (?P<count>\d+) (?P<counted>contact|attempt|complete)s? in (?P<length>\d+[smhdw]) for a household", "{whose}：每户{length}内至多{count}{counted}"),
        (r"(?P<name>\w+) is not among the countries that are contacted", "{name}不在可联系的国家之列"),
        (r"numbers that begin with (?P<name>\+\d+) are refused", "不联系以{name}开头的号码"),
        (r"nobody who speaks (?P<name>[\w-]+) is at work then", "该时段没有会说 {name} 的坐席上班"),
        (r"That time cannot be promised: (?P<more>.*)\.", "不能约这个时间：{more}。"),
        (r"Offer (?P<rest>.*) instead\.", "可改约：{rest}。"),
    )
)  # fmt: skip

NAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "purse": {"for the campaign": "本活动", "for today": "今天", "for this hour": "本小时"},
    "whose": {
        "the centre": "本中心",
        "the campaign": "本活动",
        "the country": "当地规定",
        "the number": "每个号码",
        "the household": "每户",
    },
    "counted": {"contact": "次活动", "attempt": "次联系", "complete": "次完成"},
}
"""Words that only these rules use, by the place that they fill."""

_PARTS: Final = {"morning": "上午", "afternoon": "下午", "evening": "晚上", "weekend": "周末"}
_MOVED: Final = re.compile(
    r", (?:in|at) the (\w+), which (?:is still (untried)|was tried least)(.*)"
)
_WAIVED: Final = "; before the end comes no "


def part_of_day(said: str) -> str:
    """Why the next call falls into a part of the day, as far as it is said."""
    if found := _MOVED.fullmatch(said):
        part, untried, rest = found.groups()
        why = "还没试过" if untried else "试得最少"
        return f"，改在{_PARTS.get(part, part)}（{why}）{part_of_day(rest)}"
    if said.startswith(_WAIVED):
        parts = said.removeprefix(_WAIVED).split(" or ")
        return f"；结束前没有{'、'.join(_PARTS.get(part, part) for part in parts)}"
    return "；结束前没有其他时段" if said else ""
