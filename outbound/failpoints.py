"""Named points at which a process may die: around every commit, request and flush. Nothing listens in production."""

from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def reach(name: str) -> None:
    """Say that a point has been reached: `before commit`, `after request`, `after flush` and the like."""
    if _listener is not None:
        _listener(name)


def listen(listener: Callable[[str], None] | None) -> None:
    """Have every point told to `listener`, which may end the process; None for nobody."""
    global _listener
    _listener = listener
