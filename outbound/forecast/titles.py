"""The headings and labels of a plan's page, in Chinese and English."""

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


def say(key: str, language: str, **values: Any) -> str:
    """The words, Chinese for any zh, English otherwise."""
    chinese, english = TITLES[key]
    return (chinese if is_chinese(language) else english).format(**values)
