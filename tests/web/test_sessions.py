from datetime import timedelta

import pytest

from outbound.settings import Settings
from outbound.web.app import create_app
from outbound.web.preferences import local_path
from tests.web.conftest import HOME, HTML, Caller
from tests.web.memory import MemoryService
from tests.web.world import PASSWORD

FORM = {"accept": "text/html", "origin": HOME}


def sign_in_by_form(caller: Caller, password: str = PASSWORD, **fields: str):
    page = caller.get("/sign-in", HTML)
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    data = {"account": "lin", "password": password, "csrf": token} | fields
    return caller.send("POST", "/sign-in", data=data, headers=FORM)


def test_a_form_signs_in_and_goes_where_one_was_going(caller):
    answer = sign_in_by_form(caller, next="/agent?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/agent?x=1")


def test_the_session_cookie_is_out_of_reach_of_scripts(caller):
    cookie = next(c for c in caller.sign_in("lin").headers.get_list("set-cookie") if "secret" in c)
    assert cookie.startswith("outbound=")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_bound_to_its_host(runner):
    settings = Settings(store_url="", public_url="https://calls.example")
    caller = Caller(create_app(MemoryService(settings)), runner)
    answer = caller.post(
        "/sign-in", {"account": "lin", "password": PASSWORD}, origin="https://calls.example"
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "secret" in c)
    assert cookie.startswith("__Host-outbound=")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize("account", ["lin", "nobody"])
def test_a_wrong_password_and_an_unknown_account_read_the_same(caller, account):
    answer = caller.sign_in(account, "wrong")
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "Account and password do not match."


def test_a_wrong_password_keeps_the_account_in_the_form_and_never_the_password(caller):
    answer = sign_in_by_form(caller, "hunter2")
    assert answer.status_code == 401
    assert 'value="lin"' in answer.text
    assert "hunter2" not in answer.text


def test_nobody_is_sent_elsewhere_after_signing_in(caller):
    for next_ in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"):
        assert local_path(next_) == "/"
    assert sign_in_by_form(caller, next="//evil.example").headers["location"] == "/"


def test_a_form_without_its_token_is_refused(caller):
    data = {"account": "lin", "password": PASSWORD}
    assert caller.send("POST", "/sign-in", data=data, headers=FORM).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"x-csrf-token": "guess"},
        {"x-csrf-token": ""},
    ],
)
def test_what_did_not_come_from_our_page_is_refused(agent, headers):
    answer = agent.post("/agent/ready", **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forged")


def test_the_loopback_under_another_name_is_ours(agent):
    assert agent.post("/agent/ready", origin="http://127.0.0.1:8080").status_code == 200


def test_a_sign_in_from_another_site_is_refused(caller):
    data = {"account": "lin", "password": PASSWORD}
    assert caller.post("/sign-in", data, origin="https://evil.example").status_code == 403


def test_an_idle_session_ends_and_the_way_back_is_kept(agent, service):
    service.clock.advance(timedelta(minutes=31))
    assert agent.get("/agent/desk").json()["error"]["code"] == "signed-out"
    page = agent.get("/agent?x=1", HTML)
    assert page.headers["location"] == "/sign-in?next=/agent%3Fx%3D1"


def test_signing_out_ends_the_session_for_good(agent, service):
    assert agent.post("/sign-out").status_code == 303
    assert service.sessions == {}
    assert agent.get("/agent/desk").status_code == 401


def test_language_and_theme_are_remembered_and_change_nothing_else(caller):
    answer = caller.get("/preferences?language=zh&theme=dark&back=/sign-in", HTML)
    assert answer.headers["location"] == "/sign-in"
    page = caller.get("/sign-in", HTML).text
    assert '<html lang="zh"' in page
    assert 'data-theme="dark"' in page


def test_the_browsers_language_counts_until_one_is_chosen(caller):
    page = caller.get("/sign-in", HTML | {"accept-language": "fr,en;q=0.8,zh;q=0.5"})
    assert '<html lang="en"' in page.text
