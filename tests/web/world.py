"""A small world for the web's tests: who works here, one customer with a script, a floor, a person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from outbound.campaign.centre import Centre
from outbound.campaign.values import AnswerForm, Kind, Text
from outbound.engine.desk.desk_view import Choice, DeskContact, DeskOffer, DeskQuestion, DeskStep
from outbound.engine.floor_view import AgentRow, Alarm, Band, CellView, Floor, Health
from outbound.engine.pages.person_view import (
    AnswerView,
    AttemptView,
    CapLine,
    Coming,
    DecisionView,
    Hold,
    IfEnds,
    Person,
    SuppressionView,
)
from outbound.engine.people.session_view import UserView

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai
PASSWORD = "harbour-demo"
CENTRE = Centre.model_validate(
    {
        "centre": {"zh": "海港移动", "en": "Harbour Mobile"},
        "country": "CN",
        "zone": "Asia/Shanghai",
        "languages": ["zh", "en"],
        "departments": {
            "marketing": {"zh": "市场部", "en": "Marketing"},
            "network": {"zh": "网络部", "en": "Network"},
        },
    }
)
USERS = {
    user.id: user
    for user in (
        UserView("lin", "林晓", "agent", languages=("zh", "en")),
        UserView("ada", "Ada Moore", "agent", languages=("en",)),
        UserView("sun", "孙悦", "supervisor"),
        UserView("max", "Max Lee", "manager", "marketing"),
        UserView("qi", "齐思", "quality"),
        UserView("eng", "Eve Ng", "engineer"),
        UserView("app", "安平", "approver", "network"),
    )
}
TITLES = {
    "ten-point-satisfaction": Text({"zh": "十分制满意度调查", "en": "Ten-point satisfaction"}),
    "churn-retention": Text({"zh": "客户挽留", "en": "Churn retention"}),
}


@dataclass(frozen=True)
class Item:
    """One question of the sample script; `low` opens it once an earlier score is 6 or less."""

    id: str
    zh: str
    en: str
    kind: Kind
    do: str = ""
    skip: bool = False
    after_low: bool = False


SCALE = Kind(AnswerForm.SCALE, 1, 10)
ITEMS = (
    Item("overall", "请为海港移动的整体服务打分，1到10分，10分非常满意，1分非常不满意。",
         "Overall, from 1 to 10, how satisfied are you with Harbour Mobile? 10 is very satisfied, 1 very dissatisfied.",
         SCALE, do="read the scale once; do not suggest a score"),
    Item("improve", "哪一点最需要改进？", "What one thing most needs improving?", Kind(AnswerForm.TEXT), after_low=True),
    Item("calls", "最近一个月，打电话的清晰和接通情况，您打几分？没用过可以说“没用过”。",
         "In the past month, how clear were your calls and how well did they connect?", SCALE, skip=True),
    Item("data", "手机上网的速度和稳定呢？", "And the speed and stability of mobile data?", SCALE, skip=True),
    Item("tariff", "套餐和收费是否清楚、合理，您打几分？", "Are your plan and its charges clear and reasonable?", SCALE),
    Item("solved", "您反映的问题现在解决了吗？", "Is your complaint solved?", Kind(AnswerForm.ONE_OF)),
    Item("recommend", "您有多大可能向亲友推荐海港移动？0到10分。",
         "How likely are you to recommend Harbour Mobile to family or friends, 0 to 10?", Kind(AnswerForm.SCALE, 0, 10)),
    Item("reason", "最主要的原因是什么？", "What is the main reason?", Kind(AnswerForm.TEXT), do="write it as said"),
    Item("contact-me", "需要我们联系您处理吗？", "Shall someone contact you about it?", Kind(AnswerForm.YES_NO)),
)  # fmt: skip
OPTIONS = {
    "one-of": (
        ("solved", "解决了", "solved"),
        ("partly", "部分", "partly"),
        ("not", "没解决", "not"),
    ),
    "yes-no": (("yes", "是", "yes"), ("no", "否", "no")),
}
SAID = {
    "opening": (
        "您好，这里是海港移动服务质量回访。只听意见，不推销，大约两分钟，通话会录音，用于改进服务。现在方便吗？",
        "Hello, this is Harbour Mobile, about the quality of our service. It takes about two minutes and is recorded. Is now a good time?",
    ),
    "closing": (
        "感谢您的意见，我们会转给负责的部门。祝您生活愉快。",
        "Thank you. Your words go to the department that answers for this. Have a good day.",
    ),
}
OBJECTIONS = (
    (
        "现在不方便",
        '<p>好的，那您看什么时候方便？</p><blockquote class="do"><p>按 K 约定时间。</p></blockquote>',
    ),
    ("too busy", "<p>Of course. When would suit you? I will call at the time you choose.</p>"),
    (
        "who gave you my number",
        "<p>You are our customer; the number is in your contract with us.</p>",
    ),
    ("coverage", "<p>Give me place and time. I report it today.</p>"),
)
OFFERS = (
    DeskOffer("network-check", "Network check at home", "<p>A technician measures signal at your home.</p>", "¥30", True, False),
    DeskOffer("plan-fit", "A plan that fits", "<p>From next month.</p>", "¥120", False, False, "needs a supervisor"),
)  # fmt: skip
OUTCOMES = (
    "completed", "partial", "refused", "refused-hard", "callback-agreed",
    "wrong-person", "language-barrier", "machine",
)  # fmt: skip


def choices(kind: Kind, zh: bool) -> tuple[Choice, ...]:
    """What the agent may press."""
    if kind.form is AnswerForm.SCALE:
        return tuple(Choice(str(n), str(n)) for n in range(kind.low, kind.high + 1))
    return tuple(Choice(v, z if zh else e) for v, z, e in OPTIONS.get(kind.form.value, ()))


def steps(language: str, answers: dict[str, str]) -> tuple[DeskStep, ...]:
    """The script with the answers given so far; a branch applies after a low score."""
    zh = language == "zh"
    low = any(answers.get(i.id, "").isdigit() and int(answers[i.id]) <= 6 for i in ITEMS)
    asked = []
    for item in ITEMS:
        given = answers.get(item.id)
        skip = ("没用过" if zh else "not used") if item.skip else ""
        label = next((c.label for c in choices(item.kind, zh) if c.value == given), given or "")
        question = DeskQuestion(
            item.id, item.zh if zh else item.en, item.do, item.kind, choices(item.kind, zh), skip,
            low or not item.after_low, given is not None, given, label,
        )  # fmt: skip
        asked.append(DeskStep(item.id, "", question))
    said = {name: DeskStep(name, f"<p>{texts[0 if zh else 1]}</p>") for name, texts in SAID.items()}
    return (said["opening"], *asked, said["closing"])


def contact(language: str, answers: dict[str, str], granted: frozenset[str]) -> DeskContact:
    """The customer in hand."""
    zh = language == "zh"
    return DeskContact(
        contact_id=7, attempt_id="a" * 32, campaign_id="ten-point-satisfaction",
        campaign=TITLES["ten-point-satisfaction"].of(language), segment="vip", language=language,
        masked_number="138****8000", name="张伟" if zh else "Helen Brook",
        facts={
            "subscriber_id": "H0000001", "phone": "+8613800138000", "tier": "gold", "tenure": 74, "plan": "5G-198", "region": "north",
            "status": "active", "activated_on": "2020-09-14", "spend_3m": 546.0, "monthly_charges": 198.0,
            "total_charges": "11840.0", "balance": None, "synthetic": True,
        },
        history={
            "contacts_30d": 0, "attempts_30d": 1, "days_since_contact": 41, "days_since_survey": 120,
            "last_outcome": "completed", "last_overall": 7, "open_follow_ups": 0, "risk": 0.4, "grade": "b",
        },
        steps=steps(language, answers), objections=OBJECTIONS,
        offers=tuple(o if o.id not in granted else DeskOffer(o.id, o.title, o.html, o.value, False, True) for o in OFFERS),
        outcomes=tuple(Choice(o, o) for o in OUTCOMES),
    )  # fmt: skip


def floor(now: datetime, states: dict[str, str]) -> Floor:
    """A busy morning; `states` are the campaigns' states."""
    ago = timedelta
    cells = tuple(
        CellView(f"{region}/{tier}", done, 20)
        for region, row in (("north", (14, 20, 6, 9)), ("south", (3, 11, 17, 0)), ("harbour", (8, 5, 2, 20)))
        for tier, done in zip(("platinum", "gold", "silver", "standard"), row, strict=True)
    )  # fmt: skip
    first = Band(
        "ten-point-satisfaction", TITLES["ten-point-satisfaction"], "survey", states["ten-point-satisfaction"], "",
        date(2026, 11, 23), date(2026, 12, 20),
        {"unreleased": 180, "waiting": 905, "trying": 6, "held": 2, "closed": 388},
        {"completed": 115, "no-answer": 160, "busy": 31, "refused": 24, "machine": 18}, 115, 400, cells,
        348, 4, 2, 0, 139, Decimal("0.03"), datetime(2026, 11, 30, 0, 0, tzinfo=UTC),
    )  # fmt: skip
    second = Band(
        "churn-retention", TITLES["churn-retention"], "retention", states["churn-retention"], "",
        date(2026, 11, 23), date(2026, 12, 20), {"waiting": 210, "closed": 41}, {"completed": 12, "refused": 9},
        12, None, (), 41, 0, 1, 1, 21, Decimal("0.03"), now + ago(hours=21),
    )  # fmt: skip
    agents = (
        AgentRow(
            "lin", "林晓", "talking", now - ago(minutes=2, seconds=14), "ten-point-satisfaction"
        ),
        AgentRow("ada", "Ada Moore", "ready", now - ago(seconds=20)),
        AgentRow("bo", "薄荷", "wrap-up", now - ago(minutes=1), "churn-retention"),
    )
    alarms = (
        Alarm(
            now - ago(minutes=9),
            "30003",
            "The carrier could not deliver a message.",
            "churn-retention",
        ),
    )
    return Floor(
        now, (first, second), agents, Health(True, now - ago(seconds=3), True, True), alarms
    )


