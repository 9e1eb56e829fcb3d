"""Who is signed in, as the web needs it: no password, no secret's hash, no table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UserView:
    """A person who may sign in. `role` is agent, supervisor, manager, quality or engineer."""

    id: str
    name: str
    role: str
    department: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignedIn:
    """A new session: the cookie's secret, shown this once, and whose it is."""

    secret: str
    user: UserView


@dataclass(frozen=True)
class SessionView:
    """A session that still stands, and the token its unsafe requests must carry."""

    user: UserView
    csrf: str
