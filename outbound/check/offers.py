"""Offers: within their budget, not by who wants to leave, countering what the scripts know."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from outbound.campaign.problems import Problem
from outbound.check.expressions import parsed
from outbound.check.scripts import agent_files
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean
from outbound.expression.names import walk
from outbound.expression.tree import Column

_LEAVING: Final = re.compile(r"port(ed|ing)?[_-]?out|port[_-]?request|\bmnp|携出|携转|转网|携号")


def offer_budgets(subject: Subject) -> Iterator[Problem]:
    """A budget holds at least one grant."""
    for trail, text in subject.texts("offers", "*", "value"):
        budget = subject.text(*trail[:-1], "budget")
        value, available = _amount(text), _amount(budget)
        if value is not None and available is not None and value > available:
            message = f"One grant is worth {text}, and the budget is {budget}: none can be given."
            hint = "Raise budget, which is for all grants together, or lower value."
            yield subject.at((*trail[:-1], "budget"), "over-budget", message, hint)


def leavers_offers(subject: Subject) -> Iterator[Problem]:
    """Nothing is offered for having asked to take the number away."""
    for trail, text in subject.texts("offers", "*", "for"):
        expression = parsed(text)
        for node in walk(expression.root) if expression else ():
            if isinstance(node, Column) and _LEAVING.search(node.name.lower()):
                message = f"No offer may depend on {node.name}, a wish to take the number away."
                hint = "Whoever asks to leave gets no offer that others do not get."
                yield subject.inside(trail, node.offset, "port-out", message, hint)


def countered_objections(subject: Subject) -> Iterator[Problem]:
    """What an offer counters is an objection that an agent's script keeps an answer for."""
    files = agent_files(subject)
    known = {m.name for file in files for m in subject.world.scripts.mentions(file).objections}
    for trail, name in subject.texts("offers", "*", "counters", "*"):
        if files and name not in known:
            message = f"No script of this campaign has the objection {name}."
            hint = did_you_mean(name, known, 'Add {% objection "NAME" %} to the agent script.')
            yield subject.at(trail, "unknown-objection", message, hint, "warning")


def placed_offers(subject: Subject) -> Iterator[Problem]:
    """Offers have their place in every agent's script, and no script has one for offers that are none."""
    offers = subject.source.get("offers")
    for file in agent_files(subject):
        mentions = subject.world.scripts.mentions(file)
        if offers and not mentions.offers and mentions.fault is None:
            message = f"scripts/{file} has no place for the offers, so agents cannot make them."
            hint = "Write {{ offers() }} where they stand."
            yield subject.at_key(("offers",), "offers-place", message, hint, "warning")
        for mention in mentions.offers if not offers else ():
            message = "The campaign has no offers, so nothing stands here."
            where = f"scripts/{mention.file}"
            yield Problem(
                where,
                mention.line,
                mention.column,
                "offers-place",
                "warning",
                message,
                "Delete it.",
            )


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None  # the schema tells
