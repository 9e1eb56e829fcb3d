"""Where the audit's keys come from: the environment, or files of the workspace that nobody else may read."""

import os
import secrets
from pathlib import Path

from outbound.audit.keys import is_secret, secrets_in
from outbound.errors import InputError


def secrets_of(given: str, own: Path) -> tuple[bytes, ...]:
    """The secrets of a setting, the newest first: `given` itself, the file that it names, or `own`.

    The workspace's own file is made where it is missing; one that was named is not. Raises
    InputError where there is no key to be had: without one nothing can be decided.
    """
    if is_secret(given.split(",")[0]):
        return _parsed(given, "environment")
    file = Path(given) if given else own
    if not given and not file.exists():
        _make(file)
    try:
        return _parsed(file.read_text(encoding="ascii"), str(file))
    except (OSError, UnicodeDecodeError) as failure:
        raise InputError(
            f"The audit's key cannot be read: {failure}.", where=str(file),
            hint="Give its file, or the key itself, in OUTBOUND_AUDIT_KEY and OUTBOUND_AUDIT_SIGNING_KEY.",
        ) from failure  # fmt: skip


def _parsed(text: str, where: str) -> tuple[bytes, ...]:
    try:
        return secrets_in(text)
    except ValueError as failure:
        raise InputError(
            "The audit's key is not a key.", where=where, hint="A key is 64 hexadecimal digits."
        ) from failure


def _make(file: Path) -> None:
    """Write a new key; whoever makes one at the same moment and is first, made the key."""
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass  # the other's is as good
        finally:
            fresh.unlink()
    except OSError as failure:
        raise InputError(
            f"The audit's key cannot be written: {failure.strerror}.", where=str(file),
            hint="Let the folder be written to, or give a key in OUTBOUND_AUDIT_KEY and OUTBOUND_AUDIT_SIGNING_KEY.",
        ) from failure  # fmt: skip
