"""A small made-up day for the report's tests."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest

from outbound.audience.nouns import Drop
from outbound.campaign.schema import Purpose
from outbound.campaign.values import Text
from outbound.picture.cells import CellProgress
from outbound.score.composite import composite
from outbound.score.nouns import Attribution, Respondent, ScaledAnswer, ScoreInput, Stratum
from outbound.score.report.filling import reported_scores
from outbound.score.report.nouns import CampaignReport, Report, ReportedFollowUp, Verbatim

ZONE = ZoneInfo("Asia/Shanghai")
REGIONS = ("north", "south", "east", "west", "harbour")
PROCESSES = {
    "overall": ("总体满意度", "Overall", 7.6),
    "network-quality": ("网络质量", "Network quality", 6.6),
    "tariff": ("资费套餐", "Tariff", 5.9),
    "bill-information": ("账单信息", "Bill information", 7.8),
    "shops": ("营业厅", "Shops", 8.3),
    "hotline": ("热线", "Hotline", 7.2),
    "complaint-handling": ("投诉处理", "Complaint handling", 5.2),
    "rewards": ("积分回馈", "Rewards", 7.0),
}
ASKED = {"shops": 0.3, "hotline": 0.25, "complaint-handling": 0.1, "rewards": 0.05}
SHARED = Attribution(
    {
        "network-quality": 0.3,
        "tariff": 0.25,
        "bill-information": 0.2,
        "shops": 0.15,
        "hotline": 0.1,
    },
    {
        "network-quality": {"network": 0.8, "marketing": 0.2},
        "tariff": {"marketing": 1.0},
        "bill-information": {"billing": 1.0},
        "shops": {"channels": 1.0},
        "hotline": {"customer-service": 1.0},
    },
)
DEPARTMENTS = {
    "customer-service": ("客户服务部", "Customer service"),
    "network": ("网络部", "Network"),
    "marketing": ("市场部", "Marketing"),
    "billing": ("计费部", "Billing"),
    "channels": ("渠道部", "Channels"),
}


def both(chinese: str, english: str) -> Text:
    """A text in two languages."""
    return Text({"zh": chinese, "en": english})


def survey(people: int = 420, seed: int = 7) -> ScoreInput:
    """Answers whose level depends on process and region."""
    source = Random(seed)
    respondents, answers = [], []
    for i in range(people):
        region = source.choices(REGIONS, (5, 5, 4, 3, 2))[0]
        mode = source.choices(("agent", "sms"), (7, 3))[0]
        segment = source.choices(("vip", "campus", "everyone"), (2, 1, 6))[0]
        of = {"region": region, "mode": mode, "segment": segment}
        respondents.append(Respondent(i, "ten-point-satisfaction", region, of))
        shift = {"harbour": -1.2, "south": 0.6}.get(region, 0.0)
        for process, (_, _, level) in PROCESSES.items():
            if source.random() < ASKED.get(process, 0.95):
                value = round(min(10, max(1, source.gauss(level + shift, 2.0))))
                answers.append(ScaledAnswer(i, process, process, None, value, 1, 10))
        value = round(min(10, max(0, source.gauss(7.6 + shift, 2.4))))
        answers.append(ScaledAnswer(i, "recommend", None, "nps", value, 0, 10))
    strata = [Stratum("ten-point-satisfaction", region, 900, 300) for region in REGIONS]
    return ScoreInput(respondents, answers, strata, attribution=SHARED)


def satisfaction() -> CampaignReport:
    """The survey: a list, attempts, responses, words, follow-ups."""
    hours = {8: 12, 9: 188, 10: 237, 11: 159, 14: 199, 15: 240, 16: 192, 17: 214, 18: 213, 19: 90}
    due = datetime(2026, 11, 24, 10, tzinfo=ZONE)
    return CampaignReport(
        campaign="ten-point-satisfaction",
        title=both("十分满意度调查", "Ten-point satisfaction survey"),
        purpose=Purpose.SURVEY,
        base=7043,
        waterfall=(
            Drop("where", "outside the audience", 2210),
            Drop("unless", "open complaint", 312),
            Drop("unless", "surveyed lately", 842),
            Drop("suppressed", "asked never to be called", 40),
            Drop("duplicate", "another subscriber on the list has the same number", 3),
            Drop("quota", "beyond the sample", 2097),
        ),
        holdout=80,
        listed=1459,
        attempts=1744,
        by_outcome={
            "completed": 398, "partial": 31, "callback-agreed": 22, "refused": 80, "refused-hard": 9,
            "no-answer": 720, "busy": 248, "machine": 180, "delivered": 40, "not-in-service": 16,
        },
        contacts={"closed": 820, "waiting": 639},
        complete=398,
        partial=22,
        rates={"RR1": Fraction(4, 11), "COOP1": Fraction(1, 2), "REF1": None, "CON1": 8 / 11},
        cost=Decimal("1843.55"),
        messages=188,
        follow_ups=(
            ReportedFollowUp("recover", "customer-service", "overall <= 3 (overall: 2)", due),
            ReportedFollowUp("recover", "customer-service", "overall <= 3 (overall: 3)", due),
            ReportedFollowUp("measure", "network", "signal = 'bad' (signal: bad)", due),
        ),
        verbatims=(
            Verbatim("晚上八点以后视频总是卡,白天没有问题。", "harbour · everyone"),
            Verbatim("The bill text is clear now, thank you. <b>Keep it</b>.", "north · vip"),
            Verbatim("套餐太多,看不懂差别。", "south · campus"),
        ),
        attempts_by_hour=hours,
        reached_by_hour={hour: count // 4 for hour, count in hours.items()},
        cells=tuple(
            CellProgress(f"{region}/{tier}", (7 * i + 5 * j) % 23 + 2, 14)
            for i, region in enumerate(REGIONS)
            for j, tier in enumerate(("platinum", "gold", "silver", "standard"))
        ),
    )  # fmt: skip


def low_balance() -> CampaignReport:
    """The care message: SMS only, nothing asked."""
    return CampaignReport(
        campaign="low-balance",
        title=both("低余额提醒", "Low balance message"),
        purpose=Purpose.CARE,
        base=7043,
        waterfall=(
            Drop("where", "outside the audience", 6910),
            Drop("capped", "2 contacts in 7d", 4),
        ),
        holdout=0,
        listed=129,
        attempts=129,
        by_outcome={"delivered": 121, "undelivered": 5, "opted-out": 3},
        contacts={"closed": 129},
        complete=0,
        partial=0,
        cost=Decimal("6.45"),
        messages=129,
    )


@pytest.fixture(scope="session")
def day() -> Report:
    """The whole day: a survey and a care message."""
    data = survey()
    return Report(
        centre=both("海港移动", "Harbour Mobile"),
        as_of=datetime(2026, 11, 23, 20, 30, tzinfo=ZONE),
        campaigns=(satisfaction(), low_balance()),
        scores=reported_scores(data),
        composite=composite(data),
        names={
            "process": {k: both(zh, en) for k, (zh, en, _) in PROCESSES.items()},
            "department": {k: both(*words) for k, words in DEPARTMENTS.items()},
        },
        synthetic=True,
    )
