"""The parameters of each webhook, as Twilio sends them."""

import math
from datetime import datetime

from outbound.carrier.simulator.records import API, Call, Form, Message, first, moment
from outbound.carrier.simulator.schedule import Post

EVENTS = {"queued": "initiated", "ringing": "ringing", "in-progress": "answered"}
"""Which event a status is told as; every end is `completed`."""

HEARD_IN_CONFERENCE = {
    "participant-join": "join",
    "participant-leave": "leave",
    "conference-end": "end",
}


def call_params(account: str, call: Call) -> dict[str, str]:
    """What every webhook of a call bears."""
    return {
        "AccountSid": account,
        "ApiVersion": API,
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Called": call.to,
        "Caller": call.sender,
        "Direction": "outbound-api",
        "From": call.sender,
        "To": call.to,
    }


def call_status(account: str, call: Call, at: datetime) -> list[Post]:
    """The status callback of what has just happened, if our application asked for it."""
    event = EVENTS.get(call.status, "completed")
    number, call.events = call.events, call.events + 1
    if not subscribes(call.form, event):
        return []
    params = call_params(account, call) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(number),
        "Timestamp": str(moment(at)),
    }
    if call.over:
        seconds = int(call.talk.total_seconds())
        params |= {
            "CallDuration": str(seconds),
            "Duration": str(math.ceil(seconds / 60)),
            "SipResponseCode": str(call.sip),
        }
        if call.answered_by:
            params["AnsweredBy"] = call.answered_by
    return [Post(first(call.form, "StatusCallback"), params)]


def subscribes(form: Form, event: str) -> bool:
    """Whether the call's creator wants to hear of the event; by default only of the end."""
    wanted = form.get("StatusCallbackEvent", ("completed",))
    return bool(form.get("StatusCallback")) and event in wanted


def machine_result(account: str, call: Call, at: datetime) -> list[Post]:
    """The result of listening for an answering machine in the background."""
    url = first(call.form, "AsyncAmdStatusCallback")
    listened = at - (call.started_at or at)
    params = {
        "AccountSid": account,
        "AnsweredBy": call.answered_by or "unknown",
        "CallSid": call.sid,
        "MachineDetectionDuration": str(round(1000 * listened.total_seconds())),
    }
    return [Post(url, params)] if url else []


def in_conference(account: str, call: Call, event: str, at: datetime) -> list[Post]:
    """The conference's callback about this call, if its verb asked for it."""
    stay = call.conference
    if stay is None:
        return []
    number, stay.events = stay.events, stay.events + 1
    attributes = stay.verb.attributes
    wanted = attributes.get("statusCallbackEvent", "").split()
    if "statusCallback" not in attributes or HEARD_IN_CONFERENCE[event] not in wanted:
        return []
    params = {
        "AccountSid": account,
        "ConferenceSid": stay.sid,
        "FriendlyName": stay.verb.text,
        "SequenceNumber": str(number),
        "StatusCallbackEvent": event,
        "Timestamp": str(moment(at)),
    }
    if event != "conference-end":
        params |= {
            "CallSid": call.sid,
            "Coaching": "false",
            "EndConferenceOnExit": attributes.get("endConferenceOnExit", "false"),
            "Hold": "false",
            "Muted": "false",
            "StartConferenceOnEnter": attributes.get("startConferenceOnEnter", "true"),
        }
    return [Post(attributes["statusCallback"], params)]


def message_status(account: str, message: Message) -> list[Post]:
    """The status callback of a message, if its creator asked for it."""
    url = first(message.form, "StatusCallback")
    params = {
        "AccountSid": account,
        "ApiVersion": API,
        "From": message.sender,
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
    }
    if message.error is not None:
        params["ErrorCode"] = str(message.error)
    return [Post(url, params)] if url else []


def inbound_params(account: str, message: Message) -> dict[str, str]:
    """What a message from a subscriber brings."""
    return {
        "AccountSid": account,
        "ApiVersion": API,
        "Body": message.body,
        "From": message.sender,
        "MessageSid": message.sid,
        "NumMedia": "0",
        "NumSegments": str(message.segments),
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": "received",
        "To": message.to,
    }
