"""The telephone's side of a talk: what is said when a call is answered, and what keys mean."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from db.tables import ContactState, User
from outbound.campaign.schema import Mode
from outbound.carrier.twilio.tokens import callback_url, token
from outbound.carrier.twilio.twiml import conference, say_and_gather, say_and_hangup
from outbound.dialing.attempt import Event
from outbound.dialing.heard import Heard, Presence
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts import desks
from outbound.engine.attempts.answers import Where, keep, plan_of, response_of
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.attempts.settle import Over, end
from outbound.engine.attempts.wording import SORRY_WRONG_MOMENT, texts_of
from outbound.engine.context import Engine
from outbound.engine.inbox.effects import Effects
from outbound.engine.inbox.second_gate import forbidden
from outbound.script.conversation import Act, Ask, Conversation, begin, hear
from outbound.script.uttered import spoken

STATION: Final = "station-"
"""Begins the token of a call to an agent's own telephone."""


def answered(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """The call was answered: speak if the attempt still may, connect the agent or begin the menu."""
    attempt, now = over.attempt, engine.clock.now()
    move(attempt, Event.PICKED_UP, now)
    if attempt.body:  # the carrier asks again for a machine that gets a message
        return Effects("a machine", say_and_hangup([], over.contact.language))
    if is_over(attempt) or forbidden(engine, session, over):
        return Effects("may no longer speak", sorry(over))
    if over.contact.state is ContactState.CLOSED:
        return _thank(session, over, now)
    if attempt.agent_id is not None:
        attempt.agent_id = _listener(session, over) or attempt.agent_id
        if not desks.is_free_for(session, attempt.agent_id, attempt):
            return Effects("no agent is free", sorry(over))
        move(attempt, Event.JOINED, now)
        desks.connect(session, attempt.agent_id, attempt, heard.sid, now)
        status = _url(engine, "conference", attempt.id)
        return Effects("connected", conference(_room(attempt.agent_id), status, ends=False))
    where = Where(over.contact, over.running, attempt.id, Mode.VOICE)
    plan = plan_of(
        where, attempt.reserved_at, texts_of(over.running, over.contact, Mode.VOICE, now)
    )
    before = response_of(session, over.contact)
    survey = over.running.campaign.survey
    resumes = before is not None and survey is not None and survey.resume
    earlier = Conversation.from_json(before.conversation).answers if before and resumes else None
    told = begin(plan, Mode.VOICE, earlier)
    keep(session, where, plan, told, now)
    move(attempt, Event.JOINED, now)
    return Effects("asked", _speak(engine, over, told[1]))


def keyed(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """Keys were pressed, or none in time: the conversation goes on."""
    attempt, now = over.attempt, engine.clock.now()
    response = response_of(session, over.contact)
    if response is None or heard.turn != attempt.asked or is_over(attempt):
        return Effects("late", say_and_hangup([], over.contact.language))
    if over.contact.state is ContactState.CLOSED:
        return _thank(session, over, now)
    where = Where(over.contact, over.running, attempt.id, Mode.VOICE)
    plan = plan_of(
        where, attempt.reserved_at, texts_of(over.running, over.contact, Mode.VOICE, now)
    )
    told = hear(
        plan, Conversation.from_json(response.conversation), heard.digits or heard.body or None
    )
    keep(session, where, plan, told, now)
    return Effects("answered", _speak(engine, over, told[1]))


def joined(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """Somebody joined or left the talk."""
    if heard.presence is Presence.JOINED:
        move(over.attempt, Event.JOINED, engine.clock.now())
    return Effects(heard.presence.value if heard.presence else "unknown")


def station(engine: Engine, heard: Heard) -> Effects:
    """An agent's own telephone: it stays in the agent's room, where customers' calls are put."""
    agent_id = (heard.attempt_id or "").removeprefix(STATION)
    return Effects(
        "station", conference(_room(agent_id), _url(engine, "conference", f"{STATION}{agent_id}"))
    )


def _speak(engine: Engine, over: Over, acts: tuple[Act, ...]) -> str:
    """The acts of one turn as TwiML: words, then a question with its keys, or the end."""
    language = over.contact.language
    texts = spoken(acts)
    asked = next((act for act in acts if isinstance(act, Ask)), None)
    if asked is None:
        return say_and_hangup(texts, language)
    over.attempt.asked += 1
    action = _url(engine, "gather", over.attempt.id, over.attempt.asked)
    return say_and_gather(texts, language, action, num_digits=asked.digits)


def _thank(session: Session, over: Over, now: datetime) -> Effects:
    """Somebody answers whom nobody need ask any more: they have told us already, in another way."""
    attempt, contact = over.attempt, over.contact
    move(attempt, Event.JOINED, now)
    attempt.reason = contact.reason
    end(session, over, Provisional(Outcome.COMPLETED), now)
    desks.let_go(session, attempt, now)
    said = texts_of(over.running, contact, Mode.VOICE, now).closing
    return Effects("answered already", say_and_hangup([said] if said else [], contact.language))


def _listener(session: Session, over: Over) -> str | None:
    """Who takes the call: its own agent unless they have moved on, else one who waits and is understood."""
    own = over.attempt.agent_id or ""
    waiting = desks.ready_agents(session)
    others = [
        account
        for account in waiting
        if over.contact.language in session.get_one(User, account).languages.split(",")
    ]
    candidates = [own, *others]
    return next((a for a in candidates if desks.is_free_for(session, a, over.attempt)), None)


def sorry(over: Over) -> str:
    """One sentence for whoever picked up a call that may not speak, and its end."""
    language = over.contact.language
    return say_and_hangup([SORRY_WRONG_MOMENT.get(language, SORRY_WRONG_MOMENT["en"])], language)


def _room(agent_id: str) -> str:
    return f"desk-{agent_id}"


def _url(engine: Engine, kind: str, attempt_id: str, turn: int = 0) -> str:
    settings = engine.settings
    return callback_url(settings.public_url, kind, token(settings.token_secret, attempt_id, turn))
