"""The sentences of a plan, in Chinese and English: what is refused, what to change, what to know."""

from collections.abc import Mapping
from typing import Any, Final

from outbound.forecast.nouns import Refusal, Remark

Pair = tuple[str, str]

REFUSED: Final[Mapping[str, tuple[Pair, Pair]]] = {
    "no-wave": (
        ("{from_} 至 {until} 之间不再建立名单。", "No wave is built between {from_} and {until}."),
        ("schedule.until 改为 {day} 或更晚", "schedule.until {day} or later"),
    ),
    "no-wave-ever": (
        ("{from_} 至 {until} 之间不再建立名单。", "No wave is built between {from_} and {until}."),
        ('schedule.build 改为如 "0 9 * * *"，并让 until 晚于今天', 'schedule.build such as "0 9 * * *", with until after today'),
    ),
    "never-open": (
        ("到 {until} 为止，可联系时段与规定时段没有任何交集。", "Until {until} these hours and the lawful ones never open together."),
        ('contact.hours 改为如 "{hours}"', 'contact.hours such as "{hours}"'),
    ),
    "unlawful": (
        ("名单上没有任何号码可以联系：所在国家没有规则，或没有时区。", "No number on the list may be contacted: its country has no rules or no open hours, or its zone is unknown."),
        ("centre 文件的 country 与 base.columns.zone 改为有规则的国家和时区", "country and base.columns.zone of the centre file such that rules and zones are known"),
    ),
    "opens-later": (
        ("到 {until} 为止，可联系时段从未开放。", "These hours do not open until {until} is over."),
        ("schedule.until 改为 {day} 或更晚", "schedule.until {day} or later"),
    ),
    "zero-target": (
        ("配额单元 {cell} 的目标为零。", "The cell {cell} has a target of zero."),
        ("sample.completes 至少 {completes}", "sample.completes at least {completes}"),
    ),
    "zero-target-equal": (
        ("配额单元 {cell} 的目标为零。", "The cell {cell} has a target of zero."),
        ("sample.allocation 改为 equal，sample.completes 至少 {completes}", "sample.allocation: equal, with sample.completes at least {completes}"),
    ),
    "zero-target-told": (
        ("配额单元 {cell} 的目标为零。", "The cell {cell} has a target of zero."),
        ("sample.allocation 中给 {cell} 至少 1，或用 where 排除", "sample.allocation with {cell} at least 1, or leave the cell out with where"),
    ),
    "empty-cell": (
        ("配额单元 {cell} 目标 {target}，但没有可联系的人。", "The cell {cell} wants {target} completes, and nobody is available in it."),
        ("从 sample.allocation 中去掉 {cell}", "sample.allocation without {cell}"),
    ),
    "few-people": (
        ("配额单元 {cell} 目标 {target}，而 {available} 人预计只有 {expected} 份。", "The cell {cell} wants {target} completes; its {available} people are expected to give {expected}."),
        ("sample.completes 最多 {completes}", "sample.completes at most {completes}"),
    ),
    "few-in-all": (
        ("目标 {target}，而 {available} 人预计只有 {expected} 份。", "{target} completes are wanted; {available} people are expected to give {expected}."),
        ("sample.completes 最多 {completes}", "sample.completes at most {completes}"),
    ),
    "few-people-told": (
        ("配额单元 {cell} 目标 {target}，而 {available} 人预计只有 {expected} 份。", "The cell {cell} wants {target} completes; its {available} people are expected to give {expected}."),
        ("sample.allocation 中 {cell} 最多 {completes}", "sample.allocation with {cell} at most {completes}"),
    ),
    "nobody": (
        ("目标 {target}，而 {available} 人预计只有 {expected} 份。", "{target} completes are wanted; {available} people are expected to give {expected}."),
        ("放宽 audience.where，或减少 unless 与 sample.per", "a wider audience.where, or fewer columns in sample.per"),
    ),
    "no-answers": (
        ("目标 {target}，而预期回答率为 {expect:.0%}。", "{target} completes are wanted, and the file expects {expect:.0%} to answer."),
        ("sample.expect 至少 {percent}%", "sample.expect at least {percent}%"),
    ),
    "too-late": (
        ("到 {until} 为止预计 {expected} 份，目标 {target}。", "{expected} completes are expected until {until}; the goal is {target}."),
        ("schedule.until 改为 {day} 或更晚", "schedule.until {day} or later"),
    ),
    "few-agents": (
        ("需要坐席 {hours:,.0f} 小时，{agents:g} 名坐席在开放时段内做不完。", "The attempts ask for {hours:,.0f} agent hours, more than {agents:g} agents have while it is open."),
        ("再加 {more} 名坐席（共 {wanted} 名）", "{more} more agents ({wanted} in all)"),
    ),
    "small-budget": (
        ("优惠 {offer} 预计发放 {grants:,.0f} 次，预算只够 {enough} 次。", "The offer {offer} is expected to be granted {grants:,.0f} times; its budget is enough for {enough}."),
        ("offers.{offer}.budget 至少 {budget}", "offers.{offer}.budget at least {budget}"),
    ),
}  # fmt: skip
"""Kind -> what is wrong, and what to change and by how much."""

