"""`outbound status`, `outbound diff` and taking a signature back, as people and programs see them."""

from pathlib import Path

from tests.cli.town import Run

HERE = "--workspace"
FILE = "campaigns/first-survey.yaml"


def edit(workspace: Path) -> None:
    file = workspace / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("attempts: ", "attempts: 1", 1), encoding="utf-8")


def test_a_signature_its_change_and_what_comes_next(run: Run, fresh: Path) -> None:
    run("approve", "first-survey", "--as", "marketing", "--by", "mei", HERE, fresh)
    assert run("diff", "first-survey", HERE, fresh).out.startswith("first-survey: 0 files changed")
    edit(fresh)
    said = run("status", "first-survey", HERE, fresh).out
    assert said.startswith("first-survey is checked.")
    assert f"since then {FILE} changed (by mei" in said
    assert "next: outbound approve first-survey --as marketing" in said
    changed = run("diff", "first-survey", HERE, fresh, "--json").json
    assert (changed["since"], [one["file"] for one in changed["changes"]]) == ("signature", [FILE])
    assert changed["changes"][0]["keys"]


def test_a_signature_taken_back_is_wanted_again(run: Run, fresh: Path) -> None:
    run("approve", "first-survey", "--as", "marketing", HERE, fresh)
    back = run("approve", "first-survey", "--as", "marketing", "--withdraw", HERE, fresh)
    assert back.out == "marketing no longer approves first-survey.\n"
    told = run("status", "first-survey", HERE, fresh, "--json").json
    assert (told["standing"]["state"], told["standing"]["missing"]) == ("checked", ["marketing"])
    assert [step["step"] for step in told["steps"]] == ["approve", "withdraw"]


def test_all_campaigns_at_a_glance(run: Run, fresh: Path) -> None:
    (one,) = run("status", HERE, fresh, "--json").json["campaigns"]
    assert (one["campaign"], one["state"], one["allowed"]) == (
        "first-survey",
        "checked",
        ["approve"],
    )
    assert "first-survey" in run("status", HERE, fresh).out
