"""Members of the crew: one leads, whoever led before writes nothing more, and everybody is seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event

from db.tables import Attempt, ProcessRow, StoreFact
from outbound.dialing.attempt import State
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.member import Member
from outbound.engine.heartbeat import beat, go_round, lead_once, work_once
from outbound.engine.inbox.reconcile import EVERY
from outbound.engine.pages.floor import floor, health
from outbound.engine.tick import lead
from outbound.errors import LeaseLostError
from tests.engine.crew.conftest import Join, pass_on, rows_of
from tests.world import World

EVERYTHING = ("survey", "pulse", "texts", "notice", "retention")


def much_to_lead(world: World) -> None:
    """A wave that is due, calls left behind, a wrap-up forgotten, reply windows over, a campaign at its end."""
    world.launch(*EVERYTHING)
    world.tick()
    world.at("09:00")
    world.agent()
    world.ready()
    world.tick()
    mine = next(attempt for attempt in world.everything(Attempt) if attempt.agent_id)
    world.answer(mine)
    world.call_event(mine, "completed", CallDuration="20")
    with world.engine.store.write() as session:
        for attempt in world.everything(Attempt):
            if attempt.id != mine.id and attempt.channel.value == "call":
                row = session.get_one(Attempt, attempt.id)
                row.state, row.holds = State.RESERVED, row.number
    world.later(days=20)


def test_one_leads_and_another_takes_over_when_it_leaves(world: World, join: Join) -> None:
    first, second = join(world), join(world)
    first.round()
    second.round()
    assert (first.leading() is not None, second.leading()) == (True, None)
    first.leave()
    second.round()
    assert (first.leading(), second.leading() is not None) == (None, True)


def test_a_lease_that_ran_out_passes_on_and_comes_back_only_when_it_is_free(
    world: World, join: Join
) -> None:
    first, second = join(world), join(world)
    first.round()
    pass_on(world)
    second.round()
    first.round()
    assert (first.leading(), second.leading() is not None) == (None, True)


@pytest.mark.parametrize("duty", [Duty.WEB, Duty.WORKER])
def test_others_than_candidates_never_lead(world: World, join: Join, duty: Duty) -> None:
    member = join(world, duty)
    member.round()
    assert member.leading() is None


def test_a_leader_that_was_frozen_while_the_lease_passed_on_commits_nothing(
    world: World, join: Join
) -> None:
    much_to_lead(world)
    old, new = join(world), join(world)
    old.round()
    frozen = old.leading()
    assert frozen is not None
    pass_on(world)
    new.round()
    before = rows_of(world)
    with pytest.raises(LeaseLostError):
        lead(frozen, world.now)
    assert rows_of(world) == before
    beat(old, "lead", lead_once)
    assert old.leading() is None  # it noticed
    assert rows_of(world) == before
    beat(new, "lead", lead_once)
    assert rows_of(world) != before  # there was indeed much to do


def test_every_transaction_of_the_leader_proves_first_that_it_leads(
    world: World, join: Join
) -> None:
    much_to_lead(world)
    member = join(world)
    member.round()
    said: list[list[str]] = [[]]
    database = member.engine.store.writer

    def spoke(_connection, _cursor, statement: str, *_) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said[-1].append(statement)

    event.listen(database, "before_cursor_execute", spoke)
    for end in ("commit", "rollback"):
        event.listen(database, end, lambda _: said.append([]))
    engine = member.leading()
    assert engine is not None
    for _ in range(3):
        lead(engine, world.now)
        world.later(seconds=EVERY.total_seconds())
    firsts = [" ".join(each[:2]) for each in said if each]  # a lock, if need be, and the look
    assert len(firsts) > 10
    assert [one for one in firsts if "FROM lease" not in one] == []


def test_of_many_that_ask_at_once_one_leads_and_only_one_can_write_as_leader(
    world: World, join: Join
) -> None:
    members = [join(world) for _ in range(4)]

    def writes(member: Member) -> bool:
        engine = member.leading()
        if engine is None:
            return False
        try:
            with engine.store.write() as session:
                session.merge(StoreFact(name="leader", value=member.me.id))
        except LeaseLostError:
            return False
        return True

    with ThreadPoolExecutor(len(members)) as at_once:
        for _ in range(8):
            pass_on(world)
            list(at_once.map(Member.round, members))
            assert sum(at_once.map(writes, members)) == 1
            assert sum(member.leading() is not None for member in members) == 1


def test_the_floor_lists_all_processes_and_marks_those_that_say_nothing(
    world: World, join: Join
) -> None:
    leader, worker, web = (join(world, d) for d in (Duty.HEARTBEAT, Duty.WORKER, Duty.WEB))
    for member in (leader, worker, web):
        member.round()
    with world.engine.store.write() as session:
        session.get_one(ProcessRow, worker.me.id).seen_at -= timedelta(minutes=5)
    shown = floor(web.engine)
    assert [(p.role, p.leads, p.late) for p in shown.processes] == [
        ("heartbeat", True, False),
        ("web", False, False),
        ("worker", False, True),
    ]
    assert shown.health.last_tick is not None  # the leader's, seen from elsewhere
    assert abs(shown.health.last_tick - world.now) < timedelta(seconds=30)
    assert health(web.engine).last_tick is not None


def test_whoever_is_gone_for_long_is_struck_out_and_whoever_leaves_at_once(
    world: World, join: Join
) -> None:
    gone, leaving, staying = (join(world, Duty.WORKER) for _ in range(3))
    gone.round()
    leaving.round()
    with world.engine.store.write() as session:
        session.get_one(ProcessRow, gone.me.id).seen_at -= timedelta(hours=2)
    leaving.leave()
    staying.round()
    assert [row.id for row in world.everything(ProcessRow)] == [staying.me.id]


def test_a_process_whose_loops_do_not_come_round_does_not_say_that_it_lives(
    world: World, join: Join
) -> None:
    member = join(world)
    member.round()
    with world.engine.store.write() as session:
        row = session.get_one(ProcessRow, member.me.id)
        row.seen_at -= timedelta(minutes=1)
    slow = [0.0]
    member.watchdog.clock = lambda: slow[0]
    member.watchdog.came_round("work")
    slow[0] = 60
    member.round()
    assert [p.late for p in floor(member.engine).processes] == [True]
    member.watchdog.came_round("work")
    member.round()
    assert [p.late for p in floor(member.engine).processes] == [False]


def test_a_worker_and_a_leader_do_together_what_one_process_does(world: World, join: Join) -> None:
    leader, worker = join(world, Duty.HEARTBEAT), join(world, Duty.WORKER)
    world.launch("notice")
    world.at("09:30")
    for member, loop, act in ((leader, "lead", lead_once), (worker, "work", work_once)):
        beat(member, "round", go_round)
        beat(member, loop, act)
    assert len(world.carrier.orders) == 3
    assert leader.engine.heartbeat.last == world.now
