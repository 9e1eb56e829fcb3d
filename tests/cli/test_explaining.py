"""`outbound explain`: one code, all codes, a code that does not exist."""

from tests.cli.town import Run


def test_a_code_is_explained(run: Run) -> None:
    shown = run("explain", "segment-never")
    assert shown.code == 0
    assert shown.out.startswith("# segment-never\n")


def test_without_a_code_all_are_listed(run: Run) -> None:
    shown = run("explain")
    assert shown.code == 0
    assert "sms-length" in shown.out


def test_programs_get_json(run: Run) -> None:
    assert run("explain", "hours", "--json").json["code"] == "hours"
    assert "hours" in run("explain", "--json").json["codes"]


def test_an_unknown_code_exits_with_two_and_the_nearest(run: Run) -> None:
    shown = run("explain", "huors")
    assert shown.code == 2
    assert "hours" in shown.err
