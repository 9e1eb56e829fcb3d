"""Promise 5: whoever asks not to be contacted is understood, in five languages and in any wording."""

from collections.abc import Sequence
from typing import Final

from outbound.policy.opt_out import opt_out
from proof.ground import Ground
from proof.promise import Database, Promise, Tally, Tier
from tests.policy.corpus.compose import Labelled, corpus, keywords

RECALL: Final = 0.999
"""The share of opt-outs that must be understood; of keywords all."""

_SHOWN: Final = 20

PROMISE: Final = Promise(
    5,
    "opt-outs",
    "opt-outs are understood: no keyword missed, 99.9 % of all wordings",
    {Tier.COMMIT: len(corpus()), Tier.NIGHT: len(corpus()), Tier.RELEASE: len(corpus())},
    unit="messages",
    databases=(Database.SQLITE,),
)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Read every message of the corpus, half of which asks for nothing; it is the same at any seed."""
    messages = corpus()[:trials]
    asks = [message for message in messages if message.opts_out]
    missed = [message for message in asks if opt_out(message.text) is None]
    heard = [(m, found) for m in messages if not m.opts_out and (found := opt_out(m.text))]
    tally = Tally(trials=len(messages))
    for place, word in enumerate(keywords(), 1):
        found = opt_out(word)
        if found is None or found.doubtful:
            tally.broken(place, f"the keyword {word!r} is not understood")
    if len(missed) > (1 - RECALL) * len(asks):
        for place, message in enumerate(missed[:_SHOWN], 1):
            tally.broken(place, f"{message.text!r} ({message.language}) is not understood")
    doubtful = sum(found.doubtful for _, found in heard)
    tally.notes = [
        f"{len(asks) - len(missed):,} of {len(asks):,} opt-outs understood ({_share(asks, missed):.2%})",
        f"{len(heard)} of {len(messages) - len(asks):,} others taken for one, {doubtful} as doubtful",
        *(f"missed: {message.text!r} ({message.language})" for message in missed[:_SHOWN]),
        *(f"false: {m.text!r} ({m.language}): {found.why}" for m, found in heard[:_SHOWN]),
    ]
    return tally


def _share(asks: Sequence[Labelled], missed: Sequence[Labelled]) -> float:
    return 1 - len(missed) / len(asks) if asks else 1.0
