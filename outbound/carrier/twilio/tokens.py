"""Our own token in every callback URL: which attempt, which turn, and proof that we wrote it."""

import hmac
import re
from hashlib import sha256
from typing import Final

from outbound.errors import RefusedError

RETRIES: Final = "#rc=5&rp=all"
"""Asks Twilio to repeat a callback up to five times, whatever went wrong; not part of what it signs."""

_PROOF = 32  # hexadecimal digits: 128 bits
_SHAPE = re.compile(r"([A-Za-z0-9_-]{1,64})\.(0|[1-9]\d{0,5})\.([0-9a-f]{32})")


def token(secret: str, attempt_id: str, turn: int = 0) -> str:
    """`ATTEMPT.TURN.PROOF`, safe in a URL path. Raises ValueError if the attempt's id is not."""
    text = f"{attempt_id}.{turn}.{_proof(secret, attempt_id, turn)}"
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"{attempt_id!r} turn {turn} cannot stand in a URL")
    return text


def open_token(secret: str, text: str) -> tuple[str, int]:
    """The attempt's id and the turn. Raises RefusedError unless we wrote this very token."""
    shape = _SHAPE.fullmatch(text)
    if shape is None or not hmac.compare_digest(shape[3], _proof(secret, shape[1], int(shape[2]))):
        raise RefusedError("This callback's token was not written by us.", where="token")
    return shape[1], int(shape[2])


def callback_url(public_url: str, kind: str, token_text: str) -> str:
    """Where the carrier reaches us about one attempt; `kind` is the word after /tw/."""
    return f"{public_url}/tw/{kind}/{token_text}{RETRIES}"


def _proof(secret: str, attempt_id: str, turn: int) -> str:
    message = f"{attempt_id}.{turn}".encode()
    return hmac.new(secret.encode(), message, sha256).hexdigest()[:_PROOF]
