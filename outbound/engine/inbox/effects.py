"""What an event calls for beyond the store: an answer, calls to end or divert, messages to place; done after commit."""

from dataclasses import dataclass, field

from outbound.engine.attempts.lines import Divert, HangUp, divert, hang_up
from outbound.engine.attempts.place import place
from outbound.engine.context import Engine


@dataclass(frozen=True)
class Effects:
    """The result in a word, the TwiML to answer with, and what to do once the transaction is over."""

    result: str
    reply: str = ""
    hang_up: tuple[HangUp, ...] = ()
    divert: tuple[Divert, ...] = ()
    place: tuple[str, ...] = field(default=())


def perform(engine: Engine, effects: Effects) -> None:
    """Do what the event called for; a carrier that cannot be asked becomes an alarm, never an error."""
    for order in effects.hang_up:
        hang_up(engine, order)
    for diversion in effects.divert:
        divert(engine, diversion)
    if effects.place:
        place(engine, list(effects.place))
