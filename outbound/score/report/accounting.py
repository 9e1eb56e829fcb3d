"""How a campaign turned out: against its plan, against its holdout, and what happened to it meanwhile."""

from outbound.score.evaluation import Evaluation
from outbound.score.report.nouns import CampaignReport, Report
from outbound.score.report.section import Section
from outbound.score.report.sentences import tell
from outbound.score.wording import say


def of_account(report: Report, campaign: CampaignReport, language: str) -> list[Section]:
    """Plan and actual, effect, life; each only where there is something to tell."""
    found = []
    if campaign.planned:
        found.append(_planned(campaign, language))
    if campaign.evaluation is not None:
        found.append(of_evaluation(campaign.evaluation, language))
    if campaign.life:
        found.append(_life(report, campaign, language))
    return found


def _planned(campaign: CampaignReport, language: str) -> Section:
    head = ("", say("planned", language), say("range", language), say("actual", language))
    rows = [
        (
            say(f"plan-{figure.name}", language),
            f"{figure.expected:,.0f}",
            f"{figure.low:,.0f}–{figure.high:,.0f}",
            f"{figure.actual:,.0f}{'' if figure.is_inside else ' ◂'}",
        )
        for figure in campaign.planned
    ]
    heading = _against(campaign, language)
    return Section(
        say("plan-actual", language), heading, notes=(tell("method-plan", language),),
        table=(head, *rows),
    )  # fmt: skip


def _against(campaign: CampaignReport, language: str) -> str:
    """The sentence about the figure that the campaign is for: completes, or contacts where it only tells."""
    asked = [figure for figure in campaign.planned if figure.expected > 0] or campaign.planned
    goal = next((figure for figure in asked if figure.name == "completes"), asked[0])
    way = (
        "as-planned"
        if goal.is_inside
        else "above-plan"
        if goal.actual > goal.high
        else "below-plan"
    )
    what = say(f"plan-{goal.name}", language)
    return tell(way, language, what=what, actual=goal.actual, expected=goal.expected)


def _life(report: Report, campaign: CampaignReport, language: str) -> Section:
    head = (
        say("when", language),
        say("step", language),
        say("by", language),
        say("reason", language),
    )
    zone = report.as_of.tzinfo
    rows = [
        (f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M}", say(f"step-{entry.step}", language), entry.by, entry.reason)
        for entry in campaign.life
    ]  # fmt: skip
    pauses = sum(entry.step == "pause" for entry in campaign.life)
    way = ("life-quiet", "life-once")[pauses] if pauses < 2 else "life-sentence"
    heading = tell(way, language, pauses=pauses)
    files = ", ".join(campaign.files_changed)
    notes = (tell("files-changed", language, files=files),) if files else ()
    return Section(say("life", language), heading, notes=notes, table=(head, *rows))


def of_evaluation(evaluation: Evaluation, language: str) -> Section:
    """The evaluation as a finding: a sentence, the two shares, the method."""
    found = evaluation.effect
    if found is None:
        until = f"{evaluation.until:%Y-%m-%d}" if evaluation.until else "–"
        heading = tell(f"evaluation-{evaluation.verdict.name.lower()}", language, until=until)
        return Section(say("effect", language), heading, notes=_notes(evaluation, language))
    way = "none" if not found.is_real else "better" if found.difference > 0 else "worse"
    figures = {
        "contacted": found.share_contacted, "held_out": found.share_held_out,
        "points": abs(found.difference) * 100, "low": found.low * 100, "high": found.high * 100,
    }  # fmt: skip
    rows = (
        ("", say("people", language), say("succeeded", language)),
        (say("assigned", language), f"{found.contacted:,}", f"{found.share_contacted:.1%}"),
        (say("holdout", language), f"{found.held_out:,}", f"{found.share_held_out:.1%}"),
    )
    heading = tell(f"effect-{way}", language, **figures)
    return Section(say("effect", language), heading, notes=_notes(evaluation, language), table=rows)


def _notes(evaluation: Evaluation, language: str) -> tuple[str, ...]:
    days = evaluation.after.total_seconds() / 86_400
    told = [tell("method-effect", language, success=evaluation.success, days=f"{days:g}")]
    if evaluation.measured_at:
        told.append(tell("measured-at", language, when=f"{evaluation.measured_at:%Y-%m-%d}"))
    if evaluation.note:
        told.append(evaluation.note)
    return tuple(told)
