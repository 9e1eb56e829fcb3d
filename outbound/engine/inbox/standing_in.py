"""Standing in for the web server: takes down what it cannot, and keeps whoever is on the line until it can."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass, field
from typing import Final

from db.session import Store
from outbound.carrier.twilio.tokens import callback_url, open_token, token
from outbound.carrier.twilio.twiml import hold_and_redirect, nothing, say_and_hangup
from outbound.carrier.twilio.webhooks import receive
from outbound.clock import Clock
from outbound.dialing.heard import Endpoint, Heard
from outbound.engine.attempts.wording import SORRY_WRONG_MOMENT
from outbound.engine.inbox.repeating import last_reply
from outbound.engine.inbox.spool import Line, Spool
from outbound.errors import NotFoundError, RefusedError, StoreError
from outbound.settings import Settings

HOLD: Final[Mapping[str, str]] = {
    "zh": "请稍候。",
    "en": "One moment, please.",
}
PAUSE: Final = 5
"""Seconds between two questions to the web server whether it is back."""

HOLDS: Final = 24
"""So often somebody is asked to hold, two minutes in all; then we apologise."""

LOOK_UP: Final = 2.0
"""Seconds in which the store must tell what was said last; the carrier waits for fifteen."""

TAKEN_DOWN: Final = frozenset({Endpoint.FALLBACK.value, Endpoint.SMS.value})


@dataclass(frozen=True)
class StandIn:
    """Hears what the carrier cannot tell the web server. Needs a disk, and the store only if it is there."""

    settings: Settings
    clock: Clock
    spool: Spool
    language: str
    store: Store | None
    _aside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "look-up"))

    def hear(
        self, endpoint: str, token: str, params: Mapping[str, str], signature: str, url_path: str
    ) -> str:
        """Check, take down, then answer: the last question once more, or a moment's patience.

        Raises as `events.hear` does, and StoreError where the disk refuses.
        """
        if endpoint not in TAKEN_DOWN:
            raise NotFoundError("Only what failed elsewhere is heard here.", where=url_path)
        heard = receive(self.settings, endpoint, token, params, signature, url_path)
        try:
            self.spool.append(Line(self.clock.now(), heard, params))
        except OSError as failure:
            raise StoreError(f"The spool cannot be written: {failure.strerror}.") from failure
        if heard.endpoint is Endpoint.SMS:
            return nothing()
        return self._last(heard) or self._hold(heard, params.get("ErrorUrl", ""))

    def _last(self, heard: Heard) -> str:
        """What was said last, if the store tells it soon enough."""
        store = self.store
        if store is None:
            return ""

        def look_up(store: Store) -> str:
            with store.read() as session:
                return last_reply(session, heard.attempt_id or "")

        try:
            return self._aside.submit(look_up, store).result(LOOK_UP)
        except (StoreError, TooLateError):
            return ""

    def _hold(self, heard: Heard, failed_url: str) -> str:
        """Ask for patience and come back to the web server, which says where the talk stands."""
        holds = 1 + self._held(heard, failed_url)
        if holds > HOLDS:
            sorry = SORRY_WRONG_MOMENT.get(self.language, SORRY_WRONG_MOMENT["en"])
            return say_and_hangup([sorry], self.language)
        proof = token(self.settings.token_secret, heard.attempt_id or "", holds)
        back = callback_url(self.settings.public_url, Endpoint.FALLBACK.value, proof)
        return hold_and_redirect(HOLD.get(self.language, HOLD["en"]), self.language, PAUSE, back)

    def _held(self, heard: Heard, failed_url: str) -> int:
        """How often this call was asked to hold: the address that failed last tells."""
        _, kind, proof = f"//{failed_url}".rsplit("/", 2)
        if kind != Endpoint.FALLBACK.value:
            return 0
        try:
            attempt_id, turn = open_token(self.settings.token_secret, proof.partition("#")[0])
        except RefusedError:
            return 0
        return turn if attempt_id == heard.attempt_id else 0
