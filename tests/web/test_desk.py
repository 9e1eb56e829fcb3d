import re

import httpx

from tests.web.conftest import HTML as PAGE

HTML = PAGE | {"accept-language": "en"}


def talk(agent) -> str:
    """Ready, ringing, talking; the attempt in hand."""
    agent.post("/agent/ready")
    agent.get("/agent/desk")
    return agent.get("/agent/desk").json()["contact"]["attempt_id"]


def code(answer: httpx.Response) -> str:
    return answer.json()["error"]["code"]


def test_a_desk_begins_on_a_break(agent):
    desk = agent.get("/agent/desk").json()
    assert (desk["state"], desk["contact"]) == ("break", None)


def test_ready_brings_a_contact_that_rings_and_is_answered(agent):
    agent.post("/agent/ready")
    assert agent.get("/agent/desk").json()["line"] == "ringing"
    assert agent.get("/agent/desk").json()["state"] == "talking"


def test_an_answer_is_saved_and_opens_its_branch(agent):
    attempt = talk(agent)
    desk = agent.post(
        "/agent/answer", {"attempt": attempt, "question": "overall", "value": 4}
    ).json()
    questions = {
        s["question"]["id"]: s["question"] for s in desk["contact"]["steps"] if s["question"]
    }
    assert questions["overall"]["shown"] == "4"
    assert questions["improve"]["applies"]


def test_a_form_does_as_well_as_json(agent):
    attempt = talk(agent)
    data = {"attempt": attempt, "question": "overall", "value": "8", "csrf": agent.token}
    headers = {"accept": "application/json", "origin": "http://127.0.0.1:8080"}
    assert agent.send("POST", "/agent/answer", data=data, headers=headers).status_code == 200


def test_an_answer_not_understood_says_why(agent):
    attempt = talk(agent)
    answer = agent.post("/agent/answer", {"attempt": attempt, "question": "overall", "value": "11"})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "'11' is not one of the answers."


def test_a_missing_field_is_named(agent):
    answer = agent.post("/agent/answer", {"attempt": talk(agent)})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("question:")


def test_an_offer_is_granted(agent):
    attempt = talk(agent)
    desk = agent.post("/agent/offer", {"attempt": attempt, "offer": "network-check"}).json()
    assert [o["granted"] for o in desk["contact"]["offers"]] == [True, False]


def test_an_offer_that_is_not_the_agents_to_give_is_refused(agent):
    assert (
        agent.post("/agent/offer", {"attempt": talk(agent), "offer": "plan-fit"}).status_code == 403
    )


def test_a_callback_is_promised_in_a_window_and_told_back(agent):
    attempt = talk(agent)
    agent.post("/agent/hang-up", {"attempt": attempt})
    windows = agent.get(f"/agent/callbacks?attempt={attempt}").json()["windows"]
    form = {"attempt": attempt, "outcome": "callback-agreed", "callback": windows[0]["start"]}
    desk = agent.post("/agent/outcome", form).json()
    assert desk["last"].startswith("waiting|callback agreed|2026-11-23")
    assert desk["contact"] is None


def test_a_callback_without_a_zone_is_refused(agent):
    form = {"attempt": talk(agent), "outcome": "callback-agreed", "callback": "2026-11-24T10:00"}
    assert agent.post("/agent/outcome", form).status_code == 400


def test_no_break_with_a_contact_in_hand(agent):
    talk(agent)
    assert code(agent.post("/agent/break")) == "refused"


def test_an_unchanged_desk_is_not_sent_again(agent):
    first = agent.get("/agent/desk")
    again = agent.get(
        "/agent/desk", {"accept": "application/json", "if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.headers["outbound-now"] == "2026-11-23T02:00:00+00:00"


def test_an_act_always_answers_with_the_desk(agent):
    tag = agent.get("/agent/desk").headers["etag"]
    assert agent.post("/agent/break", **{"if-none-match": tag}).status_code == 200


def test_the_desk_is_html_for_who_asks_for_html(agent):
    answer = agent.get("/agent/desk", {"accept": "text/html, application/json;q=0.9"})
    assert answer.headers["content-type"].startswith("text/html")


def test_the_full_number_never_reaches_the_desk(agent):
    talk(agent)
    for accept in ("application/json", "text/html"):
        desk = agent.get("/agent/desk", {"accept": accept}).text
        assert "13800138000" not in desk
        assert "138****8000" in desk


def test_a_customer_in_another_zone_is_offered_times_on_their_own_clock(agent, service):
    attempt = talk(agent)
    here = agent.get(f"/agent/callbacks?attempt={attempt}", HTML).text
    service.customers_zone = "America/New_York"
    there = agent.get(f"/agent/callbacks?attempt={attempt}", HTML).text
    assert ("own clock" in here, "own clock" in there) == (False, True)
    assert re.findall(r">\w+ (\d\d:\d\d)", here) != re.findall(r">\w+ (\d\d:\d\d)", there)


def test_an_outcome_is_named_with_what_it_turns_on(agent, service):
    for form, named in (
        ({"outcome": "language-barrier", "language": "en"}, "language-barrier:en"),
        ({"outcome": "refused", "who": "by-someone-else"}, "refused:by-someone-else"),
        ({"outcome": "refused", "who": ""}, "refused"),
    ):
        service.work.clear()
        agent.post("/agent/outcome", {"attempt": talk(agent), **form})
        assert service.named[-1] == named
