"""Who is held out, and the order of release: by MD5, which every engine computes alike."""

import hashlib
import math
from decimal import Decimal

DIGITS = 8
"""So many hexadecimal digits of the digest decide about the holdout."""
RELEASE_DIGITS = 16
"""So many further ones decide about the release: enough that no two people tie."""
CHANCE_DIGITS = DIGITS + RELEASE_DIGITS
"""All of them: a subscriber's chance in a campaign."""


def fraction(campaign: str, subscriber: str) -> float:
    """The subscriber's place in [0, 1) for the campaign's holdout; held out if below the share."""
    return int(digest(campaign, subscriber)[:DIGITS], 16) / float(16**DIGITS)


def is_held_out(campaign: str, subscriber: str, share: Decimal) -> bool:
    """Whether the subscriber is deliberately not contacted. A greater share only adds people."""
    bound = threshold(share)
    return bound is None or digest(campaign, subscriber)[:DIGITS] < bound


def release_key(campaign: str, subscriber: str) -> str:
    """What contacts of a quota cell are released by, lowest first: chance, not their value."""
    return digest(campaign, subscriber)[DIGITS:CHANCE_DIGITS]


def threshold(share: Decimal) -> str | None:
    """The digits below which a digest is held out; None where all are, for no digits lie above all."""
    bound = math.ceil(share * 16**DIGITS)
    return None if bound >= 16**DIGITS else f"{bound:0{DIGITS}x}"


def digest(campaign: str, subscriber: str) -> str:
    """The 32 hexadecimal digits that decide about this subscriber in this campaign."""
    return hashlib.md5(f"{campaign}:{subscriber}".encode(), usedforsecurity=False).hexdigest()
