"""The words by which people opt out when they are the whole message."""

from typing import Final

KEYWORDS: Final = frozenset(
    {
        "stop", "stopall", "unsubscribe", "unsub", "cancel", "end", "quit", "revoke", "optout", "remove",
        "t", "td", "n", "r", "0000", "00000", "txgb",
        "退订", "拒收", "退", "停止", "停止发送", "取消订阅", "停发", "tuiding", "jushou", "biezaidale", "bieda", "biedale",
        "baja", "parar", "cancelar", "alto", "desuscribir",
        "arret", "desabonner", "desabonnement", "stopsms",
    }
)  # fmt: skip
"""Ours, beside those that each country's rules name: count as a whole message only, whatever the case,
the width, the spaces and the punctuation."""

CONFIRMED_BY_CARRIER: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
"""Whole messages that the carrier itself answers, so that we must not answer them again."""

LIFTED_BY_CARRIER: Final = frozenset({"START", "YES", "UNSTOP"})
"""Whole messages at which the carrier lifts its own block, and nothing else is lifted."""
