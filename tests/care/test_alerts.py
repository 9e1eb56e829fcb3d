"""Alerts open follow-ups: once per kind, for the named department, with a reason."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Alert
from outbound.care.alerts import FollowUpOrder, Situation, opened

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def alert(
    when: str, follow_up: str = "recover", to: str = "customer-service", within: str = "24h"
) -> Alert:
    return Alert.model_validate({"when": when, "follow-up": follow_up, "to": to, "within": within})


def situation(facts: dict[str, object] | None = None, **answers: object) -> Situation:
    return Situation(answers, facts or {}, {"open_follow_ups": 0}, NOW, ZoneInfo("Asia/Shanghai"))


def test_a_low_score_opens_a_follow_up() -> None:
    assert opened([alert("overall <= 3")], situation(overall=2)) == [
        FollowUpOrder(
            "recover", "customer-service", timedelta(hours=24), "overall <= 3 (overall: 2)"
        )
    ]


def test_a_good_score_opens_none() -> None:
    assert opened([alert("overall <= 3")], situation(overall=4)) == []


def test_an_unanswered_question_opens_none() -> None:
    assert opened([alert("overall <= 3")], situation(overall=None)) == []
    assert opened([alert("overall <= 3")], situation()) == []


def test_one_kind_opens_once_and_the_first_alert_decides() -> None:
    alerts = [
        alert("overall <= 3", to="network", within="4h"),
        alert("overall <= 6", to="customer-service"),
    ]
    found = opened(alerts, situation(overall=2))
    assert [(order.department, order.due_in) for order in found] == [
        ("network", timedelta(hours=4))
    ]


def test_different_kinds_open_side_by_side() -> None:
    alerts = [alert("overall <= 3"), alert("signal = 'bad'", follow_up="measure", to="network")]
    found = opened(alerts, situation(overall=1, signal="bad"))
    assert [order.kind for order in found] == ["recover", "measure"]


def test_a_kind_opened_before_is_not_opened_again() -> None:
    assert opened([alert("overall <= 3")], situation(overall=1), already={"recover"}) == []


def test_an_alert_reads_facts_and_history_too() -> None:
    when = "overall <= 6 and tier = 'gold' and history.open_follow_ups = 0"
    assert opened([alert(when)], situation({"tier": "gold"}, overall=6))
    assert not opened([alert(when)], situation({"tier": "silver"}, overall=6))
