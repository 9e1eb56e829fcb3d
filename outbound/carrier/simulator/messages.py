"""The life of simulated messages in both directions, STOP included; people read them and reply."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from outbound.campaign.schema import Channel, Mode
from outbound.carrier.simulator import notices
from outbound.carrier.simulator.exchange import Exchange, Queue
from outbound.carrier.simulator.markup import TwimlError, parse
from outbound.carrier.simulator.records import Created, Form, Message, first
from outbound.carrier.simulator.refusal import RefusalError, check_message
from outbound.carrier.simulator.schedule import Answer, Post

STOPS: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
STARTS: Final = frozenset({"START", "YES", "UNSTOP"})
"""Twilio's own keywords; each must be the whole message."""

CONFIRMATION: Final = "You have successfully been unsubscribed. Reply START to resubscribe."
WELCOME: Final = "You have successfully been re-subscribed."

SENDING, TRAVEL = timedelta(milliseconds=400), timedelta(seconds=2)
ANNOYED: Final = timedelta(seconds=75)
"""How long after reading somebody asks for no more."""

OPTED_OUT, QUEUE_EXPIRED, BAD_REPLY = 21610, 30036, 12300
BAD_UPDATE: Final = 20009


@dataclass
class Talk:
    """What one person and one of our numbers have written to each other on one day."""

    day: date
    replies: int = 0
    asked: Counter[str] = field(default_factory=Counter)


class Messages:
    """All messages of a simulated carrier. Its methods return the webhooks to send, and send none."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._queue = Queue(exchange.rates.segments_per_second)
        self._blocked: set[tuple[str, str]] = set()  # sender, subscriber
        self._talks: dict[tuple[str, str], Talk] = {}
        self.all: dict[str, Message] = {}
        self.to: defaultdict[str, list[Message]] = defaultdict(list)

    def create(self, form: Form, now: datetime) -> Message:
        """Queue a new message. Raises Refusal, with 21610 for who has sent STOP to that sender."""
        check_message(form, self._exchange.population)
        to, sender = first(form, "To"), first(form, "From")
        if (sender, to) in self._blocked:
            raise RefusalError(400, OPTED_OUT, "Attempt to send to unsubscribed recipient")
        body = first(form, "Body")
        sid = self._exchange.sid("SM")
        message = Message(sid, to, sender, body, "outbound-api", form, now, segments=segments(body))
        self._keep(message)
        self._exchange.created.append(Created(now, Channel.SMS, sid, to, sender, form))
        starts_at = self._queue.slot(now, message.segments)
        expires_at = now + timedelta(seconds=int(first(form, "ValidityPeriod", "36000")))
        if starts_at > expires_at:
            self._exchange.schedule.add(expires_at, partial(self._expire, message))
        else:
            self._exchange.schedule.add(starts_at + SENDING, partial(self._send, message))
        return message

    def update(self, message: Message, form: Form, now: datetime) -> list[Post]:
        """Cancel a message that waits in the queue. Raises Refusal once it is gone."""
        if first(form, "Status") != "canceled" or message.status != "queued":
            raise RefusalError(400, BAD_UPDATE, "The message cannot be changed any more")
        return self._move(message, "canceled", now)

    def receive(self, number: str, sender: str, body: str, at: datetime) -> list[Post]:
        """A subscriber writes `body` to our number `sender`."""
        sid = self._exchange.sid("SM")
        message = Message(
            sid, sender, number, body, "inbound", {}, at, "received", segments=segments(body)
        )
        message.sent_at = at
        self._keep(message)
        self._keywords(message, at)
        params = notices.inbound_params(self._exchange.account.sid, message)
        return [Post(self._exchange.account.inbound_url, params, partial(self._answered, sid))]

    def _answered(self, sid: str, answer: Answer, at: datetime) -> list[Post]:
        """Our application must only take note: what it has to say goes out as an attempt of its own."""
        if not answer.good:
            self._exchange.report(at, 11200, sid, f"HTTP {answer.status} to an incoming message")
            return []
        try:
            verbs = parse(answer.text)
        except TwimlError as fault:
            self._exchange.report(at, fault.code, sid, str(fault))
            return []
        if verbs:
            self._exchange.report(at, BAD_REPLY, sid, "an incoming message is answered with verbs")
        return []

    def _keywords(self, message: Message, at: datetime) -> None:
        """Twilio's own opt-out: it blocks the pair, and confirms by itself."""
        word, pair = message.body.strip().upper(), (message.to, message.sender)
        if word in STOPS and pair not in self._blocked:
            self._blocked.add(pair)
            self._confirm(message, CONFIRMATION, at)
        elif word in STARTS and pair in self._blocked:
            self._blocked.discard(pair)
            self._confirm(message, WELCOME, at)

    def _confirm(self, message: Message, body: str, at: datetime) -> None:
        sid = self._exchange.sid("SM")
        reply = Message(
            sid, message.sender, message.to, body, "outbound-reply", {}, at, "delivered"
        )
        reply.sent_at = at
        self._keep(reply)

    def _keep(self, message: Message) -> None:
        self.all[message.sid] = message
        self.to[message.to].append(message)

    def _expire(self, message: Message, at: datetime) -> list[Post]:
        message.error = QUEUE_EXPIRED
        return self._move(message, "failed", at)

    def _send(self, message: Message, at: datetime) -> list[Post]:
        if message.over:
            return []
        message.sent_at = at
        self._exchange.schedule.add(at + TRAVEL, partial(self._arrive, message))
        return self._move(message, "sent", at)

    def _arrive(self, message: Message, at: datetime) -> list[Post]:
        message.error = self._exchange.population.undelivered(message.to, message.sid)
        if message.error is not None:
            return self._move(message, "undelivered", at)
        self._read(message, at)
        return self._move(message, "delivered", at)

    def _move(self, message: Message, status: str, at: datetime) -> list[Post]:
        message.status, message.updated_at = status, at
        return notices.message_status(self._exchange.account.sid, message)

    def _read(self, message: Message, at: datetime) -> None:
        """What the person makes of the message: an opt-out, an answer, or nothing."""
        people, number = self._exchange.population, message.to
        if (message.sender, number) in self._blocked:
            return
        opt_out = people.opts_out(number, at)
        if opt_out is not None:
            self._write(message, opt_out, at + ANNOYED)
            return
        question = people.understand_heard(message.body)
        if question is None:
            return
        talk = self._talk(message, at)
        delay = people.reply_after(number, at, talk.replies)
        if delay is None:
            return
        nth = talk.asked[question.id]
        talk.replies += 1
        talk.asked[question.id] += 1
        self._write(message, people.answer(number, question, Mode.SMS, nth), at + delay)

    def _write(self, message: Message, body: str, at: datetime) -> None:
        self._exchange.schedule.add(
            at, lambda then: self.receive(message.to, message.sender, body, then)
        )

    def _talk(self, message: Message, at: datetime) -> Talk:
        pair, day = (message.sender, message.to), at.date()
        talk = self._talks.get(pair)
        if talk is None or talk.day != day:
            talk = self._talks[pair] = Talk(day)
        return talk


def segments(body: str) -> int:
    """How many messages the network makes of it: 160 or 153 plain characters, 70 or 67 of any others."""
    single, joined = (160, 153) if body.isascii() else (70, 67)
    units = len(body.encode("utf-16-le")) // 2
    return 1 if units <= single else -(-units // joined)
