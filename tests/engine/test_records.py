"""What is kept and told: the report, the list, the ledger, the suppression list, sign-ins."""



from outbound.engine.reporting import report
from tests.engine.conftest import Begin
from tests.world import World


def a_morning(begun: Begin) -> World:
    """Three texts: one answered in full, one opted out, one silent."""
    world = begun("texts")
    world.tick()
    for n in (1, 2, 3):
        world.message_event(world.attempt(f"T{n}"), "delivered")
    for body in ("2", "1", "9"):
        world.text(world.contact("T1").number, body)
    world.text(world.contact("T2").number, "STOP")
    world.later(days=1, minutes=1)
    world.tick()
    return world


# The report


def test_the_reports_figures_add_up(begun: Begin) -> None:
    found = report(a_morning(begun).engine, "texts")
    assert sum(drop.count for drop in found.waterfall) + found.holdout + found.listed == found.base
    assert sum(found.contacts.values()) == found.listed == 3
    assert sum(found.by_outcome.values()) == found.attempts == 3
    assert found.by_outcome == {"completed": 1, "delivered": 1, "opted-out": 1}
    assert (found.complete, found.partial) == (1, 0)
    assert sum(found.attempts_by_hour.values()) == 3
    assert [f.kind for f in found.follow_ups] == ["recover"]
    assert found.messages == 6  # three openings, two further questions, one thank you
