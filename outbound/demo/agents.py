"""Simulated agents: they take contacts, ask what the script asks, and name what became of it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from outbound.campaign.schema import Mode, Question
from outbound.carrier.simulator.behaviour import Mood
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.records import Call
from outbound.demo.browser import Browser
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

Find = Callable[[str, str], Question | None]
"""The question of a campaign, by both ids."""


@dataclass
class Agent:
    """One agent at work: a browser, the telephone in their ear, and when they will act next."""

    account: str
    browser: Browser
    carrier: SimulatedCarrier
    find: Find
    chance: random.Random
    at: datetime  # of the next act
    ends: datetime  # of the shift
    look_at: datetime | None = None  # at the page, unless somebody is heard before
    asked: int = 0
    desk: dict[str, Any] = field(default_factory=dict)

    def act(self, now: datetime) -> None:
        """Do the next thing, and decide when to do another."""
        state = self.desk.get("state", "break")
        if state in ("dialing", "ready"):
            self._listen(now)
        elif state == "talking":
            self._talk(now)
        elif state == "wrap-up":
            self._name(self._suggestion(), now)
        elif now < self.ends:
            if not self.desk:
                self.browser.sign_in()
            self._took(self.browser.act("ready"), now)
        else:
            self.at = datetime.max.replace(tzinfo=now.tzinfo)

    def _listen(self, now: datetime) -> None:
        """Look at the page when somebody is on the line, or when it is time to look anyway."""
        somebody = self.carrier.in_room(f"desk-{self.account}") is not None
        if somebody or self.look_at is None or now >= self.look_at:
            self._took(self.browser.desk(), now)
        else:
            self.at = now + LISTEN

    def _took(self, desk: dict[str, Any], now: datetime) -> None:
        before, self.desk = self.desk.get("state"), desk
        match desk["state"]:
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
            self._took(self.browser.desk(), now)
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
            self.browser.act("offer", attempt=contact["attempt_id"], offer=offers[0]["id"])

    def _promise(self, now: datetime) -> None:
        windows = self.browser.windows(self.desk["contact"]["attempt_id"])
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
            return self.browser.act(what, **fields)
        except RefusedError:
            return self.browser.desk()


def _open_question(contact: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first question that applies and has no answer."""
    questions = (step["question"] for step in contact["steps"] if step["question"])
    return next((q for q in questions if q["applies"] and not q["answered"]), None)


def _as_typed(question: Question, reply: str) -> str:
    """What an agent types for what a customer said; not using something is the page's skip button."""
    return reply if reply.strip() else "skip"
