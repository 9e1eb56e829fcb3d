"""Webhooks that nobody should have sent: genuine ones changed in one way each, as whoever overheard them could."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from outbound.carrier.simulator.posting import signature
from outbound.carrier.twilio.tokens import token
from outbound.settings import SIMULATED_SECRET


@dataclass(frozen=True)
class Sent:
    """One webhook on its way to us, and what it was answered when it was genuine."""

    kind: str
    token: str
    params: Mapping[str, str]
    signature: str
    path: str
    answer: str = ""


@dataclass(frozen=True)
class Forger:
    """Whoever has overheard webhooks; `url` is our public address. Some hold the signing key besides."""

    url: str
    chance: random.Random

    def made_of(self, genuine: Sent) -> tuple[str, Sent]:
        """What was done to it, in a word, and the result."""
        kind = self.chance.choice(sorted(KINDS))
        return kind, KINDS[kind](self, genuine)

    def sign(self, sent: Sent, secret: str = SIMULATED_SECRET, base: str = "") -> Sent:
        """The same, signed by somebody for some address."""
        return replace(
            sent, signature=signature(secret, (base or self.url) + sent.path, sent.params)
        )

    def elsewhere(self, sent: Sent, proof: str) -> Sent:
        """The same, to the address of another token."""
        return replace(sent, token=proof, path=f"/tw/{sent.kind}/{proof}")


def _replayed(forger: Forger, sent: Sent) -> Sent:
    return sent


def _unsigned(forger: Forger, sent: Sent) -> Sent:
    return replace(sent, signature="")


def _by_another_key(forger: Forger, sent: Sent) -> Sent:
    return forger.sign(sent, secret=f"guess {forger.chance.random()}")


def _for_another_host(forger: Forger, sent: Sent) -> Sent:
    return forger.sign(sent, base="https://elsewhere.example")


def _changed(forger: Forger, sent: Sent) -> Sent:
    """Another value under the old signature."""
    name = forger.chance.choice(sorted(sent.params))
    return replace(sent, params={**sent.params, name: sent.params[name] + "1"})


def _added(forger: Forger, sent: Sent) -> Sent:
    return replace(sent, params={**sent.params, "Digits": "9", "SpeechResult": "yes"})


def _folded(forger: Forger, sent: Sent) -> Sent:
    """Two parameters in one: it signs alike."""
    names = sorted(sent.params)
    place = forger.chance.randrange(len(names) - 1)
    one, other = names[place], names[place + 1]
    params = {name: value for name, value in sent.params.items() if name != other}
    return replace(sent, params={**params, one: sent.params[one] + other + sent.params[other]})


def _of_another_account(forger: Forger, sent: Sent) -> Sent:
    """Signed with the right key, for an account that is not ours."""
    return forger.sign(replace(sent, params={**sent.params, "AccountSid": "AC" + "6" * 32}))


def _of_another_call(forger: Forger, sent: Sent) -> Sent:
    """Signed with the right key, about a call or message that is bound to nothing of ours."""
    name = "CallSid" if "CallSid" in sent.params else "MessageSid"
    if name not in sent.params or sent.kind == "sms":
        return _by_another_key(forger, sent)
    digits = "".join(forger.chance.choices("0123456789abcdef", k=32))
    return forger.sign(replace(sent, params={**sent.params, name: sent.params[name][:2] + digits}))


def _with_a_token_of_ones_own(forger: Forger, sent: Sent) -> Sent:
    """Signed with the right key, under a token that we never wrote."""
    if not sent.token:
        return _by_another_key(forger, sent)
    attempt, turn, proof = sent.token.split(".")
    changed = forger.chance.choice(
        (
            f"{attempt[::-1]}.{turn}.{proof}", f"{attempt}.{int(turn) + 1}.{proof}", f"{attempt}.{turn}.{proof[::-1]}",
            token("not our secret", attempt, int(turn)), "....", f"{attempt}.{turn}",
        )
    )  # fmt: skip
    return forger.sign(forger.elsewhere(sent, changed))


def _to_another_endpoint(forger: Forger, sent: Sent) -> Sent:
    """The old signature at another address of ours."""
    kinds = {"voice", "gather", "status", "machine", "voicemail", "fallback", "message"} - {
        sent.kind
    }
    kind = forger.chance.choice(sorted(kinds))
    return replace(sent, kind=kind, path=f"/tw/{kind}/{sent.token or 'x'}")


KINDS: Final[Mapping[str, Callable[[Forger, Sent], Sent]]] = {
    "replayed": _replayed,
    "unsigned": _unsigned,
    "by another key": _by_another_key,
    "for another host": _for_another_host,
    "changed": _changed,
    "added to": _added,
    "folded": _folded,
    "of another account": _of_another_account,
    "of another call": _of_another_call,
    "with a token of one's own": _with_a_token_of_ones_own,
    "to another endpoint": _to_another_endpoint,
}
"""Each way to forge, by its words. A replay is genuine, and old: so are shuffled ones."""
