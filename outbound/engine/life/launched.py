"""A launched campaign's row, for whoever acts on it."""

from sqlmodel import Session

from db.tables import CampaignRow
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace
from outbound.errors import RefusedError


def launched(session: Session, workspace: Workspace, campaign_id: str) -> CampaignRow:
    """The campaign's row. Raises RefusedError for a draft, NotFoundError for no campaign at all."""
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        load_campaign(workspace, campaign_id)  # tells where there is no such file
        raise RefusedError(f"{campaign_id} is a draft.", hint=f"outbound launch {campaign_id}")
    return row


def hold_still(session: Session, row: CampaignRow) -> None:
    """Read the row anew, and let nobody else move it until the transaction ends.

    Those who only add to the campaign, attempts or a wave, are not kept waiting: a pause takes
    effect at once, however long a list is being written.
    """
    session.refresh(row, with_for_update={"key_share": True})
