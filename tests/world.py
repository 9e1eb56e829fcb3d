"""A small service centre with a carrier in memory, moved through time by the test."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from twilio.request_validator import RequestValidator

from db.session import Store
from db.tables import Answer, Attempt, Contact, DecisionRow, DeskRow, Response, Spend
from outbound.campaign.workspace import open_workspace
from outbound.carrier.twilio.tokens import token
from outbound.clock import Clock, VirtualClock
from outbound.dialing.attempt import OVER
from outbound.dialing.port import CallOrder
from outbound.engine.attempts import money
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.content import content
from outbound.engine.context import Engine
from outbound.engine.desk import acts
from outbound.engine.desk.desk_view import Desk
from outbound.engine.inbox import events
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.people import accounts
from outbound.engine.running import RunningCampaigns
from outbound.engine.tick import Ticked, tick
from outbound.ids import seeded_ids
from outbound.settings import Settings
from tests.phone_line import PhoneLine

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, 8, tzinfo=ZONE)
PASSWORD = "a long enough password"
SURVEY, SERVICE = "+862160010001", "+862160010002"

SettingsOf = Mapping[str, str]


@dataclass
class World:
    """An engine over the small workspace; every helper does one thing that the world could do."""

    engine: Engine
    carrier: PhoneLine
    heard: int = 0
    said: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path, url: str, clock: Clock) -> "World":
        store, line = Store(url), PhoneLine()
        running = RunningCampaigns(store)
        engine = Engine(
            clock, seeded_ids(1), store, line, open_workspace(folder), Settings(url), running
        )
        return cls(engine, line)

    # Time

    @property
    def now(self) -> datetime:
        return self.engine.clock.now()

    def at(self, clock: str, day: date = MONDAY) -> datetime:
        """Move to that time of the centre's day."""
        moment = datetime.combine(day, time.fromisoformat(clock), ZONE)
        assert isinstance(self.engine.clock, VirtualClock)
        self.engine.clock.advance_to(moment)
        return self.now

    def later(self, **by: float) -> datetime:
        assert isinstance(self.engine.clock, VirtualClock)
        self.engine.clock.advance(timedelta(**by))
        return self.now

    def tick(self) -> Ticked:
        return tick(self.engine, self.now)

    # People of the centre

    def launch(self, *campaigns: str) -> None:
        """Approve and launch campaigns."""
        for name in campaigns:
            for department in content(self.engine.workspace, name)["campaign"]["approvals"]:
                lifecycle.approve(self.engine, name, department, COMMAND_LINE)
            lifecycle.launch(self.engine, name, COMMAND_LINE, lifecycle.Planning.NONE)

    def agent(self, account: str = "lin", languages: str = "zh,en") -> str:
        new = accounts.NewUser(account, "agent", account.title(), "", languages)
        accounts.add(self.engine, new, PASSWORD)
        return account

    def ready(self, account: str = "lin") -> Desk:
        return acts.ready(self.engine, account)

    # What the carrier and the customers do

    def hear(self, endpoint: str, attempt: Attempt, turn: int | None = None, **params: str) -> str:
        """A signed webhook about an attempt, as the carrier would send it."""
        settings = self.engine.settings
        used = attempt.turn if turn is None else turn
        proof = token(settings.token_secret, attempt.id, used)
        return self._post(f"/tw/{endpoint}/{proof}", endpoint, proof, params)

    def call_event(self, attempt: Attempt, status: str, **params: str) -> str:
        return self.hear("status", attempt, **(self._call(attempt, status) | params))

    def answer(self, attempt: Attempt) -> str:
        """Somebody picks up: the carrier asks what to say."""
        return self.hear("voice", attempt, **self._call(attempt, "in-progress"))

    def key(self, attempt: Attempt, digits: str, turn: int | None = None) -> str:
        asked = self.attempt_by_id(attempt.id).asked if turn is None else turn
        given = self._call(attempt, "in-progress") | {"Digits": digits}
        return self.hear("gather", attempt, asked, **given)

    def machine(self, attempt: Attempt, answered_by: str = "machine_start") -> str:
        sid = self._sid(attempt)
        return self.hear("machine", attempt, AccountSid=self._account, CallSid=sid, AnsweredBy=answered_by)  # fmt: skip

    def message_event(self, attempt: Attempt, status: str, **params: str) -> str:
        given = {"AccountSid": self._account, "MessageSid": self._sid(attempt), "MessageStatus": status}  # fmt: skip
        return self.hear("message", attempt, **given, **params)

    def text(self, number: str, body: str, to: str = SURVEY, sid: str = "") -> str:
        """A customer writes."""
        self.heard += 1
        given = {
            "AccountSid": self._account, "MessageSid": sid or f"SM{0xF00 + self.heard:032x}", "Body": body,
            "From": number, "To": to,
        }  # fmt: skip
        return self._post("/tw/sms", "sms", "", given)

    def signed(self, path: str, params: Mapping[str, str]) -> str:
        """The carrier's signature."""
        settings = self.engine.settings
        signer = RequestValidator(settings.auth_tokens[0])
        return str(signer.compute_signature(settings.public_url + path, dict(params)))

    # What the store says

    def contact(self, subscriber: str) -> Contact:
        with self.engine.store.read() as session:
            return session.exec(select(Contact).where(Contact.subscriber_id == subscriber)).one()

    def contact_by_id(self, contact_id: int) -> Contact:
        with self.engine.store.read() as session:
            return session.get_one(Contact, contact_id)

    def attempts(self, subscriber: str) -> list[Attempt]:
        with self.engine.store.read() as session:
            mine = select(Attempt).where(Attempt.subscriber_id == subscriber)
            order = (col(Attempt.reserved_at), col(Attempt.slot), col(Attempt.turn))
            return list(session.exec(mine.order_by(*order)))

    def attempt(self, subscriber: str) -> Attempt:
        return self.attempts(subscriber)[-1]

    def attempt_by_id(self, attempt_id: str) -> Attempt:
        with self.engine.store.read() as session:
            return session.get_one(Attempt, attempt_id)

    def response(self, subscriber: str) -> Response | None:
        with self.engine.store.read() as session:
            return session.exec(
                select(Response).where(Response.subscriber_id == subscriber)
            ).first()

    def answers(self, subscriber: str) -> dict[str, object]:
        """The current answers by question."""
        with self.engine.store.read() as session:
            rows = session.exec(
                select(Answer)
                .join(Response, col(Response.contact_id) == Answer.contact_id)
                .where(Response.subscriber_id == subscriber, col(Answer.current).is_(True))
            )
            return {row.question: row.value for row in rows}

    def ledger(self, subscriber: str) -> list[tuple[str, str]]:
        """Steps and results of what was decided, oldest first."""
        with self.engine.store.read() as session:
            mine = select(DecisionRow).where(DecisionRow.subscriber_id == subscriber)
            rows = session.exec(mine.order_by(col(DecisionRow.at), col(DecisionRow.id)))
            return [(row.step, row.result) for row in rows]

    def desk_row(self, account: str = "lin") -> DeskRow | None:
        with self.engine.store.read() as session:
            return session.get(DeskRow, account)

    def everything(self, table: type) -> list[object]:
        with self.engine.store.read() as session:
            assert isinstance(session, Session)
            return list(session.exec(select(table)))

    def alarms(self) -> list[str]:
        return [alarm.code for alarm in self.engine.heartbeat.alarms]

    def money_adds_up(self) -> None:
        """Every counter is the sum over its attempts: put aside for those open, paid for those over."""
        told: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
        for attempt in self.everything(Attempt):
            assert isinstance(attempt, Attempt)
            if attempt.cost is None:
                continue
            running = self.engine.running.named(attempt.campaign_id)
            for limit in money.limits(running, attempt.country, attempt.reserved_at):
                aside, paid = told[limit.name]
                over = attempt.state in OVER
                told[limit.name] = (
                    aside + (0 if over else attempt.cost),
                    paid + (attempt.cost if over else 0),
                )
        kept = {row.name: (row.reserved, row.settled) for row in self.everything(Spend)}  # type: ignore[attr-defined]
        zero = (Decimal(0), Decimal(0))
        assert {name: sums for name, sums in kept.items() if sums != zero} == {
            name: sums for name, sums in told.items() if sums != zero
        }

    # Inside

    @property
    def _account(self) -> str:
        return self.engine.settings.account_sid

    def _call(self, attempt: Attempt, status: str) -> dict[str, str]:
        return {
            "AccountSid": self._account, "CallSid": self._sid(attempt), "CallStatus": status,
            "From": attempt.sender, "To": attempt.number, "Direction": "outbound-api",
        }  # fmt: skip

    def _sid(self, attempt: Attempt) -> str:
        """The carrier's id: the one it gave us, or would have given had its reply come."""
        if attempt.sid:
            return attempt.sid
        orders = [order.token.split(".")[0] for order in self.carrier.orders]
        place = orders.index(attempt.id)
        kind = "CA" if isinstance(self.carrier.orders[place], CallOrder) else "SM"
        return f"{kind}{place + 1:032x}"

    def _post(self, path: str, endpoint: str, proof: str, params: Mapping[str, str]) -> str:
        signature = self.signed(path, params)
        reply = events.hear(self.engine, endpoint, proof, dict(params), signature, path)
        self.said.append(reply)
        return reply
