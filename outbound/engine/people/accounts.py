"""Adding users and signing them in, each as one transaction."""

from dataclasses import dataclass
from datetime import timedelta

from db.tables import DeskRow, DeskState, Role, User
from outbound.engine.context import Engine
from outbound.engine.life.actor import Actor
from outbound.engine.people import users
from outbound.engine.people.session_view import SessionView, SignedIn, UserView
from outbound.errors import InputError, NotFoundError, RefusedError

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class NewUser:
    """A user to add; `languages` are tags separated by commas."""

    account: str
    role: str
    name: str
    department: str = ""
    languages: str = ""
    station: str | None = None


def add(engine: Engine, new: NewUser, password: str) -> None:
    """Add a user or replace one. Raises InputError for an unknown role or department, or a weak password."""
    if new.role not in users.roles():
        raise InputError(f"{new.role!r} is no role.", hint=f"Use {', '.join(users.roles())}.")
    departments = engine.workspace.centre.departments
    if new.department and new.department not in departments:
        raise InputError(
            f"{new.department!r} is no department.", hint=f"Use {', '.join(departments)}."
        )
    if new.role == Role.APPROVER.value and not new.department:
        raise InputError(
            "An approver signs for a department.", hint=f"Name one of {', '.join(departments)}."
        )
    with engine.store.write() as session:
        row = User(
            id=new.account, name=new.name, role=Role(new.role), department=new.department,
            languages=new.languages, station=new.station, password_hash="", created_at=engine.clock.now(),
        )  # fmt: skip
        users.add_user(session, row, password)


def actor(engine: Engine, account: str) -> Actor:
    """Somebody who signed in, as they may act. Raises NotFoundError for nobody."""
    with engine.store.read() as session:
        user = session.get(User, account)
    if user is None:
        raise NotFoundError(f"No user {account!r}.")
    return Actor(user.id, user.role, user.department)


def sign_in(engine: Engine, account: str, password: str, address: str) -> SignedIn:
    """A new session. Raises RefusedError in the same words whatever was wrong."""
    now = engine.clock.now()
    with engine.store.write() as session:
        user = users.check_password(session, account, password, address, now)
        secret = None if user is None else users.open_session(session, user, now)
    if user is None or secret is None:
        raise RefusedError(
            "The name or the password is wrong.", hint="Check both; capital letters matter."
        )
    return SignedIn(secret, _view(user))


def session_of(engine: Engine, secret: str) -> SessionView | None:
    """The live session of a cookie; its last use is noted once a minute."""
    now = engine.clock.now()
    with engine.store.read() as session:
        found = users.find_session(session, secret, now)
    if found is None:
        return None
    row, user = found
    if now - row.seen_at > TOUCH_EVERY:
        with engine.store.write() as session:
            users.touch(session, row, now)
    return SessionView(_view(user), row.csrf)


def sign_out(engine: Engine, secret: str) -> None:
    """End the session; an agent's desk is left as away unless a contact is in hand."""
    now = engine.clock.now()
    with engine.store.write() as session:
        found = users.find_session(session, secret, now)
        users.close_session(session, secret)
        desk = session.get(DeskRow, found[1].id) if found else None
        if desk is not None and desk.state in (DeskState.READY, DeskState.BREAK):
            desk.state, desk.since = DeskState.AWAY, now


def _view(user: User) -> UserView:
    spoken = tuple(tag for tag in user.languages.split(",") if tag)
    return UserView(user.id, user.name, user.role.value, user.department, spoken)
