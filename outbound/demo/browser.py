"""A simulated agent's browser: signs in and uses the same endpoints as the page, over HTTP."""

import json
from collections.abc import Mapping
from typing import Any, Final

import urllib3

from outbound.errors import RefusedError

PATIENCE: Final = urllib3.Timeout(connect=5, read=30)


class Browser:
    """One signed-in agent. Every act returns the desk as JSON."""

    def __init__(self, url: str, account: str, password: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(maxsize=1, timeout=PATIENCE, retries=False)
        self._headers = {"Accept": "application/json", "Origin": url}
        self._who = {"account": account, "password": password}

    def sign_in(self) -> None:
        """Begin a session; it ends by itself when nothing is done for half an hour."""
        reply = self._post("/sign-in", self._who)
        told = self._read(reply)
        cookies = [text.split(";")[0] for text in reply.headers.getlist("Set-Cookie")]
        self._headers |= {"Cookie": "; ".join(cookies), "X-CSRF-Token": told["csrf"]}

    def desk(self) -> dict[str, Any]:
        """The desk now."""
        return self._read(
            self._pool.request("GET", f"{self._url}/agent/desk", headers=self._headers)
        )

    def act(self, what: str, **fields: str) -> dict[str, Any]:
        """Post one act: ready, break, answer, offer, hang-up, outcome. Raises RefusedError where refused."""
        return self._read(self._post(f"/agent/{what}", fields))

    def windows(self, attempt: str) -> list[dict[str, str]]:
        """When a callback may be promised."""
        url = f"{self._url}/agent/callbacks?attempt={attempt}"
        found: list[dict[str, str]] = self._read(
            self._pool.request("GET", url, headers=self._headers)
        )["windows"]
        return found

    def _post(self, path: str, fields: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        body = json.dumps(dict(fields)).encode()
        headers = self._headers | {"Content-Type": "application/json"}
        return self._pool.request(
            "POST", self._url + path, body=body, headers=headers, redirect=False
        )

    def _read(self, reply: urllib3.BaseHTTPResponse) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(reply.data) if reply.data else {}
        if reply.status >= 400:
            error = told.get("error", {})
            raise RefusedError(error.get("message", f"HTTP {reply.status}"), where=self._url)
        return told
