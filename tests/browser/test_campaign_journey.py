"""A campaign from draft to running in the browser, on the real engine: each signs for their own department."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from outbound.engine.life.history import steps
from outbound.engine.people import accounts
from outbound.engine.workplace import Workplace
from outbound.web.service import Service
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser

PEOPLE = (
    ("max", "manager", "network"),
    ("ann", "approver", "care"),
    ("bob", "approver", "network"),
)


@pytest.fixture
def world(make_world: Callable[..., World], sqlite_url: str) -> World:
    """The small centre, its survey asking two departments."""
    world = make_world(sqlite_url)
    file = world.engine.workspace.campaign_file("survey")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("approvals: [care]", "approvals: [care, network]"), encoding="utf-8"
    )
    for account, role, department in PEOPLE:
        new = accounts.NewUser(account, role, account.title(), department, "")
        accounts.add(world.engine, new, PASSWORD)
    return world


@pytest.fixture
def service(world: World) -> Service:
    return Workplace(world.engine)


def sign_in(page: Page, site: str, account: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in")
    page.get_by_label("Account").fill(account)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def part(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of the campaign").get_by_role(
        "link", name=name
    ).click()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute(
        "aria-current", "page"
    )


def test_a_draft_is_planned_heard_signed_launched_paused_and_resumed(
    page: Page, site: str, world: World
) -> None:
    # ------------------------------------------------------------ the manager reads plan and script
    sign_in(page, site, "max")
    page.get_by_role("link", name="Campaigns").click()
    page.get_by_role("link", name="Satisfaction").click()
    expect(page.get_by_text("Everything that is asked can be met.")).to_be_visible()
    expect(
        page.get_by_role("heading", name="subscribers would be on the first list")
    ).to_be_visible()

    part(page, "Script")
    agent = page.get_by_role("region", name="Agent")
    expect(agent.get_by_text("Overall, 1 to 10?")).to_be_visible()
    expect(agent.get_by_text("overall <= 6")).to_be_visible()
    page.get_by_role("combobox", name="Language").select_option("zh")
    page.get_by_role("button", name="Show").click()
    expect(agent.get_by_text("总体打几分？")).to_be_visible()

    # ------------------------------------------------------------ and talks it through
    agent.get_by_role("link", name="Talk it through").click()
    page.get_by_label("What the agent enters").fill("8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text("会推荐吗")).to_be_visible()
    page.get_by_label("What the agent enters").fill("9")
    page.keyboard.press("Enter")
    ending = page.get_by_role("region", name="If it ended here")
    expect(ending.get_by_text("complete", exact=True)).to_be_visible()

    # ------------------------------------------------------------ each department signs
    for account, department in (("ann", "Care"), ("bob", "Network")):
        sign_in(page, site, account)
        page.goto(f"{site}/campaigns/survey/approvals")
        expect(page.get_by_role("button", name="Launch")).to_have_count(0)
        page.get_by_role("button", name=f"Sign for {department}").click()
        row = page.get_by_role("row", name=department)
        expect(row.get_by_text("valid")).to_be_visible()
        expect(page.get_by_role("button", name="Sign for")).to_have_count(0)

    # ------------------------------------------------------------ the manager launches
    sign_in(page, site, "max")
    page.goto(f"{site}/campaigns/survey/approvals")
    page.get_by_role("button", name="Launch").click()
    expect(page.get_by_text("running", exact=True).first).to_be_visible()

    # ------------------------------------------------------------ pauses with a reason, and resumes
    page.get_by_label("Reason: Pause").fill("storm in the north")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("paused", exact=True).first).to_be_visible()
    expect(page.get_by_text("storm in the north").first).to_be_visible()
    page.get_by_label("Reason: Resume").fill("it is over")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("running", exact=True).first).to_be_visible()
    taken = [(step.step, step.by) for step in steps(world.engine, "survey")]
    assert taken == [
        ("approve", "ann"), ("approve", "bob"), ("launch", "max"), ("pause", "max"), ("resume", "max"),
    ]  # fmt: skip


def test_progress_changes_in_place(page: Page, site: str, world: World) -> None:
    world.launch("survey")
    sign_in(page, site, "max")
    page.goto(f"{site}/campaigns/survey/progress")
    contacts = page.get_by_role("region", name="Contacts by state")
    expect(contacts.get_by_text("0 in all")).to_be_visible()
    page.get_by_label("Reason: Pause").fill("half a reason")
    world.tick()
    expect(contacts.get_by_text("waiting")).to_be_visible()
    expect(page.get_by_label("Reason: Pause")).to_have_value("half a reason")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "/survey/plan", "/survey/script", "/survey/approvals", "/survey/file", "/survey/rehearsal"])  # fmt: skip
def test_nothing_scrolls_sideways(page: Page, site: str, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    sign_in(page, site, "max")
    page.goto(f"{site}/campaigns{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
