import pytest

from outbound.errors import CarrierError, StoreError
from tests.web.conftest import HTML, JSON


def test_a_page_that_does_not_exist_says_so_in_the_readers_form(caller):
    assert caller.get("/nothing", JSON).json()["error"] == {
        "code": "not-found",
        "message": "There is no such page.",
        "where": "/nothing",
        "hint": "",
    }
    page = caller.get("/nothing", HTML | {"accept-language": "zh"})
    assert page.status_code == 404
    assert "<!doctype html>" in page.text
    assert "这里什么也没有" in page.text


@pytest.mark.parametrize("error", [StoreError("The store is locked."), CarrierError("No carrier.")])
def test_what_is_out_of_reach_is_told_as_passing(agent, service, error):
    service.broken = error
    answer = agent.get("/agent/desk")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["error"]["message"] == error.message


@pytest.mark.parametrize("headers", [HTML, JSON])
def test_a_mistake_of_ours_shows_no_traceback(agent, service, headers):
    service.broken = ZeroDivisionError("secret 13800138000")
    answer = agent.get("/agent", headers)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"]


def test_every_answer_is_safe_to_show(caller):
    for path in ("/sign-in", "/nothing", "/static/outbound.css"):
        answer = caller.get(path, HTML)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "cache-control" in answer.headers


@pytest.mark.parametrize("body", ["[]", "{", '{"attempt": {}}', "[" * 20000])
def test_json_that_is_no_form_is_refused_plainly(agent, body):
    headers = JSON | {"content-type": "application/json", "x-csrf-token": agent.token}
    assert agent.send("POST", "/agent/answer", content=body, headers=headers).status_code == 400


def test_a_long_form_is_refused(agent):
    assert agent.post("/agent/answer", {"value": "x" * 70_000}).status_code == 413


def test_a_body_of_another_kind_is_refused(agent):
    headers = JSON | {"content-type": "text/xml", "x-csrf-token": agent.token}
    assert agent.send("POST", "/agent/answer", content="<a/>", headers=headers).status_code == 415


def test_health_is_open_to_load_balancers(caller, service):
    assert caller.get("/health").json() == {
        "store": True,
        "carrier": True,
        "simulated": True,
        "heartbeat_age": 3.0,
    }
    service.broken = StoreError("gone")
    assert caller.get("/health").status_code == 503
