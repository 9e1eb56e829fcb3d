"""Settings of one deployment, from the environment: secrets and addresses, never campaign matters."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final

from outbound.errors import InputError

SIMULATED_ACCOUNT = "AC" + "5" * 32
SIMULATED_SECRET = "simulated-carrier"
SIMULATED_KEY = "5" * 64
"""What the audit is written and signed with where nothing real is decided."""
SIMULATED_URL = "http://127.0.0.1:8099"

CALLS_RATE, SEGMENTS_RATE = "OUTBOUND_CALLS_PER_SECOND", "OUTBOUND_SEGMENTS_PER_SECOND"
REAL_RATE = Fraction(1)
"""What the real carrier takes of a new account, in calls, and of a long code, in segments, each second."""
_DECIMAL = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")

SEVERAL: Final = 8
"""How many creates are asked for together where neither the store nor the carrier is in this process."""


@dataclass(frozen=True)
class Settings:
    """What differs between two deployments of the same workspace.

    `carrier_url` is None for the real carrier. `auth_tokens` are accepted on webhooks in order,
    the first signs; two while one is being rotated. `public_url` is where the carrier reaches us,
    `fallback_url` where it asks what to say when that fails; the same if empty. `audit_key` and
    `audit_signing_key` are keys, or files that hold some; empty for the workspace's own, as
    `audit_dir` is for its folder of checkpoints.
    Without `durable` a commit does not wait for the disk: only for what may be lost. `lines` is how many calls of the voice menu may be on their way at once;
    `in_flight` how many creates are marked, and asked for, together. `calls_per_second` is how many the
    carrier takes from the account, `segments_per_second` how many message parts from one sender.
    `inquires`: the carrier is asked regularly for what it told us and never arrived. A process
    whose loops have not come round for `watchdog` ends itself; it is longer than any lawful step takes.
    """

    store_url: str
    public_url: str = "http://127.0.0.1:8080"
    carrier_url: str | None = SIMULATED_URL
    account_sid: str = SIMULATED_ACCOUNT
    api_key: str = SIMULATED_ACCOUNT
    api_secret: str = SIMULATED_SECRET
    auth_tokens: tuple[str, ...] = (SIMULATED_SECRET,)
    token_secret: str = SIMULATED_SECRET
    audit_key: str = SIMULATED_KEY
    audit_signing_key: str = SIMULATED_KEY
    audit_dir: Path | None = None
    lines: int = 20
    in_flight: int = 1
    durable: bool = True
    calls_per_second: Fraction = Fraction(30)
    segments_per_second: Fraction = Fraction(100)
    fallback_url: str = ""
    inquires: bool = True
    watchdog: timedelta = timedelta(seconds=120)

    @property
    def simulated(self) -> bool:
        """Whether the carrier is the simulated one."""
        return self.carrier_url is not None

    @property
    def answers_fallback(self) -> str:
        """The address of whoever answers when the web server does not."""
        return self.fallback_url or self.public_url


def read_settings(workspace: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that `OUTBOUND_*` variables give; all have defaults but the real carrier's keys.

    Raises InputError if `OUTBOUND_CARRIER=twilio` and a key is missing.
    """
    env = os.environ if environment is None else environment
    folder = env.get("OUTBOUND_AUDIT_DIR")
    return replace(
        _carried(workspace, env),
        audit_key=env.get("OUTBOUND_AUDIT_KEY", ""),
        audit_signing_key=env.get("OUTBOUND_AUDIT_SIGNING_KEY", ""),
        audit_dir=Path(folder) if folder else None,
    )


def _carried(workspace: Path, env: Mapping[str, str]) -> Settings:
    """The settings of the store, and of the carrier that is to be used."""
    store = (
        env.get("OUTBOUND_STORE") or f"sqlite:///{(workspace / 'db' / 'outbound.sqlite').resolve()}"
    )
    public = env.get("OUTBOUND_PUBLIC_URL", Settings.public_url).rstrip("/")
    fallback = env.get("OUTBOUND_FALLBACK_URL", "").rstrip("/")
    if env.get("OUTBOUND_CARRIER", "simulated") != "twilio":
        url = env.get("OUTBOUND_CARRIER_URL", SIMULATED_URL).rstrip("/")
        return Settings(
            store_url=store, public_url=public, carrier_url=url, lines=_lines(env), fallback_url=fallback,
            calls_per_second=_rate(env, CALLS_RATE, Settings.calls_per_second),
            segments_per_second=_rate(env, SEGMENTS_RATE, Settings.segments_per_second),
            in_flight=_in_flight(env, 1 if store.startswith("sqlite") else SEVERAL), watchdog=_watchdog(env),
        )  # fmt: skip
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
        fallback_url=fallback,
        calls_per_second=_rate(env, CALLS_RATE, REAL_RATE),
        segments_per_second=_rate(env, SEGMENTS_RATE, REAL_RATE),
        in_flight=_in_flight(env, SEVERAL),
        watchdog=_watchdog(env),
    )


def _lines(env: Mapping[str, str]) -> int:
    return _whole(env, "OUTBOUND_LINES", Settings.lines, (1, 10_000))


def _in_flight(env: Mapping[str, str], otherwise: int) -> int:
    return _whole(env, "OUTBOUND_IN_FLIGHT", otherwise, (1, 100))


def _watchdog(env: Mapping[str, str]) -> timedelta:
    usual = int(Settings.watchdog.total_seconds())
    return timedelta(seconds=_whole(env, "OUTBOUND_WATCHDOG", usual, (1, 86_400)))


def _whole(env: Mapping[str, str], name: str, otherwise: int, between: tuple[int, int]) -> int:
    text, (least, most) = env.get(name, "") or str(otherwise), between
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise InputError(
            f"{name} is {text!r}.",
            hint=f"Give a whole number from {least} to {most}.",
            where="environment",
        )
    return int(text)


def _rate(env: Mapping[str, str], name: str, otherwise: Fraction) -> Fraction:
    text = env.get(name, "")
    if not text:
        return otherwise
    rate = Fraction(text) if _DECIMAL.fullmatch(text) else Fraction(0)
    if not Fraction(1, 100) <= rate <= 1000:
        raise InputError(
            f"{name} is {text!r}, not a rate.",
            hint="Give how many in a second, from 0.01 to 1000.",
            where="environment",
        )
    return rate
