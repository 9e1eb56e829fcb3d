"""Outcomes in groups that a director understands."""

from collections.abc import Mapping
from typing import Final

from outbound.dialing.outcome import Outcome
from outbound.score.report.nouns import CampaignReport

GROUP: Final[Mapping[Outcome, str]] = {
    Outcome.COMPLETED: "answered",
    Outcome.PARTIAL: "answered",
    Outcome.CALLBACK_AGREED: "answered",
    Outcome.REFUSED: "declined",
    Outcome.REFUSED_HARD: "declined",
    Outcome.OPTED_OUT: "declined",
    Outcome.WRONG_PERSON: "declined",
    Outcome.LANGUAGE_BARRIER: "declined",
    Outcome.INELIGIBLE: "declined",
    Outcome.DECEASED: "declined",
    Outcome.BUSY: "missed",
    Outcome.NO_ANSWER: "missed",
    Outcome.MACHINE: "missed",
    Outcome.VOICEMAIL_LEFT: "missed",
    Outcome.ABANDONED: "missed",
    Outcome.DELIVERED: "delivered",
    Outcome.FAX: "undeliverable",
    Outcome.NOT_IN_SERVICE: "undeliverable",
    Outcome.TECHNICAL_FAILURE: "undeliverable",
    Outcome.CARRIER_REJECTED: "undeliverable",
    Outcome.CARRIER_BLOCKED: "undeliverable",
    Outcome.UNDELIVERED: "undeliverable",
    Outcome.INVALID_NUMBER: "undeliverable",
    Outcome.UNKNOWN: "undeliverable",
}
"""Every outcome's group."""

TONE: Final[Mapping[str, str]] = {
    "answered": "good",
    "declined": "watch",
    "delivered": "accent",
    "missed": "bar",
    "undeliverable": "bar",
    "other": "bar",
}
"""The groups in the order shown, and each one's tone."""


def grouped(campaign: CampaignReport) -> dict[str, dict[str, int]]:
    """Group -> outcome -> attempts; what is no outcome (still open, withdrawn) is `other`."""
    known = {outcome.value: group for outcome, group in GROUP.items()}
    groups: dict[str, dict[str, int]] = {group: {} for group in TONE}
    for outcome, count in campaign.by_outcome.items():
        groups[known.get(outcome, "other")][outcome] = count
    return groups


def total(campaign: CampaignReport, group: str) -> int:
    """Attempts whose outcome belongs to a group."""
    return sum(grouped(campaign)[group].values())
