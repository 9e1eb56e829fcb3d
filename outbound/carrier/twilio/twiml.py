"""What we answer when Twilio asks what to say: TwiML, built by the SDK so that no text can break out."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

VOICES: Final[Mapping[str, str]] = {"zh": "zh-CN", "en": "en-US", "es": "es-ES", "fr": "fr-FR"}
"""The language tag that Twilio's voices go by, for each of ours."""


def language_tag(language: str) -> str:
    """Twilio's tag for a language of ours; a full tag stays as it is."""
    return language if "-" in language else VOICES.get(language, VOICES["en"])


def say_and_gather(
    texts: Iterable[str],
    language: str,
    action_url: str,
    *,
    num_digits: int = 1,
    finish_on_key: str = "",
    timeout: timedelta = timedelta(seconds=6),
) -> str:
    """Say the texts and wait for keys; silence too is reported to `action_url`, with no digits.

    An empty `finish_on_key` makes # a key like any other.
    """
    response = VoiceResponse()
    gather = Gather(
        input="dtmf",
        action=action_url,
        method="POST",
        num_digits=num_digits,
        finish_on_key=finish_on_key,
        timeout=max(1, round(timeout.total_seconds())),
        action_on_empty_result=True,
    )
    _say(gather, texts, language)
    response.append(gather)
    return str(response)


def conference(
    name: str,
    status_url: str,
    *,
    texts: Iterable[str] = (),
    language: str = "en",
    ends: bool = True,
) -> str:
    """Put the call into the conference `name`; `ends` tells whether its leaving ends it for all others."""
    response = VoiceResponse()
    _say(response, texts, language)
    dial = Dial()
    dial.conference(
        name,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=ends,
        wait_url="",
        status_callback=status_url,
        status_callback_event="join",
        status_callback_method="POST",
    )
    response.append(dial)
    return str(response)


def say_and_hangup(texts: Iterable[str], language: str) -> str:
    """Say the texts, then hang up."""
    response = VoiceResponse()
    _say(response, texts, language)
    response.hangup()
    return str(response)


def say_and_redirect(texts: Iterable[str], language: str, url: str) -> str:
    """Say the texts to their end, then ask at the URL what comes next."""
    response = VoiceResponse()
    _say(response, texts, language)
    response.redirect(url, method="POST")
    return str(response)


def hold_and_redirect(text: str, language: str, seconds: int, url: str) -> str:
    """Ask for a moment's patience, then ask at the URL how it goes on."""
    response = VoiceResponse()
    _say(response, [text], language)
    response.pause(length=seconds)
    response.redirect(url, method="POST")
    return str(response)


def wait(seconds: int) -> str:
    """Keep the line open in silence for so long, then hang up."""
    response = VoiceResponse()
    response.pause(length=seconds)
    response.hangup()
    return str(response)


def redirect(url: str) -> str:
    """Ask again, at another URL."""
    response = VoiceResponse()
    response.redirect(url, method="POST")
    return str(response)


def reject() -> str:
    """Do not take an incoming call."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return str(response)


def nothing() -> str:
    """Nothing to say: the answer to a callback that only tells, and to every incoming message."""
    return '<?xml version="1.0" encoding="UTF-8"?><Response />'


def _say(to: VoiceResponse | Gather, texts: Iterable[str], language: str) -> None:
    for text in texts:
        if text.strip():
            to.say(text, language=language_tag(language))