REMARKS: Final[Mapping[str, Pair]] = {
    "rate-expected": (
        "回答率：作者预期 {expect:.0%}，按 50 名联系对象计权；已结案 {closed:,} 名。",
        "Response rate: {expect:.0%} as the file expects, worth 50 contacts; {closed:,} contacts have closed.",
    ),
    "rate-reckoned": (
        "回答率：{expect:.0%}，由尝试结果的概率推算，按 50 名联系对象计权；已结案 {closed:,} 名。",
        "Response rate: {expect:.0%}, reckoned from how attempts end, worth 50 contacts; {closed:,} contacts have closed.",
    ),
    "rate-differs": (
        "文件预期 {expect:.0%}，但按尝试结果推算约为 {model:.0%}。",
        "The file expects {expect:.0%}; attempts like these come to about {model:.0%}.",
    ),
    "spread": (
        "配额按最近一年 {responses:,} 份答复的标准差分配：{own} 个单元用自己的，{pooled} 个答复不足 60 份，用合并值 {sd:.1f}。",
        "The sample is shared by the standard deviations of {responses:,} responses of the last year: {own} cells have their own, {pooled} with fewer than 60 take the pooled {sd:.1f}.",
    ),
    "spread-unknown": (
        "最近一年没有可用的评分，最优分配按人数比例进行。",
        "No scores of the last year tell how far answers lie apart: the optimal allocation is proportional.",
    ),
    "odds-default": (
        "{mode}：尚无足够的历史尝试，采用缺省概率（早 {morning:.0%}、午后 {afternoon:.0%}、晚 {evening:.0%} 有人接听或送达）。",
        "{mode}: by default odds ({morning:.0%} answered or delivered in the morning, {afternoon:.0%} in the afternoon, {evening:.0%} in the evening).",
    ),
    "odds-learned": (
        "{mode}：概率来自同类活动的 {past:,} 次尝试，缺省值计为 200 次。",
        "{mode}: odds from {past:,} past attempts of this purpose, the default weighing as 200.",
    ),
    "unhurried": (
        "未限定坐席数：每次尝试在规则允许时立即进行；最忙一天需要 {peak:.1f} 名坐席，至少 {fewest:.1f} 名可按期完成。",
        "No number of agents is given: attempts are made as soon as the rules allow, {peak:.1f} agents on the busiest day; {fewest:.1f} would just do.",
    ),
    "with-agents": (
        "按 {agents:g} 名坐席计算，开放时段的 75% 用于呼叫与通话，其余为整理与休息。",
        "Agents: {agents:g}, on attempts for 75 % of the open hours, the rest for wrap-up and breaks.",
    ),
    "effect": (
        "对照组 {held_out:,} 人、联系 {contacted:,} 人：能看出 {effect:.1%} 的差异（效力 80%，成功率 50% 时；5% 时为 {rare:.1%}）。",
        "{held_out:,} held out against {contacted:,} contacted can show a difference of {effect:.1%} (power 80 %, around 50 %; around 5 % it is {rare:.1%}).",
    ),
    "arrivals": (
        "名单随 {column} 逐日产生：已知日期按用户数据，其后按最近 28 天的平均。",
        "People become due by {column}: as the base says, and beyond it as on the average of its latest 28 days.",
    ),
    "unreachable": (
        "名单抽样中 {share:.0%} 的号码没有可用规则或时区，不会被联系。",
        "{share:.0%} of the list's numbers have no rules or zone and will not be contacted.",
    ),
    "unrendered": (
        "短信文本无法生成，按每条一段计：{fault}",
        "The texts cannot be rendered and are counted as one segment each: {fault}",
    ),
    "ranges": ("区间为十次中九次的范围。", "Ranges hold nine times in ten."),
}
"""Kind -> what to know of the figures."""

MODES: Final = {"agent": "坐席通话", "voice": "语音菜单", "sms": "短信", "web": "网页"}
"""How questions are asked, in Chinese."""


def refusal(kind: str, key: str, **values: Any) -> Refusal:
    """A refusal, told in English."""
    message, hint = REFUSED[kind]
    return Refusal(key, message[1].format(**values), hint[1].format(**values), kind, values)


def remark(kind: str, **values: Any) -> Remark:
    """A remark, told in English."""
    return Remark(kind, REMARKS[kind][1].format(**values), values)


def refused_in(told: Refusal, language: str) -> tuple[str, str]:
    """A refusal's message and hint in a language."""
    if not is_chinese(language) or told.kind not in REFUSED:
        return told.message, told.hint
    message, hint = REFUSED[told.kind]
    return message[0].format(**told.values), hint[0].format(**told.values)


def remarked_in(told: Remark, language: str) -> str:
    """A remark in a language."""
    if not is_chinese(language) or told.kind not in REMARKS:
        return told.message
    mode = MODES.get(told.values.get("mode", ""), "")
    return REMARKS[told.kind][0].format(**{**told.values, "mode": mode})


def is_chinese(language: str) -> bool:
    """Whether the words are Chinese: for any zh; English serves all others."""
    return language.split("-")[0] == "zh"
