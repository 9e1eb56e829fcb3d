"""The proof's frame: what is broken is counted, named and shown again; what fails itself proves nothing."""

import json

import pytest

from proof.__main__ import main
from proof.promises import MODULES, load

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
    assert [line.split(" | ")[:3] for line in lines] == [
        ["| 98", "seven is not a factor", "7 trials"],
        ["| 99", "nothing", "0 trials"],
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
