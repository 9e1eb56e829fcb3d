"""The words of pictures and report, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # figures
    "too-small": ("样本不足", "sample too small"),
    "small-base": ("样本偏少", "small base"),
    "whole": ("总体", "whole"),
    "interval": ("95% 区间", "95 % interval"),
    "promoters": ("推荐者 9–10", "promoters 9–10"),
    "passives": ("中立者 7–8", "passives 7–8"),
    "detractors": ("贬损者 0–6", "detractors 0–6"),
    "nps": ("净推荐值", "NPS"),
    # the day
    "attempts": ("尝试", "attempts"),
    "reached": ("接触到本人", "reached"),
    "base": ("全部用户", "Everyone in the base"),
    "holdout": ("对照组（不联系）", "Holdout, not contacted"),
    "listed": ("进入名单", "On the list"),
    # why somebody is not on a list
    "kind-unless": ("排除条件", "excluded"),
    "kind-suppressed": ("禁止联系", "suppressed"),
    "kind-capped": ("频次上限", "cap"),
    "kind-claimed": ("其他活动占用", "other campaign"),
    "outside the audience": ("不在目标人群", "outside the audience"),
    "not due at this moment": ("此刻未到期", "not due at this moment"),
    "no segment": ("不属于任何分群", "no segment"),
    "no usable number": ("无可用号码", "no usable number"),
    "another subscriber on the list has the same number": (
        "号码与名单内他人相同",
        "shares a listed number",
    ),
    "beyond the sample": ("超出样本量", "beyond the sample"),
    # groups of outcomes
    "group-answered": ("愿意交谈", "Talked with us"),
    "group-declined": ("谢绝或不适用", "Declined or not eligible"),
    "group-missed": ("未接触到", "Not reached"),
    "group-delivered": ("已送达", "Delivered"),
    "group-undeliverable": ("无法接通或送达", "Could not be connected"),
    "group-other": ("进行中", "Still open"),
    # outcomes
    "completed": ("完成", "completed"),
    "partial": ("部分完成", "partly completed"),
    "callback-agreed": ("约定回拨", "callback agreed"),
    "refused": ("谢绝", "refused"),
    "refused-hard": ("要求不再联系", "asked never to be called"),
    "opted-out": ("短信退订", "opted out"),
    "wrong-person": ("非机主本人", "wrong person"),
    "language-barrier": ("语言不通", "language barrier"),
    "ineligible": ("不符合条件", "not eligible"),
    "deceased": ("已故", "deceased"),
    "busy": ("占线", "busy"),
    "no-answer": ("无人接听", "no answer"),
    "machine": ("语音信箱", "answering machine"),
    "voicemail-left": ("已留言", "voicemail left"),
    "abandoned": ("接通后无坐席", "abandoned"),
    "delivered": ("已送达未回复", "delivered, no reply"),
    "fax": ("传真机", "fax machine"),
    "not-in-service": ("停机或空号", "not in service"),
    "technical-failure": ("技术故障", "technical failure"),
    "carrier-rejected": ("网络拒绝", "rejected by the carrier"),
    "carrier-blocked": ("网络拦截", "blocked by the carrier"),
    "undelivered": ("未送达", "not delivered"),
    "invalid-number": ("号码无效", "invalid number"),
    "unknown": ("结果未知", "outcome unknown"),
    # modes
    "mode-agent": ("人工", "agent"),
    "mode-voice": ("语音菜单", "voice menu"),
    "mode-sms": ("短信", "SMS"),
    "mode-web": ("网页", "web"),
    # purposes
    "survey": ("满意度调查", "survey"),
    "callback": ("新用户回访", "callback"),
    "retention": ("用户挽留", "retention"),
    "care": ("服务关怀", "care"),
    "research": ("市场研究", "research"),
    "follow-up": ("跟进", "follow-up"),
    "marketing": ("营销", "marketing"),
    # states of contacts
    "unreleased": ("备用", "in reserve"),
    "waiting": ("等待下次联系", "waiting for the next attempt"),
    "trying": ("正在联系", "being contacted"),
    "held": ("暂缓", "held"),
    "closed": ("已结束", "closed"),
    # headings of a report
    "campaign-day": ("外呼日报", "The campaign day"),
    "synthetic": ("模拟网络，虚拟用户", "simulated carrier, synthetic subscribers"),
    "by-process": ("各业务过程满意度", "Satisfaction by process"),
    "ten-rate": ("十分率", "Ten-point rate"),
    "by-region": ("各区域", "By region"),
    "by-segment": ("各客户群", "By segment"),
    "by-department": ("各部门", "By department"),
    "words": ("客户原话", "In customers' words"),
    "follow-ups": ("跟进事项", "follow-ups"),
    "list": ("名单", "The list"),
    "contacts": ("联系结果", "Attempts and responses"),
    "cells": ("配额", "Quota cells"),
    "by-hour": ("各时段尝试次数", "Attempts by hour"),
    "people-listed": ("名单人数", "people listed"),
    "complete-responses": ("完整答卷", "completes"),
    "messages": ("发出短信", "messages sent"),
    "cost": ("费用", "cost"),
    "department": ("部门", "Department"),
    "kind": ("事项", "What"),
    "count": ("数量", "How many"),
    "first-due": ("最早期限", "First due"),
}


def say(key: str, language: str) -> str:
    """The word in the language, Chinese for any zh, English otherwise; an unknown key is itself."""
    chinese, english = WORDS.get(key, (key, key))
    return chinese if language.split("-")[0] == "zh" else english
