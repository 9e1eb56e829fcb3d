"""Which REST requests the simulated carrier refuses, with Twilio's status and code."""

import re
from collections.abc import Iterable
from typing import Any, Final

from outbound.carrier.simulator.population import Population
from outbound.carrier.simulator.records import Form, first

CALL_CREATE: Final = frozenset(
    {
        *("To", "From", "Url", "Method", "FallbackUrl", "FallbackMethod", "Timeout", "TimeLimit"),
        *("StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent"),
        *("MachineDetection", "MachineDetectionTimeout", "MachineDetectionSpeechThreshold"),
        *("MachineDetectionSpeechEndThreshold", "MachineDetectionSilenceTimeout"),
        *("AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod"),
    }
)
CALL_UPDATE: Final = frozenset({"Status", "Url", "Method", "FallbackUrl", "FallbackMethod"})
_PAGES: Final = ("Page", "PageSize", "PageToken")
CALL_LIST: Final = frozenset({"To", "From", "Status", "StartTime<", "StartTime>", *_PAGES})
MESSAGE_CREATE: Final = frozenset({"To", "From", "Body", "StatusCallback", "ValidityPeriod"})
MESSAGE_UPDATE: Final = frozenset({"Status", "Body"})
MESSAGE_LIST: Final = frozenset({"To", "From", "DateSent<", "DateSent>", *_PAGES})

LONGEST_BODY: Final = 1600
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_HTTP = re.compile(r"https?://\S+")


class RefusalError(Exception):
    """A request refused: the HTTP status, Twilio's code, and its words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def as_json(self) -> dict[str, Any]:
        """The body that Twilio sends."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_found(what: str) -> RefusalError:
    """Nothing goes by that id."""
    return RefusalError(404, 20404, f"The requested resource {what} was not found")


def check_names(form: Form, known: Iterable[str]) -> None:
    """Refuse a parameter that the simulated carrier does not know, rather than ignore it."""
    if unknown := sorted(set(form) - set(known)):
        raise RefusalError(400, 20001, f"Unknown parameters: {', '.join(unknown)}")


def check_call(form: Form, population: Population) -> None:
    """Refuse a call that cannot be created."""
    check_names(form, CALL_CREATE)
    _check_numbers(form, missing_to=21201, missing_from=21213)
    if not _HTTP.fullmatch(first(form, "Url")):
        raise RefusalError(400, 21205, "Url parameter is required and must be absolute")
    _check_whole(form, "Timeout", 1, 600)
    _check_whole(form, "TimeLimit", 1, 86400)
    _check_reachable(form, population)


def check_message(form: Form, population: Population) -> None:
    """Refuse a message that cannot be created."""
    check_names(form, MESSAGE_CREATE)
    _check_numbers(form, missing_to=21604, missing_from=21603)
    body = first(form, "Body")
    if not body.strip():
        raise RefusalError(400, 21602, "Message body is required")
    if len(body) > LONGEST_BODY:
        raise RefusalError(
            400, 21617, "The concatenated message body exceeds the 1600 character limit"
        )
    _check_whole(form, "ValidityPeriod", 1, 36000)
    _check_reachable(form, population)


def _check_numbers(form: Form, *, missing_to: int, missing_from: int) -> None:
    for name, missing, invalid in (("To", missing_to, 21211), ("From", missing_from, 21212)):
        if not first(form, name):
            raise RefusalError(400, missing, f"A '{name}' phone number is required")
        if not _E164.fullmatch(first(form, name)):
            raise RefusalError(400, invalid, f"The '{name}' number is not a valid phone number")


def _check_reachable(form: Form, population: Population) -> None:
    if first(form, "To") not in population:
        raise RefusalError(
            400, 21211, "The simulated carrier reaches only synthetic subscribers; 'To' is not one"
        )


def _check_whole(form: Form, name: str, low: int, high: int) -> None:
    text = first(form, name, str(low))
    if not text.isdigit() or not low <= int(text) <= high:
        raise RefusalError(400, 20001, f"{name} must be a whole number from {low} to {high}")
