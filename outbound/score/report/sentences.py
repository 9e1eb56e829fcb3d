"""The sentences of a report, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "as-of": ("截至 {when}", "As of {when}"),
    "none-ranked": (
        "样本尚不足以排名：每项至少需要 60 份答卷",
        "Too few answers to rank yet: a rank needs 60",
    ),
    "one": ("{name}为 {value:.0f} 分", "{name} stands at {value:.0f}"),
    "apart": (
        "{worst}得分最低（{low:.0f}），{best}最高（{high:.0f}）",
        "{worst} scores lowest, {low:.0f} of 100; {best} highest, {high:.0f}",
    ),
    "together": (
        "各项无显著差异，均在 {low:.0f} 至 {high:.0f} 分之间",
        "None stands apart: all lie between {low:.0f} and {high:.0f}",
    ),
    "tens": (
        "{best}得十分的最多（{high:.0%}），{worst}最少（{low:.0%}）",
        "{best} earns the most tens ({high:.0%} of answers), {worst} the fewest ({low:.0%})",
    ),
    "tens-together": (
        "各项十分率无显著差异，均在 {low:.0%} 至 {high:.0%} 之间",
        "No process stands apart in tens: shares run from {low:.0%} to {high:.0%}",
    ),
    "stands-out": (
        "{place}的{process}与总体差距最大：{value:.0f} 分，总体 {whole:.0f} 分",
        "{place} stands out on {process}: {value:.0f}, against {whole:.0f} as a whole",
    ),
    "none-stands-out": ("与总体相比无显著差异", "No part differs clearly from the whole"),
    "nps-sentence": (
        "{up:.0%} 愿意推荐，{down:.0%} 不愿意：净推荐值 {value}（{low} 至 {high}）",
        "{up:.0%} would recommend us, {down:.0%} would not: NPS {value} ({low} to {high})",
    ),
    "no-nps": ("推荐意愿样本不足", "Too few answers for NPS"),
    "listed-sentence": (
        "{base:,} 名用户中 {listed:,} 名进入名单；未进入者最多因“{reason}”（{count:,} 名）",
        "{listed:,} of {base:,} subscribers are on the list; most others: {reason} ({count:,})",
    ),
    "all-listed": (
        "{base:,} 名用户中 {listed:,} 名进入名单",
        "{listed:,} of {base:,} subscribers are on the list",
    ),
    "no-attempts": ("尚未联系任何人", "Nobody has been contacted yet"),
    "delivered-sentence": (
        "{of:,} 次发送中 {count:,} 次送达",
        "{count:,} of {of:,} messages were delivered",
    ),
    "talked": (
        "{attempts:,} 次尝试中 {share:.0%} 愿意交谈，完整答卷 {complete:,} 份",
        "{share:.0%} of {attempts:,} attempts found someone willing to talk; {complete:,} answered in full",
    ),
    "cells-sentence": (
        "{cells} 个配额单元中 {full} 个已满",
        "{full} of {cells} quota cells are full",
    ),
    "no-follow-ups": ("没有需要跟进的事项", "Nothing needs following up"),
    "follow-ups-sentence": (
        "新开 {count:,} 件跟进，{department}最多（{most:,} 件）",
        "{count:,} follow-ups were opened, most for {department} ({most:,})",
    ),
    "words-sentence": ("{count:,} 位客户留下了意见", "{count:,} customers told us why"),
    "asked-by": ("访问方式：{modes}。", "Asked by: {modes}."),
    "contact-states": ("联系对象：{states}。", "Contacts: {states}."),
    "responses": (
        "完整答卷 {complete:,} 份，部分 {partial:,} 份。",
        "Responses: {complete:,} complete, {partial:,} partial.",
    ),
    "spent": (
        "发出短信 {messages:,} 条；费用 {cost:,.2f} {currency}。",
        "{messages:,} messages sent; cost {cost:,.2f} {currency}.",
    ),
    "per-complete": (
        "每份完整答卷 {cost:,.2f} {currency}。",
        "A complete response cost {cost:,.2f} {currency}.",
    ),
    "as-planned": (
        "{what} {actual:,.0f}，在计划范围内（预计 {expected:,.0f}）",
        "{actual:,.0f} {what}, as planned ({expected:,.0f} were expected)",
    ),
    "above-plan": (
        "{what} {actual:,.0f}，高于计划（预计 {expected:,.0f}）",
        "{actual:,.0f} {what}, above the plan ({expected:,.0f} were expected)",
    ),
    "below-plan": (
        "{what} {actual:,.0f}，低于计划（预计 {expected:,.0f}）",
        "{actual:,.0f} {what}, below the plan ({expected:,.0f} were expected)",
    ),
    "life-quiet": ("按启动时的内容运行，未曾暂停", "It ran as launched and was never paused"),
    "life-once": ("期间暂停 1 次", "It was paused once"),
    "life-sentence": ("期间暂停 {pauses} 次", "It was paused {pauses} times"),
    "files-changed": (
        "启动后修改、未生效的文件：{files}。",
        "Changed since the launch and not acted on: {files}.",
    ),
    "effect-better": (
        "联系使成功率提高 {points:.1f} 个百分点（{low:+.1f} 至 {high:+.1f}）",
        "Contact raised success by {points:.1f} points ({low:+.1f} to {high:+.1f})",
    ),
    "effect-worse": (
        "联系使成功率降低 {points:.1f} 个百分点（{low:+.1f} 至 {high:+.1f}）",
        "Contact lowered success by {points:.1f} points ({low:+.1f} to {high:+.1f})",
    ),
    "effect-none": (
        "未见显著效果（{low:+.1f} 至 {high:+.1f} 个百分点）",
        "No significant effect ({low:+.1f} to {high:+.1f} points)",
    ),
    "evaluation-not_yet": (
        "效果尚不可知，最早 {until}，且需之后导入的用户数据",
        "The effect is not known yet: from {until} on, with a base imported after that",
    ),
    "evaluation-no_holdout": (
        "无法评估：没有对照组",
        "Not evaluable: nobody was held out to compare with",
    ),
    "evaluation-unsound": (
        "对照组人数与设定比例不符，不给出效果",
        "The holdout's size does not fit its share, so no effect is told",
    ),
    "evaluation-unreadable": (
        "成功条件与现有用户数据不符，无法评估",
        "Success cannot be told from the present base",
    ),
    "method-effect": (
        "成功指 {success}，自进入名单起 {days} 天后；所有人按分组计算，无论是否接通（意向治疗）；95% Newcombe 区间。",
        "Success is {success}, {days} days after the list was built; everyone counts as assigned, reached or not; Newcombe's 95 % interval.",
    ),
    "measured-at": ("依据 {when} 导入的用户数据。", "Told from the base imported on {when}."),
    "method-plan": (
        "范围：启动时预计十次中有九次落在其中。◂ 表示落在范围之外。",
        "Range: where nine in ten were expected to fall at the launch. ◂ marks what fell outside.",
    ),
    "method-score": (
        "0–100 加权均值，横线为 95% 区间（分层抽样、有限总体）。n 为有效回答数：30 以下不显示，60 以下为空心点，不排名。▲▼ 表示整个区间高于或低于虚线。",
        (
            "Weighted mean on 0–100; the whisker is the 95 % interval (stratified, finite population). "
            "n counts the answers: under 30 nothing is shown, under 60 the dot is hollow and not ranked. "
            "▲▼: the whole interval lies above or below the dotted line."
        ),
    ),
    "method-whole": (
        "虚线为总体：各业务过程按权重合成。",
        "The dotted line is the whole: the processes weighted as the centre's file says.",
    ),
    "method-ten": (
        "在 1–10 分中给 10 分的加权比例，横线为 95% Wilson 区间。",
        "Weighted share answering 10 on 1–10; the whisker is Wilson's 95 % interval.",
    ),
    "method-multiples": (
        "每行一个业务过程，短竖线为其总体得分；斜线格样本不足 30，或隐去以免推算。▲▼ 表示整个区间高于或低于总体。",
        (
            "A row a process; the short tick is its score as a whole. Hatched: under 30 answers, or hidden so "
            "that others cannot be worked out. ▲▼: the whole interval lies above or below the tick."
        ),
    ),
    "method-department": (
        "部门得分为其负责业务过程的加权均值，权重见中心文件；区间按每位客户计算，因为同一客户评价多个过程。",
        (
            "A department's figure is the weighted mean of the processes it answers for, as the centre's file "
            "shares them; intervals go through people, who score several processes."
        ),
    ),
    "method-nps": (
        "0–10 分推荐意愿：9–10 的比例减去 0–6 的比例；横线为 95% 校正 Wald 区间。",
        "Recommendation on 0–10: the share of 9–10 less that of 0–6; the whisker is the adjusted Wald 95 % interval.",
    ),
    "method-list": (
        "每名用户只计一次，按先成立的原因。",
        "Every subscriber counts once, under the first reason that held.",
    ),
    "method-rates": ("AAPOR 比率：{rates}。", "AAPOR rates: {rates}."),
    "method-words": (
        "仅在答卷达到 10 份时引用；按收到顺序，未经挑选。",
        "Quoted from ten responses on, in the order they came, not chosen.",
    ),
}


def tell(key: str, language: str, **values: object) -> str:
    """The sentence with its values, Chinese for any zh, English otherwise."""
    chinese, english = SENTENCES[key]
    if language.split("-")[0] == "zh":
        return chinese.format(**values)
    sentence = english.format(**values)
    return sentence[:1].upper() + sentence[1:]
