"""Why people are not on a list, in Chinese and English, and the waterfall that shows it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from outbound.audience.nouns import Drop
from outbound.picture.waterfall import Fall, waterfall

FIXED: Final[Mapping[str, tuple[str, str]]] = {
    "outside the audience": ("不在目标人群", "outside the audience"),
    "not due at this moment": ("此刻未到期", "not due at this moment"),
    "no segment": ("不属于任何分群", "no segment"),
    "no usable number": ("无可用号码", "no usable number"),
    "another subscriber on the list has the same number": (
        "号码与名单内他人相同",
        "shares a listed number",
    ),
    "beyond the sample": ("超出样本量", "beyond the sample"),
    "already on this campaign's list": ("已在本活动名单上", "already on this campaign's list"),
}
"""The reasons that are always the same."""

PATTERNS: Final = (
    (re.compile(r"no consent recorded for (.+)"), "没有“{0}”用途的同意记录"),
    (re.compile(r"held by (.+)"), "被活动 {0} 占用"),
    (re.compile(r"suppressed \((.+)\)"), "禁止联系（{0}）"),
    (
        re.compile(r"at most (\d+) (contacts|attempts|completes) in (.+) days, for (.+)"),
        "“{3}”用途 {2} 天内至多{1} {0} 次",
    ),
    (
        re.compile(r"at most (\d+) (contacts|attempts|completes) in (.+) days"),
        "{2} 天内至多{1} {0} 次",
    ),
)
"""The reasons with a name or a number in them, in Chinese."""

PARTS: Final[Mapping[str, str]] = {
    "survey": "调查",
    "callback": "回访",
    "retention": "挽留",
    "care": "关怀",
    "research": "研究",
    "follow-up": "跟进",
    "marketing": "营销",
    "all": "全部用途",
    "call": "电话",
    "sms": "短信",
    "contacts": "联系",
    "attempts": "尝试",
    "completes": "完成",
}
"""The words inside such a reason; a campaign's name stays."""

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "unless": ("排除条件", "excluded"),
    "suppressed": ("禁止联系", "suppressed"),
    "capped": ("频次上限", "cap"),
    "claimed": ("其他活动占用", "other campaign"),
}
"""The kinds of drops that their reason alone does not tell."""

LEVELS: Final[Mapping[str, tuple[str, str]]] = {
    "base": ("全部用户", "Everyone in the base"),
    "holdout": ("对照组（不联系）", "Holdout, not contacted"),
    "listed": ("进入名单", "On the list"),
}


@dataclass(frozen=True)
class Listing:
    """What became of a base: base = sum of the drops + holdout + listed."""

    base: int
    drops: Sequence[Drop]
    holdout: int
    listed: int


def reason(text: str, language: str) -> str:
    """A drop's reason, Chinese for any zh, English otherwise; the author's own words stay."""
    if text in FIXED:
        return _of(FIXED[text], language)
    if _is_chinese(language):
        for pattern, words in PATTERNS:
            if found := pattern.fullmatch(text):
                return words.format(*map(_part, found.groups()))
    return text


def kind(of: str, language: str) -> str:
    """The words for a kind of drop; empty where the reason tells enough."""
    return _of(KINDS[of], language) if of in KINDS else ""


def listing(title: str, shown: Listing, language: str) -> str:
    """The waterfall from everyone in the base to those on the list."""
    drops = [Fall(reason(d.reason, language), d.count, kind(d.kind, language)) for d in shown.drops]
    return waterfall(
        title,
        Fall(_of(LEVELS["base"], language), shown.base, level=True),
        [*drops, Fall(_of(LEVELS["holdout"], language), shown.holdout)],
        Fall(_of(LEVELS["listed"], language), shown.listed, level=True),
    )


def _part(word: str) -> str:
    """A word of ours in Chinese; of a scope such as purpose:survey what stands behind the colon."""
    return PARTS.get(word.partition(":")[2] or word, word)


def _of(pair: tuple[str, str], language: str) -> str:
    chinese, english = pair
    return chinese if _is_chinese(language) else english


def _is_chinese(language: str) -> bool:
    return language.split("-")[0] == "zh"
