"""Every table of the store."""

from db.tables.attempts import Attempt, InboxRow, Kind
from db.tables.campaigns import (
    Approval,
    CampaignEvent,
    CampaignRow,
    CampaignState,
    Content,
    Filing,
    Holdout,
    Wave,
)
from db.tables.contacts import Contact, ContactState, DecisionRow
from db.tables.people import (
    DeskRow,
    DeskState,
    Role,
    SessionRow,
    SignIn,
    StoreFact,
    SuppressionEvent,
    User,
)
from db.tables.responses import Answer, FollowUp, Grant, Message, Response, ResponseState

__all__ = [
    "Answer",
    "Approval",
    "Attempt",
    "CampaignEvent",
    "CampaignRow",
    "CampaignState",
    "Contact",
    "ContactState",
    "Content",
    "DecisionRow",
    "DeskRow",
    "DeskState",
    "Filing",
    "FollowUp",
    "Grant",
    "Holdout",
    "InboxRow",
    "Kind",
    "Message",
    "Response",
    "ResponseState",
    "Role",
    "SessionRow",
    "SignIn",
    "StoreFact",
    "SuppressionEvent",
    "User",
    "Wave",
]
