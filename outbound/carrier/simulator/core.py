"""The simulated carrier itself: creates, fetches, lists and updates, and moves when its clock says so.

REST requests come on one thread while `advance` runs on another. One lock guards all that is kept; it
is never held while a webhook is out, because our application may come back with a request of its own.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any, Final

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.calls import Calls
from outbound.carrier.simulator.exchange import Account, Exchange, Rates
from outbound.carrier.simulator.faults import (
    LATE_BY,
    REORDERED_BY,
    REPEATS,
    Faults,
    Instant,
    Mishap,
)
from outbound.carrier.simulator.listing import matches
from outbound.carrier.simulator.messages import Messages
from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.posting import PooledSender, Sender, post
from outbound.carrier.simulator.records import (
    Call,
    Created,
    Form,
    Message,
    Report,
    call_as_json,
    first,
    message_as_json,
)
from outbound.carrier.simulator.refusal import (
    CALL_UPDATE,
    MESSAGE_UPDATE,
    check_names,
    not_found,
)
from outbound.carrier.simulator.schedule import Answer, Entry, Post
from outbound.clock import Clock
from outbound.ids import seeded_ids

Json = dict[str, Any]

ELSEWHERE: Final = "https://elsewhere.example/tw"
_INSTANTS: Final = {
    "ringing": Instant.RINGING, "sent": Instant.RINGING,
    "in-progress": Instant.ANSWERED, "delivered": Instant.ANSWERED,
}  # fmt: skip
"""What a notice says about how far it has come."""


class SimulatedCarrier:
    """A telephone network of synthetic subscribers, without the HTTP around it (see server.py).

    `send` posts webhooks; by default a `PooledSender`, over kept connections.
    """

    def __init__(
        self,
        clock: Clock,
        population: Population,
        account: Account,
        *,
        rates: Rates | None = None,
        faults: Faults | None = None,
        send: Sender | None = None,
    ) -> None:
        self.account = account
        self.faults = faults or Faults()
        self._clock = clock
        self._own_sender = PooledSender()
        self._send = send or self._own_sender
        self._lock = Lock()
        self._driving = Lock()
        self._stops: dict[str, Instant] = {}  # by the id of the call or message
        # Started again, a carrier gives no id a second time: the start is part of the seed.
        ids = seeded_ids(f"{account.seed}@{clock.now().isoformat()}")
        self._exchange = Exchange(account, population, ids, rates or Rates())
        self._calls = Calls(self._exchange)
        self._messages = Messages(self._exchange)

    @property
    def population(self) -> Population:
        """The people at the other end."""
        return self._exchange.population

    @property
    def is_away(self) -> bool:
        """Whether it answers nobody now."""
        return self.faults.back_at(self._clock.now()) is not None

    @property
    def now(self) -> datetime:
        """What its clock says."""
        return self._clock.now()

    @property
    def created(self) -> Sequence[Created]:
        """Every create that was accepted, in order."""
        return tuple(self._exchange.created)

    @property
    def reports(self) -> Sequence[Report]:
        """Mistakes of our application, as Twilio's debugger would show them."""
        return tuple(self._exchange.reports)

    def close(self) -> None:
        """Close the kept connections."""
        self._own_sender.close()

    # Requests: what REST asks for. All raise RefusalError.

    def create(self, channel: Channel, form: Form) -> Json:
        """Accept a new call or message into the queue."""
        with self._lock:
            now = self._clock.now()
            kind: Calls | Messages = self._calls if channel is Channel.CALL else self._messages
            made = kind.create(form, now)
            instant = self.faults.stops.get(len(self._exchange.created))
            if instant is Instant.CREATED:
                self._soon(self._messages.receive(made.to, made.sender, "STOP", now))
            elif instant is not None:
                self._stops[made.sid] = instant
            return self._as_json(made)

    def fetch(self, channel: Channel, sid: str) -> Json:
        """A call or message as it stands."""
        with self._lock:
            return self._as_json(self._find(channel, sid))

    def update(self, channel: Channel, sid: str, form: Form) -> Json:
        """Cancel, end or redirect; what follows from it is told by the next `advance`."""
        with self._lock:
            now = self._clock.now()
            item = self._find(channel, sid)
            if isinstance(item, Call):
                check_names(form, CALL_UPDATE)
                posts = self._calls.update(item, form, now)
            else:
                check_names(form, MESSAGE_UPDATE)
                posts = self._messages.update(item, form, now)
            self._soon(posts)
            return self._as_json(item)

    def listed(self, channel: Channel, form: Form) -> list[Json]:
        """All that match the filters, newest first; what the listings' faults hide is missing."""
        with self._lock:
            now, faults = self._clock.now(), self.faults
            shown = [
                item
                for item in reversed(self._candidates(channel, form))
                if matches(item, form) and faults.shows(item.sid, now - item.created_at, queued=item.waits)
            ]  # fmt: skip
            if faults.shuffles:
                shown.sort(key=lambda item: faults.place_of(item.sid))
            return [self._as_json(item) for item in shown]

    def _candidates(self, channel: Channel, form: Form) -> Sequence[Call | Message]:
        kind: Calls | Messages = self._calls if channel is Channel.CALL else self._messages
        number = first(form, "To")
        return kind.to.get(number, []) if number else list(kind.all.values())

    # The people, for those who play them: the demo's agents and tests.

    def text(self, number: str, sender: str, body: str) -> None:
        """The subscriber writes to our number `sender`; told by the next `advance`."""
        with self._lock:
            self._soon(self._messages.receive(number, sender, body, self._clock.now()))

    def hang_up(self, number: str) -> None:
        """The subscriber ends the call that they are on, if any; told by the next `advance`."""
        with self._lock:
            self._soon(self._calls.person_hangs_up(number, self._clock.now()))

    def left_on(self, number: str) -> list[str]:
        """What the number's answering machine recorded, whole sayings, oldest first."""
        with self._lock:
            return [text for call in self._calls.to.get(number, ()) for text in call.recorded]

    def in_room(self, room: str) -> Call | None:
        """The call that our application put into this conference: whom an agent there hears."""
        with self._lock:
            return self._calls.in_room(room)

    # Time.

    def due(self) -> datetime | None:
        """The moment of the next thing that will happen; None if nothing will."""
        with self._lock:
            return self._exchange.schedule.due()

    def advance(self, now: datetime) -> int:
        """Let everything happen that is due by `now`, in order, webhooks included; how many things did.

        Call it from one driver; a second one waits.
        """
        with self._driving:
            count = 0
            while True:
                with self._lock:
                    entry = self._next(now)
                    posts = [] if entry is None else entry.action(entry.at)
                if entry is None:
                    return count
                count += 1
                self._deliver(posts, entry.at)

    def _next(self, now: datetime) -> Entry | None:
        """The next thing that happens by now; what falls into an absence happens at its end."""
        while (entry := self._exchange.schedule.pop(now)) is not None:
            back = self.faults.back_at(entry.at)
            if back is None:
                return entry
            self._exchange.schedule.put_off(entry, back)
        return None

    def _deliver(self, posts: Sequence[Post], at: datetime) -> None:
        waiting = deque(posts)
        while waiting:
            item = waiting.popleft()
            if item.then is None:
                self._tell(item, at)
                waiting.extend(self._said_no(item, at))
                continue
            answer = self._post(item)
            with self._lock:
                waiting.extend(item.then(answer, at))

    def _tell(self, item: Post, at: datetime) -> None:
        """Deliver a notice, unless a mishap is on its way."""
        mishap = self.faults.of_callback()
        if mishap is Mishap.LOST:
            return
        if mishap in {Mishap.LATE, Mishap.REORDERED}:
            self._again(item, at + (LATE_BY if mishap is Mishap.LATE else REORDERED_BY))
            return
        if mishap is Mishap.FORGED:
            post(self._send, "forged", item.url, item.params)
        if mishap is Mishap.FOREIGN:
            self._post(replace(item, params=_foreign(item.params)))
        if mishap is Mishap.FOLDED:
            self._post(replace(item, params=_folded(item.params)))
        if mishap is Mishap.ELSEWHERE:
            post(self._send, self.account.secret, item.url, item.params, ELSEWHERE)
        for _ in range(REPEATS if mishap is Mishap.REPEATED else 1):
            self._post(item)

    def _said_no(self, item: Post, at: datetime) -> list[Post]:
        """The STOP of somebody whose call or message has just come so far."""
        sid = item.params.get("CallSid") or item.params.get("MessageSid", "")
        status = item.params.get("CallStatus") or item.params.get("MessageStatus", "")
        with self._lock:
            if sid not in self._stops or self._stops[sid] is not _INSTANTS.get(status):
                return []
            del self._stops[sid]
            return self._messages.receive(item.params["To"], item.params["From"], "STOP", at)

    def _again(self, item: Post, at: datetime) -> None:
        """Deliver a notice later, through the timetable but past the mishaps."""

        def later(then: datetime) -> list[Post]:
            return [replace(item, then=lambda answer, when: [])]

        with self._lock:
            self._exchange.schedule.add(at, later)

    def _post(self, item: Post) -> Answer:
        return post(self._send, self.account.secret, item.url, item.params)

    def _soon(self, posts: list[Post]) -> None:
        if posts:
            self._exchange.schedule.add(self._clock.now(), lambda then: posts)

    def _find(self, channel: Channel, sid: str) -> Call | Message:
        kept: dict[str, Any] = self._calls.all if channel is Channel.CALL else self._messages.all
        found: Call | Message | None = kept.get(sid)
        if found is None:
            raise not_found(sid)
        return found

    def _as_json(self, item: Call | Message) -> Json:
        if isinstance(item, Call):
            return call_as_json(self.account.sid, item)
        return message_as_json(self.account.sid, item)


def _foreign(params: Any) -> dict[str, str]:
    """The parameters with ids that belong to nothing."""
    name = "CallSid" if "CallSid" in params else "MessageSid"
    return {**params, name: params[name][:2] + "0" * 32} if name in params else dict(params)


def _folded(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters with the second one, by name, hidden in the value of the first: they sign alike."""
    first_name, second, *_ = sorted(params)
    folded = {name: value for name, value in params.items() if name != second}
    return folded | {first_name: params[first_name] + second + params[second]}
