"""Building waves: once per moment, whole or not at all, each in its time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date

import pytest
from sqlalchemy import text

from db.queries.responses import cell_sizes
from db.tables import CampaignRow, CampaignState, Contact, ContactState, Holdout, Wave
from outbound.audience.base import Base
from outbound.audience.importing import import_base
from outbound.audience.ledger import reason, write_reasons
from outbound.audience.nouns import History
from outbound.audience.selection import select
from outbound.engine.attempts import place, reserve
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists.build import build, build_due
from outbound.engine.lists.release import release
from outbound.errors import RefusedError
from tests.engine.conftest import Begin
from tests.world import World

TUESDAY = date(2026, 11, 24)


def edit(world: World, campaign: str, old: str, new: str) -> None:
    file = world.engine.workspace.campaign_file(campaign)
    body = file.read_text(encoding="utf-8")
    assert old in body
    file.write_text(body.replace(old, new), encoding="utf-8")


def test_the_wave_counts_everyone_in_the_base_once(world: World) -> None:
    world.launch("texts")
    built = build(world.engine, "texts", world.now)
    assert (built.base, built.listed, built.holdout) == (18, 3, 0)
    assert sum(drop["count"] for drop in built.waterfall) + built.holdout + built.listed == 18
    assert {c.subscriber_id for c in world.everything(Contact)} == {"T1", "T2", "T3"}


def test_building_a_moment_again_changes_nothing_and_tells_the_same(world: World) -> None:
    world.launch("texts")
    first = build(world.engine, "texts", world.now)
    world.later(hours=5)
    assert asdict(build(world.engine, "texts", world.now)) == asdict(first)
    assert (len(world.everything(Wave)), len(world.everything(Contact))) == (1, 3)


def test_two_builders_make_one_wave(world: World) -> None:
    world.launch("texts")
    found, barrier = [], threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        found.append(build(world.engine, "texts", world.now))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [built.listed for built in found] == [3, 3]
    assert (len(world.everything(Wave)), len(world.everything(Contact))) == (1, 3)


def test_builders_that_keep_one_waves_reasons_at_once_never_disturb_each_other(
    small_world: World,
) -> None:
    """One of two builders once failed, since both wrote the same half-made file."""
    world = small_world
    world.launch("texts")
    built = build(world.engine, "texts", world.now)
    running = world.engine.running.named("texts")

    def keep() -> None:
        for _ in range(4):
            base = Base.open(world.engine.workspace)
            selection = select(base, running.campaign, running.centre, world.now, History())
            write_reasons(world.engine.workspace, built.wave, selection)

    with ThreadPoolExecutor(8) as builders:
        written = [builders.submit(keep) for _ in range(8)]
    assert [failure for one in written if (failure := one.exception())] == []
    assert reason(world.engine.workspace, built.wave, "T1") == "listed"
    (left,) = (world.engine.workspace.db_dir / "waves").iterdir()
    assert left.suffix == ".parquet"


def test_an_insert_that_fails_half_way_leaves_nothing(small_world: World) -> None:
    world = small_world
    world.launch("texts")
    with world.engine.store.write() as session:
        session.execute(
            text(
                "create trigger full before insert on contact when new.rank = 3 "
                "begin select raise(fail, 'disk full'); end"
            )
        )
    with pytest.raises(Exception, match="disk full"):
        build(world.engine, "texts", world.now)
    assert (world.everything(Wave), world.everything(Contact)) == ([], [])
    with world.engine.store.write() as session:
        session.execute(text("drop trigger full"))
    assert build(world.engine, "texts", world.now).listed == 3


def test_a_wave_missed_while_we_were_away_is_built_once_not_many_times(begun: Begin) -> None:
    world = begun("notice", at="08:10")
    world.at("10:00", date(2026, 11, 26))
    assert [built.moment.day for built in build_due(world.engine, ["notice"], world.now)] == [26]
    assert build_due(world.engine, ["notice"], world.now) == []


def test_who_is_on_a_list_is_not_listed_again_while_it_is_open(begun: Begin) -> None:
    world = begun("notice", at="08:10")
    world.at("09:30")
    build(world.engine, "notice", world.now)
    world.at("09:30", TUESDAY)
    again = build(world.engine, "notice", world.now)
    assert again.listed == 0
    assert {drop["kind"]: drop["count"] for drop in again.waterfall}["claimed"] == 3


def test_the_suppressed_are_counted_as_such(small_world: World) -> None:
    world = small_world
    world.launch("texts")
    facts = Base.open(world.engine.workspace).row("T2")
    world.text(facts["phone"], "STOP")
    built = build(world.engine, "texts", world.now)
    assert built.listed == 2
    kinds = {drop["kind"]: drop["count"] for drop in built.waterfall}
    assert kinds["suppressed"] == 1


def test_the_holdout_is_never_contacted_and_stays_out(small_world: World) -> None:
    world = small_world
    edit(world, "survey", "audience: {where", "audience: {holdout: 50%, where")
    world.launch("survey")
    built = build(world.engine, "survey", world.now)
    held = {row.subscriber_id for row in world.everything(Holdout)}
    listed = {row.subscriber_id for row in world.everything(Contact)}
    assert built.holdout == len(held) > 0
    assert not held & listed
    assert len(held | listed) == 6
    world.at("08:00", date(2026, 11, 30))
    build(world.engine, "survey", world.now)
    assert {row.subscriber_id for row in world.everything(Holdout)} == held


def test_before_the_first_moment_nothing_is_due(small_world: World) -> None:
    world = small_world
    world.launch("notice")
    with pytest.raises(RefusedError, match="No wave of notice is due yet") as refused:
        build(world.engine, "notice", world.now)
    assert "2026-11-23 09:30" in refused.value.message


def test_after_the_last_day_no_wave_is_built(begun: Begin) -> None:
    world = begun("notice", at="08:10")
    world.at("10:00", date(2026, 12, 21))
    with pytest.raises(RefusedError, match="ended on 2026-12-20"):
        build(world.engine, "notice", world.now)


def test_a_paused_campaign_builds_nothing_new(begun: Begin) -> None:
    world = begun("notice", at="08:10")
    lifecycle.change(world.engine, "notice", lifecycle.Step.PAUSE, COMMAND_LINE)
    world.at("09:30")
    with pytest.raises(RefusedError, match="notice is paused"):
        build(world.engine, "notice", world.now)


def test_a_draft_builds_nothing(small_world: World) -> None:
    with pytest.raises(RefusedError, match="notice is a draft"):
        build(small_world.engine, "notice", small_world.now)


def test_a_campaign_that_cannot_be_built_holds_up_no_other(small_world: World) -> None:
    world = small_world
    edit(world, "pulse", "where: plan = 'pulse'", "where: balance < 10")
    world.launch("pulse", "texts")
    people = world.engine.workspace.path / "people.csv"
    renamed = people.read_text(encoding="utf-8").replace(",balance,", ",money,")
    people.write_text(renamed, encoding="utf-8")
    import_base(people, world.engine.workspace, world.now, lambda rows: None)
    world.tick()
    assert {wave.campaign_id for wave in world.everything(Wave)} == {"texts"}
    assert "build" in world.alarms()


def test_without_a_base_the_engine_still_ticks(begun: Begin) -> None:
    world = begun("texts", "notice", at="08:10")
    (world.engine.workspace.base_dir / "CURRENT").unlink()
    world.at("09:30")
    world.tick()
    assert len(world.carrier.orders) == 3  # the texts, whose list was built before
    assert "build" in world.alarms()


# Quotas


def with_quota(world: World, completes: int, expect: str = "50%") -> None:
    edit(
        world, "texts", "audience: {where: plan = 'texts', order: [subscriber_id]}",
        f"audience: {{where: plan = 'texts', sample: {{completes: {completes}, per: [region], expect: {expect}}}}}",
    )  # fmt: skip
    world.launch("texts")
    world.tick()


def states(world: World) -> list[str]:
    return sorted(contact.state.value for contact in world.everything(Contact))


def test_only_as_many_are_called_for_as_the_quota_needs(small_world: World) -> None:
    with_quota(small_world, 1)
    assert states(small_world) == ["unreleased", "waiting", "waiting"]


def test_the_reserve_that_was_never_called_for_stays_outside_the_sample(small_world: World) -> None:
    """Closing it with the campaign once made it look like people whom nobody had called in time."""
    world = small_world
    with_quota(world, 1)
    lifecycle.change(world.engine, "texts", lifecycle.Step.STOP, COMMAND_LINE)
    assert states(world) == ["closed", "closed", "closed"]
    with world.engine.store.read() as session:
        (cell,) = cell_sizes(session, ["texts"])
    assert (cell.released, cell.listed) == (2, 3)


def test_the_reserve_is_called_for_when_a_cell_falls_behind(small_world: World) -> None:
    world = small_world
    with_quota(world, 1)
    world.at("09:00")
    world.tick()
    for contact in world.everything(Contact):
        if contact.state is ContactState.TRYING:
            world.text(contact.number, "STOP")
    world.tick()
    assert states(world) == ["closed", "closed", "trying"]


def test_a_full_cell_closes_what_waits_but_keeps_its_promises(small_world: World) -> None:
    world = small_world
    with_quota(world, 1, "34%")
    assert states(world) == ["waiting", "waiting", "waiting"]
    with world.engine.store.write() as session:
        promised = world.contact("T2")
        promised.callback_start = promised.callback_end = promised.next_at = world.at("19:00")
        session.merge(promised)
    first = next(c for c in world.everything(Contact) if c.subscriber_id != "T2")

    world.at("19:05")
    [reserved] = reserve.reserve(world.engine, [first.id], world.now)
    place.place(world.engine, [reserved.attempt_id])
    world.text(first.number, "9")
    world.text(first.number, "9")

    with world.engine.store.write() as session:
        release(session, world.engine.running.named("texts"), world.now)
    found = {c.subscriber_id: (c.state.value, c.reason) for c in world.everything(Contact)}
    assert found["T2"][0] == "waiting"
    del found["T2"]
    assert sorted(found.values()) == [("closed", "completed"), ("closed", "quota cell full")]


def test_a_campaign_that_has_reached_its_goal_finishes(small_world: World) -> None:
    world = small_world
    with_quota(world, 1, "34%")
    world.at("09:00")
    world.tick()
    for n in (1, 2, 3):
        for _ in range(2):
            world.text(world.contact(f"T{n}").number, "9")
    world.later(hours=2)
    for n in (1, 2, 3):
        for attempt in world.attempts(f"T{n}"):
            world.message_event(attempt, "delivered")
    world.tick()
    world.tick()
    [row] = world.everything(CampaignRow)
    assert (row.state, row.reason) == (CampaignState.FINISHED, "its goal is reached")
