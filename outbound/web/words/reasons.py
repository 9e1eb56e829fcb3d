"""The reasons of decisions, which the rules tell in English, as the interface says them in Chinese.

Most carry a value: an outcome, a delay, a campaign. A reason without a rule here stays in English.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from outbound.web.words.alarms import ALARM_RULES
from outbound.web.words.campaign_reasons import CAMPAIGN_FIXED, CAMPAIGN_RULES
from outbound.web.words.contact_reasons import CONTACT_FIXED, CONTACT_RULES, NAMED, part_of_day

FIXED: Final[Mapping[str, str]] = {
    "all attempts are spent": "联系次数已用完",
    "no time left": "活动结束前已没有时间",
    "outside the hours": "不在联系时段内",
    "too close to the end of the hours": "离联系时段结束太近",
    "not due yet": "还没到时间",
    "the campaign has not begun": "活动尚未开始",
    "the contact is closed": "已结",
    "an attempt on this contact is open": "正在联系",
    "held until there is evidence, or a person decides": "挂起，等待证据或人工决定",
    "in reserve: the quota has not called for it": "备用：配额尚未用到",
    "no hours are known for this number": "这个号码没有可用的联系时段",
    "no hour suits every zone that this number may be in": "没有时段适合这个号码可能所在的所有时区",
    "callback promised": "已约定回电",
    "callback promised; we are late": "已约定回电，已过时间",
    "it never rang": "没有响铃",
    "not placed in time": "没有及时拨出",
    "the agent named no outcome in time": "坐席没有及时填写结果",
    "suppressed for all purposes": "免打扰：全部用途",
    "campaign stopped": "活动已停止",
    "no rules for this country": "这个国家没有联系规则",
    "no time zone known for this number": "不知道这个号码的时区",
}

RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"(?P<outcome>[\w-]+): again after (?P<length>\d+[smhdw])", "{outcome}，{length}后再联系"),
        (r"(?P<outcome>[\w-]+): on to (?P<channel>call|sms), (?P<length>\d+[smhdw]) later", "{outcome}，{length}后改用{channel}"),
        (r"(?P<outcome>[\w-]+): on to (?P<channel>call|sms)", "{outcome}，改用{channel}"),
        (r"no time left: (?P<more>.*)", "活动结束前已没有时间：{more}"),
        (r"suppressed for all purposes: (?P<more>.*)", "免打扰：全部用途（{more}）"),
        (r"suppressed(?: for [\w:-]+)?: (?P<more>.*)", "免打扰：{more}"),
        (r"held by (?P<more>[\w-]+)", "另一活动优先：{more}"),
        (r"no consent recorded for (?P<more>[\w-]+)", "没有记录客户同意：{more}"),
        (r"the campaign is (?P<campaign>\w+)", "活动{campaign}"),
        (r"the sender (?P<name>.+) may not be used for asking \((?P<rest>.+)\)", "号码{name}不得用于调查（{rest}）"),
        (r"the sender (?P<name>.+) may not be used for serving \((?P<rest>.+)\)", "号码{name}不得用于服务（{rest}）"),
        (r"the sender (?P<name>.+) may not be used for selling \((?P<rest>.+)\)", "号码{name}不得用于营销（{rest}）"),
        (r"the national register was never read \((?P<rest>.+)\)", "没有读过国家拒访名单（{rest}）"),
        (r"the national register is older than (?P<count>\d+) days \((?P<rest>.+)\)", "国家拒访名单已超过 {count} 天（{rest}）"),
    )
)  # fmt: skip
UNITS: Final = {"s": "秒", "m": "分钟", "h": "小时", "d": "天", "w": "周"}


def chinese_reason(reason: str, of: Callable[[str, str], str]) -> str | None:
    """The reason in Chinese; None if there is no rule. `of(group, code)` gives a code's words."""
    fixed = FIXED.get(reason) or CONTACT_FIXED.get(reason) or CAMPAIGN_FIXED.get(reason)
    if fixed:
        return fixed
    for pattern, text in (*RULES, *CONTACT_RULES, *CAMPAIGN_RULES, *ALARM_RULES):
        if match := pattern.fullmatch(reason):
            return text.format(
                **{name: _value(name, value, of) for name, value in match.groupdict().items()}
            )
    return None


def _several(name: str, value: str, of: Callable[[str, str], str]) -> str:
    """Words joined by `or`, each in Chinese."""
    group = {"roles": "role", "steps": "act"}[name]
    parts = re.split(r" or (?:an? )?", value)
    return "、".join(of(group, part) for part in parts)


GROUPS: Final[Mapping[str, str]] = {
    "outcome": "outcome",
    "channel": "person.next.channel",
    "mode": "mode",
    "scope": "scope",
    "campaign": "campaign-state",
    "step": "act",
    "role": "role",
    "noun": "noun",
}
"""The places whose values are codes, and the group of words that has them."""
AS_WRITTEN: Final = frozenset({"name", "day", "count", "by", "rest", "asked", "own"})


def _value(name: str, value: str, of: Callable[[str, str], str]) -> str:
    if name in GROUPS:
        return of(GROUPS[name], value)
    if name in AS_WRITTEN:
        return value
    if name in ("roles", "steps"):
        return _several(name, value, of)
    if name in NAMED:
        return NAMED[name].get(value, value)
    if name == "part":
        return part_of_day(value)
    if name == "length":
        return f"{value[:-1]}{UNITS[value[-1]]}"
    return chinese_reason(value.strip(), of) or of("outcome", value.strip())
