"""A small workspace to break: a centre, one campaign that is whole, and its scripts."""

from datetime import UTC, datetime
from pathlib import Path

from outbound.campaign.problems import Problem
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.check.profile import BaseProfile
from outbound.expression.tree import Type

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)

COLUMNS = {
    "subscriber_id": Type.TEXT,
    "phone": Type.TEXT,
    "name": Type.TEXT,
    "language": Type.TEXT,
    "region": Type.TEXT,
    "tier": Type.TEXT,
    "status": Type.TEXT,
    "activated_on": Type.DATE,
    "balance": Type.NUMBER,
    "agreed_calls": Type.BOOLEAN,
    "客户等级": Type.TEXT,
}

CENTRE = """\
centre: {zh: 海港, en: Harbour}
country: CN
zone: Asia/Shanghai
languages: [zh, en]
senders: {survey: {call: "+861000000001", sms: "+861000000001"}, talk: {call: "+861000000002"}}
departments: {care: {zh: 客服, en: Care}, network: {zh: 网络, en: Network}}
processes:
  overall: {title: {zh: 总体, en: Overall}}
  network-quality: {title: {zh: 网络, en: Network}, departments: {network: 1}}
base:
  columns: {zone: null, consent: {retention: agreed_calls, survey: agreed_calls}}
"""

CAMPAIGN = """\
title: {zh: 调查, en: Survey}
purpose: survey
owner: care
approvals: [network]
schedule:
  from: 2026-11-23
  until: 2026-12-20
  build: "0 8 * * MON"
audience:
  where: status = 'active' and days_since(activated_on) >= 90
  unless:
    open complaint: history.open_follow_ups > 0
  segments:
    - {name: vip, where: "tier in ('platinum', 'gold')", script: survey/vip}
    - {name: everyone}
  sample: {completes: 40, per: [region, tier]}
  order: [-balance]
contact:
  hours: "Mo-Fr 09:00-12:00,14:00-20:00; PH off"
  channels:
    - call: {attempts: 2, from: survey}
    - sms: {after: 2d, from: survey}
  retry: {busy: [20m, 1h], no-answer: 4h}
script: survey
survey:
  questions:
    - id: overall
      ask: {zh: 几分？, en: "How much?"}
      answer: scale 1-10
      process: overall
    - id: why
      when: overall <= 6
      ask: {zh: 为什么？, en: "Why?"}
      answer: one-of
      options: {price: {zh: 资费, en: price}, network: {zh: 网络, en: network}}
    - id: recommend
      ask: {zh: 推荐吗？, en: "Recommend?"}
      answer: scale 0-10
      measure: nps
alerts:
  - {when: overall <= 3 and why = 'price', follow-up: recover, to: care, within: 24h}
"""

RETENTION = """\
title: {zh: 挽留, en: Stay}
purpose: retention
owner: care
schedule:
  from: 2026-11-23
  until: 2026-12-20
  build: "0 8 * * MON"
audience:
  where: status = 'active' and balance < 5
  segments:
    - {name: vip, where: tier = 'gold'}
    - {name: rest, where: tier <> 'gold'}
contact:
  hours: "Mo-Sa 09:00-12:00,14:00-20:00; PH off"
  channels:
    - call: {attempts: 3, from: survey}
  retry: {busy: [20m, 1h], no-answer: 1d}
script: stay
survey:
  questions:
    - id: cause
      ask: {zh: 为什么？, en: "Why?"}
      answer: one-of
      options: {price: {zh: 资费, en: price}, network: {zh: 网络, en: network}}
    - id: detail
      when: cause = 'price'
      ask: {zh: 多贵？, en: "How dear?"}
      answer: scale 1-5
      process: overall
offers:
  - id: data
    for: balance > 1 and cause = 'price'
    script: stay/data
    value: 30
    budget: 900
    counters: [price]
"""

SCRIPTS = {
    "survey/agent.zh.md.j2": '您好，{{ subscriber.name }}。\n{{ ask("overall") }}\n',
    "survey/agent.en.md.j2": '{% block opening %}Hello.{% endblock %}\n{{ ask("overall") }}\n',
    "survey/vip/agent.en.md.j2": (
        '{% extends "survey/agent.en.md.j2" %}\n{% block opening %}Dear {{ subscriber.name }}.{% endblock %}\n'
    ),
    "survey/vip/agent.zh.md.j2": '{% extends "survey/agent.zh.md.j2" %}\n',
    "stay/agent.zh.md.j2": (
        '您好。{{ ask("cause") }}\n{{ offers() }}\n{% objection "price" %}\n我们看看。\n{% endobjection %}\n'
    ),
    "stay/agent.en.md.j2": (
        'Hello. {{ ask("cause") }}\n{{ offers() }}\n{% objection "price" %}\nLet us see.\n{% endobjection %}\n'
    ),
    "stay/data/agent.zh.md.j2": "十元十G。\n",
    "stay/data/agent.en.md.j2": "Ten for ten.\n",
    "survey/sms.zh.txt.j2": "{{ centre }}：请回复。\n",
    "survey/sms.en.txt.j2": "{{ centre }}: please reply.\n",
}


def make(root: Path, campaign: str = CAMPAIGN, centre: str = CENTRE, **scripts: str) -> Workspace:
    """A workspace whose one campaign is `c`; `scripts` replace or, empty, remove files by name."""
    (root / "campaigns").mkdir(parents=True)
    (root / "outbound.yaml").write_text(centre, encoding="utf-8")
    (root / "campaigns" / "c.yaml").write_text(campaign, encoding="utf-8")
    for name, text in {**SCRIPTS, **scripts}.items():
        file = root / "scripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text:
            file.write_text(text, encoding="utf-8")
    return Workspace(root)


def problems(
    workspace: Workspace, columns=COLUMNS, now: datetime = NOW, profile: BaseProfile | None = None
) -> list[Problem]:
    return check_workspace(workspace, None, columns, now, profile)


def places(found: list[Problem]) -> list[tuple[str, str, int, int]]:
    return [(p.file, p.code, p.line, p.column) for p in found]
