"""Settings of one deployment, from the environment: secrets and addresses, never campaign matters."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outbound.errors import InputError

SIMULATED_ACCOUNT = "AC" + "5" * 32
SIMULATED_SECRET = "simulated-carrier"
SIMULATED_URL = "http://127.0.0.1:8099"


@dataclass(frozen=True)
class Settings:
    """What differs between two deployments of the same workspace.

    `carrier_url` is None for the real carrier. `auth_tokens` are accepted on webhooks in order,
    the first signs; two while one is being rotated. `public_url` is where the carrier reaches us.
    Without `durable` a commit does not wait for the disk: only for what may be lost. `lines` is how many calls of the voice menu may be on their way at once;
    `in_flight` how many creates are marked, and asked for, together.
    """

    store_url: str
    public_url: str = "http://127.0.0.1:8080"
    carrier_url: str | None = SIMULATED_URL
    account_sid: str = SIMULATED_ACCOUNT
    api_key: str = SIMULATED_ACCOUNT
    api_secret: str = SIMULATED_SECRET
    auth_tokens: tuple[str, ...] = (SIMULATED_SECRET,)
    token_secret: str = SIMULATED_SECRET
    lines: int = 20
    in_flight: int = 1
    durable: bool = True

    @property
    def simulated(self) -> bool:
        """Whether the carrier is the simulated one."""
        return self.carrier_url is not None


def read_settings(workspace: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that `OUTBOUND_*` variables give; all have defaults but the real carrier's keys.

    Raises InputError if `OUTBOUND_CARRIER=twilio` and a key is missing.
    """
    env = os.environ if environment is None else environment
    store = (
        env.get("OUTBOUND_STORE") or f"sqlite:///{(workspace / 'db' / 'outbound.sqlite').resolve()}"
    )
    public = env.get("OUTBOUND_PUBLIC_URL", Settings.public_url).rstrip("/")
    if env.get("OUTBOUND_CARRIER", "simulated") != "twilio":
        url = env.get("OUTBOUND_CARRIER_URL", SIMULATED_URL).rstrip("/")
        return Settings(store_url=store, public_url=public, carrier_url=url, lines=_lines(env))
    names = (
        "TWILIO_ACCOUNT_SID",
        "TWILIO_API_KEY",
        "TWILIO_API_SECRET",
        "TWILIO_AUTH_TOKEN",
        "OUTBOUND_SECRET",
    )
    missing = [name for name in names if not env.get(name)]
    if missing:
        raise InputError(
            f"The real carrier needs {', '.join(missing)}.",
            hint="Set them in the environment, or leave OUTBOUND_CARRIER unset to use the simulated carrier.",
            where="environment",
        )
    tokens = tuple(token.strip() for token in env["TWILIO_AUTH_TOKEN"].split(",") if token.strip())
    return Settings(
        store_url=store,
        public_url=public,
        carrier_url=None,
        account_sid=env["TWILIO_ACCOUNT_SID"],
        api_key=env["TWILIO_API_KEY"],
        api_secret=env["TWILIO_API_SECRET"],
        auth_tokens=tokens,
        token_secret=env["OUTBOUND_SECRET"],
        lines=_lines(env),
    )


def _lines(env: Mapping[str, str]) -> int:
    text = env.get("OUTBOUND_LINES", str(Settings.lines))
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise InputError(
            f"OUTBOUND_LINES is {text!r}, not a number of lines.",
            hint="Give a whole number from 1 to 10000.",
            where="environment",
        )
    return int(text)
