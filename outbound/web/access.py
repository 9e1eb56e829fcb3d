"""Who may call which route: one table, and what it does not name is denied."""

from collections.abc import Mapping
from typing import Final

AGENT: Final = frozenset({"agent"})
SUPERVISING: Final = frozenset({"supervisor", "manager"})
WATCHING: Final = frozenset({"supervisor", "manager", "engineer"})
LOOKING_UP: Final = frozenset({"supervisor", "manager", "quality"})
VIEWING: Final = frozenset({"supervisor", "manager", "quality", "engineer", "approver"})
SIGNING: Final = frozenset({"manager", "approver"})
MANAGING: Final = frozenset({"manager"})
EVERYONE: Final = frozenset({"agent"}) | VIEWING
PUBLIC: Final[frozenset[str]] = frozenset()
"""Nobody need be signed in."""

ACCESS: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("GET", "/"): EVERYONE,
    ("GET", "/health"): PUBLIC,
    ("GET", "/preferences"): PUBLIC,
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("POST", "/sign-out"): EVERYONE,
    ("GET", "/agent"): AGENT,
    ("GET", "/agent/desk"): AGENT,
    ("GET", "/agent/callbacks"): AGENT,
    ("POST", "/agent/ready"): AGENT,
    ("POST", "/agent/break"): AGENT,
    ("POST", "/agent/answer"): AGENT,
    ("POST", "/agent/offer"): AGENT,
    ("POST", "/agent/hang-up"): AGENT,
    ("POST", "/agent/outcome"): AGENT,
    ("GET", "/floor"): WATCHING,
    ("GET", "/floor/data"): WATCHING,
    ("POST", "/floor/campaigns/{campaign_id}/pause"): SUPERVISING,
    ("POST", "/floor/campaigns/{campaign_id}/resume"): SUPERVISING,
    ("GET", "/campaigns"): VIEWING,
    ("GET", "/campaigns/{campaign_id}"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/plan"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/script"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/rehearsal"): VIEWING,
    ("POST", "/campaigns/{campaign_id}/rehearsal"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/approvals"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/progress"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/progress/data"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/report"): VIEWING,
    ("GET", "/campaigns/{campaign_id}/file"): VIEWING,
    ("POST", "/campaigns/{campaign_id}/sign"): SIGNING,
    ("POST", "/campaigns/{campaign_id}/withdraw"): SIGNING,
    ("POST", "/campaigns/{campaign_id}/launch"): MANAGING,
    ("POST", "/campaigns/{campaign_id}/pause"): SUPERVISING,
    ("POST", "/campaigns/{campaign_id}/resume"): SUPERVISING,
    ("POST", "/campaigns/{campaign_id}/stop"): MANAGING,
    ("GET", "/people"): LOOKING_UP,
    ("GET", "/people/{subscriber_id}"): LOOKING_UP,
    # Signed by the carrier, or nothing but files: no session applies.
    ("GET", "/pictures.css"): PUBLIC,
    ("POST", "/tw/sms"): PUBLIC,
    ("POST", "/tw/{kind}/{token}"): PUBLIC,
    ("GET", "/static"): PUBLIC,
}

HOME: Final[Mapping[str, str]] = {
    "agent": "/agent",
    "supervisor": "/floor",
    "manager": "/floor",
    "engineer": "/floor",
    "quality": "/people",
    "approver": "/campaigns",
}
"""Where each role begins."""


def may(role: str, method: str, path: str) -> bool:
    """Whether the role may call the route; a route without a row is denied to all."""
    return role in ACCESS.get((method, path), frozenset())


def is_public(method: str, path: str) -> bool:
    """Whether the route needs nobody signed in; a route without a row does."""
    return ACCESS.get((method, path)) == PUBLIC
