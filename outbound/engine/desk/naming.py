"""What an agent says became of a contact: the outcome, and what makes it mean something else than usual."""

from typing import Final

from sqlmodel import Session, select

from db.tables import ContactState, Role, User
from outbound.dialing.choosable import CHOOSABLE
from outbound.dialing.outcome import Detail, Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts.over import Over
from outbound.engine.inbox.progress import said_so_far
from outbound.errors import InputError, RefusedError
from outbound.policy.suppression import parse_scope

BY_SOMEONE_ELSE: Final = frozenset({Outcome.REFUSED, Outcome.CALLBACK_AGREED})
"""What somebody else than the subscriber may say on the telephone."""


def named(text: str, session: Session, over: Over) -> Provisional:
    """The outcome that an agent names: its word and, after a colon, what it turns on.

    `language-barrier:en` names the language that the person speaks, which is theirs from then on;
    `refused:by-someone-else` says that it was not the subscriber. `completed` needs every question
    that applies to be answered, unless the person has answered elsewhere meanwhile.
    """
    word, _, more = text.partition(":")
    outcome = next((o for o in CHOOSABLE if o.value == word), None)
    if outcome is None:
        raise InputError(
            f"{word!r} is no outcome that an agent names.",
            hint=", ".join(o.value for o in CHOOSABLE),
        )
    if outcome is Outcome.COMPLETED:
        _require_complete(session, over)
    return Provisional(outcome, _detail(outcome, more, session, over))


def check_scope(scope: str | None) -> None:
    """Raises InputError for what is no scope of a suppression."""
    try:
        parse_scope(scope or "all")
    except ValueError as failure:
        raise InputError(f"{failure}.", where="scope") from failure


def _require_complete(session: Session, over: Over) -> None:
    asks, elsewhere = over.running.campaign.questions, over.contact.state is ContactState.CLOSED
    if asks and not elsewhere and not said_so_far(session, over).complete:
        raise RefusedError(
            "Not every question is answered.",
            hint="Answer or skip what is open, or choose partial.",
        )


def _detail(outcome: Outcome, more: str, session: Session, over: Over) -> Detail | None:
    if outcome is Outcome.PARTIAL:
        return _how_much(session, over)
    if not more:
        return None
    if outcome is Outcome.LANGUAGE_BARRIER:
        return _who_speaks(more, session, over)
    if outcome in BY_SOMEONE_ELSE and more == Detail.BY_SOMEONE_ELSE.value:
        return Detail.BY_SOMEONE_ELSE
    raise InputError(f"{outcome.value} does not turn on {more!r}.", where="outcome")


def _how_much(session: Session, over: Over) -> Detail | None:
    """Too few answers are no response, whatever the agent calls them."""
    done = said_so_far(session, over)
    enough = done.core_given > 0 and 2 * done.core_given >= done.core_applicable
    return None if enough else Detail.BELOW_MINIMUM


def _who_speaks(language: str, session: Session, over: Over) -> Detail | None:
    """The person is kept for those who speak the language; with none, nobody can be sent to them."""
    if language not in over.running.centre.languages:
        known = ", ".join(over.running.centre.languages)
        raise InputError(f"{language!r} is no language of the centre.", hint=known, where="outcome")
    over.contact.language = language
    agents = session.exec(select(User.languages).where(User.role == Role.AGENT)).all()
    speaks = any(not spoken or language in spoken.split(",") for spoken in agents)
    return None if speaks else Detail.NO_SPEAKER
