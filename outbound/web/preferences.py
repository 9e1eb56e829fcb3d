"""How a visitor wants the pages: language and light or dark, from cookies, the browser, the centre."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from outbound.web.words import WORDS

LANGUAGE_COOKIE: Final = "outbound-language"
THEME_COOKIE: Final = "outbound-theme"
THEMES: Final = ("light", "dark")
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """The language of the interface, and the theme; empty where the system decides."""

    language: str
    theme: str


def preferences(request: Request, fallback: str) -> Preferences:
    """What this request's visitor chose, else what their browser prefers, else `fallback`."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    theme = request.cookies.get(THEME_COOKIE, "")
    language = chosen if chosen in WORDS else _preferred(request) or fallback
    return Preferences(
        language if language in WORDS else next(iter(WORDS)), theme if theme in THEMES else ""
    )


def _preferred(request: Request) -> str:
    """The first language of Accept-Language that we speak; browsers list them best first."""
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip().split("-")[0].lower()
        if tag in WORDS:
            return tag
    return ""


def local_path(text: str, fallback: str = "/") -> str:
    """`text` if it is a path of this site, else `fallback`: nobody is sent elsewhere."""
    parts = urlsplit(text)
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\"))
    safe = is_ours and not parts.scheme and not parts.netloc and "\n" not in text
    return text if safe else fallback
