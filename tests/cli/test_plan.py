"""`outbound plan`: tables for people, one document for programs, exit 3 for what cannot be met."""

from pathlib import Path

from tests.cli.town import Run, monday


def test_a_goal_beyond_everybody_is_refused_and_still_told(run: Run, built: Path) -> None:
    said = run("plan", "first-survey", "--workspace", built, "--json")
    assert said.code == 3
    told = said.json
    assert not told["feasible"]
    assert all(refused["key"] and refused["hint"] for refused in told["refusals"])
    counted = sum(drop["count"] for drop in told["waterfall"])
    assert counted + told["holdout"] + told["listed"] == told["base"]
    assert {"completes", "agent_hours", "call_minutes", "sms_segments", "cost", "finishes"} <= set(told["forecast"])  # fmt: skip


def test_the_plan_is_written_as_a_page(run: Run, built: Path) -> None:
    page = built / "plan.html"
    when = monday().isoformat()
    said = run("plan", "first-survey", "--at", when, "--html", page, "--language", "en", "--workspace", built)  # fmt: skip
    assert said.code == 3
    assert "cannot be met" in page.read_text(encoding="utf-8")
    assert "refused" in said.err
    assert "written" in said.out


def test_agents_are_a_positive_number(run: Run, built: Path) -> None:
    assert run("plan", "first-survey", "--agents", 0, "--workspace", built).code == 2
