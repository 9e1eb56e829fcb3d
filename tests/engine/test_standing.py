"""Where a campaign stands before and after its launch: who signed what, and which file voids it."""

from datetime import date

import pytest

from db.tables import Approval, CampaignState, Content
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.changes import since_launch, since_signing
from outbound.engine.campaigns.standing import standing, standings
from outbound.engine.life.actor import COMMAND_LINE, Actor, Role
from outbound.engine.life.history import steps
from outbound.engine.life.transitions import Step
from outbound.engine.people import accounts
from outbound.errors import InputError, NotFoundError, ProblemsError, RefusedError
from tests.engine.conftest import Begin
from tests.world import World

SCRIPT = "scripts/satisfaction/agent.zh.md.j2"
FILE = "campaigns/survey.yaml"
CENTRE = "outbound.yaml"


def edit(world: World, file: str, old: str, new: str) -> None:
    path = world.engine.workspace.path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def sign(world: World, campaign: str = "survey") -> str:
    return lifecycle.approve(world.engine, campaign, "care", COMMAND_LINE)


def stands(world: World, campaign: str = "survey") -> CampaignState:
    return standing(world.engine, campaign).state


# Draft, checked, approved: never stored


def test_a_campaign_without_errors_is_checked_and_wants_its_signatures(small_world: World) -> None:
    found = standing(small_world.engine, "survey")
    assert (found.state, found.missing) == (CampaignState.CHECKED, ("care",))
    assert found.allowed == (Step.APPROVE,)
    assert found.content_hash


def test_an_error_makes_it_a_draft_that_nobody_signs_or_launches(small_world: World) -> None:
    world = small_world
    sign(world)
    edit(world, FILE, "plan = 'survey'", "plam = 'survey'")
    found = standing(world.engine, "survey")
    assert found.state is CampaignState.DRAFT
    assert [problem.code for problem in found.errors] == ["unknown-column"]
    for act in (
        lambda: sign(world),
        lambda: lifecycle.launch(world.engine, "survey", COMMAND_LINE),
    ):
        with pytest.raises(ProblemsError, match="plam"):
            act()


def test_a_file_that_cannot_be_read_is_a_draft_without_content(small_world: World) -> None:
    edit(small_world, FILE, "purpose: survey", "purpose: [")
    found = standing(small_world.engine, "survey")
    assert (found.state, found.content_hash) == (CampaignState.DRAFT, "")
    assert found.errors


def test_with_the_last_signature_it_is_approved_and_may_be_launched(small_world: World) -> None:
    sign(small_world)
    found = standing(small_world.engine, "survey")
    assert (found.state, found.missing) == (CampaignState.APPROVED, ())
    assert Step.LAUNCH in found.allowed


def test_whom_nobody_has_to_approve_is_approved_once_checked(small_world: World) -> None:
    assert stands(small_world, "texts") is CampaignState.APPROVED


def test_a_campaign_that_does_not_exist_stands_nowhere(small_world: World) -> None:
    with pytest.raises(NotFoundError, match="surevy"):
        standing(small_world.engine, "surevy")


# What voids a signature


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FILE, "attempts: 2", "attempts: 3"),
        (SCRIPT, "您好", "你好"),
        (CENTRE, "总体", "整体"),
        (CENTRE, "+862160010001", "+862160010009"),
    ],
)
def test_a_change_of_anything_used_voids_the_signatures_and_is_named(
    small_world: World, file: str, old: str, new: str
) -> None:
    world = small_world
    sign(world)
    edit(world, file, old, new)
    found = standing(world.engine, "survey")
    assert (found.state, found.missing, found.changed) == (
        CampaignState.CHECKED,
        ("care",),
        (file,),
    )
    with pytest.raises(RefusedError, match="care signed on 2026-11-23, since then") as refused:
        lifecycle.launch(world.engine, "survey", COMMAND_LINE)
    assert f"{file} changed" in refused.value.message
    assert refused.value.hint == "outbound approve survey --as care"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FILE, "purpose:", "# said differently\npurpose:"),
        (FILE, "approvals: [care]", "approvals:\n  - care"),
        ("scripts/balance/sms.zh.txt.j2", "余额", "结余"),
        (CENTRE, "+862160010002", "+862160010008"),
        (CENTRE, "departments: {care", "departments: {sales: {zh: 销售部, en: Sales}, care"),
        (CENTRE, "base:", "caps: [{contacts: 1, per: 3d, purpose: care}]\nbase:"),
    ],
)
def test_a_change_of_what_it_does_not_use_voids_nothing(
    small_world: World, file: str, old: str, new: str
) -> None:
    world = small_world
    sign(world)
    edit(world, file, old, new)
    assert stands(world) is CampaignState.APPROVED
    assert since_signing(world.engine, "survey") == ()


def test_all_files_that_changed_are_named_in_one_sentence(small_world: World) -> None:
    world = small_world
    sign(world)
    edit(world, FILE, "attempts: 2", "attempts: 3")
    edit(world, SCRIPT, "您好", "你好")
    (signature,) = standing(world.engine, "survey").signatures
    assert not signature.valid
    assert signature.told(world.engine.zone) == f"care signed on 2026-11-23, since then {FILE} and {SCRIPT} changed"  # fmt: skip


def test_undoing_the_change_makes_the_signature_good_again(small_world: World) -> None:
    world = small_world
    sign(world)
    edit(world, SCRIPT, "您好", "你好")
    edit(world, SCRIPT, "你好", "您好")
    assert stands(world) is CampaignState.APPROVED


