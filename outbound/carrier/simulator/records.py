"""What the simulated carrier keeps of each call and message, and how it tells of them in REST."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any, Final

from outbound.campaign.schema import Channel
from outbound.carrier.simulator.behaviour import Meeting
from outbound.carrier.simulator.markup import Verb
from outbound.carrier.simulator.schedule import Entry

API: Final = "2010-04-01"

CALL_OVER: Final = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
MESSAGE_OVER: Final = frozenset({"delivered", "undelivered", "failed", "canceled", "received"})

MINUTE, SEGMENT = Decimal("0.014"), Decimal("0.0079")
CURRENCY: Final = "USD"
"""What it takes for a minute begun and for a part of a message: amounts of the usual size, nobody's tariff."""

Form = Mapping[str, tuple[str, ...]]
"""A request's parameters: each name with all of its values."""


def first(form: Form, name: str, otherwise: str = "") -> str:
    """The one value of a parameter."""
    return form[name][0] if form.get(name) else otherwise


@dataclass(frozen=True)
class Created:
    """One create that the carrier accepted: what tests compare with the store."""

    at: datetime
    channel: Channel
    sid: str
    to: str
    sender: str
    form: Form


@dataclass(frozen=True)
class Report:
    """Something that Twilio's debugger would show: our application's mistake, with Twilio's code."""

    at: datetime
    code: int
    sid: str
    message: str


@dataclass
class Conference:
    """A call's stay in a conference, and what our application wants to hear of it."""

    sid: str
    verb: Verb
    events: int = 0


@dataclass
class Call:
    """One call, from its create to its end."""

    sid: str
    to: str
    sender: str
    form: Form
    created_at: datetime
    nth: int
    status: str = "queued"
    updated_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    dialled_at: datetime | None = None
    answered_by: str | None = None
    sip: int = 200
    events: int = 0
    machine: bool = False
    beeps_at: datetime | None = None  # from then on the machine records
    recorded: list[str] = field(default_factory=list)  # what was then said to its end
    meeting: Meeting | None = None
    heard: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    program: list[Verb] = field(default_factory=list)
    url: str = ""
    fetches: int = 0
    fallbacks: int = 0
    conference: Conference | None = None
    timers: dict[str, Entry] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.status in CALL_OVER

    @property
    def waits(self) -> bool:
        """Whether it still lies in the queue."""
        return self.status == "queued"

    @property
    def begun_at(self) -> datetime | None:
        """When it was dialled."""
        return self.dialled_at

    @property
    def talk(self) -> timedelta:
        """How long the line was open."""
        if self.started_at is None or self.ended_at is None:
            return timedelta(0)
        return self.ended_at - self.started_at


@dataclass
class Message:
    """One message, in either direction."""

    sid: str
    to: str
    sender: str
    body: str
    direction: str  # outbound-api, outbound-reply or inbound
    form: Form
    created_at: datetime
    status: str = "queued"
    updated_at: datetime | None = None
    sent_at: datetime | None = None
    error: int | None = None
    segments: int = 1

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in MESSAGE_OVER

    @property
    def waits(self) -> bool:
        """Whether it still lies in the queue."""
        return self.status == "queued"

    @property
    def begun_at(self) -> datetime | None:
        """When it was sent, or received."""
        return self.sent_at


def moment(at: datetime | None) -> str | None:
    """RFC 2822, as Twilio writes moments; null for none."""
    return None if at is None else format_datetime(at.replace(microsecond=0))


def call_as_json(account: str, call: Call) -> dict[str, Any]:
    """A call as Twilio's REST tells it: times are null while it waits in the queue."""
    uri = f"/{API}/Accounts/{account}/Calls/{call.sid}"
    waited = (call.dialled_at - call.created_at) if call.dialled_at else timedelta(0)
    return {
        "sid": call.sid,
        "account_sid": account,
        "api_version": API,
        "answered_by": call.answered_by,
        "caller_name": None,
        "date_created": moment(call.created_at),
        "date_updated": moment(call.updated_at or call.created_at),
        "direction": "outbound-api",
        "duration": str(int(call.talk.total_seconds())) if call.over else None,
        "end_time": moment(call.ended_at),
        "forwarded_from": None,
        "from": call.sender,
        "from_formatted": call.sender,
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": None,
        "price": f"-{MINUTE * -(-call.talk // timedelta(minutes=1))}"
        if call.over and call.talk
        else None,
        "price_unit": CURRENCY,
        "queue_time": str(int(waited.total_seconds() * 1000)),
        "start_time": moment(call.dialled_at),
        "status": call.status,
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
        "to": call.to,
        "to_formatted": call.to,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def message_as_json(account: str, message: Message) -> dict[str, Any]:
    """A message as Twilio's REST tells it: `date_sent` is null until it is sent."""
    uri = f"/{API}/Accounts/{account}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account,
        "api_version": API,
        "body": message.body,
        "date_created": moment(message.created_at),
        "date_sent": moment(message.sent_at),
        "date_updated": moment(message.updated_at or message.created_at),
        "direction": message.direction,
        "error_code": message.error,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(message.segments),
        "price": f"-{SEGMENT * message.segments}" if message.sent_at else None,
        "price_unit": CURRENCY,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }
