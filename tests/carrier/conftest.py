"""The carrier's contract on loopback: the real SDK, the simulated carrier, and an ear that checks."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from outbound.campaign.schema import Question
from outbound.carrier.simulator.behaviour import Line, Meeting, Mood, Pickup
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.server import create_server
from outbound.carrier.twilio import twiml
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.tokens import token
from outbound.carrier.twilio.webhooks import SIGNATURE_HEADER, receive
from outbound.clock import VirtualClock
from outbound.dialing.port import CallOrder, MessageOrder
from outbound.errors import OutboundError
from outbound.settings import SIMULATED_SECRET, Settings

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
OURS, THEIRS, STRANGER = "+862160010001", "+8613800138000", "+8613900139000"
ATTEMPT = "0123456789abcdef0123456789abcdef"
OVERALL = Question.model_validate(
    {
        "id": "overall",
        "ask": {"zh": "请为整体服务打分，1到10分。", "en": "Overall, from 1 to 10?"},
        "answer": "scale 1-10",
        "process": "overall",
    }
)


class Somebody(Population):
    """A population whose people do as the test says."""

    pickups: list[Pickup]
    mood: Mood = Mood.TAKES_PART
    replies: bool = True
    delivered: int | None = None
    wants_out: str | None = None

    def pickup(self, number, at, nth):
        return self.pickups[min(nth, len(self.pickups)) - 1]

    def meet(self, number, at):
        stays = None if self.mood is Mood.TAKES_PART else timedelta(seconds=4)
        return Meeting(self.mood, None, stays)

    def undelivered(self, number, sid):
        return self.delivered

    def opts_out(self, number, at):
        return self.wants_out

    def reply_after(self, number, at, turn):
        return timedelta(minutes=3) if self.replies else None


def somebody():
    rows = [{"phone": THEIRS, "language": "zh", "region": "east", "synthetic": True}]
    people = Somebody.from_rows(rows, 3, [OVERALL])
    people.pickups = [Pickup(Line.PERSON, timedelta(seconds=6))]
    return people


@dataclass
class Ear:
    """Our application as far as the carrier can tell: checks every webhook and answers by a table."""

    settings: Settings = None
    heard: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    says: dict = field(default_factory=dict)  # endpoint -> TwiML, or a function of Heard
    status: int = 200

    async def hear(self, request):
        params = parse_qsl((await request.body()).decode(), keep_blank_values=True)
        endpoint, token_text = request.path_params["endpoint"], request.path_params.get("token", "")
        signature = request.headers.get(SIGNATURE_HEADER, "")
        try:
            told = receive(self.settings, endpoint, token_text, params, signature, request.url.path)
        except OutboundError as fault:
            self.refused.append(fault)
            return Response(str(fault), 403)
        self.heard.append(told)
        says = self.says.get(endpoint, twiml.nothing())
        text = says(told) if callable(says) else says
        return Response(text, self.status, media_type="text/xml")

    def of(self, endpoint):
        return [told for told in self.heard if told.endpoint.value == endpoint]


def serve(app, sock):
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    return server, thread


def stop(running):
    for server, _ in running:
        server.should_exit = True
        server.force_exit = True
    for _, thread in running:
        thread.join(5)


class World:
    """One simulated carrier, one application, and the real SDK between them."""

    def __init__(self, stack, faults=None, rates=None, people=None, timeout=10.0):
        self.stack = stack
        ours, theirs = self._socket(), self._socket()
        public, carrier_url = (f"http://127.0.0.1:{s.getsockname()[1]}" for s in (ours, theirs))
        self.settings = Settings(store_url="", public_url=public, carrier_url=carrier_url)
        self.clock = VirtualClock(NINE)
        self.people = people or somebody()
        self.ear = Ear(self.settings)
        self.network = SimulatedCarrier(
            self.clock, self.people, Account(f"{public}/tw/sms"), faults=faults, rates=rates
        )
        stack.callback(self.network.close)
        routes = [
            Route("/tw/{endpoint}/{token}", self.ear.hear, methods=["POST"]),
            Route("/tw/{endpoint}", self.ear.hear, methods=["POST"]),
        ]
        running = [
            serve(Starlette(routes=routes), ours),
            serve(create_server(self.network), theirs),
        ]
        stack.callback(stop, running)
        self.carrier = TwilioCarrier(self.settings, timeout=timeout)
        stack.callback(self.carrier.close)

    def _socket(self):
        # asyncio sets TCP_NODELAY only where the protocol is named; without it each reply waits 40 ms
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        sock.bind(("127.0.0.1", 0))
        self.stack.callback(sock.close)
        return sock

    def url(self, kind, turn=0):
        return f"{self.settings.public_url}/tw/{kind}/{token(SIMULATED_SECRET, ATTEMPT, turn)}"

    def call(self, **changes):
        given = {
            "to": THEIRS,
            "sender": OURS,
            "token": token(SIMULATED_SECRET, ATTEMPT),
            "ring": timedelta(seconds=25),
            "limit": timedelta(minutes=10),
            "detect_machine": False,
            "synthetic": True,
        }
        return self.carrier.call(CallOrder(**(given | changes)))

    def message(self, **changes):
        given = {
            "to": THEIRS,
            "sender": OURS,
            "token": token(SIMULATED_SECRET, ATTEMPT),
            "body": "请为整体服务打分，1到10分。",
            "validity": timedelta(hours=3),
            "synthetic": True,
        }
        return self.carrier.message(MessageOrder(**(given | changes)))

    def run(self, until=timedelta(hours=2)):
        """Move the clock from one thing to the next, up to a moment."""
        end = self.clock.now() + until
        while (due := self.network.due()) is not None and due <= end:
            self.clock.advance_to(due)
            self.network.advance(due)
        self.clock.advance_to(end)


@pytest.fixture
def make_world():
    with contextlib.ExitStack() as stack:
        yield lambda **changes: World(stack, **changes)


@pytest.fixture
def world(make_world):
    return make_world()
