"""Caps by the book: whoever was reached is counted one by one, in each sliding window of each cap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

CONTACTS, ATTEMPTS, COMPLETES = "contacts", "attempts", "completes"

OWED: Final = "follow-up"
"""The purpose that is counted, and that only law and the number's own limit hold back."""

CENTRE, CAMPAIGN, COUNTRY, NUMBER = "the centre", "the campaign", "the country", "the number"


@dataclass(frozen=True)
class Reached:
    """One attempt that was placed, or may have been; or a talk that was finished.

    `order` is that of the decisions, whatever clock has dated them. `first`: the contact's first.
    """

    order: int
    at: datetime
    id: str
    number: str
    subscriber: str
    household: str
    campaign: str
    purpose: str
    channel: str
    country: str
    first: bool = True


@dataclass(frozen=True)
class Rule:
    """One cap: at most so many in any time so long; by whom it was set, and what it speaks of."""

    whose: str
    counts: str
    allowed: int
    per: timedelta
    purpose: str = ""
    channel: str = ""
    household: bool = False
    campaign: str = ""
    country: str = ""

    def __str__(self) -> str:
        of = " ".join(
            one for one in (self.campaign, self.country, self.purpose, self.channel) if one
        )
        home = " for a household" if self.household else ""
        return f"{self.whose} allows {self.allowed} {self.counts} in {self.per}{home}" + (f" ({of})" if of else "")  # fmt: skip

    def speaks_of(self, one: Reached) -> bool:
        """Whether it counts this one."""
        asked = (
            (self.purpose, one.purpose),
            (self.channel, one.channel),
            (self.campaign, one.campaign),
        )
        return all(mine in ("", theirs) for mine, theirs in asked) and (one.first or self.counts != CONTACTS)  # fmt: skip

    def binds(self, one: Reached) -> bool:
        """Whether it could have kept this one from happening."""
        owed = one.purpose == OWED and self.whose in (CENTRE, CAMPAIGN)
        return self.speaks_of(one) and self.country in ("", one.country) and not owed

    def together(self, one: Reached) -> Iterator[tuple[str, str]]:
        """By what this one is counted."""
        yield "number", one.number
        if self.whose != NUMBER:
            yield "subscriber", one.subscriber
        if self.household and one.household:
            yield "household", one.household


@dataclass(frozen=True)
class Excess:
    """One more than a cap allows, and by what it was counted."""

    rule: Rule
    by: str
    who: str
    count: int
    last: Reached

    def __str__(self) -> str:
        """What was exceeded, for whom and when."""
        return (
            f"{self.rule}: {self.by} {self.who} was at {self.count} with {self.last.id} of"
            f" {self.last.campaign}, {self.last.at.isoformat(timespec='seconds')}"
        )


def excesses(rules: Iterable[Rule], reached: Sequence[Reached]) -> list[Excess]:
    """Every excess of any rule; what finished talks are limited by is asked of `reached` talks."""
    return [found for rule in rules for found in _of(rule, reached)]


def _of(rule: Rule, reached: Sequence[Reached]) -> Iterator[Excess]:
    groups: dict[tuple[str, str], list[Reached]] = defaultdict(list)
    for one in reached:
        if rule.speaks_of(one):
            for key in rule.together(one):
                groups[key].append(one)
    for (by, who), all_of_them in groups.items():
        for last in all_of_them:
            count = sum(_in_window(rule, one, last) for one in all_of_them)
            if count > rule.allowed and rule.binds(last):
                yield Excess(rule, by, who, count, last)


def _in_window(rule: Rule, one: Reached, last: Reached) -> bool:
    """Whether one was decided no later than the last, and happened in the time before that."""
    return one.order <= last.order and one.at > last.at - rule.per