def test_a_change_of_what_is_extended_names_the_template(small_world: World) -> None:
    world = small_world
    folder = world.engine.workspace.campaigns_dir
    (folder / "templates").mkdir()
    body = (folder / "survey.yaml").read_text(encoding="utf-8")
    (folder / "templates" / "base.yaml").write_text(body, encoding="utf-8")
    (folder / "survey.yaml").write_text("extends: templates/base\n", encoding="utf-8")
    sign(world)
    edit(world, "campaigns/templates/base.yaml", "attempts: 2", "attempts: 3")
    assert standing(world.engine, "survey").changed == ("campaigns/templates/base.yaml",)


# Who may sign


def test_a_person_signs_for_their_own_department_only(world: World) -> None:
    mei = Actor("mei", Role.MANAGER, "network")
    with pytest.raises(RefusedError, match="mei signs for network only"):
        lifecycle.approve(world.engine, "survey", "care", mei)
    with pytest.raises(RefusedError, match="belongs to no department"):
        lifecycle.approve(world.engine, "survey", "care", Actor("mei", Role.MANAGER))
    lifecycle.approve(world.engine, "survey", "care", Actor("an", Role.APPROVER, "care"))
    (signature,) = standing(world.engine, "survey").signatures
    assert (signature.by, signature.valid) == ("an", True)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.QUALITY, Role.ENGINEER])
def test_other_roles_do_not_sign_even_for_their_own(small_world: World, role: Role) -> None:
    with pytest.raises(RefusedError, match="may not approve"):
        lifecycle.approve(small_world.engine, "survey", "care", Actor("lin", role, "care"))


def test_an_approver_has_a_department(small_world: World) -> None:
    engine = small_world.engine
    with pytest.raises(InputError, match="signs for a department"):
        accounts.add(engine, accounts.NewUser("an", "approver", "An"), "a long password")
    accounts.add(engine, accounts.NewUser("an", "approver", "An", "care"), "a long password")
    assert accounts.actor(engine, "an") == Actor("an", Role.APPROVER, "care")


def test_a_signature_taken_back_is_wanted_again(world: World) -> None:
    sign(world)
    lifecycle.withdraw(world.engine, "survey", "care", COMMAND_LINE, "the price is wrong")
    assert stands(world) is CampaignState.CHECKED
    assert world.everything(Approval) == []
    with pytest.raises(RefusedError, match="care has not signed"):
        lifecycle.withdraw(world.engine, "survey", "care", COMMAND_LINE)
    sign(world)
    assert stands(world) is CampaignState.APPROVED


def test_what_runs_is_no_longer_signed_nor_unsigned(begun: Begin) -> None:
    world = begun("survey")
    with pytest.raises(RefusedError, match="Cannot withdraw survey: it is running"):
        lifecycle.withdraw(world.engine, "survey", "care", COMMAND_LINE)


# After the launch


def test_later_edits_show_in_the_diff_and_touch_nothing_that_runs(begun: Begin) -> None:
    world = begun("survey")
    edit(world, FILE, "attempts: 2", "attempts: 3")
    found = standing(world.engine, "survey")
    assert (found.state, found.changed, found.missing) == (CampaignState.RUNNING, (FILE,), ())
    assert [signature.valid for signature in found.signatures] == [True]
    (change,) = since_launch(world.engine, "survey")
    assert [key.key for key in change.keys] == ["contact.channels"]
    assert world.engine.running.named("survey").step(0).either.attempts == 2


def test_a_draft_has_no_diff_to_a_launch_nor_an_unsigned_one_to_a_signature(
    small_world: World,
) -> None:
    with pytest.raises(RefusedError, match="is a draft"):
        since_launch(small_world.engine, "survey")
    with pytest.raises(RefusedError, match="Nobody has signed"):
        since_signing(small_world.engine, "survey")


def test_a_running_campaign_whose_file_is_gone_still_stands(begun: Begin) -> None:
    world = begun("texts")
    world.engine.workspace.campaign_file("texts").unlink()
    assert stands(world, "texts") is CampaignState.RUNNING
    assert {one.campaign for one in standings(world.engine)} >= {"texts", "survey"}


def test_every_step_is_kept_with_its_actor_its_reason_and_its_states(world: World) -> None:
    signature = sign(world)
    lifecycle.launch(world.engine, "survey", Actor("chen", Role.MANAGER, "care"))
    wang = Actor("wang", Role.SUPERVISOR)
    lifecycle.change(world.engine, "survey", Step.PAUSE, wang, "a storm")
    world.at("00:00", date(2026, 12, 21))
    world.tick()
    world.tick()
    taken = steps(world.engine, "survey")
    assert [(s.step, s.before, s.after, s.by, s.reason) for s in taken] == [
        ("approve", "checked", "approved", "command line", "care"),
        ("launch", "approved", "running", "chen", ""),
        ("pause", "running", "paused", "wang", "a storm"),
        ("spend", "paused", "finishing", "engine", "no time left"),
        ("settle", "finishing", "finished", "engine", "no time left"),
    ]
    assert {s.content_hash for s in taken} == {signature}


def test_a_refused_step_leaves_no_trace(world: World) -> None:
    with pytest.raises(RefusedError):
        lifecycle.launch(world.engine, "survey", COMMAND_LINE)
    assert steps(world.engine, "survey") == ()
    assert world.everything(Content) == []
