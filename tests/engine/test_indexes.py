"""Whatever is asked for every attempt finds its rows by an index: a store that remembers years is as quick as a new one."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from db.session import Store
from outbound.engine.desk import acts
from tests.engine.conftest import Begin
from tests.world import World

GROWING = "attempt|contact|answer|response|inbox|decision|suppression|message|audit|follow_up|grant_|alarm"
WALKED = re.compile(
    rf"SCAN ({GROWING})(_\d+)?( |$)"
    r"|SEARCH attempt .*\(campaign_id=\?\)$"
    r"|SEARCH contact(_\d+)? .*\((campaign_id=\?|state=\?|campaign_id=\? AND state=\?)\)$"
)
"""All rows of a table, all of a campaign's, or all contacts that stand alike; few attempts are under way."""

AT_ONCE = (
    "FROM audit ORDER BY audit.seq DESC LIMIT",
    "FROM contact WHERE contact.campaign_id = ? LIMIT",
    "FROM contact WHERE contact.campaign_id = ? AND contact.state IN (?, ?, ?, ?) LIMIT",
)
"""The first row that these meet is what they look for."""


def test_nothing_that_is_asked_for_an_attempt_walks_through_a_table_that_grows(
    begun: Begin,
) -> None:
    world = begun("survey", "pulse")
    with heard(world.engine.store) as questions:
        a_day(world)
    assert len(questions) > 60
    with world.engine.store.read() as session:
        ask = session.connection().exec_driver_sql
        walked = [
            f"{line}: {question}"
            for question in sorted(questions)
            for *_, line in ask(f"explain query plan {question}", (None,) * question.count("?"))
            if WALKED.search(line) and not any(quick in question for quick in AT_ONCE)
        ]
    assert not walked, "\n".join(walked)


def a_day(world: World) -> None:
    """People answer an agent and the menu, do not pick up, and opt out; hours later it goes on."""
    world.agent()
    world.ready()
    world.tick()
    call = world.attempt("S1")
    world.answer(call)
    for question in ("overall", "recommend"):
        acts.answer(world.engine, "lin", call.id, question, "9")
    world.call_event(call, "completed")
    acts.finish(world.engine, "lin", call.id, "completed", "", None)
    menu = world.attempt("P1")
    world.call_event(menu, "ringing")
    world.answer(menu)
    for digit in ("9", "9"):
        world.key(menu, digit)
    world.call_event(menu, "completed")
    world.call_event(world.attempt("P2"), "no-answer")
    world.text(world.attempt("P2").number, "STOP")
    world.later(hours=4)
    world.tick()


@contextmanager
def heard(store: Store) -> Iterator[set[str]]:
    """Every question and change that the store is asked for meanwhile."""
    found = set[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and _by_the_product():
            found.add(" ".join(statement.split()))

    for engine in {store.writer, store.reader}:
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in {store.writer, store.reader}:
        event.remove(engine, "before_cursor_execute", note)


def _by_the_product() -> bool:
    """Whether the engine asks, and not a test that wants to know what became of it."""
    return any("/outbound/engine/" in frame.filename for frame in inspect.stack(context=0))
