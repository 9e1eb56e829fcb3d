"""The reference workspace is what it asks of others: complete, in both languages, honest, short."""

import re

import pytest

from outbound.campaign.schema import Mode, Purpose
from outbound.policy.opt_out import is_opt_out
from outbound.script.inspection import VARIABLES, objections, questions, variables
from outbound.script.lookup import script_file
from outbound.script.plan import Plan
from outbound.script.prompts import prompt
from outbound.script.questionnaire import applicable, asked_in
from outbound.script.render import render_agent, render_sms, render_sms_texts
from outbound.script.sms_length import segments as sms_segments
from tests.workspace.reference import (
    CAMPAIGNS,
    COLUMNS,
    ENVIRONMENT,
    FACTS,
    FALLBACK,
    LANGUAGES,
    NOW,
    WORKSPACE,
    combinations,
    values,
)

FILES = sorted(
    path.relative_to(WORKSPACE.scripts_dir).as_posix()
    for path in WORKSPACE.scripts_dir.rglob("*.j2")
)
MODES = (Mode.AGENT, Mode.VOICE, Mode.SMS)

PURPOSES = {
    "behaviour-research": Purpose.RESEARCH,
    "bill-summary": Purpose.CARE,
    "churn-retention": Purpose.RETENTION,
    "complaint-follow-up": Purpose.FOLLOW_UP,
    "first-bill-callback": Purpose.CALLBACK,
    "leaving-high-value": Purpose.RETENTION,
    "low-balance": Purpose.CARE,
    "low-score-recovery": Purpose.FOLLOW_UP,
    "network-pulse": Purpose.SURVEY,
    "new-subscriber-callback": Purpose.CALLBACK,
    "offer-expiry": Purpose.CARE,
    "other-networks-research": Purpose.RESEARCH,
    "planned-work": Purpose.CARE,
    "satisfaction-research": Purpose.SURVEY,
    "second-confirmation": Purpose.CARE,
    "tariff-and-roaming": Purpose.CARE,
    "ten-point-satisfaction": Purpose.SURVEY,
    "trial-ended": Purpose.CARE,
    "trial-ending": Purpose.CARE,
}
"""A campaign for every part of the field that is one."""

TOLD_ONCE = {"offer-expiry", "planned-work", "trial-ending"}
"""Notices of what ends, is charged or fails on one day: they do not come again by themselves."""


def test_every_part_of_the_field_has_its_campaign() -> None:
    purposes = {name: campaign.purpose for name, campaign in CAMPAIGNS.items()}
    assert purposes == PURPOSES


def test_every_script_uses_only_what_there_is() -> None:
    asked = {q.id for campaign in CAMPAIGNS.values() for q in campaign.questions}
    known = {*VARIABLES, *(f"subscriber.{c}" for c in COLUMNS), *(f"answers.{q}" for q in asked)}
    for file in FILES:
        assert {m.name for m in variables(ENVIRONMENT, file)} <= known, file
        assert {m.name for m in questions(ENVIRONMENT, file)} <= asked, file


def test_every_script_is_used_by_some_campaign() -> None:
    used: set[str] = set()
    for mode in MODES:
        for name, segment, language in combinations(mode):
            file = script_file(ENVIRONMENT, CAMPAIGNS[name], segment, mode, language, FALLBACK)
            used.update(ENVIRONMENT.chain(file))
    for campaign in CAMPAIGNS.values():
        for offer in campaign.offers:
            used.update(f"{offer.script}/agent.{language}.md.j2" for language in LANGUAGES)
    assert set(FILES) == used


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_people_are_spoken_to_in_their_own_language(name: str) -> None:
    campaign = CAMPAIGNS[name]
    for mode in MODES:
        for other, segment, language in combinations(mode):
            if other == name:
                file = script_file(ENVIRONMENT, campaign, segment, mode, language, FALLBACK)
                assert f".{language}." in file
    for question in campaign.questions:
        texts = [
            question.ask,
            *question.options.values(),
            *filter(None, [question.do, question.skip]),
        ]
        assert all(set(text.by_language) == set(LANGUAGES) for text in texts), question.id


def test_no_script_names_a_segment_or_a_risk() -> None:
    forbidden = re.compile(r"\b(segment|risk|churn|vip)\b|流失|风险|高价值", re.IGNORECASE)
    for file in FILES:
        told = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", ENVIRONMENT.source(file), flags=re.DOTALL)
        assert not forbidden.search(told), file


def test_what_only_asks_or_serves_sells_nothing() -> None:
    for campaign in CAMPAIGNS.values():
        if campaign.purpose is not Purpose.RETENTION:
            assert not campaign.offers


def test_every_objection_that_an_offer_counters_has_its_answer() -> None:
    for name, segment, language in combinations(Mode.AGENT):
        campaign = CAMPAIGNS[name]
        countered = {reason for offer in campaign.offers for reason in offer.counters}
        file = script_file(ENVIRONMENT, campaign, segment, Mode.AGENT, language, FALLBACK)
        assert countered <= {m.name for m in objections(ENVIRONMENT, file)}, file


