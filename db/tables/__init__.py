"""Every table of the store."""

from db.tables.attempts import Attempt, InboxRow, Kind
from db.tables.audit import AuditLink
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
from db.tables.contacts import STILL_OPEN, Contact, ContactState, DecisionRow
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
from db.tables.running import AlarmRow, Lease, Pace, ProcessRow, Spend

__all__ = [
    "STILL_OPEN",
    "AlarmRow",
    "Answer",
    "Approval",
    "Attempt",
    "AuditLink",
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
    "Lease",
    "Message",
    "Pace",
    "ProcessRow",
    "Response",
    "ResponseState",
    "Role",
    "SessionRow",
    "SignIn",
    "Spend",
    "StoreFact",
    "SuppressionEvent",
    "User",
    "Wave",
]
