import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from outbound.web.access import ACCESS, EVERYONE, PUBLIC, may
from outbound.web.app import create_app
from outbound.web.site import visitor_of
from tests.web.memory import MemoryService

ROLES = {
    "agent": "lin",
    "supervisor": "sun",
    "manager": "max",
    "quality": "qi",
    "engineer": "eng",
    "approver": "app",
}
PATHS = {
    "{campaign_id}": "churn-retention",
    "{subscriber_id}": "H0000001",
    "{kind}": "status",
    "{token}": "t",
}


def routes():
    """Every route the app has, with a row's key for each method."""
    found = []
    for route in create_app(MemoryService()).router.routes:
        if isinstance(route, Mount):
            found.append(("GET", route.path, route))
        else:
            found.extend((m, route.path, route) for m in route.methods - {"HEAD"})
    return found


def test_every_route_has_a_row_and_every_row_a_route():
    assert {(method, path) for method, path, _ in routes()} == set(ACCESS)


def test_every_page_asks_the_guard():
    for method, path, route in routes():
        if isinstance(route, APIRoute):
            assert any(d.call is visitor_of for d in route.dependant.dependencies), (method, path)


def test_an_unknown_route_is_denied_to_all():
    assert not any(may(role, "GET", "/secrets") for role in ROLES)


def concrete(path: str) -> str:
    for place, value in PATHS.items():
        path = path.replace(place, value)
    return path


@pytest.mark.parametrize("key", [key for key, roles in ACCESS.items() if roles != PUBLIC])
def test_the_matrix_holds(caller, key):
    method, path = key
    for role, account in ROLES.items():
        caller.sign_in(account)
        data = {"json": {"reason": "tea"}} if method == "POST" else {}
        headers = {
            "origin": "http://127.0.0.1:8080",
            "x-csrf-token": caller.token,
            "accept": "application/json",
        }
        answer = caller.send(method, concrete(path), headers=headers, **data)
        denied = answer.status_code == 403 and "is not for the role" in answer.text
        assert denied == (role not in ACCESS[key]), (role, key, answer.text)
        caller.cookies.clear()


@pytest.mark.parametrize("key", [key for key, roles in ACCESS.items() if roles != PUBLIC])
def test_nobody_signed_in_is_let_in(caller, key):
    method, path = key
    answer = caller.send(method, concrete(path), headers={"accept": "application/json"})
    assert answer.status_code == 401


def test_all_roles_have_a_home(caller):
    assert set(ROLES) == EVERYONE
    for account in ROLES.values():
        caller.sign_in(account)
        home = caller.get("/")
        assert home.status_code == 303
        assert caller.get(home.headers["location"], {"accept": "text/html"}).status_code == 200
        caller.cookies.clear()
