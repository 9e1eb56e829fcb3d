"""The nearest known name, for everyone who mistypes one."""

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like `name`, '' if none does."""
    names = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint with the nearest known name, or the names themselves if they are few."""
    names = sorted(known)
    if close := nearest(name, names):
        return f"Did you mean {close}?"
    return f"Known: {', '.join(names)}." if 0 < len(names) <= 24 else otherwise
