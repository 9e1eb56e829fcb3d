from datetime import timedelta
from zoneinfo import ZoneInfo

from outbound.engine.pages.person_view import Person, SuppressionView
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


def test_the_box_leads_to_the_person(caller):
    answer = look_up(caller, "/people?id=%20H0000001%20")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/H0000001")


def test_an_id_is_no_path(caller):
    assert look_up(caller, "/people?id=../floor").headers["location"] == "/people/..%2Ffloor"


def test_a_person_is_told_with_what_comes_next_on_top(caller):
    page = look_up(caller, "/people/H0000001").text
    places = [page.index(text) for text in ("What happens next", "in 4 h", "What happened", "busy")]
    assert places == sorted(places)
    assert "138****8000" in page


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
