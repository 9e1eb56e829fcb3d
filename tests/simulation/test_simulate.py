"""Simulating a small campaign: repeatable, by chance otherwise, and without a trace in the workspace."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from db.session import Store
from db.tables import CampaignRow, CampaignState, Contact
from outbound.clock import VirtualClock
from outbound.engine.attempts.suppress import Source, forbid
from outbound.errors import NotFoundError, ProblemsError, RefusedError
from outbound.settings import read_settings
from outbound.simulation.isolation import prepare, world
from outbound.simulation.period import run
from outbound.simulation.seeds import Simulation, simulate
from tests.world import START, World


@pytest.fixture
def centre(workspace_files: Path, tmp_path: Path) -> Path:
    """The small service centre for three days; nothing in its base says that anybody is synthetic."""
    shutil.copytree(workspace_files, tmp_path / "centre")
    for file in (tmp_path / "centre" / "campaigns").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("2026-12-20", "2026-11-25"), "utf-8")
    return tmp_path / "centre"


def told(centre: Path, campaign: str = "survey", seed: int = 1, **more: Any) -> dict[str, Any]:
    """What simulating says, but for how long it took."""
    asked = Simulation(centre, campaign, seed, **{"seeds": 1, "agents": 2, "jobs": 1, **more})
    found = simulate(asked, lambda over: None).as_json()
    return {name: value for name, value in found.items() if "second" not in name}


def traces(folder: Path) -> Mapping[str, str]:
    """Every file of a folder and what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_comes_to_the_same(centre: Path) -> None:
    assert told(centre, seed=3) == told(centre, seed=3)


def test_different_seeds_differ(centre: Path) -> None:
    found = [told(centre, seed=seed)["by_outcome"] for seed in (1, 2, 3)]
    assert found[0] != found[1] or found[1] != found[2]


def test_everyone_on_the_list_is_played_whoever_they_are(centre: Path) -> None:
    found = told(centre)
    assert found["figures"]["contacts"]["mean"] > 0
    assert "invalid-number" not in found["by_outcome"]


@pytest.mark.parametrize("campaign", ["survey", "pulse", "texts", "notice"])
def test_a_period_ends_with_nobody_left_open(centre: Path, tmp_path: Path, campaign: str) -> None:
    ground = prepare(centre, tmp_path / "ground", campaign, agents=2)
    with world(ground, seed=1) as here:
        came_to = run(here, lambda share: None)
        with here.engine.store.read() as session:
            assert session.get_one(CampaignRow, campaign).state is CampaignState.FINISHED
            assert {c.state.value for c in session.exec(select(Contact))} == {"closed"}
        assert here.carrier.reports == ()
        assert [alarm.code for alarm in here.engine.heartbeat.alarms] == []
        assert len(here.carrier.created) >= came_to.attempts > 0
        assert came_to.contacts == came_to.listed


def test_who_is_not_reached_by_phone_gets_the_message(centre: Path) -> None:
    """Nothing but the clock makes it due: somebody must look in time."""
    assert told(centre, "survey", seed=4)["figures"]["sms_segments"]["mean"] > 0
    assert told(centre, "pulse")["figures"]["sms_segments"]["mean"] > 0


def test_nothing_is_left_in_the_workspace(centre: Path) -> None:
    before = traces(centre)
    told(centre)
    assert traces(centre) == before


def test_who_is_suppressed_in_the_own_store_is_not_attempted(centre: Path) -> None:
    everyone = told(centre, "texts")["figures"]["contacts"]["mean"]
    own = World.open(centre, read_settings(centre).store_url, VirtualClock(START))
    (centre / "db").mkdir(exist_ok=True)
    _suppress_somebody(own)
    before = traces(centre)
    assert told(centre, "texts")["figures"]["contacts"]["mean"] == everyone - 1
    assert traces(centre) == before


def test_a_campaign_that_runs_already_is_simulated_from_its_beginning(centre: Path) -> None:
    fresh = told(centre, "texts")
    store = Store(read_settings(centre).store_url)
    _upgraded(store)
    own = World.open(centre, store.url, VirtualClock(START))
    own.launch("texts", "pulse")
    own.tick()
    own.engine.store.close()
    assert told(centre, "texts") == fresh


def test_a_smaller_base_has_fewer_people(centre: Path) -> None:
    assert (
        told(centre, "texts", rows=8)["figures"]["contacts"]["mean"]
        <= told(centre, "texts")["figures"]["contacts"]["mean"]
    )


def test_without_a_base_it_says_so(centre: Path) -> None:
    shutil.rmtree(centre / "db" / "base")
    with pytest.raises(NotFoundError, match="no base"):
        told(centre)


def test_an_unknown_campaign_is_refused(centre: Path) -> None:
    with pytest.raises(NotFoundError):
        told(centre, "nothing-of-that-name")


def test_a_file_with_problems_is_refused(centre: Path) -> None:
    file = centre / "campaigns" / "survey.yaml"
    file.write_text(file.read_text("utf-8").replace("purpose: survey", "purpose: lottery"), "utf-8")
    with pytest.raises((ProblemsError, RefusedError)):
        told(centre)


def _upgraded(store: Store) -> None:
    from db.upgrade import upgrade

    Path(store.url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    upgrade(store)
    store.close()


def _suppress_somebody(own: World) -> None:
    _upgraded(Store(own.engine.store.url))
    own.launch("texts")
    own.tick()
    with own.engine.store.write() as session:
        number = session.exec(select(Contact.number)).first()
        assert number is not None
        forbid(session, number, START, Source("command"), "all", "asked")
    own.engine.store.close()