def test_offers_are_granted_at_every_level() -> None:
    grants = {offer.grant for campaign in CAMPAIGNS.values() for offer in campaign.offers}
    assert {"agent", "supervisor"} < grants
    assert any(grant.startswith("department ") for grant in grants)


def test_every_talk_begins_with_what_it_is_and_with_asking_whether_now_suits() -> None:
    for name, segment, language in combinations(Mode.AGENT):
        campaign = CAMPAIGNS[name]
        words = values(campaign, segment, language)
        script = render_agent(ENVIRONMENT, campaign, segment, language, FALLBACK, words)
        opening = next(step.html for step in script.steps if step.name == "opening")
        place = f"{name} {segment} {language}"
        assert re.search("录音|recorded", opening), place
        assert re.search(r"方便|good time\?|two minutes\?|May I ask\?", opening), place
        declined = {objection.name for objection in script.objections}
        assert {"not-now", "not-this", "never-again"} <= declined, place


def test_offers_use_no_port_out_facts() -> None:
    for campaign in CAMPAIGNS.values():
        assert not any(re.search("port", offer.for_ or "") for offer in campaign.offers)


@pytest.mark.parametrize(("name", "segment", "language"), list(combinations(Mode.SMS)))
def test_messages_are_short_even_with_the_longest_values(
    name: str, segment: str, language: str
) -> None:
    campaign = CAMPAIGNS[name]
    longest = values(campaign, segment, language, balance=9999.99, spend_3m=360000.0)
    given = (ENVIRONMENT, campaign, segment, language, FALLBACK, longest)
    if not campaign.questions:
        assert sms_segments(render_sms(*given)).segments == 1
        return
    texts = render_sms_texts(*given)
    for text in (texts.opening, texts.resumed, texts.sorry, texts.closing):
        assert text
        assert sms_segments(text).segments == 1
    assert sms_segments(texts.confirmed).segments == 1
    plan = Plan(campaign.questions, language, "H0000001", NOW, facts=FACTS, fallback=FALLBACK)
    for question in campaign.questions:
        if asked_in(question, Mode.SMS):
            asked = prompt(plan, question, Mode.SMS)
            assert sms_segments(asked).segments <= 2
            if campaign.purpose is Purpose.CARE:
                assert sms_segments(f"{texts.opening} {asked}").segments == 1


def test_every_first_message_says_how_to_stop() -> None:
    for name, segment, language in combinations(Mode.SMS):
        if name in TOLD_ONCE:
            continue
        campaign = CAMPAIGNS[name]
        given = (
            ENVIRONMENT,
            campaign,
            segment,
            language,
            FALLBACK,
            values(campaign, segment, language),
        )
        text = render_sms_texts(*given).opening if campaign.questions else render_sms(*given)
        assert re.search(r"(?<![A-Za-z])T(?![A-Za-z])", text), text
    assert is_opt_out("T")


def test_no_answer_code_is_an_opt_out() -> None:
    for campaign in CAMPAIGNS.values():
        for question in campaign.questions:
            if asked_in(question, Mode.SMS):
                codes = [*question.options, *(str(n + 1) for n in range(len(question.options)))]
                labels = [
                    w for text in question.options.values() for w in text.by_language.values()
                ]
                skip = list(question.skip.by_language.values()) if question.skip else []
                words = [*codes, *labels, *skip, "1", "2", question.code or ""]
                assert not any(is_opt_out(word) for word in words)


def test_a_code_that_starts_something_has_its_words_and_its_follow_up() -> None:
    for name, segment, language in combinations(Mode.SMS):
        campaign = CAMPAIGNS[name]
        coded = {question.id for question in campaign.questions if question.code}
        if coded:
            words = values(campaign, segment, language)
            texts = render_sms_texts(ENVIRONMENT, campaign, segment, language, FALLBACK, words)
            assert texts.confirmed
            assert coded <= {alert.when for alert in campaign.alerts}, name


def test_a_service_message_leaves_nobody_out() -> None:
    for campaign in CAMPAIGNS.values():
        if campaign.purpose is Purpose.CARE:
            assert campaign.audience.sample is None
            assert campaign.audience.holdout == 0


def test_sms_asks_a_short_set() -> None:
    for name, _, _ in combinations(Mode.SMS):
        campaign = CAMPAIGNS[name]
        plan = Plan(campaign.questions, "zh", "H0000001", NOW, facts=FACTS)
        assert len(applicable(plan, Mode.SMS, {})) <= 5


def test_processes_and_departments_exist() -> None:
    centre = WORKSPACE.centre
    for campaign in CAMPAIGNS.values():
        named = {campaign.owner, *campaign.approvals, *(alert.to for alert in campaign.alerts)}
        assert named - {None} <= set(centre.departments)
        assert {q.process for q in campaign.questions} - {None} <= set(centre.processes)
