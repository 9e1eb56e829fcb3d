"""Every rendered script of the reference workspace beside its golden; `--update-golden` rewrites them."""

from collections.abc import Callable

import pytest

from outbound.campaign.schema import Mode
from outbound.script.plan import Plan, Texts
from outbound.script.prompts import prompt
from outbound.script.questionnaire import asked_in
from outbound.script.render import (
    render_agent,
    render_offer,
    render_sms,
    render_sms_texts,
    render_voice,
)
from tests.script.conftest import GOLDENS
from tests.workspace.reference import (
    CAMPAIGNS,
    ENVIRONMENT,
    FACTS,
    FALLBACK,
    LANGUAGES,
    NOW,
    combinations,
    values,
)

Golden = Callable[[str, str], None]
AGENT = list(combinations(Mode.AGENT))
VOICE = list(combinations(Mode.VOICE))
SMS = list(combinations(Mode.SMS))
OFFERS = [
    (name, offer.id, tag)
    for name, c in CAMPAIGNS.items()
    for offer in c.offers
    for tag in LANGUAGES
]


@pytest.mark.parametrize(("name", "segment", "language"), AGENT)
def test_what_the_agent_reads(name: str, segment: str, language: str, golden: Golden) -> None:
    campaign = CAMPAIGNS[name]
    script = render_agent(
        ENVIRONMENT, campaign, segment, language, FALLBACK, values(campaign, segment, language)
    )
    lines = []
    for step in script.steps:
        question = campaign.question(step.question) if step.question else None
        what = f"ask {question.id}: {question.ask.of(language)}" if question else step.html
        lines.append(f"[{step.name}] {'offers' if step.offers else what}")
    lines += [f"[/{o.name}] {o.title}\n{o.html}" for o in script.objections]
    golden(f"{name}/agent.{segment}.{language}.html", "\n\n".join(lines) + "\n")


@pytest.mark.parametrize(("name", "segment", "language"), VOICE)
def test_what_the_voice_menu_says(name: str, segment: str, language: str, golden: Golden) -> None:
    campaign = CAMPAIGNS[name]
    texts = render_voice(
        ENVIRONMENT, campaign, segment, language, FALLBACK, values(campaign, segment, language)
    )
    golden(f"{name}/voice.{segment}.{language}.txt", talk(name, language, Mode.VOICE, texts))


@pytest.mark.parametrize(("name", "segment", "language"), SMS)
def test_what_is_sent(name: str, segment: str, language: str, golden: Golden) -> None:
    campaign = CAMPAIGNS[name]
    given = (
        ENVIRONMENT,
        campaign,
        segment,
        language,
        FALLBACK,
        values(campaign, segment, language),
    )
    if campaign.questions:
        text = talk(name, language, Mode.SMS, render_sms_texts(*given))
    else:
        text = render_sms(*given) + "\n"
    golden(f"{name}/sms.{segment}.{language}.txt", text)


@pytest.mark.parametrize(("name", "offer_id", "language"), OFFERS)
def test_what_is_offered(name: str, offer_id: str, language: str, golden: Golden) -> None:
    campaign = CAMPAIGNS[name]
    offer = next(o for o in campaign.offers if o.id == offer_id)
    html = render_offer(
        ENVIRONMENT, offer, (language, FALLBACK), values(campaign, "everyone", language)
    )
    golden(f"{name}/offer.{offer_id}.{language}.html", html + "\n")


def test_every_golden_is_claimed() -> None:
    claimed = {
        *(f"{name}/agent.{segment}.{tag}.html" for name, segment, tag in AGENT),
        *(f"{name}/voice.{segment}.{tag}.txt" for name, segment, tag in VOICE),
        *(f"{name}/sms.{segment}.{tag}.txt" for name, segment, tag in SMS),
        *(f"{name}/offer.{offer}.{tag}.html" for name, offer, tag in OFFERS),
    }
    kept = {path.relative_to(GOLDENS).as_posix() for path in GOLDENS.rglob("*") if path.is_file()}
    assert kept == claimed


def talk(name: str, language: str, mode: Mode, texts: Texts) -> str:
    """All that a talk may say, in order."""
    campaign = CAMPAIGNS[name]
    plan = Plan(campaign.questions, language, "H0000001", NOW, facts=FACTS, fallback=FALLBACK)
    asked = [q for q in campaign.questions if asked_in(q, mode)]
    lines = [f"opening: {texts.opening}", f"resumed: {texts.resumed}", f"sorry: {texts.sorry}"]
    lines += [f"ask {q.id}: {prompt(plan, q, mode)}" for q in asked]
    lines += [f"confirmed: {texts.confirmed}"] if texts.confirmed else []
    return "\n".join([*lines, f"closing: {texts.closing}"]) + "\n"
