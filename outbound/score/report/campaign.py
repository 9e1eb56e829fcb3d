"""One campaign in a report: its list, its attempts and responses, its quota cells."""

from outbound.picture.bars import Bar, BarGroup, bars
from outbound.picture.cells import cells
from outbound.picture.reasons import Listing, listing
from outbound.score.pictures.hours import hours
from outbound.score.report import findings
from outbound.score.report.accounting import of_account
from outbound.score.report.groups import TONE, grouped
from outbound.score.report.nouns import CampaignReport, Report
from outbound.score.report.section import Section
from outbound.score.report.sentences import tell
from outbound.score.wording import say

SHOWN_RATES = ("RR1", "RR3", "COOP1", "REF1", "CON1")


def of_campaign(report: Report, campaign: CampaignReport, language: str) -> list[Section]:
    """One campaign: its list, its attempts, when they were made, its cells."""
    heading = findings.listing(campaign, language)
    shape = Listing(campaign.base, campaign.waterfall, campaign.holdout, campaign.listed)
    steps = listing(heading, shape, language)
    found = [Section(say("list", language), heading, (steps,), (tell("method-list", language),))]
    if campaign.attempts:
        found.append(_attempts(report, campaign, language))
    if campaign.cells:
        heading = tell("cells-sentence", language, **_cell_counts(campaign))
        found.append(Section(say("cells", language), heading, (cells(heading, campaign.cells),)))
    return [*found, *of_account(report, campaign, language)]


def _attempts(report: Report, campaign: CampaignReport, language: str) -> Section:
    heading = findings.attempting(campaign, language)
    groups = [
        BarGroup(
            say(f"group-{group}", language),
            tuple(Bar(say(outcome, language), count) for outcome, count in outcomes.items()),
            TONE[group],
        )
        for group, outcomes in grouped(campaign).items()
    ]
    pictures = [bars(heading, groups, campaign.attempts)]
    if campaign.attempts_by_hour:
        title = say("by-hour", language)
        reached = campaign.reached_by_hour
        pictures.append(hours(title, campaign.attempts_by_hour, reached, language))
    notes = [_figures(report, campaign, language)]
    told = [
        f"{name} {'–' if rate is None else f'{float(rate):.1%}'}"
        for name, rate in campaign.rates.items()
        if name in SHOWN_RATES
    ]
    if told:
        notes.append(tell("method-rates", language, rates=" · ".join(told)))
    return Section(say("contacts", language), heading, tuple(pictures), tuple(notes))


def _figures(report: Report, campaign: CampaignReport, language: str) -> str:
    """Where the contacts stand, the responses if anything was asked, messages and cost."""
    states = [
        f"{say(state, language)} {count:,}" for state, count in campaign.contacts.items() if count
    ]
    parts = [tell("contact-states", language, states=" · ".join(states))] if states else []
    if campaign.complete + campaign.partial:
        counts = {"complete": campaign.complete, "partial": campaign.partial}
        parts.append(tell("responses", language, **counts))
    spent = {"cost": campaign.cost, "currency": report.currency}
    parts.append(tell("spent", language, messages=campaign.messages, **spent))
    if campaign.cost_per_complete is not None:
        each = {"cost": campaign.cost_per_complete, "currency": report.currency}
        parts.append(tell("per-complete", language, **each))
    return ("" if language.startswith("zh") else " ").join(parts)


def _cell_counts(campaign: CampaignReport) -> dict[str, int]:
    full = [c for c in campaign.cells if c.target is not None and c.completes >= c.target]
    return {"full": len(full), "cells": len(campaign.cells)}
