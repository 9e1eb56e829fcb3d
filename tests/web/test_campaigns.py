import re

import pytest

from db.tables import CampaignState
from outbound.engine.pages.campaign_view import Goal
from outbound.errors import StoreError
from outbound.forecast.nouns import Range
from outbound.web.campaign_list import BAR, strip
from outbound.web.campaign_page import TABS
from tests.web.campaigns_world import HASH
from tests.web.conftest import HTML
from tests.web.memory_campaigns import STATES

ZH, EN = HTML | {"accept-language": "zh"}, HTML | {"accept-language": "en"}


@pytest.fixture
def manager(caller):
    caller.sign_in("max")
    return caller


@pytest.fixture
def approver(caller):
    caller.sign_in("app")
    return caller


# ---------------------------------------------------------------- the list


def test_the_list_tells_state_progress_and_problems(manager):
    page = manager.get("/campaigns", EN).text
    for text in (
        "Campaign ten-point-satisfaction", "115 of 400 completes", "expected by the end: 370–412",
        "planned by now: 130", "files changed since the launch", "errors 2", "warnings 1",
        "not signed by Marketing, Network", "its file cannot be read",
    ):  # fmt: skip
        assert text in page


def test_the_list_leads_to_the_part_that_matters_first(manager):
    page = manager.get("/campaigns", ZH).text
    for path in ("checked/plan", "broken/file", "over/progress"):
        assert f'href="/campaigns/{path}"' in page
    home = manager.get("/campaigns/broken", HTML)
    assert (home.status_code, home.headers["location"]) == (303, "/campaigns/broken/file")


def test_an_empty_list_says_what_fills_it(manager, service):
    service.campaigns.states.clear()
    page = manager.get("/campaigns", EN).text
    assert "There is no campaign yet." in page
    assert "outbound init" in page


def test_a_store_that_cannot_be_reached_is_told(manager, service):
    service.campaigns.failure = StoreError("The store is locked.", hint="Wait.")
    answer = manager.get("/campaigns", ZH)
    assert answer.status_code == 503
    assert "数据库正忙。" in answer.text


def test_a_bar_shows_what_is_done_the_band_and_the_target():
    drawn = strip(Goal("completes", 100, 400, Range(380, 300, 500), 50.0))
    assert drawn is not None
    assert (drawn.filled, drawn.band, drawn.target_at, drawn.due_at) == (40, (120, BAR), 160, 20)


@pytest.mark.parametrize("goal", [Goal("delivered", 12, None), Goal("completes", 0, None)])
def test_nothing_to_reach_is_no_bar(goal):
    assert strip(goal) is None


# ---------------------------------------------------------------- one campaign


@pytest.mark.parametrize("language", [ZH, EN])
@pytest.mark.parametrize("name", sorted(STATES))
@pytest.mark.parametrize("tab", TABS)
def test_every_part_of_every_campaign_is_shown(manager, tab, name, language):
    answer = manager.get(f"/campaigns/{name}/{tab}", language)
    assert answer.status_code == 200
    assert re.search(rf'href="/campaigns/{name}/{tab}" aria-current="page"', answer.text)


@pytest.mark.parametrize("account", ["sun", "qi", "eng", "app"])
@pytest.mark.parametrize("tab", TABS)
def test_those_who_watch_see_every_part(caller, account, tab):
    caller.sign_in(account)
    assert caller.get(f"/campaigns/ten-point-satisfaction/{tab}", EN).status_code == 200


def test_an_agent_sees_no_campaign(agent):
    assert agent.get("/campaigns", HTML).status_code == 403
    assert "/campaigns" not in agent.get("/agent", HTML).text


@pytest.mark.parametrize("tab", ["", *(f"/{tab}" for tab in TABS), "/rehearsal", "/progress/data"])
def test_an_unknown_campaign_is_not_found(manager, tab):
    assert manager.get(f"/campaigns/nothing{tab}").status_code == 404


def test_the_plan_tells_what_to_change_and_when_it_was_computed(manager):
    page = manager.get("/campaigns/checked/plan", EN).text
    for text in ("audience.sample.completes", "cannot be met", "Computed", "<svg", "north"):
        assert text in page


def test_a_campaign_with_errors_has_no_plan_but_a_way_to_its_problems(manager):
    page = manager.get("/campaigns/broken/plan", EN).text
    assert "There is no plan now" in page
    assert 'href="/campaigns/broken/file"' in page


def test_the_script_stands_side_by_side_with_branches_and_lengths(manager):
    page = manager.get("/campaigns/checked/script", EN).text
    for text in (
        "Agent", "Voice menu", "SMS", "only if", "overall &lt;= 6", "read it once", "cannot say",
        "UCS-2", "&#39;nobody&#39; is undefined.", "Kept ready", "too busy",
    ):  # fmt: skip
        assert text in page


