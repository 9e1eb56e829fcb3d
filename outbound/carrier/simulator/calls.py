"""The life of a simulated call: queued, ringing, answered, played, ended; each step told by callback."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import urljoin

from outbound.campaign.schema import Channel
from outbound.carrier.simulator import notices
from outbound.carrier.simulator.behaviour import Line, Mood
from outbound.carrier.simulator.exchange import Exchange, Queue
from outbound.carrier.simulator.markup import TwimlError, parse
from outbound.carrier.simulator.player import Player
from outbound.carrier.simulator.records import Call, Created, Form, first
from outbound.carrier.simulator.refusal import RefusalError, check_call
from outbound.carrier.simulator.schedule import Action, Answer, Post

SETUP: Final = timedelta(seconds=1)
"""From dialling until it rings."""
PERSON_KNOWN: Final = timedelta(seconds=2)
MACHINE_KNOWN: Final = timedelta(milliseconds=3500)
"""How long answering-machine detection listens."""
GREETING: Final = timedelta(seconds=9)
"""How long a machine greets before its beep; what is said afterwards it records."""
MACHINE_LISTENS: Final = timedelta(seconds=60)
MOST_FETCHES: Final = 200
MOST_FALLBACKS: Final = 5

CANNOT_FETCH, ENDLESS, NOT_IN_PROGRESS, THROTTLED = 11200, 12205, 21220, 20429


class Calls:
    """All calls of a simulated carrier. Its methods return the webhooks to send, and send none."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._player = Player(exchange, self)
        self._queue = Queue(exchange.rates.calls_per_second)
        self._open = 0
        self.all: dict[str, Call] = {}
        self.to: defaultdict[str, list[Call]] = defaultdict(list)
        self.live: dict[str, Call] = {}

    def create(self, form: Form, now: datetime) -> Call:
        """Queue a new call. Raises RefusalError."""
        check_call(form, self._exchange.population)
        limit = self._exchange.rates.open_calls
        if limit is not None and self._open >= limit:
            raise RefusalError(429, THROTTLED, "Too Many Requests")
        to, sender = first(form, "To"), first(form, "From")
        call = Call(self._exchange.sid("CA"), to, sender, form, now, len(self.to[to]) + 1)
        self._open += 1
        self.all[call.sid] = call
        self.to[to].append(call)
        self._exchange.created.append(Created(now, Channel.CALL, call.sid, to, sender, form))
        self.set_timer(call, "step", self._queue.slot(now), partial(self._dial, call))
        return call

    def update(self, call: Call, form: Form, now: datetime) -> list[Post]:
        """Cancel, end or redirect a call. Raises RefusalError if it cannot be redirected."""
        status = first(form, "Status")
        if status == "canceled" and call.status in {"queued", "ringing"}:
            return self.end(call, "canceled", now)
        if status == "completed" and not call.over:
            ended = "completed" if call.status == "in-progress" else "canceled"
            return self.end(call, ended, now)
        if not first(form, "Url"):
            return []
        if call.status != "in-progress":
            raise RefusalError(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot redirect.")
        if "step" in call.timers:
            call.timers["step"].cancel()
        left = self._leave_conference(call, now)
        return [*left, *self.fetch(call, first(form, "Url"), {})]

    def person_hangs_up(self, number: str, now: datetime) -> list[Post]:
        """The person at that number ends the call that they are on, if any."""
        call = self.live.get(number)
        return [] if call is None else self.end(call, "completed", now)

    def in_room(self, room: str) -> Call | None:
        """The live call in the conference of that name."""
        rooms = ((call, call.conference) for call in self.live.values())
        return next((call for call, stay in rooms if stay and stay.verb.text == room), None)

    def end(self, call: Call, status: str, at: datetime) -> list[Post]:
        """End the call and tell so; one that is over stays as it is."""
        if call.over:
            return []
        left = self._leave_conference(call, at)
        call.status, call.ended_at, call.updated_at = status, at, at
        self._open -= 1
        self.live.pop(call.to, None)
        for timer in call.timers.values():
            timer.cancel()
        call.timers.clear()
        return [*left, *notices.call_status(self._exchange.account.sid, call, at)]

    def fetch(self, call: Call, url: str, extra: Mapping[str, str]) -> list[Post]:
        """Ask our application what to do next."""
        call.fetches += 1
        absolute = urljoin(call.url, url)
        params = notices.call_params(self._exchange.account.sid, call) | dict(extra)
        return [Post(absolute, params, partial(self._take, call, absolute))]

    def set_timer(self, call: Call, name: str, at: datetime, action: Action) -> None:
        """Let something happen to the call later, in place of what had that name."""
        if name in call.timers:
            call.timers[name].cancel()
        call.timers[name] = self._exchange.schedule.add(at, action)

    def _dial(self, call: Call, at: datetime) -> list[Post]:
        call.dialled_at = at
        fate = self._exchange.population.pickup(call.to, at, call.nth)
        ring = timedelta(seconds=int(first(call.form, "Timeout", "60")))
        told = notices.call_status(self._exchange.account.sid, call, at)
        if fate.line in {Line.BUSY, Line.DEAD}:
            status, call.sip = ("busy", 486) if fate.line is Line.BUSY else ("failed", 404)
            self._step_at(call, at + fate.after, lambda then: self.end(call, status, then))
            return told
        self._step_at(call, at + SETUP, partial(self._ring, call))
        if fate.line is Line.SILENCE or fate.after > ring:
            self.set_timer(
                call, "fate", at + SETUP + ring, lambda then: self.end(call, "no-answer", then)
            )
        else:
            call.machine = fate.line is Line.MACHINE
            self.set_timer(call, "fate", at + SETUP + fate.after, partial(self._answer, call))
        return told

    def _ring(self, call: Call, at: datetime) -> list[Post]:
        call.status = "ringing"
        return notices.call_status(self._exchange.account.sid, call, at)

    def _answer(self, call: Call, at: datetime) -> list[Post]:
        call.status, call.started_at = "in-progress", at
        call.beeps_at = at + GREETING if call.machine else None
        self.live[call.to] = call
        self._expect_end(call, at)
        told = notices.call_status(self._exchange.account.sid, call, at)
        url = first(call.form, "Url")
        if not first(call.form, "MachineDetection"):
            return [*told, *self.fetch(call, url, {})]
        known_at = at + (_machine_known(call) if call.machine else PERSON_KNOWN)
        self.set_timer(call, "machine", known_at, partial(self._detect, call))
        waits = first(call.form, "AsyncAmd") != "true"
        return told if waits else [*told, *self.fetch(call, url, {})]

    def _expect_end(self, call: Call, at: datetime) -> None:
        """The call ends by its limit at the latest; some people and all machines end it sooner."""

        def over(then: datetime) -> list[Post]:
            return self.end(call, "completed", then)

        limit = timedelta(seconds=int(first(call.form, "TimeLimit", "14400")))
        self.set_timer(call, "limit", at + limit, over)
        if call.machine:
            self.set_timer(call, "leaves", at + MACHINE_LISTENS, over)
            return
        call.meeting = self._exchange.population.meet(call.to, at)
        if call.meeting.mood is Mood.HANGS_UP and call.meeting.stays is not None:
            self.set_timer(call, "leaves", at + call.meeting.stays, over)

    def _detect(self, call: Call, at: datetime) -> list[Post]:
        machine = "machine_end_beep" if _awaits_beep(call) else "machine_start"
        call.answered_by = machine if call.machine else "human"
        if first(call.form, "AsyncAmd") == "true":
            return notices.machine_result(self._exchange.account.sid, call, at)
        return self.fetch(call, first(call.form, "Url"), {"AnsweredBy": call.answered_by})

    def _take(self, call: Call, url: str, answer: Answer, at: datetime) -> list[Post]:
        """Play what our application answered; if it cannot be played, ask its fallback."""
        if call.over:
            return []
        if call.fetches > MOST_FETCHES:
            self._exchange.report(at, ENDLESS, call.sid, "the call goes round in a circle")
            return self.end(call, "completed", at)
        if not answer.good:
            return self._fall_back(call, url, CANNOT_FETCH, f"HTTP {answer.status}", at)
        try:
            verbs = parse(answer.text)
        except TwimlError as fault:
            return self._fall_back(call, url, fault.code, str(fault), at)
        call.url = url
        return self._player.play(call, verbs, at)

    def _fall_back(self, call: Call, url: str, code: int, why: str, at: datetime) -> list[Post]:
        self._exchange.report(at, code, call.sid, f"{why} at {url.partition('#')[0]}")
        fallback = first(call.form, "FallbackUrl")
        call.fallbacks += 1
        if not fallback or call.fallbacks > MOST_FALLBACKS:
            return self.end(call, "completed", at)
        told = {"ErrorCode": str(code), "ErrorUrl": url.partition("#")[0]}
        return self.fetch(call, fallback, told)

    def _leave_conference(self, call: Call, at: datetime) -> list[Post]:
        if call.conference is None:
            return []
        account, stay = self._exchange.account.sid, call.conference
        told = notices.in_conference(account, call, "participant-leave", at)
        if stay.verb.attributes.get("endConferenceOnExit") == "true":
            told += notices.in_conference(account, call, "conference-end", at)
        call.conference = None
        return told

    def _step_at(self, call: Call, at: datetime, action: Action) -> None:
        self.set_timer(call, "step", at, action)


def _awaits_beep(call: Call) -> bool:
    return first(call.form, "MachineDetection") == "DetectMessageEnd"


def _machine_known(call: Call) -> timedelta:
    return GREETING if _awaits_beep(call) else MACHINE_KNOWN
