"""What the agent's page needs beyond the desk itself: the customer's card, the keys, the steps' places."""

from outbound.engine.desk_view import Desk


def desk_context(desk: Desk) -> dict[str, object]:
    """What the templates of the desk may name."""
    return {"desk": desk}