def test_the_script_is_shown_in_the_readers_language_unless_another_is_chosen(manager):
    assert '<option value="en" selected>' in manager.get("/campaigns/checked/script", EN).text
    chosen = "/campaigns/checked/script?segment=everyone&language=zh&subscriber=H7"
    page = manager.get(chosen, EN).text
    assert '<option value="zh" selected>' in page
    assert "<option selected>everyone</option>" in page
    assert 'value="H7"' in page


def test_an_unknown_subscriber_is_told_beside_the_form(manager):
    page = manager.get("/campaigns/checked/script?subscriber=nobody", EN).text
    assert "No subscriber" in page
    assert 'name="subscriber"' in page


def test_the_file_shows_each_problem_under_its_line(manager):
    page = manager.get("/campaigns/broken/file", EN).text
    own = page[page.index("purpos: survey") :]
    assert own.index("unknown-key") < own.index("script: satisfaction") < own.index("missing-language")  # fmt: skip
    assert "scripts/satisfaction/agent.zh.md.j2" in page
    assert "There is no question x." in page


def test_nothing_of_a_file_is_taken_for_markup(manager):
    page = manager.get("/campaigns/changed/approvals", EN).text
    assert "-&lt;b&gt;old&lt;/b&gt;" in page


def test_progress_shows_cells_contacts_and_outcomes(manager):
    page = manager.get("/campaigns/ten-point-satisfaction/progress", EN).text
    for text in ("north · platinum", "14 / 20", "waiting", "905", "no answer", "160", "115 complete, 4 partial"):  # fmt: skip
        assert text in page


