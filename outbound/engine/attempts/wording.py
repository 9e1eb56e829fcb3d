"""The words of a campaign for one contact, rendered from the scripts as they were at launch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from db.tables import Attempt, Contact
from outbound.campaign.schema import Mode
from outbound.engine.attempts.answers import Where, keep, plan_of, response_of
from outbound.engine.attempts.cases import reach_of
from outbound.engine.running import Running
from outbound.script.context import Person, script_variables
from outbound.script.conversation import Conversation, begin
from outbound.script.plan import Texts
from outbound.script.render import render_sms, render_sms_texts, render_voice, render_voicemail
from outbound.script.uttered import message

SORRY_WRONG_MOMENT: Final[Mapping[str, str]] = {
    "zh": "不好意思，打扰了。再见。",
    "en": "We are sorry to have troubled you. Goodbye.",
}
"""Said when a call is answered that may no longer speak."""


def variables(
    running: Running,
    contact: Contact,
    now: datetime,
    *,
    agent: str = "",
    answers: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """What a script may use for this contact, its clock the person's own."""
    zone: ZoneInfo = reach_of(contact, running).zone
    local = now.astimezone(zone)
    person = Person(contact.facts, contact.language, contact.segment, answers or {})
    return script_variables(
        running.campaign, running.centre, person, local, moment=local, agent=agent
    )


def texts_of(running: Running, contact: Contact, mode: Mode, now: datetime) -> Texts:
    """The words around the questions in voice or SMS."""
    render = render_voice if mode is Mode.VOICE else render_sms_texts
    return render(
        running.environment, running.campaign, contact.segment, contact.language,
        running.centre.languages[0], variables(running, contact, now),
    )  # fmt: skip


def voicemail_of(running: Running, contact: Contact, now: datetime) -> str:
    """What is left on the contact's answering machine; empty where the voice script has no words for it."""
    return render_voicemail(
        running.environment, running.campaign, contact.segment, contact.language,
        running.centre.languages[0], variables(running, contact, now),
    )  # fmt: skip


def preview(running: Running, contact: Contact, now: datetime) -> str:
    """About what `first_message` will say, without beginning anything. Raises ScriptError."""
    if not running.campaign.questions:
        return _told(running, contact, now)
    where = Where(contact, running, "", Mode.SMS)
    plan = plan_of(where, now, texts_of(running, contact, Mode.SMS, now))
    return message(begin(plan, Mode.SMS)[1])


def first_message(
    session: Session, running: Running, contact: Contact, attempt: Attempt, now: datetime
) -> str:
    """The text that reaches out: the message itself, or a questionnaire's opening and first question.

    Opens the conversation, resuming what another mode has gathered, in the caller's transaction.
    """
    if not running.campaign.questions:
        return _told(running, contact, now)
    where = Where(contact, running, attempt.id, Mode.SMS)
    plan = plan_of(where, attempt.reserved_at, texts_of(running, contact, Mode.SMS, now))
    before = response_of(session, contact)
    earlier = None
    if (
        before is not None
        and running.campaign.survey is not None
        and running.campaign.survey.resume
    ):
        earlier = Conversation.from_json(before.conversation).answers
    told = begin(plan, Mode.SMS, earlier)
    keep(session, where, plan, told, now)
    return message(told[1])


def _told(running: Running, contact: Contact, now: datetime) -> str:
    return render_sms(
        running.environment, running.campaign, contact.segment, contact.language,
        running.centre.languages[0], variables(running, contact, now),
    )  # fmt: skip
