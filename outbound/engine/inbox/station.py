"""An agent's own telephone: rung once, it stays in the agent's room, where customers' calls are put."""

from datetime import timedelta
from typing import Final

from db.tables import User
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.tokens import token
from outbound.dialing.port import Accepted, CallOrder
from outbound.engine.attempts import desks
from outbound.engine.attempts.lines import UP
from outbound.engine.context import Engine
from outbound.engine.inbox.voice import STATION
from outbound.errors import CarrierError

SHIFT: Final = timedelta(hours=4)
RING: Final = timedelta(seconds=30)


def ring(engine: Engine, agent_id: str) -> None:
    """Ring the agent's telephone unless it is connected already; what goes wrong becomes an alarm."""
    now = engine.clock.now()
    with engine.store.read() as session:
        user = session.get(User, agent_id)
        leg = desks.desk_of(session, agent_id, now).leg
    if user is None or not user.station or (leg is not None and _is_up(engine, leg)):
        return
    senders = engine.workspace.centre.senders.values()
    caller = next((sender.call for sender in senders if sender.call), "")
    proof = token(engine.settings.token_secret, f"{STATION}{agent_id}")
    reply = engine.carrier.call(
        CallOrder(user.station, caller, proof, RING, SHIFT, detect_machine=False)
    )
    if isinstance(reply, Accepted):
        with engine.store.write() as session:
            desks.desk_of(session, agent_id, now).leg = reply.sid
    else:
        engine.heartbeat.alarm(
            now, "station", f"The telephone of {agent_id} could not be rung: {reply}."
        )


def _is_up(engine: Engine, sid: str) -> bool:
    try:
        found = engine.carrier.fetch(Channel.CALL, sid)
    except CarrierError:
        return True  # not known: a second call to a telephone in use would only disturb
    return found is not None and found.progress in UP
