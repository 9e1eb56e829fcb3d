"""The proof's frame: what is broken is counted, named and shown again; what fails itself proves nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from outbound import failpoints
from outbound.carrier.simulator.faults import CreateFault, Faults
from proof.__main__ import main
from proof.ground import Ground
from proof.kills import OUT_OF_REACH
from proof.promise import Database
from proof.promises import MODULES, load
from proof.town import laws, naive, points
from proof.town.campaigns import short_ones
from proof.town.centre import BEGINS
from proof.town.city import NO_MISHAPS
from proof.town.living import settle

BROKEN, KEPT, FAILING = "tests.proofs.broken", "tests.proofs.kept", "tests.proofs.failing"


def test_a_broken_promise_is_named_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", "sqlite", "--seed", "5"], modules=[BROKEN]) == 1
    said = capsys.readouterr().out
    assert "BROKEN broken, sqlite: trial 14: 14 is seven times something, seed 5" in said
    assert "again: python -m proof broken --database sqlite --seed 5 --trials 20" in said


def test_what_is_kept_ends_with_nought_on_both_databases(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--json"], modules=[KEPT]) == 0
    rows = json.loads(capsys.readouterr().out)
    told = [(row["database"], row["trials"], row["violations"]) for row in rows]
    assert told == [("sqlite", 2, []), ("postgresql", 2, [])]


def test_a_proof_that_fails_itself_proves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", "sqlite"], modules=[FAILING]) == 1
    assert "RuntimeError: there is no ground here" in capsys.readouterr().out


def test_the_tier_says_how_often_unless_the_trials_are_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["--json", "--database", "sqlite", "--tier", "night"], modules=[BROKEN])
    main(["--json", "--database", "sqlite", "--trials", "3"], modules=[BROKEN])
    counts = [line for line in capsys.readouterr().out.splitlines() if '"trials":' in line]
    assert counts == ['    "trials": 70,', '    "trials": 3,']


def test_the_readme_gets_one_line_for_each_promise(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--markdown", "--database", "sqlite", "--trials", "7"], modules=[BROKEN, FAILING])
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [[c.rsplit(",", 1)[0] for c in line.split(" | ")[:3]] for line in lines] == [
        ["| 98", "seven is not a factor", "7 trials, 1 violation"],
        ["| 99", "nothing", "0 trials, 1 violation"],
    ]


def test_an_unknown_promise_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["perpetual-motion"], modules=[KEPT])
    assert ended.value.code == 2
    assert "no promise perpetual-motion; there are kept" in capsys.readouterr().err


def test_every_promise_has_its_number_its_words_and_its_trials() -> None:
    found = [load(module).PROMISE for module in MODULES]
    assert [promise.number for promise in found] == sorted({promise.number for promise in found})
    assert all(len(promise.trials) == 3 and promise.words for promise in found)


# Promise 1


def test_every_commit_and_request_of_the_engine_is_a_place_to_die_or_says_why_not() -> None:
    known = {name.split(" @ ")[1] for name in points.everywhere()}
    assert set(OUT_OF_REACH) <= known
    assert len(known - set(OUT_OF_REACH)) > 20


def test_a_place_is_named_alike_from_the_stack_and_from_the_source(tmp_path: Path) -> None:
    found: set[str | None] = set()
    failpoints.listen(lambda point: found.add(points.full_name(point)))
    try:
        broken_laws(tmp_path, {})
    finally:
        failpoints.listen(None)
    assert found - {None} <= set(points.everywhere())
    assert "before commit @ engine.attempts.hand_over.hand_over" in found
    assert "before request @ engine.attempts.place._create" in found


def test_the_laws_hold_where_every_second_create_gets_no_reply(tmp_path: Path) -> None:
    assert broken_laws(tmp_path, {CreateFault.TIMEOUT_AFTER: 0.5}) == []


def test_a_build_that_guesses_what_became_of_a_create_breaks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, instead in naive.BUILDS["guessing"]:
        monkeypatch.setattr(module, name, instead)
    broken = broken_laws(tmp_path, {CreateFault.TIMEOUT_AFTER: 0.5})
    assert any("went out, and the store says that it was withdrawn" in words for words in broken)


def broken_laws(folder: Path, creates: dict[CreateFault, float]) -> list[str]:
    """What breaks in a small city that lives for a quarter of an hour."""
    living = settle(Ground(Database.SQLITE, folder), 20, short_ones())
    life = living.city("1", Faults(1, creates), NO_MISHAPS)
    life.run(BEGINS + timedelta(minutes=15))
    broken = laws.broken(life.rest())
    life.close()
    return [*life.city.broken, *broken]
