"""Who won each race, and whether anything followed a no: judged by the store's own trail and the carrier's log."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import col, select

from db.session import Store
from db.tables import Attempt, CampaignRow, Kind
from outbound.campaign.schema import Channel, Purpose
from outbound.policy.suppression import parse_scope
from proof.racing.racers import CARRIER, Report
from proof.racing.switch import Create
from proof.racing.trail import OPT_OUT, Step, follow

OVER: Final = ("ended", "withdrawn")
_SPOKEN: Final = frozenset(("answered", "connected", *OVER))
"""A call that has come so far before the no is in conversation, or over: it may end by itself."""

_SPEAKS: Final = ("<Gather", "<Dial")
"""What stands in an answer that does more than say sorry."""


@dataclass(frozen=True)
class Tried:
    """One attempt, as far as a suppression speaks of it."""

    id: str
    campaign: str
    purpose: Purpose
    channel: Channel
    confirms: bool
    sid: str


@dataclass(frozen=True)
class Evidence:
    """All that was seen in one round, attempts by their number.

    `asked` are the numbers for which somebody said no; of `heard` we were told ourselves. `said` is
    what a call was told when it was picked up for the first time.
    """

    trail: Sequence[Step]
    attempts: Mapping[str, Sequence[Tried]]
    creates: Sequence[Create]
    ended: frozenset[str]
    said: Mapping[str, str]
    asked: frozenset[str]
    heard: frozenset[str]


def gathered(store: Store, reports: Sequence[Report]) -> Evidence:
    """What a round leaves: in the store, and with those who ran in it."""
    attempts: dict[str, list[Tried]] = defaultdict(list)
    with store.read() as session:
        purposes = {row.id: Purpose(row.purpose) for row in session.exec(select(CampaignRow))}
        for row in session.exec(select(Attempt).order_by(col(Attempt.reserved_at))):
            confirms, purpose = row.kind is Kind.CONFIRMATION, purposes[row.campaign_id]
            one = Tried(row.id, row.campaign_id, purpose, row.channel, confirms, row.sid or "")
            attempts[row.number].append(one)
    ways = {number: how for one in reports for number, (how, _) in one.races.items()}
    return Evidence(
        trail=follow(store),
        attempts=attempts,
        creates=[create for one in reports for create in one.creates],
        ended=frozenset(sid for one in reports for sid in one.ended),
        said={attempt: words for one in reports for attempt, words in one.said.items()},
        asked=frozenset(ways),
        heard=frozenset(number for number, how in ways.items() if how != CARRIER),
    )


class Verdict:
    """The laws, and where each race was decided."""

    def __init__(self, evidence: Evidence) -> None:
        self._seen = evidence
        self._steps: dict[str, list[Step]] = defaultdict(list)
        self._noes: dict[str, dict[str, int]] = defaultdict(dict)
        for step in evidence.trail:
            if step.what == OPT_OUT:
                self._noes[step.number].setdefault(step.told, step.place)
            else:
                self._steps[step.attempt].append(step)

    @property
    def decided(self) -> Counter[str]:
        """What was under way when somebody said no: one for each number."""
        noes = {number: min(self._noes[number].values()) for number in self._seen.asked & self._noes.keys()}  # fmt: skip
        return Counter(self._standing(number, no) for number, no in noes.items())

    def broken(self) -> Iterator[str]:
        """Every law that was broken, in words."""
        for number in sorted(self._seen.heard - self._noes.keys()):
            yield f"{number} said no, and nobody noted it"
        yield from self._creates()
        for number, noes in self._noes.items():
            mine = self._seen.attempts.get(number, ())
            if sum(one.confirms for one in mine) > 1:
                yield f"{number} got more than one confirmation"
            for told, no in noes.items():
                scope = parse_scope(told)
                covered = (o for o in mine if scope.covers(o.purpose, o.channel, o.campaign))
                wrong = (words for one in covered for words in self._after(one, no))
                yield from (f"{number}, {told} at {no}: {words}" for words in wrong)

    def _creates(self) -> Iterator[str]:
        """The carrier got each marked attempt once at the most, and nothing else."""
        for attempt, count in Counter(one.attempt for one in self._seen.creates).items():
            marks = sum(step.what == "placing" for step in self._steps[attempt])
            if count > marks:
                yield f"{attempt} was marked {marks} times and created {count} times"

    def _after(self, one: Tried, no: int) -> Iterator[str]:
        """What an attempt did wrong with regard to a no that covers it; the no's confirmation may go out."""
        if one.confirms:
            return
        before = [step.what for step in self._steps[one.id] if step.place < no]
        later = [step for step in self._steps[one.id] if step.place > no]
        for step in later:
            if step.what in ("reserved", "placing"):
                yield f"{one.id} was {step.what} at {step.place}"
        if before and before[-1] == "reserved" and not self._taken_back(later, no):
            yield f"{one.id} was reserved, and the same transaction did not withdraw it"
        if one.channel is Channel.CALL and "placing" in before and not _SPOKEN & set(before):
            yield from self._on_its_way(one, later)

    def _taken_back(self, later: Sequence[Step], no: int) -> bool:
        """Whether the no's own transaction withdrew it: between the two stands nothing that others do."""
        if not later or later[0].what != "withdrawn" or not later[0].told.startswith("suppressed"):
            return False
        between = (step for step in self._seen.trail if no < step.place < later[0].place)
        return all(step.what in (OPT_OUT, "withdrawn") or step.number == later[0].number for step in between)  # fmt: skip

    def _on_its_way(self, one: Tried, later: Sequence[Step]) -> Iterator[str]:
        """A call that nobody had answered is ended; if it is answered all the same, it says sorry."""
        if any(step.what == "connected" for step in later):
            yield f"{one.id} was on its way, and talked"
        said = self._seen.said.get(one.id, "")
        if any(mark in said for mark in _SPEAKS):
            yield f"{one.id} was on its way, and was told {said}"
        if one.sid not in self._seen.ended and (not later or later[0].what not in OVER):
            yield f"{one.id} was on its way, and nobody asked to end it"

    def _standing(self, number: str, no: int) -> str:
        steps = [self._last_before(one.id, no) for one in self._seen.attempts.get(number, ())]
        latest = [what for what in steps if what]
        open_ = [what for what in latest if what not in OVER]
        if not open_:
            return "between attempts" if latest else "not tried yet"
        return {"reserved": "reserved", "placing": "being created"}.get(
            open_[-1], "with the carrier"
        )

    def _last_before(self, attempt: str, no: int) -> str:
        before = [step.what for step in self._steps[attempt] if step.place < no]
        return before[-1] if before else ""
