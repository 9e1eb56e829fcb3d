"""What the engine and a rehearsal tell of campaigns in English, as the interface says it in Chinese."""

import re
from collections.abc import Mapping
from typing import Final

CAMPAIGN_FIXED: Final[Mapping[str, str]] = {
    # why a campaign stands as it does
    "its goal is reached": "目标已达成",
    "every contact is closed": "所有联系都已结束",
    # why a step is refused
    "Its files have changed since you looked.": "您查看之后文件又有更改。",
    "Look at them again, then sign.": "请重新查看后再签字。",
    "Run `outbound check` to see them all.": "运行 `outbound check` 查看全部问题。",
    "It asks nobody.": "它不需要任何部门签字。",
    "Nothing more can be done to it.": "不能再对它做任何操作。",
    "It happens by itself.": "这一步自动发生。",
    "Begin again.": "请从头开始。",
    "the check finds errors in its files": "检查发现文件有错误",
    "it was never launched": "从未启动",
    "it runs on what was signed before its launch": "它按启动前签字的内容运行",
    "a campaign is launched once": "活动只启动一次",
    "a signature is missing": "还缺签字",
    "it starts nothing new any more": "它已不再开始新的联系",
    "nothing more can be done to it": "不能再对它做任何操作",
    "it goes on already": "它正在运行",
    "it rests already": "它已经暂停",
    "it still has something to start": "它还有未开始的联系",
    "There is no base of subscribers yet.": "还没有用户底表。",
    "Import one: outbound import FILE": "请导入：outbound import 文件",
    # a rehearsal: how it closed
    "complete": "完整",
    "partial": "部分完成",
    "too little": "答得太少",
    "told": "已告知",
    "refused": "拒绝",
    "opted out": "已退订",
    "not answered": "未回复",
    "callback": "约定回电",
    # a rehearsal: what was not reached
    "it ended before": "在此之前已结束",
    "not asked in sms": "短信不问",
    "not asked in voice": "语音菜单不问",
    "not asked in agent": "坐席不问",
    "not its turn in the rotation": "轮换中没有轮到",
    # a rehearsal: what may be entered
    "an answer in any words": "任何说法的回答",
    "a reply; none is expected": "可以回复，但不需要",
    "ask for no more; so does any wording that means it": "要求不再联系；意思相同的说法也算",
    "hear the question again": "重听",
    "skip the question": "跳过这一题",
    "press 8 before the prompt is over": "语音未完就按8",
    "silence": "沉默",
    "hang up": "挂断",
    "answer or correct any question, such as overall=7": "回答或更正任一题，如 overall=7",
    "grant an offer: /grant OFFER": "给予优惠：/grant 优惠名",
    "promise a call and end: /callback 2026-11-24T10:00": "约定回电并结束：/callback 2026-11-24T10:00",
    "write a note: /note WORDS": "写备注：/note 内容",
    "name the outcome and end: /outcome completed": "填写结果并结束：/outcome completed",
    "the carrier confirms it by itself": "由线路方确认",
}

CAMPAIGN_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"Cannot (?P<step>approve|withdraw|launch|pause|resume|stop) (?P<name>[\w-]+): it is (?P<campaign>\w+), (?P<more>.*)\.", "不能{step} {name}：{campaign}，{more}。"),
        (r"Cannot (?P<step>approve|withdraw) (?P<name>[\w-]+) for (?P<asked>[\w-]+): .* signs for (?P<own>[\w-]+) only\.", "不能代{asked}{step} {name}：您只能代表{own}签字。"),
        (r"Cannot (?P<step>approve|withdraw) (?P<name>[\w-]+) for (?P<asked>[\w-]*): .* belongs to no department\.", "不能{step} {name}：您不属于任何部门。"),
        (r"(?P<by>\S+) may not (?P<step>\w+) (?P<name>[\w-]+): (?P<role>\w+) is not a role that does\.", "{by}不能{step} {name}：{role}没有这个权限。"),
        (r"Ask an? (?P<roles>.*)\.", "请找：{roles}。"),
        (r"From here one may (?P<steps>.*)\.", "现在可以：{steps}。"),
        (r"(?P<name>[\w-]+) does not ask (?P<asked>[\w-]+) to approve it\.", "{name} 不需要{asked}签字。"),
        (r"It asks (?P<rest>.*)\.", "它需要：{rest}。"),
        (r"(?P<name>[\w-]+) is not approved by (?P<rest>.*)", "{name} 还没有签字：{rest}"),
        (r"(?P<name>[\w-]+) is over: its last day was (?P<day>[\d-]+)\.", "{name} 日期已过：最后一天是 {day}。"),
        (r"The plan of (?P<name>[\w-]+) cannot be met\. (?P<rest>.*)", "{name} 的计划无法完成：{rest}"),
        (r"despite its plan: (?P<rest>.*)", "尽管计划无法完成：{rest}"),
        (r"without a plan: (?P<rest>.*)", "没有计划：{rest}"),
        (r"(?P<name>[\w-]+) is a draft\.", "{name} 还是草稿。"),
        (r"There is no campaign (?P<name>\S+)\.", "没有活动 {name}。"),
        (r"There is no (?P<noun>segment|language|mode) (?P<name>\S+)\.", "没有这个{noun}：{name}。"),
        (r"It is (?P<rest>.*)\.", "可选：{rest}。"),
        (r"No subscriber '(?P<name>.*)' in the base\.", "底表里没有客户 {name}。"),
        (r"A rehearsal takes at most (?P<count>\d+) lines\.", "一次试讲最多 {count} 步。"),
        (r"answer (?P<name>[\w-]+)", "回答 {name}"),
        (r"objection: (?P<rest>.*)", "应对：{rest}"),
        (r"not so: (?P<rest>.*)", "条件不成立：{rest}"),
        (r"not possible: (?P<rest>.*)", "不可以：{rest}"),
        (r"suppressed: (?P<rest>(?:all|purpose:|channel:|campaign:).*)", "免打扰：{rest}"),
        (r"press keys, at most (?P<count>\d+) of them together", "按键，最多连按 {count} 个"),
        (r"no reply until the time for one is over; also (?P<rest>.*)", "到期仍未回复；也可写 {rest}"),
        (r"grant; (?P<rest>.*)", "给予；{rest}"),
        (r"granted, worth (?P<count>.*)", "已给予，价值 {count}"),
    )
)  # fmt: skip
