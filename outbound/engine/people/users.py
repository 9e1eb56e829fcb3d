"""Users of the workspace: passwords, sessions, and the throttling of sign-ins."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete
from sqlmodel import Session, col, func, or_, select

from db.tables import Role, SessionRow, SignIn, User
from outbound.audit.entries import USER
from outbound.engine.chain.writing import wrote
from outbound.errors import InputError, RefusedError

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
THROTTLE = timedelta(minutes=15)
FAILURES = 10

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash(
    "nobody has this password"
)  # so an unknown account takes as long as a known one


def add_user(session: Session, user: User, password: str) -> None:
    """Add or replace a user. Raises InputError for a password under ten characters."""
    if len(password) < 10:
        raise InputError("The password is too short.", hint="Use ten characters or more.")
    user.password_hash = _hasher.hash(password)
    session.merge(user)
    wrote(session, USER, dict(vars(user)))


def roles() -> tuple[str, ...]:
    """The names of all roles."""
    return tuple(role.value for role in Role)


def check_password(
    session: Session, account: str, password: str, address: str, now: datetime
) -> User | None:
    """The user whose account and password these are, else None after noting the failure.

    Raises RefusedError where this account or address has failed too often lately.
    """
    recent = (
        select(func.count())
        .select_from(SignIn)
        .where(
            or_(SignIn.account == account, SignIn.address == address),
            col(SignIn.at) > now - THROTTLE,
        )
    )
    if session.exec(recent).one() >= FAILURES:
        raise RefusedError(
            "Too many failed sign-ins.", hint="Wait fifteen minutes, then try again."
        )
    user = session.get(User, account)
    try:
        _hasher.verify(user.password_hash if user else _nobody, password)
    except (VerificationError, InvalidHashError):
        user = None
    if user is None:
        session.add(SignIn(account=account[:64], address=address[:64], at=now))
    return user


def open_session(session: Session, user: User, now: datetime) -> str:
    """A new session; returns the secret for the cookie, of which only the hash is stored."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            id=_hashed(secret),
            user_id=user.id,
            csrf=secrets.token_urlsafe(24),
            created_at=now,
            seen_at=now,
        )
    )
    session.exec(delete(SessionRow).where(col(SessionRow.created_at) < now - LONGEST))
    return secret


def find_session(session: Session, secret: str, now: datetime) -> tuple[SessionRow, User] | None:
    """The live session of a cookie, None when it is idle too long, too old or unknown."""
    found = session.exec(
        select(SessionRow, User)
        .join(User, col(User.id) == SessionRow.user_id)
        .where(SessionRow.id == _hashed(secret))
    ).first()
    if found is None or now - found[0].seen_at > IDLE or now - found[0].created_at > LONGEST:
        return None
    return found


def touch(session: Session, row: SessionRow, now: datetime) -> None:
    """Note that a session is in use."""
    session.merge(row).seen_at = now


def close_session(session: Session, secret: str) -> None:
    """End a session."""
    row = session.get(SessionRow, _hashed(secret))
    if row is not None:
        session.delete(row)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
