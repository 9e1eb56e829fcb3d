"""Plays TwiML on a simulated call: says, waits for keys, joins conferences, and moves virtual time."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol
from urllib.parse import urljoin

from outbound.campaign.schema import Mode
from outbound.carrier.simulator.behaviour import Mood
from outbound.carrier.simulator.exchange import Exchange
from outbound.carrier.simulator.markup import Verb, duration
from outbound.carrier.simulator.notices import in_conference
from outbound.carrier.simulator.records import Call, Conference
from outbound.carrier.simulator.schedule import Action, Post

KEY_GAP: Final = timedelta(milliseconds=400)
SPOKEN: Final = timedelta(seconds=6)
"""How long a person talks after a Record's beep."""


class Lines(Protocol):
    """What the player asks of the call it plays on."""

    def end(self, call: Call, status: str, at: datetime) -> list[Post]:
        """End the call."""
        ...

    def fetch(self, call: Call, url: str, extra: Mapping[str, str]) -> list[Post]:
        """Ask our application what comes next."""
        ...

    def set_timer(self, call: Call, name: str, at: datetime, action: Action) -> None:
        """Let something happen to the call later, in place of what had that name."""
        ...


class Player:
    """One verb after the other; a document that runs out ends the call."""

    def __init__(self, exchange: Exchange, lines: Lines) -> None:
        self._exchange = exchange
        self._lines = lines
        self._verbs: Mapping[str, Callable[[Call, Verb, datetime], list[Post]]] = {
            "Say": self._say,
            "Play": self._say,
            "Pause": self._say,
            "Gather": self._gather,
            "Dial": self._dial,
            "Record": self._record,
            "Redirect": self._redirect,
            "Hangup": self._hang_up,
            "Reject": self._hang_up,
        }

    def play(self, call: Call, verbs: list[Verb], at: datetime) -> list[Post]:
        """Replace what the call was doing by these verbs."""
        call.program = verbs
        return self._step(call, at)

    def _step(self, call: Call, at: datetime) -> list[Post]:
        if call.over:
            return []
        if not call.program:
            return self._lines.end(call, "completed", at)
        verb = call.program.pop(0)
        return self._verbs[verb.name](call, verb, at)

    def _say(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        call.heard += verb.text + "\n"
        done_at = at + duration(verb)
        self._lines.set_timer(call, "step", done_at, lambda then: self._said(call, verb, at, then))
        return []

    def _said(self, call: Call, verb: Verb, began: datetime, at: datetime) -> list[Post]:
        """It was said to its end: a machine that had beeped before has all of it."""
        if verb.name == "Say" and call.beeps_at is not None and began >= call.beeps_at:
            call.recorded.append(verb.text)
        return self._step(call, at)

    def _gather(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        call.heard += "\n".join(inner.text for inner in verb.inside)
        asked_at = at + sum((duration(inner) for inner in verb.inside), timedelta(0))
        self._lose_patience(call, at)
        keys, done_at = self._keys(call, verb, asked_at)
        call.heard = ""
        self._lines.set_timer(
            call, "step", done_at, lambda then: self._gathered(call, verb, keys, then)
        )
        return []

    def _gathered(self, call: Call, verb: Verb, keys: str | None, at: datetime) -> list[Post]:
        silent = keys is None
        if silent and verb.attributes.get("actionOnEmptyResult") != "true":
            return self._step(call, at)
        url = urljoin(call.url, verb.attributes.get("action", ""))
        return self._lines.fetch(call, url, {"Digits": keys or ""})

    def _lose_patience(self, call: Call, at: datetime) -> None:
        """Who did not want to take part leaves a recorded voice after a while."""
        meeting = call.meeting
        if meeting and meeting.stays is not None and "leaves" not in call.timers:
            self._leave(call, at + meeting.stays)

    def _leave(self, call: Call, at: datetime) -> None:
        self._lines.set_timer(
            call, "leaves", at, lambda then: self._lines.end(call, "completed", then)
        )

    def _keys(self, call: Call, verb: Verb, asked_at: datetime) -> tuple[str | None, datetime]:
        """What is pressed, None for nothing, and when that is settled."""
        timeout = verb.seconds("timeout", 5)
        reply = self._reply(call, asked_at)
        reaction = self._exchange.population.reaction(call.to, call.sid, len(call.asked))
        if reply is None or reaction > timeout:
            return None, asked_at + timeout
        wanted = verb.count("numDigits", len(reply) + 1)
        finish = verb.attributes.get("finishOnKey", "#")
        pressed_at = asked_at + reaction
        for place, key in enumerate(reply):
            if finish and key in finish:
                return reply[:place], pressed_at
            if place + 1 == wanted:
                return reply[:wanted], pressed_at
            pressed_at += KEY_GAP
        return reply, pressed_at + timeout

    def _reply(self, call: Call, at: datetime) -> str | None:
        """The keys with which the person answers the question heard last; None if they do not."""
        people = self._exchange.population
        question = people.understand_heard(call.heard)
        meeting = call.meeting
        if question is None or meeting is None or meeting.mood is not Mood.TAKES_PART:
            return None
        if meeting.patience is not None and len(call.asked) >= meeting.patience:
            self._leave(call, at + KEY_GAP)
            return None
        nth = call.asked[question.id]
        call.asked[question.id] += 1
        return people.answer(call.to, question, Mode.VOICE, nth) or None

    def _dial(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        rooms = [inner for inner in verb.inside if inner.name == "Conference"]
        if not rooms:
            self._exchange.report(at, 13224, call.sid, "only conferences can be dialled here")
            return self._after(call, verb, {"DialCallStatus": "failed"}, at)
        call.conference = Conference(self._exchange.sid("CF"), rooms[0])
        return in_conference(self._exchange.account.sid, call, "participant-join", at)

    def _record(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        talks = call.meeting is not None and call.meeting.mood is Mood.TAKES_PART
        longest = verb.seconds("maxLength", 3600)
        spoken = min(SPOKEN, longest) if talks else timedelta(0)
        done_at = at + spoken + verb.seconds("timeout", 5)
        told = {
            "RecordingUrl": urljoin(call.url, f"/recordings/{self._exchange.sid('RE')}"),
            "RecordingDuration": str(int(spoken.total_seconds())),
        }
        self._lines.set_timer(
            call,
            "step",
            done_at,
            lambda then: self._after(call, verb, told, then) if spoken else self._step(call, then),
        )
        return []

    def _redirect(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        return self._lines.fetch(call, urljoin(call.url, verb.text), {})

    def _hang_up(self, call: Call, verb: Verb, at: datetime) -> list[Post]:
        return self._lines.end(call, "completed", at)

    def _after(self, call: Call, verb: Verb, told: Mapping[str, str], at: datetime) -> list[Post]:
        """Tell a verb's action how it went, or go on where it has none."""
        if "action" not in verb.attributes:
            return self._step(call, at)
        return self._lines.fetch(call, urljoin(call.url, verb.attributes["action"]), told)
