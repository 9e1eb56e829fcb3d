from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from outbound.engine.floor_view import Alarm, ProcessView
from outbound.web.floor_page import abandonment, cell_name, filled, is_late, length
from outbound.web.words import words_of
from tests.web import world
from tests.web.conftest import HTML

FLOOR = world.floor(world.START, dict.fromkeys(world.TITLES, "running"))
BAND = FLOOR.bands[1]


def test_the_floor_is_json_for_programs(supervisor):
    floor = supervisor.get("/floor/data").json()
    first = floor["bands"][0]
    assert (first["id"], first["completes"], first["target"]) == (
        "ten-point-satisfaction",
        115,
        400,
    )
    assert first["title"] == {"zh": "十分制满意度调查", "en": "Ten-point satisfaction"}


def test_the_floor_shows_bands_agents_and_health(supervisor):
    page = supervisor.get("/floor", HTML | {"accept-language": "en"}).text
    for text in (
        "Ten-point satisfaction",
        "115",
        "Ada Moore",
        "over the bound",
        "The carrier could not",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("language", "asks", "tells"), [("zh", "完成", "送达"), ("en", "completes", "delivered")]
)
def test_a_campaign_that_only_tells_is_counted_by_what_arrived(
    supervisor, service, language, asks, tells
):
    shown = service.floor()
    telling = replace(shown.bands[1], counts="delivered")
    service.floor = lambda: replace(shown, bands=(shown.bands[0], telling))
    page = supervisor.get("/floor", HTML | {"accept-language": language}).text
    first, second = page.split('data-part="band-churn-retention"')
    assert f"<h3>{asks}</h3>" in first
    assert f"<h3>{tells}</h3>" in second
    assert f"<h3>{asks}</h3>" not in second


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_nobody_is_called_nothing_rings_and_nothing_is_abandoned(
    supervisor, service, language
):
    shown = service.floor()
    writing = replace(shown.bands[1], calls=False)
    service.floor = lambda: replace(shown, bands=(shown.bands[0], writing))
    page = supervisor.get("/floor", HTML | {"accept-language": language}).text
    calling, writing_only = page.split('data-part="band-churn-retention"')
    for name in ("floor.ringing", "floor.talking", "floor.abandoned"):
        said = f">{words_of(language)(name)}<"
        assert said in calling
        assert said not in writing_only


def test_pausing_and_resuming_need_a_reason(supervisor, service):
    for act, state in (("pause", "paused"), ("resume", "running")):
        path = f"/floor/campaigns/churn-retention/{act}"
        assert supervisor.post(path, {"reason": "  "}).status_code == 400
        assert supervisor.post(path, {"reason": " storm "}).status_code == 200
        assert service.campaigns.acts[-1] == ("churn-retention", act, "sun", "storm")
        assert service.campaigns.states["churn-retention"].value == state


def test_a_campaign_that_does_not_exist_is_not_paused(supervisor):
    assert supervisor.post("/floor/campaigns/none/pause", {"reason": "x"}).status_code == 404


def test_the_bound_stands_in_the_middle_of_its_bar():
    at_bound = abandonment(replace(BAND, abandoned=3, live=100))
    assert (at_bound.bar, at_bound.bound_at, at_bound.over) == (100, 100, False)
    assert abandonment(replace(BAND, abandoned=4, live=100)).over


def test_nobody_live_is_no_share_and_an_abandoned_call_then_is_over():
    assert abandonment(replace(BAND, abandoned=0, live=0)).share is None
    assert abandonment(replace(BAND, abandoned=1, live=0)).over


def test_a_bound_of_nothing_is_broken_by_one():
    none = replace(BAND, bound=Decimal(0), live=50)
    assert abandonment(replace(none, abandoned=0)).bar == 0
    assert abandonment(replace(none, abandoned=1)).over


@pytest.mark.parametrize(
    ("done", "target", "width"), [(0, 20, 0), (5, 20, 50), (25, 20, 200), (0, 0, 200)]
)
def test_a_cell_fills(done, target, width):
    assert filled(done, target) == width


def test_a_cell_is_named_in_the_interfaces_words():
    assert cell_name(words_of("zh"), "harbour/platinum") == "港区 · 白金"
    assert cell_name(words_of("en"), "odd/gold") == "odd · gold"


def test_a_silent_heartbeat_is_late():
    never = replace(FLOOR.health, last_tick=None)
    assert is_late(never, FLOOR)
    assert not is_late(FLOOR.health, FLOOR)


def test_lengths_are_minutes_until_an_hour():
    assert [length(s) for s in (5, 134, 3600, 7505)] == [
        "00:05",
        "02:14",
        "1 h 00 min",
        "2 h 05 min",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Processes", "heartbeat", "leads", "web-1 · 41", "says nothing")),
        ("zh", ("进程", "心跳", "主持", "web-1 · 41", "没有消息", "程序出错：lists（KeyError，")),
    ],
)
def test_the_floor_lists_the_processes_and_marks_who_says_nothing(
    supervisor, service, language, said
):
    shown = service.floor()
    alarm = Alarm(shown.at, "fault", "lists: KeyError at outbound/engine/tick.py:99 lead")
    processes = (
        ProcessView("heartbeat", "main-1", 40, True, shown.at, late=False),
        ProcessView("web", "web-1", 41, False, shown.at - timedelta(minutes=3), late=True),
    )
    service.floor = lambda: replace(shown, processes=processes, alarms=(alarm,))
    page = supervisor.get("/floor", HTML | {"accept-language": language}).text
    assert [words for words in said if words not in page] == []
    assert page.count('class="watch">▲') == 2  # the alarm, and the one that is late


def test_one_process_that_does_all_has_no_list(supervisor, service):
    shown = service.floor()
    alone = ProcessView("all", "main-1", 40, True, shown.at, late=False)
    service.floor = lambda: replace(shown, processes=(alone,))
    assert "Processes" not in supervisor.get("/floor", HTML | {"accept-language": "en"}).text
