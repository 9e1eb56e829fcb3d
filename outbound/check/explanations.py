"""The page of each kind of problem: what it means, why it matters, a wrong and a right example."""

from importlib import resources

from outbound.campaign.problems import CODES
from outbound.errors import UsageError
from outbound.expression.hint import did_you_mean

_PAGES = "pages"


def explanation(code: str) -> str:
    """The page in Markdown. Raises UsageError, with the nearest code, for one that does not exist."""
    if code not in CODES:
        hint = did_you_mean(code, CODES, "outbound explain lists them all.")
        shown = code if len(code) <= 64 else f"{code[:61]}..."
        raise UsageError(f"There is no kind of problem called {shown}.", hint=hint, where="CODE")
    page = resources.files(__package__) / _PAGES / f"{code}.md"
    return page.read_text(encoding="utf-8")
