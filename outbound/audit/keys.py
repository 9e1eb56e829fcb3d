"""Keys: what hides a person's data in the audit, and proves that a link was written by its owner."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

_KEY: Final = re.compile(r"[0-9a-fA-F]{64}")
_SHORT: Final = 16
"""Bytes of a keyed hash that are kept: enough that nobody hits one by trying."""


@dataclass(frozen=True)
class Key:
    """A secret of 32 bytes; its `id` may be told, since it says nothing of the secret."""

    secret: bytes = field(repr=False)

    @cached_property
    def id(self) -> str:
        """Which key it is."""
        return self.hide("key", "id")[:8]

    def hide(self, kind: str, text: str) -> str:
        """The keyed hash of a text; the same text of another kind has another. Nothing hides nothing."""
        if not text:
            return ""
        return self.over(f"{kind}:{text}".encode("utf-8", "surrogatepass"))

    def over(self, data: bytes) -> str:
        """The keyed hash of data: without the key nobody can make it, nor guess what was hashed."""
        begun = self._begun.copy()
        begun.update(data)
        return begun.digest()[:_SHORT].hex()

    @cached_property
    def _begun(self) -> hmac.HMAC:
        """Keyed once: that is half the work of hashing a number."""
        return hmac.new(self.secret, digestmod=hashlib.sha256)


def is_secret(text: str) -> bool:
    """Whether a text is a secret itself, and not the name of a file that holds one."""
    return bool(_KEY.fullmatch(text.strip()))


def secrets_in(text: str) -> tuple[bytes, ...]:
    """The secrets that a text holds, by lines or commas, the newest first; ValueError for anything else."""
    found = tuple(part.strip() for part in re.split(r"[,\n]", text) if part.strip())
    if not found or not all(is_secret(part) for part in found):
        raise ValueError("a key is 64 hexadecimal digits")
    return tuple(bytes.fromhex(part) for part in found)
