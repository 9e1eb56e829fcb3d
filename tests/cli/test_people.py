"""The commands about people: suppressions with their history, registers with their age, consent."""

from pathlib import Path

from tests.cli.conftest import Run

HERE = "--workspace"
NUMBER = "+8613800000001"


def test_a_number_tells_all_that_was_recorded_about_it(run: Run, fresh: Path) -> None:
    run("suppress", "add", NUMBER, "--scope", "channel:call purpose:care", HERE, fresh)
    run("suppress", "remove", NUMBER, "--scope", "purpose:care channel:call", "--reason", "form 12", HERE, fresh)  # fmt: skip
    told = run("suppress", "history", NUMBER, HERE, fresh, "--json").json
    assert (told["number"], told["standing"]) == (NUMBER, [])
    assert [event["event"] for event in told["events"]] == ["suppressed", "lifted"]
    assert {event["scope"] for event in told["events"]} == {"purpose:care channel:call"}
    shown = run("suppress", "history", NUMBER, HERE, fresh)
    assert "form 12" in shown.out
    assert "Suppressed now: nothing." in shown.out


def test_a_suppression_may_end(run: Run, fresh: Path) -> None:
    run("suppress", "add", NUMBER, "--expires", "2099-01-01", HERE, fresh)
    [row] = run("suppress", "list", HERE, fresh, "--json").json["suppressions"]
    assert row["expires_at"].startswith("2098-12-31T")
    past = run("suppress", "add", NUMBER, "--expires", "2020-01-01", HERE, fresh)
    assert past.code == 2


def test_a_register_is_read_with_its_day(run: Run, fresh: Path, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("+12025550143\nnobody\n", encoding="utf-8")
    words = ("suppress", "import", file, HERE, fresh)
    done = run(*words, "--register", "US", "--as-of", "2026-01-02", "--json").json
    assert (done["recorded"], done["left_out"]) == (2, 1)
    assert done["rejects_file"] == str(tmp_path / "register.rejects.csv")
    assert run(*words, "--register", "US").code == 2
    shown = run(*words, "--register", "US", "--as-of", "2026-01-02")
    assert "0 suppressions recorded, 2 stood already." in shown.out
    assert "1 row left out" in shown.out


def test_consent_is_given_withdrawn_and_shown(run: Run, fresh: Path, tmp_path: Path) -> None:
    proof = ("--evidence", "contract 4711")
    who = ("--subscriber", "X1")
    refused = run("consent", "add", NUMBER, "--purpose", "survey", *proof, HERE, fresh)
    assert refused.code == 1
    added = run(
        "consent", "add", NUMBER, "--purpose", "survey", *proof, *who, HERE, fresh, "--json"
    )
    assert added.json == {"number": NUMBER, "event": "consented", "scope": "purpose:survey"}
    run("consent", "withdraw", NUMBER, "--purpose", "survey", "--evidence", "letter", HERE, fresh)
    [act] = run("consent", "list", HERE, fresh, "--json").json["consents"]
    assert (act["event"], act["evidence"]) == ("withdrawn", "letter")
    assert "letter" in run("consent", "list", HERE, fresh).out
    file = tmp_path / "contracts.csv"
    file.write_text(
        f"number,purpose,evidence,occurred_at,subscriber\n{NUMBER},care,c,2026-01-02,X1\n,care,c,2026-01-02,X1\n",
        encoding="utf-8",
    )
    done = run("consent", "import", file, HERE, fresh, "--json").json
    assert (done["consented"], done["left_out"]) == (1, 1)
