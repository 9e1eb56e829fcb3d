"""A launched campaign's row, for whoever acts on it."""

from sqlmodel import Session

from db.tables import CampaignRow
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace
from outbound.errors import RefusedError


def launched(
    session: Session, workspace: Workspace, campaign_id: str, *, to_move: bool = False
) -> CampaignRow:
    """The campaign's row; `to_move` keeps others from moving it until the transaction ends.

    Raises RefusedError for a draft, NotFoundError for no campaign at all.
    """
    row = session.get(CampaignRow, campaign_id, with_for_update=to_move or None)
    if row is None:
        load_campaign(workspace, campaign_id)  # tells where there is no such file
        raise RefusedError(f"{campaign_id} is a draft.", hint=f"outbound launch {campaign_id}")
    return row