def test_live_figures_come_once(manager):
    path = "/campaigns/ten-point-satisfaction/progress/data"
    first = manager.get(path, HTML)
    again = manager.get(path, HTML | {"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert 'data-part="cells"' in first.text
    assert again.headers["outbound-now"]


def test_the_report_is_embedded(manager):
    page = manager.get("/campaigns/ten-point-satisfaction/report", EN).text
    assert page.count('class="picture"') >= 2
    assert "As of 2026-11-23 02:00" in page or "As of 2026-11-23 10:00" in page


def test_a_draft_has_neither_progress_nor_report(manager):
    assert "nothing to show" in manager.get("/campaigns/checked/progress", EN).text
    assert "no report" in manager.get("/campaigns/checked/report", EN).text


# ---------------------------------------------------------------- acts


def sign(caller, name="checked", seen=HASH):
    return caller.post(f"/campaigns/{name}/sign", {"seen": seen})


def test_each_department_signs_and_the_manager_launches(caller, service):
    caller.sign_in("app")
    assert sign(caller).status_code == 200
    caller.sign_in("max")
    assert "Launch" not in caller.get("/campaigns/checked/approvals", EN).text
    assert sign(caller).status_code == 200
    assert "Launch" in caller.get("/campaigns/checked/approvals", EN).text
    assert caller.post("/campaigns/checked/launch").status_code == 200
    assert service.campaigns.states["checked"].value == "running"
    assert [act[1:] for act in service.campaigns.acts] == [
        ("approve", "app", "network"), ("approve", "max", "marketing"), ("launch", "max", ""),
    ]  # fmt: skip


def test_a_signature_names_what_was_seen(approver, service):
    answer = sign(approver, seen="0" * 64)
    assert answer.status_code == 403
    assert "changed since you looked" in answer.text
    assert sign(approver, seen="").status_code == 400
    assert service.campaigns.acts == []


def test_the_approvals_say_who_signed_what_is_void_and_what_is_missing(approver):
    page = approver.get("/campaigns/changed/approvals", EN).text
    for text in ("Network", "void", "since changed: scripts/satisfaction/agent.zh.md.j2", "cdcdcdcdcdcd", "missing", "audience.holdout"):  # fmt: skip
        assert text in page
    assert "Sign for Network" in page
    assert "Sign for Marketing" not in page


def test_nobody_launches_what_is_not_approved(manager):
    assert manager.post("/campaigns/checked/launch").status_code == 403


def test_what_its_plan_says_cannot_be_met_is_launched_only_on_insisting(manager, service):
    service.campaigns.signed["checked"] = {"marketing", "network"}
    service.campaigns.states["checked"] = CampaignState.APPROVED
    service.campaigns.unmet = True
    assert "even if its plan" in manager.get("/campaigns/checked/approvals", EN).text
    refused = manager.post("/campaigns/checked/launch")
    assert refused.status_code == 403
    assert "cannot be met" in refused.text
    assert manager.post("/campaigns/checked/launch", {"despite": "yes"}).status_code == 200


def test_an_approver_may_not_launch_pause_or_stop(approver, service):
    for act in ("launch", "pause", "resume", "stop"):
        path = f"/campaigns/ten-point-satisfaction/{act}"
        assert approver.post(path, {"reason": "because"}).status_code == 403
    assert service.campaigns.acts == []
    page = approver.get("/campaigns/ten-point-satisfaction/approvals", EN).text
    assert "Nothing you can do now" in page


def test_a_supervisor_pauses_and_resumes_but_does_not_stop(supervisor, service):
    path = "/campaigns/ten-point-satisfaction"
    assert supervisor.post(f"{path}/pause", {"reason": "storm"}).status_code == 200
    assert "Resume" in supervisor.get(f"{path}/approvals", EN).text
    assert supervisor.post(f"{path}/resume", {"reason": "over"}).status_code == 200
    assert supervisor.post(f"{path}/stop", {"reason": "no"}).status_code == 403
    assert [act[1] for act in service.campaigns.acts] == ["pause", "resume"]


@pytest.mark.parametrize("act", ["pause", "stop"])
def test_acts_ask_for_a_reason(manager, service, act):
    path = f"/campaigns/ten-point-satisfaction/{act}"
    assert manager.post(path, {"reason": "  "}).status_code == 400
    assert manager.post(path, {"reason": "x" * 401}).status_code == 400
    assert service.campaigns.acts == []
    assert manager.post(path, {"reason": "replaced"}).status_code == 200


def test_a_signature_is_withdrawn_with_a_reason(manager, service):
    sign(manager)
    assert "Withdraw Marketing" in manager.get("/campaigns/checked/approvals", EN).text
    assert manager.post("/campaigns/checked/withdraw", {"reason": ""}).status_code == 400
    assert manager.post("/campaigns/checked/withdraw", {"reason": "too early"}).status_code == 200
    assert service.campaigns.signed["checked"] == set()


def test_acts_of_another_site_are_refused(manager, service):
    path = "/campaigns/ten-point-satisfaction/pause"
    forged = manager.send(
        "POST", path, data={"reason": "x"}, headers={"accept": "application/json"}
    )
    assert forged.status_code == 403
    assert service.campaigns.acts == []


def test_a_form_leads_back_to_the_campaign(manager):
    sent = HTML | {
        "origin": "http://127.0.0.1:8080",
        "content-type": "application/x-www-form-urlencoded",
    }
    answer = manager.send(
        "POST", "/campaigns/ten-point-satisfaction/pause", headers=sent,
        content=f"csrf={manager.token}&reason=storm",
    )  # fmt: skip
    assert answer.status_code == 303
    assert answer.headers["location"] == "/campaigns/ten-point-satisfaction/approvals"


# ---------------------------------------------------------------- rehearsing

REHEARSAL = "/campaigns/checked/rehearsal"


def form(caller, **fields):
    sent = EN | {"origin": "http://127.0.0.1:8080", "x-csrf-token": caller.token}
    return caller.send("POST", REHEARSAL, data=fields, headers=sent)


def test_a_rehearsal_begins_with_the_first_words(approver):
    page = approver.get(f"{REHEARSAL}?mode=sms&segment=vip&language=zh", EN).text
    for text in ("How satisfied are you?", "Go on", "answer overall", "Nothing is kept"):
        assert text in page
    assert "One step back" not in page


def test_every_step_says_again_what_was_typed(approver):
    page = form(approver, before='["8"]', line="9", act="say").text
    assert page.index("overall = 8") < page.index("overall = 9")
    back = form(approver, before='["8", "9"]', line="", act="back").text
    assert "overall = 8" in back
    assert "overall = 9" not in back
    assert "overall = 8" not in form(approver, before='["8"]', act="again").text


def test_silence_is_something_to_say(approver):
    assert "(silence)" in form(approver, before="[]", line="", act="say").text


@pytest.mark.parametrize(
    "fields",
    [{"before": "{"}, {"before": '"x"'}, {"before": "[1]"}, {"act": "jump"}, {"at": "noon"}, {"line": "x" * 2001}],
)  # fmt: skip
def test_a_tampered_rehearsal_is_refused(approver, fields):
    assert form(approver, **({"line": "8"} | fields)).status_code == 400


def test_a_broken_campaign_cannot_be_rehearsed(approver):
    page = approver.get("/campaigns/broken/rehearsal", EN)
    assert page.status_code == 200
    assert "The script cannot be shown" in page.text


def test_pictures_have_their_colours_from_the_site(caller):
    answer = caller.get("/pictures.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert ".picture .accent" in answer.text
    assert ":root" not in answer.text