def person(now: datetime) -> Person:
    """One customer with a story."""
    campaign, wave = "ten-point-satisfaction", "ten-point-satisfaction@20261123T0000Z"

    def at(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    return Person(
        "H0000001", "张伟", "138****8000", "zh", "north", "gold", True,
        coming=(
            Coming(
                campaign, TITLES[campaign], "waiting", "call", now + timedelta(hours=4), "busy: again after 4h",
                contact=7, step=1, steps=2, mode="agent", zone="Asia/Urumqi",
                holds=(Hold("busy: again after 4h", now + timedelta(hours=4)), Hold("held by churn-retention")),
                follows=(IfEnds("no-answer", "step", now + timedelta(days=2), "no-answer: on to sms, 2d later"),),
                caps=(CapLine("the centre", "contacts", 1, "1w", 1, "survey", now + timedelta(days=6)),),
            ),
        ),
        decisions=(
            DecisionView(at(120), campaign, wave, "listed", "listed", "Drawn into cell north/gold, rank 12."),
            DecisionView(at(70), campaign, wave, "decided", "wait", "Outside the contact hours.", at(60)),
            DecisionView(at(30), campaign, wave, "reserved", "go", "Every gate is open."),
            DecisionView(at(29), campaign, wave, "ended", "busy", "Busy; next try after the pause.", now + timedelta(hours=4)),
        ),
        attempts=(
            AttemptView(
                at(30), "a" * 32, campaign, "call", "agent", "ended", "busy", "林晓", at(29),
                code=31480, cost=Decimal("0.15"),
            ),
        ),
        answers=(AnswerView(at(60000), campaign, "overall", "7", "7", "agent"),),
        suppressions=(SuppressionView(at(90000), "suppressed", "purpose:marketing", "Asked on a call.", "agent"),),
    )  # fmt: skip
