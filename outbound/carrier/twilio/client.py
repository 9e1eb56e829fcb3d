"""The telephone network through Twilio's own SDK; the simulated carrier differs by its address alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import requests
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from outbound.campaign.schema import Channel
from outbound.carrier.twilio import replies, words
from outbound.carrier.twilio.tokens import callback_url
from outbound.carrier.twilio.transport import TIMEOUT, CarefulHttpClient, InProcessHttpClient
from outbound.dialing.port import (
    Accepted,
    CallOrder,
    Listing,
    MessageOrder,
    NotTaken,
    Reply,
    Uncertain,
)
from outbound.errors import CarrierError
from outbound.settings import Settings

SHORTEST_VALIDITY, LONGEST_VALIDITY = timedelta(seconds=60), timedelta(seconds=36000)
LONGEST_CALL: Final = timedelta(hours=4)
PAGE_SIZE, LARGE_PAGE = 200, 1000

_UNREADABLE = (TwilioException, ValueError, TypeError, AttributeError, KeyError)
"""What the SDK raises for a reply that it refuses or cannot read."""


class TwilioCarrier:
    """A `dialing.port.Carrier`. Safe to share between threads; each has its own connection.

    `order.token` must be a whole token of `tokens.token`: it stands in every callback URL. Given an
    `inside`, every request stays in this process.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        timeout: float = TIMEOUT,
        inside: InProcessHttpClient | None = None,
    ) -> None:
        self._settings = settings
        self._http = inside or CarefulHttpClient(loopback=settings.simulated, timeout=timeout)
        # An edge or region of the environment would rewrite the simulated carrier's address.
        here = {"TWILIO_EDGE": "", "TWILIO_REGION": ""} if settings.simulated else None
        self._client = Client(
            settings.api_key,
            settings.api_secret,
            settings.account_sid,
            http_client=self._http,
            environment=here,
        )
        if settings.carrier_url is not None:
            self._client.api.base_url = settings.carrier_url
        self._turned_away = 0

    def call(self, order: CallOrder) -> Reply:
        """Create one call that asks us what to say once it is answered."""
        self._refuse_synthetic(order.synthetic)
        machine = {
            "machine_detection": "DetectMessageEnd" if order.await_beep else "Enable",
            "async_amd": "true",  # the blocking kind keeps a person waiting for up to 30 s
            "async_amd_status_callback": self._url("machine", order.token),
            "async_amd_status_callback_method": "POST",
        }
        return self._create(
            lambda: self._client.calls.create(
                to=order.to,
                from_=order.sender,
                url=self._url("voice", order.token),
                method="POST",
                fallback_url=callback_url(self._settings.answers_fallback, "fallback", order.token),
                fallback_method="POST",
                status_callback=self._url("status", order.token),
                status_callback_method="POST",
                status_callback_event=["ringing", "answered", "completed"],
                timeout=_seconds(order.ring),
                time_limit=_seconds(min(order.limit, LONGEST_CALL)),
                **(machine if order.detect_machine else {}),
            )
        )

    def message(self, order: MessageOrder) -> Reply:
        """Create one message; not taken if less than a minute of its validity is left."""
        self._refuse_synthetic(order.synthetic)
        if order.validity < SHORTEST_VALIDITY:
            return NotTaken(SHORTEST_VALIDITY, "less than a minute is left to send it in")
        return self._create(
            lambda: self._client.messages.create(
                to=order.to,
                from_=order.sender,
                body=order.body,
                status_callback=self._url("message", order.token),
                validity_period=_seconds(min(order.validity, LONGEST_VALIDITY)),
            )
        )

    def fetch(self, channel: Channel, sid: str) -> Listing | None:
        """One call or message as it stands; None if the carrier does not know it."""
        try:
            found: Listing = self._ask(
                lambda: self._told(channel, self._resource(channel)(sid).fetch())
            )
        except _UnknownToCarrierError:
            return None
        return found

    def list_to(self, channel: Channel, number: str) -> list[Listing]:
        """All calls or messages to a number: no filter by time, which would miss what is still queued."""
        rows: list[Listing] = self._ask(
            lambda: [
                self._told(channel, row)
                for row in self._resource(channel).stream(to=number, page_size=PAGE_SIZE)
            ]
        )
        return rows

    def list_begun(
        self, channel: Channel, since: datetime, until: datetime, to: str = ""
    ) -> list[Listing]:
        """What was dialled, sent or received in a span of time: Twilio's filters know whole days only."""
        day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        after = "start_time_after" if channel is Channel.CALL else "date_sent_after"
        asked = {after: day, "page_size": LARGE_PAGE} | ({"to": to} if to else {})
        rows: list[Listing] = self._ask(
            lambda: [self._told(channel, row) for row in self._resource(channel).stream(**asked)]
        )
        return [row for row in rows if row.begun_at is not None and since <= row.begun_at < until]

    def hang_up(self, sid: str, *, answered: bool) -> None:
        """End a call by the narrower word: `canceled` never touches one that is answered."""
        status = "completed" if answered else "canceled"
        try:
            self._ask(lambda: self._client.calls(sid).update(status=status))
        except _UnknownToCarrierError:
            raise CarrierError("The carrier knows no such call.", where=sid) from None

    def divert(self, sid: str, token: str) -> None:
        """Have a live call ask the voicemail endpoint what to say."""
        url = self._url("voicemail", token)
        try:
            self._ask(lambda: self._client.calls(sid).update(url=url, method="POST"))
        except _UnknownToCarrierError:
            raise CarrierError("The carrier knows no such call.", where=sid) from None

    def close(self) -> None:
        """Close the connections; a later request opens them anew."""
        self._http.close()

    def _create(self, create: Callable[[], object]) -> Reply:
        """One create, never repeated; whatever the SDK makes of the reply, the reply itself decides."""
        backoff = timedelta(seconds=min(2**self._turned_away, 60))
        try:
            create()
        except requests.RequestException as fault:
            reply = replies.of_fault(fault, backoff)
        except _UNREADABLE:
            reply = self._read_last(backoff)
        else:
            reply = self._read_last(backoff)
        if isinstance(reply, NotTaken):
            self._turned_away = min(self._turned_away + 1, 6)
        elif isinstance(reply, Accepted):
            self._turned_away = 0
        return reply

    def _read_last(self, backoff: timedelta) -> Reply:
        last = self._http.last
        if last is None:
            return Uncertain("no reply was read")
        return replies.of_response(last.status_code, last.text, last.headers or {}, backoff)

    def _ask(self, question: Callable[[], Any]) -> Any:
        """A request that changes nothing or may be repeated; every failure is a CarrierError."""
        try:
            return question()
        except requests.RequestException as fault:
            raise CarrierError(
                f"The carrier cannot be reached: {type(fault).__name__}.",
                hint="Start `outbound carrier`, or check the network.",
                where=self._client.api.base_url,
            ) from None
        except _UNREADABLE as fault:
            status = 0 if self._http.last is None else self._http.last.status_code
            if status == 404:
                raise _UnknownToCarrierError from None
            if status < 300:
                raise CarrierError("The carrier's reply cannot be read.") from None
            raise CarrierError(
                f"The carrier refuses: HTTP {status}, code {getattr(fault, 'code', 'unknown')}.",
                hint="Check the account and its key." if status in {401, 403} else "",
            ) from None

    def _told(self, channel: Channel, row: Any) -> Listing:
        """One row of the SDK's; raises ValueError if it has no date, which nothing of Twilio's lacks."""
        call, direction = channel is Channel.CALL, str(row.direction)
        if row.date_created is None:
            raise ValueError("a row without a date")
        return Listing(
            sid=row.sid,
            channel=channel,
            to=row.to or "",
            sender=(row._from if call else row.from_) or "",  # the SDK names the two unlike
            progress=words.call_progress(row.status)
            if call
            else words.message_progress(row.status),
            code=None if call else row.error_code,
            created_at=row.date_created,
            duration=timedelta(seconds=int(row.duration)) if call and row.duration else None,
            body="" if call else row.body or "",
            inbound=direction.startswith("inbound"),
            own=direction.startswith("outbound") and direction != "outbound-api",
            begun_at=row.start_time if call else row.date_sent,
            told_at=replies.told_at(self._http.last),
            price=replies.price_of(row.price),
            currency=row.price_unit or "",
        )

    def _resource(self, channel: Channel) -> Any:
        return self._client.calls if channel is Channel.CALL else self._client.messages

    def _url(self, kind: str, token: str) -> str:
        return callback_url(self._settings.public_url, kind, token)

    def _refuse_synthetic(self, synthetic: bool) -> None:
        if synthetic and not self._settings.simulated:
            raise CarrierError(
                "A synthetic subscriber cannot be reached through the real carrier.",
                hint="Unset OUTBOUND_CARRIER to use the simulated carrier, or import real subscribers.",
            )


class _UnknownToCarrierError(Exception):
    """The carrier answered 404."""


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())
