"""What the supervisor's page needs beyond the floor itself."""

from outbound.engine.floor_view import Floor


def floor_context(floor: Floor) -> dict[str, object]:
    """What the templates of the floor may name."""
    return {"floor": floor}
