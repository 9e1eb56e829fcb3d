"""What attempts cost, in the centre's currency."""

from decimal import Decimal

from db.queries.costs import Usage
from outbound.campaign.centre import Costs


def cost_of(used: Usage, costs: Costs) -> Decimal:
    """Agents' time, call minutes and message segments in the centre's currency."""
    hours = Decimal(used.agent_seconds) / 3600
    minutes = Decimal(used.call_seconds) / 60
    whole = hours * costs.agent_hour + minutes * costs.call_minute + used.segments * costs.sms
    return whole.quantize(Decimal("0.01"))
