"""The carrier's side of B5: signed webhooks over kept connections, each answered before the next is sent."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from outbound.carrier.twilio.tokens import token
from outbound.settings import Settings


@dataclass(frozen=True)
class Measured:
    """What a run came to: requests a second, and the time within which 99 in 100 were answered."""

    rate: float
    p99: float


def signed(
    settings: Settings, attempts: Sequence[tuple[str, str, str]], sender: str
) -> list[bytes]:
    """For each attempt (id, carrier's id, number): it rings, it ends unanswered, its owner writes."""
    signer = RequestValidator(settings.auth_tokens[0])
    made: list[bytes] = []
    for place, (attempt, sid, number) in enumerate(attempts):
        proof = token(settings.token_secret, attempt)
        call = {
            "AccountSid": settings.account_sid, "CallSid": sid, "From": sender, "To": number,
            "Direction": "outbound-api",
        }  # fmt: skip
        for status in ("ringing", "no-answer"):
            path = f"/tw/status/{proof}"
            made.append(_request(settings, signer, path, {**call, "CallStatus": status}))
        written = {
            "AccountSid": settings.account_sid, "MessageSid": f"SM{place:032x}", "Body": "9",
            "From": number, "To": sender,
        }  # fmt: skip
        made.append(_request(settings, signer, "/tw/sms", written))
    return made


def offer(port: int, requests: Sequence[bytes], connections: int) -> Measured:
    """Send every request, so many at a time; fails on the first answer that is not 200."""
    return asyncio.run(_offer(port, requests, connections))


async def _offer(port: int, requests: Sequence[bytes], connections: int) -> Measured:
    waiting, took = deque(requests), list[float]()
    began = time.perf_counter()
    await asyncio.gather(*(_line(port, waiting, took) for _ in range(connections)))
    seconds = time.perf_counter() - began
    return Measured(len(requests) / seconds, sorted(took)[int(0.99 * (len(took) - 1))])


async def _line(port: int, waiting: deque[bytes], took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        request = waiting.popleft()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"a webhook was answered {head.splitlines()[0].decode()}")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        took.append(time.perf_counter() - began)
    writer.close()


def _request(
    settings: Settings, signer: RequestValidator, path: str, form: dict[str, str]
) -> bytes:
    body = urlencode(form).encode()
    proof = signer.compute_signature(settings.public_url + path, form)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Twilio-Signature: {proof}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
