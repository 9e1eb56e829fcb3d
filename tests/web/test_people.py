import html
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Cap
from outbound.engine.pages.person_view import CapLine, Person, SuppressionView
from outbound.policy.caps import CapCount, Whose, breach_of, limits
from outbound.web.people_page import days, standing
from tests.web import world
from tests.web.conftest import HTML, JSON

NOW = world.START


def suppression(hours_ago: int, event: str, scope: str = "all", expires: int | None = None):
    ends = None if expires is None else NOW + timedelta(hours=expires)
    return SuppressionView(NOW - timedelta(hours=hours_ago), event, scope, "", "agent", ends)


def look_up(caller, path):
    caller.sign_in("qi")
    return caller.get(path, HTML | {"accept-language": "en"})


def text_of(page):
    """The page as it reads: without tags, each blank once."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_the_box_leads_to_the_person(caller):
    answer = look_up(caller, "/people?id=%20H0000001%20")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/H0000001")


def test_an_id_is_no_path(caller):
    assert look_up(caller, "/people?id=../floor").headers["location"] == "/people/..%2Ffloor"


def test_a_person_is_told_with_what_comes_next_on_top(caller):
    page = look_up(caller, "/people/H0000001").text
    places = [
        page.index(text) for text in ("What happens next", "in 4 h", "What happened", "ended")
    ]
    assert places == sorted(places)
    assert "138****8000" in page


def test_what_holds_a_person_and_what_follows_is_told_on_their_own_clock(caller):
    page = text_of(look_up(caller, "/people/H0000001").text)
    for told in (
        "step 1 of 2", "their clock, Asia/Urumqi", "held by churn-retention · until that ends",
        "the centre allows 1 contact in 1w (survey) · 1 of 1 used · room again 11-29 08:00",
        "no answer: next step 11-25 08:00", "carrier's code 31480 · 0.15 CNY",
    ):  # fmt: skip
        assert told in page, told


def test_the_same_is_told_in_chinese(caller):
    caller.sign_in("qi")
    page = text_of(caller.get("/people/H0000001", HTML | {"accept-language": "zh"}).text)
    for told in (
        "第 1 步，共 2 步", "占线，4小时后再联系", "另一活动优先：churn-retention · 直到解除",
        "本中心：1周内至多1次活动（survey） · 已用 1，共 1", "无人接听: 下一步", "线路代码 31480",
    ):  # fmt: skip
        assert told in page, told


def test_a_cap_reads_the_same_before_and_after_it_is_reached():
    for fields in ({"contacts": 1, "purpose": "survey"}, {"attempts": 3, "channel": "sms"}):
        cap = Cap.model_validate({"per": "7d"} | fields)
        [(counted, allowed)] = limits(cap)
        reached = breach_of(CapCount(cap, counted, (NOW,) * allowed, Whose.CENTRE), NOW)
        of = " ".join(part.value for part in (cap.purpose, cap.channel) if part)
        line = CapLine("the centre", counted.value, allowed, "1w", allowed, of)
        assert reached.reason == line.words


def test_nobody_by_that_id_says_what_to_do(caller):
    caller.sign_in("qi")
    error = caller.get("/people/H9", JSON).json()["error"]
    assert (error["where"], error["hint"]) == ("H9", "Look for another id.")


def test_the_newest_comes_first_by_the_centres_day():
    found = days(world.person(NOW), ZoneInfo("Asia/Shanghai"))
    assert [day for day, _ in found] == sorted((day for day, _ in found), reverse=True)
    assert [m.kind for m in found[0][1]][:3] == ["decision", "attempt", "decision"]


def test_nobody_has_an_empty_story():
    assert days(Person("x", "", "", "zh"), ZoneInfo("UTC")) == []


def test_a_suppression_stands_until_lifted_or_expired():
    events = [
        suppression(5, "suppressed"),
        suppression(4, "lifted"),
        suppression(3, "suppressed", "purpose:marketing"),
        suppression(2, "suppressed", "channel:sms", expires=-1),
        suppression(1, "suppressed", "channel:call", expires=1),
    ]
    assert [s.scope for s in standing(events, NOW)] == ["purpose:marketing", "channel:call"]
