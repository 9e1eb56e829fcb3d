"""The files of the tests' small service centre: four campaigns, their scripts, fifteen subscribers."""

from datetime import UTC, datetime
from pathlib import Path

from outbound.audience.importing import import_base
from outbound.campaign.workspace import Workspace

CENTRE = """\
centre: {zh: 海港移动, en: Harbour Mobile}
country: CN
zone: Asia/Shanghai
languages: [zh, en]
senders:
  survey: {call: "+862160010001", sms: "+862160010001"}
  service: {call: "+862160010002", sms: "+862160010002"}
departments: {care: {zh: 客服部, en: Care}, network: {zh: 网络部, en: Network}}
processes:
  overall: {title: {zh: 总体, en: Overall}}
  network-quality: {title: {zh: 网络质量, en: Network quality}, departments: {network: 1}}
base:
  columns: {zone: null, consent: {survey: agreed, research: agreed, retention: agreed}}
costs: {agent_hour: 60, call_minute: 0.15, sms: 0.05, currency: CNY}
spend: {hour: 2000, day: 5000, campaign: 3000, countries: {CN: 4000}}
"""

DATES = "from: 2026-11-23\n  until: 2026-12-20"
HOURS = '"Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-12:00; PH off"'
QUESTIONS = """\
survey:
  resume: true
  questions:
    - id: overall
      ask: {zh: 总体打几分？, en: "Overall, 1 to 10?"}
      answer: scale 1-10
      process: overall
    - id: why
      when: overall <= 6
      ask: {zh: 哪里不好？, en: "What was wrong?"}
      answer: one-of
      options: {network: {zh: 网络, en: network}, price: {zh: 资费, en: price}}
      core: false
    - id: recommend
      ask: {zh: 会推荐吗？0到10分。, en: "Would you recommend us, 0 to 10?"}
      answer: scale 0-10
      measure: nps
alerts:
  - {when: overall <= 3, follow-up: recover, to: care, within: 24h}
"""

CAMPAIGNS = {
    "survey": f"""\
title: {{zh: 满意度, en: Satisfaction}}
purpose: survey
approvals: [care]
schedule:
  {DATES}
  build: "0 8 * * MON"
audience: {{where: plan = 'survey', order: [subscriber_id]}}
contact:
  hours: {HOURS}
  channels:
    - call: {{attempts: 2, ring: 25s, from: survey}}
    - sms: {{after: 2h, attempts: 1, from: survey, reply-within: 1d}}
  retry: {{busy: [20m, 1h], no-answer: 3h}}
  callbacks: {{within: 7d, keep-agent: 2h}}
script: satisfaction
{QUESTIONS}""",
    "pulse": f"""\
title: {{zh: 脉搏, en: Pulse}}
purpose: research
schedule:
  {DATES}
  build: "0 8 * * MON"
audience: {{where: plan = 'pulse', order: [subscriber_id]}}
contact:
  hours: {HOURS}
  channels:
    - call: {{pacing: agentless, attempts: 2, ring: 20s, from: survey}}
    - sms: {{after: 2h, from: survey}}
script: satisfaction
{QUESTIONS}""",
    "texts": f"""\
title: {{zh: 短信调查, en: By text}}
purpose: survey
priority: 40
schedule:
  {DATES}
  build: "0 8 * * MON"
audience: {{where: plan = 'texts', order: [subscriber_id]}}
contact:
  hours: {HOURS}
  channels:
    - sms: {{attempts: 1, from: survey, reply-within: 1d}}
script: satisfaction
{QUESTIONS}""",
    "notice": f"""\
title: {{zh: 余额提醒, en: Low balance}}
purpose: care
priority: 80
schedule:
  {DATES}
  build: "30 9 * * *"
audience: {{where: balance < 10, order: [subscriber_id]}}
contact:
  hours: {HOURS}
  channels:
    - sms: {{attempts: 1, from: service}}
  caps: [{{contacts: 1, per: 3d, purpose: care}}]
script: balance
""",
    "retention": f"""\
title: {{zh: 挽留, en: Retention}}
purpose: retention
priority: 70
schedule:
  {DATES}
  build: "0 8 * * MON-FRI"
audience: {{where: plan = 'retention', order: [subscriber_id]}}
contact:
  hours: {HOURS}
  channels:
    - call: {{attempts: 2, ring: 25s, from: service}}
script: retention
survey:
  questions:
    - id: cause
      ask: {{zh: 什么问题？, en: "What is the matter?"}}
      answer: one-of
      options: {{price: {{zh: 资费, en: price}}, network: {{zh: 网络, en: network}}}}
offers:
  - {{id: data-pack, title: {{zh: 流量包, en: Data pack}}, script: retention/data, value: 30, budget: 60}}
  - {{id: renewal, title: {{zh: 续约, en: Renewal}}, script: retention/data, value: 120, grant: supervisor, budget: 1000}}
""",
}

