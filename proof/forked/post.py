"""The carrier's callbacks, signed as it signs them: what becomes of calls and messages, and what people write."""

from collections.abc import Mapping
from hashlib import blake2b

from twilio.request_validator import RequestValidator

from db.tables import Attempt
from outbound.carrier.twilio.tokens import token
from outbound.engine.context import Engine
from outbound.engine.inbox import events


class Post:
    """Brings callbacks to one process's engine."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._signer = RequestValidator(engine.settings.auth_tokens[0])
        self._name = name
        self._written = 0

    def call(self, attempt: Attempt, status: str) -> str:
        """How far a call has come."""
        return self._about("status", attempt, self._of_call(attempt, status))

    def picked_up(self, attempt: Attempt) -> str:
        """Somebody answers: what is said to them."""
        return self._about("voice", attempt, self._of_call(attempt, "in-progress"))

    def message(self, attempt: Attempt, status: str, code: int | None = None) -> str:
        """How far a message has come."""
        given = {"MessageSid": attempt.sid or "", "MessageStatus": status}
        return self._about("message", attempt, given | ({"ErrorCode": str(code)} if code else {}))

    def text(self, number: str, sender: str, body: str) -> str:
        """Somebody writes to one of our numbers."""
        self._written += 1
        sid = "SM" + blake2b(f"{self._name} {self._written}".encode(), digest_size=16).hexdigest()
        given = {"MessageSid": sid, "Body": body, "From": number, "To": sender}
        return self._send("/tw/sms", "sms", "", given)

    def _of_call(self, attempt: Attempt, status: str) -> dict[str, str]:
        return {
            "CallSid": attempt.sid or "", "CallStatus": status, "From": attempt.sender,
            "To": attempt.number, "Direction": "outbound-api",
        }  # fmt: skip

    def _about(self, kind: str, attempt: Attempt, given: Mapping[str, str]) -> str:
        proof = token(self._engine.settings.token_secret, attempt.id, attempt.turn)
        return self._send(f"/tw/{kind}/{proof}", kind, proof, given)

    def _send(self, path: str, kind: str, proof: str, given: Mapping[str, str]) -> str:
        settings = self._engine.settings
        params = {"AccountSid": settings.account_sid, **given}
        signature = self._signer.compute_signature(settings.public_url + path, params)
        return events.hear(self._engine, kind, proof, params, signature, path)
