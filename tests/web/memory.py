"""The service in memory, with the manners of the real one: what the web's tests run on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from zoneinfo import ZoneInfo

from outbound.campaign.values import AnswerForm
from outbound.clock import Clock, VirtualClock
from outbound.engine.desk.desk_view import Desk
from outbound.engine.floor_view import Floor, Health
from outbound.engine.pages.person_view import Person
from outbound.engine.people.session_view import SessionView, SignedIn, UserView
from outbound.errors import InputError, NotFoundError, OutboundError, RefusedError
from outbound.settings import Settings
from tests.web import world
from tests.web.memory_campaigns import MemoryCampaigns

IDLE = timedelta(minutes=30)
ATTEMPT = "a" * 32


@dataclass
class _Session:
    user: UserView
    seen: datetime
    csrf: str


@dataclass
class _Work:
    """One agent's desk."""

    state: str = "break"
    since: datetime = world.START
    line: str = ""
    language: str = "zh"
    answers: dict[str, str] = field(default_factory=dict)
    granted: frozenset[str] = frozenset()
    last: str = ""
    queue: int = 1


class MemoryService:
    """Everything the web needs, kept in dictionaries. `broken` is raised by the next desk asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.clock: Clock = VirtualClock(world.START)
        self.centre = world.CENTRE
        self.settings = settings or Settings(store_url="")
        self.lock = RLock()
        self.sessions: dict[str, _Session] = {}
        self.work: dict[str, _Work] = {}
        self.heard: list[tuple[str, str, Mapping[str, str], str]] = []
        self.campaigns = MemoryCampaigns(self.clock)
        self.broken: Exception | None = None
        self.customers_zone = self.centre.zone
        self.named: list[str] = []

    # Signing in

    def sign_in(self, account: str, password: str, address: str) -> SignedIn:
        if account not in world.USERS or password != world.PASSWORD:
            raise RefusedError("Account and password do not match.", hint="Check both.")
        secret = f"secret-{account}-{len(self.sessions)}"
        self.sessions[secret] = _Session(world.USERS[account], self.clock.now(), f"csrf-{account}")
        return SignedIn(secret, world.USERS[account])

    def session(self, secret: str) -> SessionView | None:
        found = self.sessions.get(secret)
        if found is None or self.clock.now() - found.seen > IDLE:
            return None
        found.seen = self.clock.now()
        return SessionView(found.user, found.csrf)

    def sign_out(self, secret: str) -> None:
        self.sessions.pop(secret, None)

    # The desk

    def desk(self, agent_id: str) -> Desk:
        with self.lock:
            if self.broken:
                raise self.broken
            work = self.work.setdefault(agent_id, _Work())
            self._telephone(work)
            return self._picture(agent_id, work)

    def _telephone(self, work: _Work) -> None:
        """A contact comes as soon as one is wanted, rings, and is answered: one step per look."""
        if work.state == "ready" and work.queue:
            work.queue -= 1
            self._move(work, "dialing", "ringing")
        elif work.state == "dialing":
            self._move(work, "talking", "connected")

    def _move(self, work: _Work, state: str, line: str = "") -> None:
        work.state, work.line, work.since = state, line, self.clock.now()

    def _picture(self, agent_id: str, work: _Work) -> Desk:
        busy = work.state in ("dialing", "talking", "wrap-up")
        contact = world.contact(work.language, work.answers, work.granted) if busy else None
        done = {"closing", "contact-me"} & set(work.answers)
        return Desk(
            agent_id, world.USERS[agent_id].name, work.state, work.since, work.line, contact,
            "completed" if done else "partial" if work.answers else "", work.last, work.queue,
        )  # fmt: skip

    def ready(self, agent_id: str) -> Desk:
        with self.lock:
            work = self.work.setdefault(agent_id, _Work())
            if work.state not in ("break", "ready", "away"):
                raise RefusedError("A contact is in hand.", hint="Name its outcome first.")
            self._move(work, "ready")
            return self._picture(agent_id, work)

    def take_break(self, agent_id: str) -> Desk:
        with self.lock:
            work = self.work.setdefault(agent_id, _Work())
            if work.state not in ("break", "ready"):
                raise RefusedError("A contact is in hand.", hint="Name its outcome first.")
            self._move(work, "break")
            return self._picture(agent_id, work)

    def _held(self, agent_id: str, attempt_id: str) -> _Work:
        work = self.work.setdefault(agent_id, _Work())
        if attempt_id != ATTEMPT or work.state not in ("dialing", "talking", "wrap-up"):
            raise NotFoundError("This attempt is not on your desk.", where=attempt_id)
        return work

    def answer(self, agent_id: str, attempt_id: str, question_id: str, raw: str) -> Desk:
        with self.lock:
            work = self._held(agent_id, attempt_id)
            item = next((i for i in world.ITEMS if i.id == question_id), None)
            if item is None:
                raise NotFoundError("No such question.", where=question_id)
            options = {c.value for c in world.choices(item.kind, True)} | {"没用过", "not used"}
            if item.kind.form is not AnswerForm.TEXT and raw not in options:
                raise InputError(f"{raw!r} is not one of the answers.", where=question_id)
            work.answers[question_id] = raw
            return self._picture(agent_id, work)

    def grant(self, agent_id: str, attempt_id: str, offer_id: str) -> Desk:
        with self.lock:
            work = self._held(agent_id, attempt_id)
            offer = next((o for o in world.OFFERS if o.id == offer_id), None)
            if offer is None or not offer.grantable:
                raise RefusedError("This offer may not be granted here.", where=offer_id)
            work.granted |= {offer_id}
            return self._picture(agent_id, work)

    def hang_up(self, agent_id: str, attempt_id: str) -> Desk:
        with self.lock:
            work = self._held(agent_id, attempt_id)
            self._move(work, "wrap-up", "ended")
            return self._picture(agent_id, work)

    def finish(
        self,
        agent_id: str,
        attempt_id: str,
        outcome: str,
        note: str,
        callback: datetime | None,
        scope: str | None,
    ) -> Desk:
        with self.lock:
            work = self._held(agent_id, attempt_id)
            self.named.append(outcome)
            outcome = outcome.partition(":")[0]
            if outcome not in world.OUTCOMES:
                raise InputError(f"{outcome} is no outcome.", where="outcome")
            if outcome == "callback-agreed" and callback is None:
                raise InputError("A callback needs its time.", where="callback")
            at = callback.isoformat() if callback else ""
            work.last = f"waiting|callback agreed|{at}" if callback else f"closed|{outcome}|"
            work.answers, work.granted = {}, frozenset()
            self._move(work, "break")
            return self._picture(agent_id, work)

    def callback_windows(self, agent_id: str, attempt_id: str) -> list[tuple[datetime, datetime]]:
        self._held(agent_id, attempt_id)
        first = self.clock.now().astimezone(ZoneInfo(self.customers_zone)) + timedelta(
            hours=4, minutes=10
        )
        return [(first, first + timedelta(hours=6))]

    # The floor, people, the carrier

    def floor(self) -> Floor:
        states = {name: state.value for name, state in self.campaigns.states.items()}
        return world.floor(self.clock.now(), states)

    def health(self) -> Health:
        broken = isinstance(self.broken, OutboundError)
        return Health(not broken, self.clock.now() - timedelta(seconds=3), True, True)

    def person(self, subscriber_id: str) -> Person:
        if subscriber_id != "H0000001":
            raise NotFoundError(
                "No such subscriber.", where=subscriber_id, hint="Look for another id."
            )
        return world.person(self.clock.now())

    def hear(
        self, endpoint: str, token: str, params: Mapping[str, str], signature: str, url_path: str
    ) -> str:
        if signature != "good":
            raise RefusedError("The signature does not match.")
        if "CallSid" not in params and "MessageSid" not in params:
            raise InputError("CallSid is missing.")
        self.heard.append((endpoint, token, dict(params), url_path))
        return '<?xml version="1.0" encoding="UTF-8"?><Response/>'