_AGENT = "{{% block opening %}}{hello}{{% endblock %}}\n{{% block questions %}}\n{ask}\n{{% endblock %}}\n"
_ASKED = '{{ ask("overall") }}\n{{ ask("why") }}\n{{ ask("recommend") }}'
_TALK = """\
{{% block opening %}}{opening}{{% endblock %}}
{{% block resumed %}}{resumed}{{% endblock %}}
{{% block sorry %}}{sorry}{{% endblock %}}
{{% block closing %}}{closing}{{% endblock %}}
"""
_EN = _TALK.format(opening="Harbour: a few questions.", resumed="Harbour: a few are left.", sorry="Pardon?", closing="Thank you.")  # fmt: skip
_ZH = _TALK.format(
    opening="海港：几个问题。", resumed="海港：还剩几个。", sorry="没看懂。", closing="谢谢。"
)

SCRIPTS = {
    "satisfaction/agent.zh.md.j2": _AGENT.format(hello="您好，{{ subscriber.name }}。", ask=_ASKED),
    "satisfaction/agent.en.md.j2": _AGENT.format(hello="Hello, {{ subscriber.name }}.", ask=_ASKED),
    "satisfaction/sms.zh.txt.j2": _ZH,
    "satisfaction/sms.en.txt.j2": _EN,
    "satisfaction/voice.zh.txt.j2": _ZH,
    "satisfaction/voice.en.txt.j2": _EN,
    "balance/sms.zh.txt.j2": "余额{{ subscriber.balance | money }}元，退订回T。",
    "balance/sms.en.txt.j2": "Balance {{ subscriber.balance | money }}. Reply T to stop.",
    "retention/agent.zh.md.j2": _AGENT.format(hello="您好。", ask='{{ ask("cause") }}\n{{ offers() }}'),
    "retention/agent.en.md.j2": _AGENT.format(hello="Hello.", ask='{{ ask("cause") }}\n{{ offers() }}'),
    "retention/data/agent.zh.md.j2": "流量包。",
    "retention/data/agent.en.md.j2": "A data pack.",
}  # fmt: skip

PLANS = {"survey": 6, "pulse": 3, "texts": 3, "retention": 3, "notice": 3}
"""How many subscribers each campaign finds: S1, S2, ... P1, ... T1, ... R1, ... N1, ..."""


def write_workspace(folder: Path) -> Path:
    """The workspace in a folder, its base imported."""
    (folder / "campaigns").mkdir(parents=True)
    (folder / "outbound.yaml").write_text(CENTRE, encoding="utf-8")
    for name, body in CAMPAIGNS.items():
        (folder / "campaigns" / f"{name}.yaml").write_text(body, encoding="utf-8")
    for name, body in SCRIPTS.items():
        file = folder / "scripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="utf-8")
    people = folder / "people.csv"
    people.write_text(_people(), encoding="utf-8")
    import_base(people, Workspace(folder), datetime(2026, 11, 22, tzinfo=UTC), lambda rows: None)
    return folder


def _people() -> str:
    head = "subscriber_id,phone,name,language,region,tier,status,plan,activated_on,balance,agreed,synthetic"
    rows, place = [head], 0
    for plan, count in PLANS.items():
        for nth in range(1, count + 1):
            place += 1
            language = "en" if nth % 3 == 0 else "zh"
            balance = "4.50" if plan == "notice" else ""
            rows.append(
                f"{plan[0].upper()}{nth},+86138001380{place:02},Person {place},{language},north,gold,"
                f"active,{plan},2024-01-15,{balance},true,true"
            )
    return "\n".join(rows) + "\n"
