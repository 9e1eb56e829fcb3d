"""Evaluation: without anybody held out there is nothing to hold a campaign's effect against."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.values import parse_fraction
from outbound.check.subject import Subject


def evaluable(subject: Subject) -> Iterator[Problem]:
    """A campaign that asks for its effect holds somebody out."""
    if subject.source.get("evaluate") is None:
        return
    try:
        share = parse_fraction(subject.text("audience", "holdout") or "0%")
    except ValueError:
        return  # told by the schema
    if share == 0:
        message = "Nobody is held out, so the effect can never be told."
        hint = "Give audience.holdout, such as 10%, or leave evaluate out."
        yield subject.at_key(("evaluate",), "not-evaluable", message, hint, "warning")
