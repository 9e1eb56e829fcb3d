"""One process of the service as it is sold: its loops and its web server, on a clock that is ahead of the machine's."""

import json
import logging
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from db.session import Store
from outbound.campaign.workspace import open_workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.twiml import nothing
from outbound.clock import SystemClock
from outbound.engine.context import Engine
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.member import Member
from outbound.engine.heartbeat import beating
from outbound.engine.running import RunningCampaigns
from outbound.engine.workplace import Workplace
from outbound.ids import random_ids
from outbound.settings import Settings
from outbound.web.app import create_app
from outbound.web.serving import BackgroundServer, listening
from proof.crashing.report import Reporter

_BEHIND: Final = ThreadPoolExecutor(8, thread_name_prefix="behind")


class Ahead(SystemClock):
    """The machine's clock, so much later that the centre is open."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        """The moment in the centre."""
        return super().now() + self._by


class Careless(Workplace):
    """A workplace that must not be: it answers a webhook, and stores it afterwards."""

    def hear(
        self, endpoint: str, token: str, params: Mapping[str, str], signature: str, url_path: str
    ) -> str:
        """Say that it was heard, and then try to remember it."""
        _BEHIND.submit(super().hear, endpoint, token, params, signature, url_path)
        return nothing()


def serve(told: Mapping[str, str]) -> None:
    """Do the duty until the standard input ends, reporting what is committed."""
    settings = Settings(
        told["store"], told["public"], told["carrier"], lines=12, in_flight=4,
        watchdog=timedelta(seconds=60),
    )  # fmt: skip
    store, workspace = Store(settings.store_url), open_workspace(Path(told["folder"]))
    carrier, running = TwilioCarrier(settings), RunningCampaigns(store)
    clock, duty = Ahead(timedelta(seconds=float(told["ahead"]))), Duty(told["duty"])
    engine = Engine(clock, random_ids, store, carrier, workspace, settings, running)
    Reporter(Path(told["report"]), store.writer)
    member = Member.join(engine, duty, settings.watchdog)
    kind = Careless if told["careless"] else Workplace
    with ExitStack() as parts:
        parts.enter_context(beating(member))
        if duty.serves:
            app = create_app(kind(engine, answers_first=True))
            parts.enter_context(
                BackgroundServer(app, listening("127.0.0.1", int(told["port"]))).up()
            )
        sys.stdout.write("up\n")
        sys.stdout.flush()
        sys.stdin.read()
        engine.heartbeat.stopping = True


def main() -> int:
    """Be what the argument tells."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    serve(json.loads(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
