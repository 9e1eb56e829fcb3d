"""What a plan refuses, one small function for each kind; a hint once followed removes its refusal."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import ceil, floor, isfinite

from outbound.forecast.course import AGENT
from outbound.forecast.forecast import Frame
from outbound.forecast.hints import (
    FARTHEST,
    end_for,
    least_completes,
    most_completes,
    most_of,
    name_of,
    opens_from,
    people_of,
    sample_of,
    told_of,
    too_few,
)
from outbound.forecast.nouns import Refusal
from outbound.forecast.reckoned import Reckoned
from outbound.forecast.words import refusal


def refusals(made: Reckoned, frame: Frame) -> tuple[Refusal, ...]:
    """Everything that cannot be met, the most telling first."""
    outlook = made.outlook
    found = [*waves_to_come(made)] or [*never_open(made, frame)]
    if found:
        return tuple(found)
    for look in (zero_target, empty_cell, few_people, too_late, few_agents):
        found += look(made)
    found += [*small_budget(made, frame)] if outlook.campaign.offers else []
    return tuple(found)


def waves_to_come(made: Reckoned) -> Iterator[Refusal]:
    """A wave is built before the end, or contacts of earlier ones are still there."""
    outlook = made.outlook
    coming = [day for day in outlook.waves if day <= outlook.until]
    waiting = any(cell.still_open + cell.unreleased for cell in outlook.cells)
    if (coming and outlook.days) or waiting:
        return
    dates = {"from_": outlook.campaign.schedule.from_, "until": outlook.until}
    later = min((day for day in outlook.waves if day > outlook.until), default=None)
    if later is None:
        yield refusal("no-wave-ever", "schedule.build", **dates)
    else:
        yield refusal("no-wave", "schedule.until", **dates, day=later)


def never_open(made: Reckoned, frame: Frame) -> Iterator[Refusal]:
    """Some moment before the end is open for a first attempt."""
    outlook = made.outlook
    if opens_from(outlook, outlook.ends) is not None:
        return
    text = frame.open_hours_text()
    if text:
        yield refusal("never-open", "contact.hours", until=outlook.until, hours=text)
        return
    first = opens_from(outlook, outlook.ends + timedelta(days=FARTHEST))
    if first is None:
        yield refusal("unlawful", "base.columns.zone")
    else:
        yield refusal("opens-later", "schedule.until", until=outlook.until, day=first)


def zero_target(made: Reckoned) -> Iterator[Refusal]:
    """No cell has a target of zero: its people would be kept waiting for nothing."""
    sample = made.outlook.campaign.audience.sample
    empty = [c for c in made.outlook.cells if c.target == 0 and c.available]
    if sample is None or sample.completes is None or not empty:
        return
    name = name_of(empty[0])
    if isinstance(sample.allocation, Mapping):
        for cell in empty:
            yield refusal("zero-target-told", "audience.sample.allocation", cell=name_of(cell))
        return
    enough = least_completes(sample, made.outlook)
    if enough is not None:
        yield refusal("zero-target", "audience.sample.completes", cell=name, completes=enough)
        return
    many = max(sample.completes, len(made.outlook.cells))
    yield refusal("zero-target-equal", "audience.sample.allocation", cell=name, completes=many)


def empty_cell(made: Reckoned) -> Iterator[Refusal]:
    """Somebody is in every cell that the file names."""
    if not isinstance(sample_of(made.outlook).allocation, Mapping):
        return
    for cell in made.outlook.cells:
        if cell.target and not people_of(cell) and made.outlook.arrivals is None:
            yield refusal(
                "empty-cell", "audience.sample.allocation", cell=name_of(cell), target=cell.target
            )


def few_people(made: Reckoned) -> Iterator[Refusal]:
    """The people of each cell can yield its target, each asked once."""
    short = [cell for cell in too_few(made) if people_of(cell)]
    if not short:
        yield from _few_in_all(made)
        return
    sample = sample_of(made.outlook)
    if not sample.expect and not any(cell.closed for cell in short):
        percent = ceil(max(100 * (cell.target or 0) / people_of(cell) for cell in short))
        if percent <= 100:
            yield refusal("no-answers", "audience.sample.expect", target=sample.completes, expect=0, percent=percent)  # fmt: skip
            return
    if isinstance(sample.allocation, Mapping):
        for cell in short:
            most = most_of(made, cell)
            yield refusal(
                "few-people-told",
                "audience.sample.allocation",
                completes=most,
                **told_of(made, cell),
            )
        return
    completes = most_completes(made)
    if completes:
        yield refusal("few-people", "audience.sample.completes", completes=completes, **told_of(made, short[0]))  # fmt: skip
    else:
        yield refusal("nobody", "audience.where", **told_of(made, short[0]))


def _few_in_all(made: Reckoned) -> Iterator[Refusal]:
    """Cells get no more of the goal than they have people; what is left over nobody can yield."""
    outlook, sample = made.outlook, sample_of(made.outlook)
    shared = sum(cell.target or 0 for cell in outlook.cells)
    begun = any(cell.closed + cell.still_open for cell in outlook.cells)
    told = isinstance(sample.allocation, Mapping) or sample.completes is None
    if told or begun or outlook.arrivals is not None or shared >= (sample.completes or 0):
        return
    people = sum(people_of(cell) for cell in outlook.cells)
    values = {"target": sample.completes, "available": f"{people:,}", "expected": floor(float(made.completes.sum()))}  # fmt: skip
    completes = most_completes(made)
    if completes:
        yield refusal("few-in-all", "audience.sample.completes", completes=completes, **values)
    else:
        yield refusal("nobody", "audience.where", cell="–", **values)


def too_late(made: Reckoned) -> Iterator[Refusal]:
    """The goal is reached before the end, as fast as the rules allow."""
    short = {id(cell) for cell in too_few(made)}
    late = [
        cell
        for cell, reached in zip(made.outlook.cells, made.reached, strict=True)
        if not reached and cell.target and id(cell) not in short
    ]
    if not late:
        return
    wanted = sum(cell.target or 0 for cell in made.outlook.cells)
    told = {"until": made.outlook.until, "target": wanted, "expected": floor(made.completes.sum())}
    names = {name_of(cell) for cell in late}
    day = end_for(made.outlook, names)
    if day is None:
        completes = most_completes(made)
        first = told_of(made, late[0])
        kind = "few-people" if completes else "nobody"
        more = {"completes": completes} if completes else {}
        yield refusal(kind, "audience.sample.completes" if completes else "audience.where", **first, **more)  # fmt: skip
    else:
        yield refusal("too-late", "schedule.until", day=day, **told)


def few_agents(made: Reckoned) -> Iterator[Refusal]:
    """The agents get done what the goal asks for, while it is open."""
    agents, wanted = made.outlook.agents, made.fewest
    if agents is None or agents >= wanted - 1e-9 or not isfinite(wanted):
        return
    enough = ceil(wanted - 1e-9)
    hours = made.goal.figures[:, AGENT].sum() / 3600
    yield refusal(
        "few-agents", "--agents", hours=hours, agents=agents, more=ceil(enough - agents), wanted=enough
    )  # fmt: skip


def small_budget(made: Reckoned, frame: Frame) -> Iterator[Refusal]:
    """Each offer's budget is enough for those expected to take it."""
    completes = float(made.completes.sum())
    for offer in made.outlook.campaign.offers:
        grants = completes * frame.grants.get(offer.id, 0.0)
        if grants * float(offer.value) > float(offer.budget) + 1e-6:
            budget = ceil(grants * float(offer.value))
            enough = floor(float(offer.budget / offer.value))
            yield refusal("small-budget", f"offers.{offer.id}.budget", offer=offer.id, grants=grants, enough=enough, budget=budget)  # fmt: skip
