"""Monday's list falls into the National Day holidays, and waits for the first working day."""

from datetime import date, timedelta

from db.tables import ContactState, Wave
from outbound.dialing.outcome import Outcome
from tests.stories.conftest import Story

WED, MON, THU = date(2026, 9, 30), date(2026, 10, 5), date(2026, 10, 8)


def test_mondays_list_over_a_public_holiday(story: Story) -> None:
    # ── Wednesday 30 September 19:50: the eve of the holidays; the last text goes out ─
    story.clock.move_to("2026-09-28T00:00:00+08:00")
    for campaign in ("texts", "pulse"):
        file = story.world.engine.workspace.campaign_file(campaign)
        body = file.read_text(encoding="utf-8")
        dates = body.replace("from: 2026-11-23", "from: 2026-09-30").replace("until: 2026-12-20", "until: 2026-10-12")  # fmt: skip
        file.write_text(dates.replace('"0 8 * * MON"', '"0 8 * * MON,WED"'), encoding="utf-8")
    story.world.launch("pulse")
    world = story.at(WED, "08:00")
    world = story.at(WED, "19:50")
    call = world.attempt("P1")
    world.call_event(call, "busy")
    due = world.contact("P1").next_at
    assert due.date() >= THU  # twenty open minutes: ten today, ten after seven days of holidays

    # ── Monday 5 October 08:00: the list is built although the centre is closed ───────
    world.launch("texts")
    world = story.at(MON, "08:00")
    assert {wave.campaign_id for wave in world.everything(Wave)} == {"pulse", "texts"}
    assert world.contact("T1").state is ContactState.WAITING

    # ── Monday to Wednesday: nobody's telephone rings ─────────────────────────────────
    before = len(world.carrier.orders)
    for day in range(3):
        for hour in ("09:00", "15:00", "19:00"):
            world = story.at(MON + timedelta(days=day), hour)
    assert len(world.carrier.orders) == before
    assert world.contact("T1").reason == "outside the hours"

    # ── Thursday 8 October 09:00: the first working day: all at once, each once ───────
    world = story.at(THU, "09:00")
    assert {world.attempt(f"T{n}").channel.value for n in (1, 2, 3)} == {"sms"}
    world = story.at(THU, "09:15")
    again = world.attempt("P1")
    assert again.id != call.id
    world.call_event(again, "no-answer")
    assert world.attempt("P1").outcome is Outcome.NO_ANSWER
    assert world.carrier.numbers.count(world.contact("T1").number) == 1
