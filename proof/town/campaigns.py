"""The campaigns of the proofs' centre: a menu on the telephone, texts, talks with agents, and mere notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SENDERS: Final = {
    "menu": "+862160010001", "texts": "+862160010002", "talks": "+862160010003", "notice": "+862160010004",
}  # fmt: skip
"""Each campaign has a number of its own, so that a reply tells which one it answers."""

_HOURS: Final = '"Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-12:00; PH off"'


@dataclass(frozen=True)
class CampaignFile:
    """One campaign's file, and the questions that its scripts ask."""

    body: str
    asks: tuple[str, ...] = ()


def everyday() -> Mapping[str, CampaignFile]:
    """One of each kind; people whose share is from 2 to 7 are wanted by two or three of them."""
    return {
        "menu": _asking("menu", "share < 6", _MENU, _few("menu")),
        "texts": _asking(
            "texts", "share >= 4", _TEXTS.format(attempts=2), _few("texts"), priority=40
        ),
        "talks": _asking("talks", "share = 3 or share = 9", _TALKS, _few("talks")),
        "notice": _notice("share >= 2 and share <= 7"),
    }


def long_ones() -> Mapping[str, CampaignFile]:
    """A menu and texts with many questions, for different people."""
    return {
        "menu": _asking("menu", "share < 7", _MENU, _many("menu")),
        "texts": _asking("texts", "share >= 7", _TEXTS.format(attempts=2), _many("texts")),
    }


def short_ones() -> Mapping[str, CampaignFile]:
    """Mostly notices, some texts and calls, for different people."""
    return {
        "notice": _notice("share < 6"),
        "texts": _asking(
            "texts", "share = 6 or share = 7", _TEXTS.format(attempts=1), _few("texts")
        ),
        "menu": _asking("menu", "share >= 8", _MENU, _few("menu")),
    }


_MENU: Final = """\
  channels:
    - call: {pacing: agentless, attempts: 3, ring: 20s, from: menu}
    - sms: {after: 20m, attempts: 1, from: menu, reply-within: 3h}
  retry: {busy: [5m, 10m], no-answer: 12m, machine: 15m}
"""
_TEXTS: Final = """\
  channels:
    - sms: {{attempts: {attempts}, from: texts, reply-within: 2h}}
"""
_TALKS: Final = """\
  channels:
    - call: {attempts: 2, ring: 20s, from: talks}
  retry: {busy: 5m, no-answer: 12m, machine: 15m}
"""
_SENDS: Final = """\
  channels:
    - sms: {attempts: 1, from: notice}
"""


def _head(name: str, purpose: str, build_at: str, who: str) -> str:
    return f"""\
title: {{zh: {name}, en: {name}}}
purpose: {purpose}
schedule:
  from: 2026-11-23
  until: 2026-12-20
  build: "{build_at}"
audience: {{where: {who}, order: [subscriber_id]}}
contact:
  hours: {_HOURS}
"""


def _notice(who: str) -> CampaignFile:
    head = _head("notice", "care", "30 9 * * *", who)
    return CampaignFile(f"priority: 80\n{head}{_SENDS}script: balance\n")


def _asking(
    name: str, who: str, contact: str, questions: tuple[tuple[str, str], ...], priority: int = 50
) -> CampaignFile:
    head = _head(name, "survey", "0 8 * * *", who)
    body = f"priority: {priority}\n{head}{contact}script: {name}\nsurvey:\n  resume: true\n  questions:\n"
    body += "".join(text for _, text in questions)
    body += (
        f"alerts:\n  - {{when: {name}_overall <= 3, follow-up: recover, to: care, within: 24h}}\n"
    )
    return CampaignFile(body, tuple(asked for asked, _ in questions))


def _few(name: str) -> tuple[tuple[str, str], ...]:
    """Three questions, one of them only for who is not content."""
    why = f"""\
    - id: {name}_why
      when: {name}_overall <= 6
      ask: {{zh: 【{name}】哪里不好？, en: "{name}: what was wrong?"}}
      answer: one-of
      options: {{network: {{zh: 网络, en: network}}, price: {{zh: 资费, en: price}}}}
      core: false
"""
    return (_scale(name, "overall"), (f"{name}_why", why), _recommends(name))


def _many(name: str) -> tuple[tuple[str, str], ...]:
    scales = (_scale(name, f"part{nth}") for nth in range(1, 9))
    return (_scale(name, "overall"), *scales, _recommends(name))


def _scale(name: str, about: str) -> tuple[str, str]:
    process = "overall" if about == "overall" else "part"
    return (
        f"{name}_{about}",
        f"""\
    - id: {name}_{about}
      ask: {{zh: 【{name} {about}】打几分？, en: "{name} {about}, 1 to 10?"}}
      answer: scale 1-10
      process: {process}
""",
    )


def _recommends(name: str) -> tuple[str, str]:
    return (
        f"{name}_recommend",
        f"""\
    - id: {name}_recommend
      ask: {{zh: 【{name}】会推荐吗？0到10分。, en: "{name}: would you recommend us, 0 to 10?"}}
      answer: scale 0-10
      measure: nps
""",
    )
