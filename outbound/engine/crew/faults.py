"""Faults nobody foresaw: an alarm for people, the place in the log for engineers, nobody's data in either."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from outbound.engine.context import Engine
from outbound.errors import OutboundError, StoreError

log = logging.getLogger(__name__)

Aside = Callable[[str], AbstractContextManager[None]]
"""Given a part's name, runs that part so that its failure does not keep the others from running."""


def together(_: str) -> AbstractContextManager[None]:
    """All parts as one: the first failure ends them."""
    return nullcontext()


def apart(engine: Engine) -> Aside:
    """Each part by itself: what fails in one is an alarm, and the next goes on. The store's failures end them all."""

    @contextmanager
    def part(name: str) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except OutboundError as failure:
            engine.heartbeat.alarm(engine.clock.now(), failure.code, f"{name}: {failure.message}")
        except Exception as failure:  # noqa: BLE001 - whatever it is, it must not stop the rest
            tell(engine, name, failure)

    return part


def tell(engine: Engine, part: str, failure: BaseException) -> None:
    """Raise the alarm, and log where it happened: places and kinds only, since a message may hold a number."""
    places = _places(failure)
    log.error("%s failed\n%s", part, "\n".join(places))
    said = f"{part}: {type(failure).__name__} at {places[-1].strip()}"
    engine.heartbeat.alarm(engine.clock.now(), "fault", said)


def _places(failure: BaseException) -> list[str]:
    """The stack, the causes first, without a word of what was in hand."""
    before = failure.__cause__ or failure.__context__
    earlier = _places(before) if before else []
    frames = traceback.extract_tb(failure.__traceback__)
    own = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return [*earlier, f" {type(failure).__name__}", *own]


def _short(filename: str) -> str:
    """The last three parts of a path: enough to find it, and nothing of the machine."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])
