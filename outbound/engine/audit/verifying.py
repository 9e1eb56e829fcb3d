"""`outbound audit verify`: the chain against its checkpoints, and what the store says against the chain."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from outbound.audit.chain import Link
from outbound.audit.checkpoints import Checkpoint, Kept
from outbound.audit.verification import Finding, begin
from outbound.engine.audit.checkpoints import kept
from outbound.engine.audit.comparing import Comparison
from outbound.engine.chain.links import links
from outbound.engine.context import Engine


@dataclass
class Seen:
    """The links of a chain: how many, and from when to when."""

    links: int = 0
    last: int = 0
    since: datetime | None = None
    until: datetime | None = None

    def add(self, here: Link) -> None:
        """Count a link."""
        self.links, self.last = self.links + 1, here.seq
        self.since, self.until = self.since or here.at, here.at


@dataclass(frozen=True)
class Verified:
    """What a verification looked at, and everything that is not as it was written."""

    seen: Seen
    entries: int
    rows: dict[str, int]
    checkpoints: int
    latest: Checkpoint | None
    findings: list[Finding]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.findings


def verify(engine: Engine, also: Path | None = None) -> Verified:
    """Walk the whole chain and compare the store with it; `also` are checkpoints that were kept elsewhere.

    Raises InputError where those, or the keys, cannot be read.
    """
    signed, keys = kept(engine, also), engine.chain.keys
    walk, compared, seen = begin(signed.checkpoints, keys), Comparison(keys), Seen()
    with engine.store.read() as session:
        connection = _one_view(session)
        for here in links(connection):
            walk.step(here)
            compared.told(here)
            seen.add(here)
        findings = [*_foreign(signed), *walk.end(), *compared.findings(connection)]
    ours = sorted(signed.checkpoints, key=lambda checkpoint: checkpoint.seq)
    return Verified(seen, compared.entries, compared.rows, len(ours), ours[-1] if ours else None, findings)  # fmt: skip


def _one_view(session: Session) -> Connection:
    """One moment of the store for all that is read: others go on deciding meanwhile."""
    if session.get_bind().dialect.name == "postgresql":
        return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session.connection()


def _foreign(signed: Kept) -> list[Finding]:
    return [
        Finding("foreign-checkpoint", None, f"Line {line} of the checkpoints {why}.")
        for line, why in signed.foreign
    ]
