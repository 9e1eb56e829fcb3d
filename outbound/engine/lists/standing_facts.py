"""What the store knows when a campaign's wave is built or planned: both ask for the same facts."""

from datetime import datetime

from sqlmodel import Session

from db.queries import history as known
from outbound.audience.criteria import reads_history
from outbound.audience.nouns import History
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Cap, Purpose
from outbound.engine.lists.spreads import last_year
from outbound.engine.running import RunningCampaigns


def history_of(
    session: Session,
    campaign: Campaign,
    centre: Centre,
    moment: datetime,
    launched: RunningCampaigns,
) -> History:
    """The people, and the numbers held, as far as they matter to this campaign at that moment."""
    channels = {step.channel.value for step in campaign.contact.channels}
    scopes = ["all", f"purpose:{campaign.purpose.value}", f"campaign:{campaign.id}"]
    if len(channels) == 1:  # a suppressed channel of several only narrows the way, at the gate
        scopes.append(f"channel:{channels.pop()}")
    return History(
        people=known.people(session, moment) if reads_history(campaign) else None,
        suppressed=known.suppressed(session, scopes, moment),
        capped=known.capped(session, applicable_caps(campaign, centre), moment),
        claimed=known.claimed(session, campaign.id, campaign.priority),
        spread=last_year(session, campaign, moment, launched),
    )


def applicable_caps(campaign: Campaign, centre: Centre) -> tuple[Cap, ...]:
    """The centre's caps and the campaign's own, as far as they bind this campaign's purpose.

    Follow-ups are owed to the person: counted, but not capped, as at the gate.
    """
    if campaign.purpose is Purpose.FOLLOW_UP:
        return ()
    caps = (*centre.caps, *campaign.contact.caps)
    return tuple(cap for cap in caps if cap.purpose in (None, campaign.purpose))
