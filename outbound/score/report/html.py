"""The report as one HTML file that needs nothing else: screen and A4, light and dark."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from outbound.picture.sheet import SHEET
from outbound.picture.svg import CSS
from outbound.score.report import sections
from outbound.score.report.campaign import of_campaign
from outbound.score.report.nouns import Report
from outbound.score.report.section import Section
from outbound.score.report.sentences import tell
from outbound.score.wording import say

HERE = Path(__file__).parent

TEMPLATES = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def report_html(report: Report, language: str) -> str:
    """The whole report in one language (Chinese for any zh, else English), self-contained."""
    chapters = [
        (
            campaign.title.of(language),
            say(campaign.purpose.value, language),
            of_campaign(report, campaign, language),
        )
        for campaign in report.campaigns
    ]
    return TEMPLATES.get_template("report.html.j2").render(
        language=language,
        title=_title(report, language),
        centre=report.centre.of(language),
        when=tell("as-of", language, when=f"{report.as_of:%Y-%m-%d %H:%M}"),
        report=report,
        figures=_figures(report, language),
        findings=_findings(report, language),
        chapters=chapters,
        say=lambda key: say(key, language),
        svg=Markup,  # our own drawings; every text in them is escaped
        style=Markup(CSS + SHEET),
    )


def report_sections(report: Report, language: str) -> list[Section]:
    """Everything that a report finds, for a page of others: campaigns first, then the findings over all."""
    chapters = [of_campaign(report, campaign, language) for campaign in report.campaigns]
    return [*(section for chapter in chapters for section in chapter), *_findings(report, language)]


def _title(report: Report, language: str) -> str:
    if len(report.campaigns) == 1:
        return report.campaigns[0].title.of(language)
    return say("campaign-day", language)


def _findings(report: Report, language: str) -> list[Section]:
    """The findings over all campaigns, the most telling first."""
    return [
        *sections.by_process(report, language),
        *sections.by_place(report, "region", language),
        *sections.by_place(report, "segment", language),
        *sections.by_department(report, language),
        *sections.recommendation(report, language),
        *sections.words(report, language),
        *sections.follow_ups(report, language),
    ]


def _figures(report: Report, language: str) -> list[tuple[str, str]]:
    """The figures of the head: (what, how much)."""
    campaigns = report.campaigns
    cost = sum(float(c.cost) for c in campaigns)
    return [
        (say("people-listed", language), f"{sum(c.listed for c in campaigns):,}"),
        (say("attempts", language), f"{sum(c.attempts for c in campaigns):,}"),
        (say("complete-responses", language), f"{sum(c.complete for c in campaigns):,}"),
        (say("messages", language), f"{sum(c.messages for c in campaigns):,}"),
        (say("follow-ups", language), f"{sum(len(c.follow_ups) for c in campaigns):,}"),
        (say("cost", language), f"{cost:,.0f} {report.currency}"),
    ]
