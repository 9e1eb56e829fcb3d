"""A web over the service in memory, called without sockets."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from outbound.web.app import create_app
from tests.web.memory import MemoryService
from tests.web.world import PASSWORD

HOME = "http://127.0.0.1:8080"
JSON = {"accept": "application/json"}
HTML = {"accept": "text/html"}


@dataclass
class Caller:
    """A browser without a screen: keeps cookies, sends its token once signed in."""

    app: object
    runner: asyncio.Runner
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    token: str = ""

    def send(self, method: str, path: str, **request: object) -> httpx.Response:
        return self.runner.run(self._send(method, path, **request))

    async def _send(self, method: str, path: str, **request: object) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url=HOME, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **request)
            self.cookies = client.cookies
            return answer

    def get(self, path: str, headers: dict[str, str] = JSON) -> httpx.Response:
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, data: dict[str, object] | None = None, **headers: str
    ) -> httpx.Response:
        sent = JSON | {"origin": HOME, "x-csrf-token": self.token} | headers
        return self.send("POST", path, json=data or {}, headers=sent)

    def sign_in(self, account: str, password: str = PASSWORD) -> httpx.Response:
        answer = self.post("/sign-in", {"account": account, "password": password})
        self.token = answer.json().get("csrf", "")
        return answer


@pytest.fixture
def service() -> MemoryService:
    return MemoryService()


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def caller(service: MemoryService, runner: asyncio.Runner) -> Caller:
    return Caller(create_app(service), runner)


@pytest.fixture
def agent(caller: Caller) -> Caller:
    assert caller.sign_in("lin").status_code == 200
    return caller


@pytest.fixture
def supervisor(caller: Caller) -> Caller:
    assert caller.sign_in("sun").status_code == 200
    return caller
