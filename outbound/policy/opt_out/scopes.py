"""How much somebody asks us to leave off: all, unless the person names less."""

import re
from collections.abc import Iterable
from typing import Final

_SELLING: Final = re.compile(
    r"\b(?:marketing|promo\w*|adverts?|advertis\w+|ads|sales|offers|publicidad|promocion\w*|ofertas?|ofrec\w+|ofrezc\w+"
    r"|pubs?|publicites?|demarch\w+|offres?|prospection)\b|推销|营销|行销|广告|促销|推广|推荐.*(?:套餐|方案)"
)
_ASKING: Final = re.compile(
    r"\b(?:surveys?|surveying|questionnaires?|polls?|encuestas?|sondages?|enquetes?)\b|调查|问卷"
)
_ANY_CONTACT: Final = re.compile(
    r"\b(?:calls?|calling|texts?|texting|sms|messages?|contact\w*|llam\w+|mensajes?|appel\w*)\b|打电话|短信|简讯|联系|联络"
)
_BY_TEXT: Final = re.compile(
    r"\b(?:text|sms|message) (?:me )?(?:instead|only|is (?:fine|ok))\b|\b(?:just|only) (?:text|sms|message)(?: me)?\b"
    r"|\b(?:solo|mejor) (?:mensajes?|sms|escrib\w+)\b|\b(?:envoyez|ecrivez)(?: moi)? (?:un |par )?(?:sms|message)|\bsms suffit\b"
    r"|(?:可以|请|就|直接|只|改)(?:给我)?(?:发|传)(?:短信|简讯|信息|讯息)|(?:短信|简讯)(?:联系|联络|就行|就好|即可)|(?:发|传)(?:短信|简讯)(?:就|即|吧|可以|行)"
)
_BY_CALL: Final = re.compile(
    r"\bcall me (?:instead|only)\b|\b(?:just|only) call\b|\bcall instead\b|\bmejor llam\w+|\bsolo llam\w+|\bappelez (?:moi )?plutot\b"
    r"|(?:有事|可以|请|就|直接|改)打电话|打电话(?:就|即|吧|可以)"
)


def scopes_of(asked: Iterable[str], whole: str) -> tuple[str, ...]:
    """The scopes that the clauses which ask for it name; `whole` tells what is welcome instead."""
    named = {scope for clause in asked for scope in _purposes(clause)}
    channel = _channel(whole)
    if not channel:
        return ("all",) if "all" in named or not named else tuple(sorted(named))
    if "all" in named or not named:
        return (channel,)
    return tuple(f"{scope} {channel}" for scope in sorted(named))


def _purposes(clause: str) -> tuple[str, ...]:
    if _SELLING.search(clause):
        return ("purpose:marketing", "purpose:retention")
    if _ASKING.search(clause) and not _ANY_CONTACT.search(clause):
        return ("purpose:research", "purpose:survey")
    return ("all",)


def _channel(whole: str) -> str:
    """The channel that is unwelcome where the other is asked for; empty where none is named."""
    if _BY_TEXT.search(whole):
        return "channel:call"
    return "channel:sms" if _BY_CALL.search(whole) else ""
