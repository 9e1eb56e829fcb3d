"""The headings and labels of a plan's page, in Chinese and English."""

import re
from collections.abc import Mapping
from typing import Any, Final

from outbound.forecast.words import is_chinese

TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "plan": ("活动计划", "Campaign plan"),
    "as-of": ("按 {when} 的名单，共 {waves:,} 批", "The list of {when}; {waves:,} waves in all"),
    "listed-first": ("首批名单", "First list"),
    "completes": ("完整答卷", "Completes"),
    "delivered": ("送达", "Delivered"),
    "attempts": ("尝试", "Attempts"),
    "agent-hours": ("坐席小时", "Agent hours"),
    "agent-hours-against": ("坐席小时（浅色为开放时段可用）", "Agent hours (pale: what the open hours hold)"),
    "call-minutes": ("通话分钟", "Call minutes"),
    "sms-segments": ("短信条数（分段）", "SMS segments"),
    "cost": ("费用 {currency}", "Cost, {currency}"),
    "cost-plain": ("费用", "Cost"),
    "finishes": ("完成日", "Finishes"),
    "refused": ("有 {count} 处无法做到", "{count} thing(s) cannot be met"),
    "to-change": ("需要修改", "To change"),
    "list": ("名单", "The list"),
    "list-sentence": ("{base:,} 名用户中 {listed:,} 名进入首批名单", "{listed:,} of {base:,} subscribers would be on the first list"),
    "segments": ("名单内分群：{segments}。每名用户只计一次，按先成立的原因。", "On the list: {segments}. Every subscriber counts once, under the first reason that holds."),
    "base": ("全部用户", "Everyone in the base"),
    "holdout": ("对照组（不联系）", "Holdout, not contacted"),
    "listed": ("进入名单", "On the list"),
    "kind-unless": ("排除条件", "excluded"),
    "kind-suppressed": ("禁止联系", "suppressed"),
    "kind-capped": ("频次上限", "cap"),
    "kind-claimed": ("其他活动占用", "other campaign"),
    "cells": ("配额单元", "Quota cells"),
    "cells-sentence": ("{cells} 个单元中 {likely} 个有九成以上把握达标", "{likely} of {cells} cells meet their target nine times in ten or more"),
    "no-goal": ("没有完成目标：名单用完为止", "No goal in completes: the list is worked off"),
    "cells-note": ("达标可能性按贝塔二项分布，回答率的先验按 50 名联系对象计权；“预计可得”为全部可联系者到期末的完整答卷。", "Chances are beta-binomial, the expected rate worth 50 contacts. “Would yield” is what all who can be contacted would give by the end."),
    "cell": ("单元", "Cell"),
    "available": ("可联系", "Available"),
    "target": ("目标", "Target"),
    "needed": ("需联系", "Needed"),
    "release": ("现在放出", "Release now"),
    "yield": ("预计可得", "Would yield"),
    "chance": ("达标可能", "Chance"),
    "everyone": ("全体", "Everyone"),
    "days": ("日程", "By day"),
    "days-sentence": ("最忙的是 {day}：{attempts:,} 次尝试，{hours:,.1f} 坐席小时", "The busiest day is {day}: {attempts:,} attempts, {hours:,.1f} agent hours"),
    "days-sentence-plain": ("最忙的是 {day}：{attempts:,} 次尝试", "The busiest day is {day}: {attempts:,} attempts"),
    "days-note": ("灰底日不开放。重试、渠道接续与结束日期按实际执行的规则推算。", "Days on grey are closed. Retries, the next channel and the end follow the rules that will run."),
    "cost-sentence": ("预计费用 {cost:,.0f} {currency}（{low:,.0f} 至 {high:,.0f}）", "It costs about {cost:,.0f} {currency} ({low:,.0f} to {high:,.0f})"),
    "cost-note": ("单价见中心文件 costs；坐席小时含振铃，不含话后整理。", "Prices are the centre file's costs; agent hours include ringing, as reports count them."),
    "expected": ("预计", "Expected"),
    "item": ("项目", "Item"),
    "between": ("十次九次介于", "Nine in ten between"),
    "basis": ("依据", "What this rests on"),
    "basis-sentence": ("这些数字的来源", "Where these figures come from"),
}  # fmt: skip

REASONS: Final[Mapping[str, str]] = {
    "outside the audience": "不在目标人群",
    "not due at this moment": "此刻未到期",
    "no segment": "不属于任何分群",
    "no usable number": "无可用号码",
    "another subscriber on the list has the same number": "号码与名单内他人相同",
    "beyond the sample": "超出样本量",
    "already on this campaign's list": "已在本活动名单上",
}
"""The reasons that are not the author's own words, in Chinese."""

PURPOSES: Final[Mapping[str, str]] = {
    "survey": "调查",
    "callback": "回访",
    "retention": "挽留",
    "care": "关怀",
    "research": "研究",
    "follow-up": "跟进",
    "marketing": "营销",
    "all": "全部用途",
}


def say(key: str, language: str, **values: Any) -> str:
    """The words, Chinese for any zh, English otherwise."""
    chinese, english = TITLES[key]
    return (chinese if is_chinese(language) else english).format(**values)


PATTERNS: Final = (
    (re.compile(r"no consent recorded for (.+)"), "没有“{0}”用途的同意记录"),
    (re.compile(r"held by (.+)"), "被活动 {0} 占用"),
    (re.compile(r"suppressed \((.+)\)"), "禁止联系（{0}）"),
    (
        re.compile(r"at most (\d+) contacts in (.+) days, for (.+)"),
        "“{2}”用途 {1} 天内至多联系 {0} 次",
    ),
    (re.compile(r"at most (\d+) contacts in (.+) days"), "{1} 天内至多联系 {0} 次"),
)
"""Reasons with a name or a number in them, in Chinese."""


def reason(text: str, language: str) -> str:
    """A drop's reason; the author's own words stay."""
    if not is_chinese(language):
        return text
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(text):
            return words.format(*(PURPOSES.get(part, part) for part in found.groups()))
    return REASONS.get(text, text)
