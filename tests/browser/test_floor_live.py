"""The supervisor's page changes in place, and says when it no longer does."""

import pytest
from playwright.sync_api import expect

from db.tables import CampaignState
from tests.browser.test_agent_journey import sign_in

pytestmark = pytest.mark.browser


def test_a_campaign_is_paused_with_a_reason(page, site, service):
    sign_in(page, site, "sun")
    band = page.get_by_role("region", name="Ten-point satisfaction")
    band.get_by_label("Reason").fill("storm in the north")
    band.get_by_role("button", name="Pause").click()
    expect(band.get_by_text("paused")).to_be_visible()
    assert service.campaigns.acts == [
        ("ten-point-satisfaction", "pause", "sun", "storm in the north")
    ]


def test_figures_change_under_a_half_written_reason(page, site, service):
    sign_in(page, site, "sun")
    band = page.get_by_role("region", name="Ten-point satisfaction")
    band.get_by_label("Reason").fill("storm")
    service.campaigns.states["ten-point-satisfaction"] = CampaignState.FINISHING
    expect(band.get_by_text("finishing")).to_be_visible()
    expect(band.get_by_label("Reason")).to_have_value("storm")
    expect(band.get_by_label("Reason")).to_be_focused()


def test_the_page_says_when_live_figures_stop_and_when_they_are_back(page, site):
    sign_in(page, site, "sun")
    expect(page.get_by_role("heading", name="Agents")).to_be_visible()
    page.wait_for_load_state("load")  # the heading is there before the script that looks
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Live figures stopped at 10:00")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_be_hidden()


def test_the_engineer_sees_the_floor_and_changes_nothing(page, site):
    sign_in(page, site, "eng")
    expect(page.get_by_role("heading", name="Health")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
