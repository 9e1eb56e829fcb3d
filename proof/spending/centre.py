"""The centre under attack: made once, and before each attack as if nothing had ever been sent, with other limits and texts."""

import copy
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.session import Store
from db.tables import CampaignRow, CampaignState, Contact, ContactState, Content
from outbound.engine.running import RunningCampaigns
from proof.spending.numbers import PREFIX
from proof.spending.oracle import Limits

VARIANTS: Final = 24
"""So many contents of the same campaigns: attacks draw among them."""

_LEFT: Final = ("answer", "response", "message", "follow_up", "attempt", "inbox", "pace", "spend")
"""What an attack leaves and the next must not find; ledgers cannot be emptied."""

_SPENDS: Final = ("4.5", "5", "9", "9.2", "13.5", "20")
_SMALL: Final = ("0.05", "0.2", "0.4", "4.7", "9.3")


@dataclass(frozen=True)
class Variant:
    """The centre with some limits, under the names of its campaigns' contents."""

    limits: Limits
    contents: Mapping[str, str]
    running: RunningCampaigns


def variants(store: Store, seed: int) -> list[Variant]:
    """Write the contents of all variants into a store."""
    chance = random.Random(f"{seed} variants")
    with store.read() as session:
        rows = session.exec(select(CampaignRow)).all()
        found = {row.id: session.get_one(Content, row.content_hash).snapshot for row in rows}
    made = [_variant(store, number, found, chance) for number in range(VARIANTS)]
    for variant in made:
        with store.write() as session:
            _become(session, variant)
        for name in variant.contents:
            variant.running.named(name)  # read now, and known from now on
    return made


def begin(
    store: Store, variant: Variant, people: Sequence[Sequence[str]], now: datetime
) -> dict[int, int]:
    """Forget what was, and list these people, by their numbers; each contact's place among them."""
    with store.write() as session:
        for table in _LEFT:
            session.execute(text(f"delete from {table}"))
        _become(session, variant)
        contacts = session.exec(select(Contact).order_by(col(Contact.id))).all()
        session.info["numbers held"] = {c.number for c in contacts} | {n for p in people for n in p}
        for contact, (number, *others) in zip(contacts, people, strict=True):
            contact.number, contact.numbers = number, list(others) or None
            contact.state, contact.next_at, contact.reason = ContactState.WAITING, now, ""
            contact.step = contact.slot = contact.spent = 0
            contact.confirmed, contact.outcome, contact.first_attempt_at = False, None, None
        return {contact.id or 0: place for place, contact in enumerate(contacts)}


def _become(session: Session, variant: Variant) -> None:
    for row in session.exec(select(CampaignRow)).all():
        row.content_hash, row.state, row.reason = (
            variant.contents[row.id],
            CampaignState.RUNNING,
            "",
        )


def _variant(
    store: Store, number: int, found: Mapping[str, Mapping[str, Any]], chance: random.Random
) -> Variant:
    limits, length = _limits(chance), chance.choice((1, 3, 20, 60))
    with store.write() as session:
        for name, snapshot in found.items():
            changed = copy.deepcopy(dict(snapshot))
            changed["centre"] |= {
                "spend": _spend(limits), "countries": ["CN", "FR"], "refuse-prefixes": [PREFIX],
            }  # fmt: skip
            changed["scripts"] = {
                file: said.replace("A few questions.", "A few questions. " * length).replace("几个问题。", "几个问题。" * length)
                for file, said in snapshot["scripts"].items()
            }  # fmt: skip
            session.add(Content(hash=f"{name} {number}", snapshot=changed))
    contents = {name: f"{name} {number}" for name in found}
    return Variant(limits, contents, RunningCampaigns(store))


def _limits(chance: random.Random) -> Limits:
    """At least one limit, mostly so tight that few attempts fit under it."""

    def some(share: float, amounts: Sequence[str] = _SPENDS) -> Decimal | None:
        return Decimal(chance.choice(amounts)) if chance.random() < share else None

    named = {"CN": some(0.3), "FR": some(0.3), "other": some(0.2)}
    countries = {country: most for country, most in named.items() if most is not None}
    return Limits(some(0.5, _SMALL), some(0.5) or Decimal(30), some(0.5), countries)


def _spend(limits: Limits) -> dict[str, Any]:
    said = {"hour": limits.hour, "day": limits.day, "campaign": limits.campaign}
    found: dict[str, Any] = {key: str(most) for key, most in said.items() if most is not None}
    return found | {"countries": {key: str(most) for key, most in limits.countries.items()}}
