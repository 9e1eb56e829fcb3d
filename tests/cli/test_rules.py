"""`outbound rules`: a country's rules as people and programs read them."""

import pytest

from tests.cli.town import Run


def test_the_rules_of_a_country_are_told_with_source_certainty_and_day(run: Run) -> None:
    told = run("rules", "CN", "--at", "2026-11-23T10:00")
    assert told.code == 0
    for words in (
        "中国大陆 · Mainland China (CN): the rules on 2026-11-23", "Mo-Sa 09:00-12:00,14:00-20:00; PH off",
        "never from  10001, 10085, 10016", "显示真实号码", "the true number is shown", "30 days",
        "通信短信息服务管理规定 (MIIT Order 31), articles 18 and 20 (S)", "T, TD, N, R, 0000, 退订, 拒收",
        "3 % of live answers in 1 day", "C to be checked before use",
    ):  # fmt: skip
        assert words in told.out, words
    assert told.out.count("Not legal advice") == 1


def test_programs_get_every_row(run: Run) -> None:
    told = run("rules", "fr", "--at", "2026-08-10T23:59", "--json").json
    assert (told["country"], told["on"]) == ("FR", "2026-08-10")
    rows = {row["id"]: row for row in told["rules"]}
    cap = {"attempts": 4, "per": "30d", "household": False, "then": "defer"}
    assert rows["FR-1"]["caps"] == [cap]
    assert rows["FR-1"]["opt_out"]["silence"] == "60d"
    assert rows["FR-1-bloctel"]["until"] == "2026-08-10"
    assert [row["id"] for row in told["not_in_force"]] == ["FR-1-consent"]
    assert told["abandonment"]["percent"] == 3


def test_where_no_share_of_abandoned_calls_is_permitted_that_is_said(run: Run) -> None:
    told = run("rules", "GB").out
    assert "none: each call has its agent" in told
    assert "no call without an agent for 3 days" in told


def test_all_countries_that_have_rules_are_listed(run: Run) -> None:
    assert "Nobody is contacted anywhere else" in run("rules").out
    listed = run("rules", "--json").json["countries"]
    assert len(listed) == 32
    assert {"country": "GB", "name": "United Kingdom", "as_of": "2026-11-21"} in listed


@pytest.mark.parametrize("country", ["XX", "", "../cn", "China", "\u4e2d"])
def test_a_country_without_rules_is_told_what_that_means(run: Run, country: str) -> None:
    told = run("rules", country)
    assert told.code == 1
    assert "nobody there is contacted" in told.err


def test_a_moment_that_is_none_is_wrong_usage(run: Run) -> None:
    assert run("rules", "CN", "--at", "tomorrow").code == 2
