"""An agent's first contact of the day, by keyboard alone, on the service that the fixture gives."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.world import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: str, account: str = "lin") -> None:
    page.goto(site)
    page.get_by_label("Account").fill(account)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def talk(page: Page, site: str) -> None:
    """Signed in, ready, and talking to the first contact."""
    sign_in(page, site)
    expect(page.get_by_role("button", name="Ready", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Talking")).to_be_visible()


def in_hand(page: Page):
    return page.locator("[aria-current=step]")


def past(page: Page, text: str):
    return page.locator(".step[data-place=past]").filter(has_text=text)


def does_not_scroll(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


def test_a_survey_from_sign_in_to_what_happens_next(page, site):
    # ------------------------------------------------------------ sign in, ready, a contact
    talk(page, site)
    expect(page.get_by_role("heading", name="张伟")).to_be_visible()
    expect(page.get_by_text("138****8000")).to_be_visible()
    assert does_not_scroll(page)

    # ------------------------------------------------------------ the opening, then a low score
    expect(in_hand(page)).to_contain_text("现在方便吗")
    page.keyboard.press("Enter")
    expect(in_hand(page)).to_contain_text("整体服务打分")
    expect(page.locator(".step").filter(has_text="哪一点最需要改进")).to_have_count(0)
    page.keyboard.press("4")

    # ------------------------------------------------------------ the branch opens where it belongs
    expect(in_hand(page)).to_contain_text("哪一点最需要改进")
    expect(past(page, "整体服务打分")).to_contain_text("4")
    page.keyboard.type("地铁里没有信号")
    page.keyboard.press("Enter")

    # ------------------------------------------------------------ ten, not used, an option, nought to ten
    expect(in_hand(page)).to_contain_text("打电话的清晰")
    page.keyboard.press("0")
    expect(past(page, "打电话的清晰")).to_contain_text("10")
    page.keyboard.press("s")
    expect(past(page, "手机上网")).to_contain_text("没用过")
    page.keyboard.press("7")
    expect(in_hand(page)).to_contain_text("现在解决了吗")
    page.keyboard.press("2")
    expect(past(page, "现在解决了吗")).to_contain_text("部分")
    page.keyboard.press("0")
    expect(past(page, "推荐海港移动")).to_contain_text("0")
    page.keyboard.type("基站少")
    page.keyboard.press("Enter")
    expect(in_hand(page)).to_contain_text("需要我们联系您")
    page.keyboard.press("1")
    expect(in_hand(page)).to_contain_text("祝您生活愉快")
    assert does_not_scroll(page)

    # ------------------------------------------------------------ the outcome, and what happens next
    expect(page.get_by_role("radio", name="completed")).to_be_checked()
    page.keyboard.press("o")
    expect(page.get_by_role("radio", name="completed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Last contact:")).to_contain_text("no more attempts (completed)")


def test_an_answer_is_corrected_and_the_agent_comes_back_to_where_they_were(page, site):
    talk(page, site)
    for key in ("Enter", "8", "7"):
        page.keyboard.press(key)
    expect(in_hand(page)).to_contain_text("手机上网")
    page.keyboard.press("ArrowUp")
    expect(in_hand(page).get_by_role("button", name="7", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("9")
    expect(past(page, "打电话的清晰")).to_contain_text("9")
    expect(in_hand(page)).to_contain_text("手机上网")


def test_keys_typed_ahead_reach_the_questions_they_were_meant_for(page, site):
    talk(page, site)
    page.keyboard.type("\n897")
    expect(past(page, "整体服务打分")).to_contain_text("8")
    expect(past(page, "打电话的清晰")).to_contain_text("9")
    expect(past(page, "手机上网")).to_contain_text("7")


def test_a_callback_is_promised_by_keyboard(page, site):
    talk(page, site)
    page.keyboard.press("k")
    hours = page.get_by_label("Call back at")
    expect(hours).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Last contact:")).to_contain_text("callback Mon 11-23 16:00, with you")


def test_answers_outlive_a_lost_connection(page, site, service):
    talk(page, site)
    page.keyboard.press("Enter")
    page.context.set_offline(True)
    page.keyboard.press("8")
    expect(page.get_by_role("status")).to_contain_text("Connection lost")
    expect(past(page, "整体服务打分")).to_contain_text("kept here")
    page.keyboard.press("7")
    expect(past(page, "打电话的清晰")).to_contain_text("kept here")
    assert service.work["lin"].answers == {}
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_be_hidden()
    expect(page.get_by_text("kept here")).to_have_count(0)
    assert service.work["lin"].answers == {"overall": "8", "calls": "7"}


def test_an_answer_the_server_refuses_says_why_in_its_place(page, site):
    talk(page, site)
    page.keyboard.press("Enter")
    page.evaluate(
        "document.querySelector('[aria-current=step] [data-value=\"9\"]').dataset.value = '99'"
    )
    page.keyboard.press("9")
    expect(in_hand(page).get_by_role("alert")).to_contain_text("'99' is not one of the answers.")


def test_the_keys_are_shown_and_objections_opened_without_a_mouse(page, site):
    talk(page, site)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I will call at the time you choose")).to_be_visible()
    page.keyboard.press("Escape")
    expect(in_hand(page).locator(".body")).to_be_focused()


def test_a_half_written_note_outlives_a_new_picture_of_the_desk(page, site):
    talk(page, site)
    page.keyboard.press("n")
    page.keyboard.type("speaks slowly")
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    expect(page.get_by_label(re.compile("Note"))).to_have_value("speaks slowly")
