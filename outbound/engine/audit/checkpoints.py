"""Signs the chain's end every so often, into a file that belongs where the store's owner cannot reach."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Row, select
from sqlmodel import Session, SQLModel

from outbound import failpoints
from outbound.audit.checkpoints import Checkpoint, Kept, Signer, latest, read
from outbound.engine.chain.keys import secrets_of
from outbound.engine.context import Engine
from outbound.errors import InputError, NotFoundError, OutboundError

EVERY_LINKS: Final = 1_000
EVERY: Final = timedelta(hours=1)
"""A checkpoint is due when either is reached; what came after the last one could be cut off unseen."""

_audit: Final = SQLModel.metadata.tables["audit"]
_HEAD: Final = select(_audit.c.seq, _audit.c.hash).order_by(_audit.c.seq.desc()).limit(1)

_TAIL: Final = 4_096
"""More bytes than the last line of the file can have."""


def checkpoint_due(engine: Engine, now: datetime) -> bool:
    """Sign the chain's end if it is time; what hinders it is an alarm, and tried again with the next beat."""
    try:
        with engine.store.read() as session:
            head = _head(session)
        if head is None or not _is_due(engine, head, now):
            return False
        checkpoint(engine, now)
    except (OSError, OutboundError) as failure:
        engine.heartbeat.alarm(now, "audit", f"No checkpoint of the audit could be kept: {failure}")
        return False
    return True


def checkpoint(engine: Engine, now: datetime) -> str:
    """Sign the chain's end now, and keep the line; returns it. NotFoundError for a chain that has not begun."""
    with engine.store.read() as session:
        head = _head(session)
    if head is None:
        raise NotFoundError("Nothing has been decided yet: there is nothing to sign.")
    line = signers(engine)[0].line(Checkpoint(head.seq, head.hash, now))
    _append(file_of(engine), line)
    return line


def kept(engine: Engine, also: Path | None = None) -> Kept:
    """The checkpoints of the workspace, and of a file that was kept elsewhere. InputError where that has none."""
    known = [signer.public for signer in signers(engine)]
    own = file_of(engine)
    found = (
        read(own.read_text(encoding="utf-8", errors="replace"), known) if own.exists() else Kept()
    )
    if also is None:
        return found
    try:
        theirs = read(also.read_text(encoding="utf-8", errors="replace"), known)
    except OSError as failure:
        raise InputError(f"The checkpoints cannot be read: {failure.strerror}.", where=str(also)) from failure  # fmt: skip
    if not theirs.checkpoints and not theirs.foreign:
        raise InputError(
            "The file holds no checkpoint.", where=str(also),
            hint="One a line, as `outbound audit checkpoint` prints them.",
        )  # fmt: skip
    return found + theirs


def signers(engine: Engine) -> list[Signer]:
    """Who signs, and who did before, the newest first."""
    own = engine.workspace.db_dir / "audit-signing.key"
    return [Signer(secret) for secret in secrets_of(engine.settings.audit_signing_key, own)]


def file_of(engine: Engine) -> Path:
    """Where checkpoints are kept."""
    folder = engine.settings.audit_dir or engine.workspace.db_dir / "checkpoints"
    return folder / "checkpoints.jsonl"


def _head(session: Session) -> Row[tuple[int, str]] | None:
    return session.execute(_HEAD).first()


def _is_due(engine: Engine, head: Row[tuple[int, str]], now: datetime) -> bool:
    last = _last(file_of(engine))
    if last is None or last.seq > head.seq:
        return True  # of another store: this one's chain has none yet
    new = head.seq - last.seq
    return new >= EVERY_LINKS or (new > 0 and abs(now - last.at) >= EVERY)


def _last(file: Path) -> Checkpoint | None:
    """The latest checkpoint that we signed; torn lines are passed over."""
    if not file.exists():
        return None
    with file.open("rb") as lines:
        lines.seek(0, os.SEEK_END)
        lines.seek(max(0, lines.tell() - _TAIL))
        return latest(lines.read().decode("utf-8", errors="replace"))


def _append(file: Path, line: str) -> None:
    """Add a line that outlasts a loss of power; one that was torn before is left behind as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as out:
        torn = False
        if out.seek(0, os.SEEK_END):
            out.seek(-1, os.SEEK_END)
            torn = out.read(1) != b"\n"
        out.write((b"\n" if torn else b"") + line.encode() + b"\n")
        failpoints.reach("before flush")
        out.flush()
        os.fsync(out.fileno())
        failpoints.reach("after flush")
