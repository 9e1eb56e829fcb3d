"""What a campaign has with the people of several contacts, read for all of them at once."""

from db.locks import lock_attempts
from db.queries.dealings import Dealings
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.reserve import reserve
from outbound.engine.attempts.withdrawal import take_back
from tests.engine.conftest import Begin
from tests.engine.test_one_answer import texted


def test_what_its_transaction_has_ended_is_no_longer_open(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    text, later = texted(world)
    reserve(world.engine, [later], world.now)
    with world.engine.store.write() as session:
        shared = Dealings(session, [text.contact_id, later])
        [mine] = shared.tried(later)
        assert [one.id for one in shared.tried(text.contact_id)] == [text.id]
        for contact_id in (text.contact_id, later):
            assert {one.id for one in shared.under_way(contact_id)} == {text.id, mine.id}
            assert {one.id for one in shared.open_contacts(contact_id)} == {text.contact_id, later}
        [other] = [one for one in shared.open_contacts(later) if one.id == later]
        lock_attempts(session, [mine.id])
        take_back(session, mine, world.now, "for this test")
        close(session, other, world.now, "for this test")
        for contact_id in (text.contact_id, later):
            assert [one.id for one in shared.under_way(contact_id)] == [text.id]
            assert [one.id for one in shared.open_contacts(contact_id)] == [text.contact_id]
