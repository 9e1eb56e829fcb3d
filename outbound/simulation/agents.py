"""Simulated agents: they take contacts, ask what the script asks, and name what became of it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from outbound.campaign.schema import Mode, Question
from outbound.carrier.simulator.behaviour import Mood
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.records import Call
from outbound.errors import RefusedError

LISTEN: Final = timedelta(seconds=5)
"""How often an agent listens whether somebody is on the line."""

RING: Final = timedelta(seconds=35)
"""After so long a call that nobody answered is over, and the page says so."""

IDLE: Final = timedelta(minutes=10)
"""How often a page is looked at while there is nothing to do."""

OPENING: Final = timedelta(seconds=12)
READING: Final = timedelta(seconds=7)
WRAP_UP: Final = timedelta(seconds=20)

_UNWILLING: Final[Mapping[Mood, str]] = {
    Mood.REFUSES: "refused",
    Mood.REFUSES_HARD: "refused-hard",
    Mood.WRONG_PERSON: "wrong-person",
}

_LISTENING: Final = ("dialing", "ready")
_WHEN_CALLED: Final = datetime.max.replace(tzinfo=UTC)

Find = Callable[[str, str], Question | None]
"""The question of a campaign, by both ids."""


class Seat(Protocol):
    """Where an agent works: the page over HTTP, or the same use cases in this process."""

    def sign_in(self) -> None:
        """Begin to work here."""
        ...

    def desk(self) -> dict[str, Any]:
        """The desk as it stands, by the names of the page's JSON."""
        ...

    def act(self, what: str, **fields: str) -> dict[str, Any]:
        """One act: ready, break, answer, offer, outcome. Raises RefusedError where it is refused."""
        ...

    def windows(self, attempt: str) -> list[dict[str, str]]:
        """When a callback may be promised."""
        ...


@dataclass
class Agent:
    """One agent at work: a seat, the telephone in their ear, and when they will act next.

    One who does not `poll` waits to be told by `heard` that there is something to look at.
    """

    account: str
    seat: Seat
    carrier: SimulatedCarrier
    find: Find
    chance: random.Random
    at: datetime  # of the next act
    ends: datetime  # of the shift
    look_at: datetime | None = None  # at the page, unless somebody is heard before
    asked: int = 0
    polls: bool = True
    desk: dict[str, Any] = field(default_factory=dict)

    @property
    def listens(self) -> bool:
        """Whether the agent waits for somebody to come on the line."""
        return self.desk.get("state") in _LISTENING

    def heard(self, now: datetime) -> None:
        """Somebody came on the line: look at once."""
        if self.listens:
            self.at = self.look_at = now

    def act(self, now: datetime) -> None:
        """Do the next thing, and decide when to do another."""
        state = self.desk.get("state", "break")
        if state in _LISTENING:
            self._listen(now)
        elif state == "talking":
            self._talk(now)
        elif state == "wrap-up":
            self._name(self._suggestion(), now)
        elif now < self.ends:
            if not self.desk:
                self.seat.sign_in()
            self._took(self.seat.act("ready"), now)
        else:
            self.at = _WHEN_CALLED

    def _listen(self, now: datetime) -> None:
        """Look at the page when somebody is on the line, or when it is time to look anyway."""
        somebody = self.carrier.in_room(f"desk-{self.account}") is not None
        if somebody or self.look_at is None or now >= self.look_at:
            self._took(self.seat.desk(), now)
        else:
            self.at = now + LISTEN

    def _took(self, desk: dict[str, Any], now: datetime) -> None:
        before, self.desk = self.desk.get("state"), desk
        match desk["state"]:
            case "dialing" | "ready" if not self.polls:
                self.at = self.look_at = _WHEN_CALLED
            case "dialing":
                self.at, self.look_at = now + LISTEN, now + RING
            case "talking":
                self.asked = self.asked if before == "talking" else 0
                self.at = now + (READING if before == "talking" else OPENING)
            case "ready":
                self.at, self.look_at = now + LISTEN, now + IDLE
            case _:
                self.at = now + WRAP_UP

    def _talk(self, now: datetime) -> None:
        """Hear who is there, then ask the next question, or say goodbye."""
        call = self.carrier.in_room(f"desk-{self.account}")
        if call is None:
            self._took(self.seat.desk(), now)
            return
        if call.machine:
            self._name("machine", now)
        elif call.meeting is not None and call.meeting.mood in _UNWILLING:
            self._name(_UNWILLING[call.meeting.mood], now)
        elif call.meeting is not None and call.meeting.mood is Mood.CALL_LATER:
            self._promise(now)
        else:
            self._ask(call, now)

    def _ask(self, call: Call, now: datetime) -> None:
        contact = self.desk["contact"]
        step = _open_question(contact)
        question = None if step is None else self.find(contact["campaign_id"], step["id"])
        patience = call.meeting.patience if call.meeting else None
        if step is None or question is None:
            self._offer(contact)
            self._name("completed", now)
        elif patience is not None and self.asked >= patience:
            self.carrier.hang_up(call.to)
            self.at = now + LISTEN
        else:
            value = _as_typed(
                question, self.carrier.population.answer(call.to, question, Mode.AGENT)
            )
            self.asked += 1
            desk = self._act(
                "answer", now, attempt=contact["attempt_id"], question=step["id"], value=value
            )
            self._took(desk, now)
            about = (question.id, self.asked)
            self.at = now + READING + self.carrier.population.reaction(call.to, *about)

    def _offer(self, contact: Mapping[str, Any]) -> None:
        """Grant the first offer that may be given, to half of those who listened to the end."""
        offers = [offer for offer in contact["offers"] if offer["grantable"]]
        if offers and self.chance.random() < 0.5:
            self.seat.act("offer", attempt=contact["attempt_id"], offer=offers[0]["id"])

    def _promise(self, now: datetime) -> None:
        windows = self.seat.windows(self.desk["contact"]["attempt_id"])
        if windows:
            self._name("callback-agreed", now, callback=windows[min(1, len(windows) - 1)]["start"])
        else:
            self._name("refused", now)

    def _suggestion(self) -> str:
        return str(self.desk.get("suggested") or "refused")

    def _name(self, outcome: str, now: datetime, **more: str) -> None:
        attempt = self.desk["contact"]["attempt_id"]
        desk = self._act("outcome", now, attempt=attempt, outcome=outcome, **more)
        self._took(desk, now)
        self.at = now + WRAP_UP

    def _act(self, what: str, now: datetime, **fields: str) -> dict[str, Any]:
        """An act, or a look at the desk where the line closed meanwhile."""
        try:
            return self.seat.act(what, **fields)
        except RefusedError:
            return self.seat.desk()


def _open_question(contact: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first question that applies and has no answer."""
    questions = (step["question"] for step in contact["steps"] if step["question"])
    return next((q for q in questions if q["applies"] and not q["answered"]), None)


def _as_typed(question: Question, reply: str) -> str:
    """What an agent types for what a customer said; not using something is the page's skip button."""
    return reply if reply.strip() else "skip"
