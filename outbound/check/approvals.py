"""Approvals: other departments than the owner's, each once."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.check.subject import Subject


def approvers(subject: Subject) -> Iterator[Problem]:
    """Nobody approves twice, and the owner, who asks for approval, does not give it."""
    owner, seen = subject.text("owner"), set[str]()
    for trail, name in subject.texts("approvals", "*"):
        if name in seen:
            message = f"{name} is asked for its approval already."
            yield subject.at(trail, "approver", message, "Name it once.", "warning")
        elif name == owner:
            message = f"{name} owns the campaign, so its approval adds nothing."
            hint = "Name the departments that must agree besides."
            yield subject.at(trail, "approver", message, hint, "warning")
        seen.add(name)
