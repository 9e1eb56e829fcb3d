"""Checks a whole workspace, or some of its files: every problem, in order of file and place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from outbound.campaign.loader import campaign_problems, template_problems
from outbound.campaign.problems import Problem, in_order
from outbound.campaign.workspace import Workspace, centre_problems
from outbound.check.approvals import approvers
from outbound.check.base import kept_consent, shared_numbers
from outbound.check.build import build_column, cron_line
from outbound.check.cells import allocated_cells
from outbound.check.centre import (
    agents_hours,
    country_rules,
    meaning_columns,
    meant_columns,
    no_base,
    sharing_departments,
)
from outbound.check.certainties import answer_certainties, audience_certainties
from outbound.check.choices import unknown_options
from outbound.check.columns import plain_columns
from outbound.check.conditions import alert_conditions, question_conditions
from outbound.check.dates import dates_over
from outbound.check.evaluation import evaluable
from outbound.check.expressions import audience_expressions
from outbound.check.fitting import day_parts_occur, retries_fit, steps_fit
from outbound.check.hours import contact_hours
from outbound.check.languages import languages
from outbound.check.lawful import lost_hours
from outbound.check.library import Library
from outbound.check.names import departments, outcomes, processes, senders
from outbound.check.offers import countered_objections, leavers_offers, offer_budgets, placed_offers
from outbound.check.profile import BaseProfile
from outbound.check.questions import codes, measures, opt_out_words, options, resubscribing_words
from outbound.check.reach import unreached_modes, unreached_questions
from outbound.check.scales import process_scales
from outbound.check.scripts import scripts
from outbound.check.segments import swallowed_segments, unreachable_segments
from outbound.check.selling import selling_offers, selling_scripts, selling_texts
from outbound.check.sending import barred_senders
from outbound.check.sms import sms_lengths
from outbound.check.spending import (
    counted_spend,
    known_households,
    sufficient_budget,
    sufficient_spend,
)
from outbound.check.subject import Subject, World
from outbound.check.unacted import not_yet_acted_on
from outbound.check.voicemail import messages
from outbound.expression.tree import Type
from outbound.script.environment import ScriptEnvironment

Check = Callable[[Subject], Iterable[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    dates_over,
    cron_line,
    build_column,
    audience_expressions,
    audience_certainties,
    plain_columns,
    allocated_cells,
    evaluable,
    unreachable_segments,
    swallowed_segments,
    contact_hours,
    lost_hours,
    retries_fit,
    steps_fit,
    day_parts_occur,
    senders,
    barred_senders,
    outcomes,
    departments,
    approvers,
    kept_consent,
    sufficient_budget,
    known_households,
    processes,
    process_scales,
    options,
    measures,
    codes,
    opt_out_words,
    resubscribing_words,
    question_conditions,
    unknown_options,
    unreached_questions,
    unreached_modes,
    alert_conditions,
    answer_certainties,
    offer_budgets,
    leavers_offers,
    countered_objections,
    placed_offers,
    languages,
    scripts,
    messages,
    sms_lengths,
    selling_texts,
    selling_scripts,
    selling_offers,
    not_yet_acted_on,
)
"""Every check of a campaign. Each reads what is there, so that one problem does not hide another."""

TEMPLATE_CHECKS: Final[tuple[Check, ...]] = (
    cron_line,
    build_column,
    audience_expressions,
    plain_columns,
    senders,
    outcomes,
    departments,
    processes,
    process_scales,
    options,
    measures,
    codes,
    opt_out_words,
    offer_budgets,
    languages,
    not_yet_acted_on,
)
"""The checks that need no whole campaign: those of a template, and of a file that extends none that exists."""

CENTRE_CHECKS: Final[tuple[Check, ...]] = (
    no_base,
    country_rules,
    sharing_departments,
    meant_columns,
    agents_hours,
    shared_numbers,
    counted_spend,
    sufficient_spend,
    known_households,
)
"""Every check of the centre's own file."""


def check_workspace(
    workspace: Workspace,
    paths: Sequence[Path] | None,
    base_columns: Mapping[str, Type] | None,
    now: datetime,
    profile: BaseProfile | None = None,
) -> list[Problem]:
    """The problems of the centre's file and of these campaign files, of all if none is named.

    `base_columns` is None where no base is imported yet; `profile` tells more of one. A path is
    relative to the current folder or to the workspace; a folder stands for the campaigns and templates in it.
    """
    centre, source, problems = centre_problems(workspace.centre_file)
    columns = base_columns or (meaning_columns(centre) if centre else {})
    library = Library(ScriptEnvironment.of_folder(workspace.scripts_dir))
    world = World(centre, columns, base_columns is not None, library, now, profile)
    if source is not None:
        problems += _run(CENTRE_CHECKS, Subject(source, world))
    for file in _files(workspace, paths):
        problems += _campaign(workspace, file, world)
    return in_order(problems)


def _campaign(workspace: Workspace, file: Path, world: World) -> list[Problem]:
    """The files' own problems first; a value that is at fault already is not told twice."""
    template = file.absolute().parent == workspace.templates_dir.absolute()
    campaign = None
    if template:
        source, problems = template_problems(workspace, file)
    else:
        campaign, source, problems = campaign_problems(workspace, file)
    if source is None:
        return problems
    told = {(p.file, p.line, p.column) for p in problems if p.code != "missing-key"}
    checks = CHECKS if source.whole and not template else TEMPLATE_CHECKS
    found = _run(checks, Subject(source, world, campaign))
    return problems + [p for p in found if (p.file, p.line, p.column) not in told]


def _run(checks: Iterable[Check], subject: Subject) -> list[Problem]:
    return [problem for check in checks for problem in check(subject)]


def _files(workspace: Workspace, paths: Sequence[Path] | None) -> list[Path]:
    if paths is None:
        return _campaign_files(workspace.campaigns_dir)
    found: dict[Path, None] = {}
    for path in paths:
        here = path if path.exists() or path.is_absolute() else workspace.path / path
        inside = _campaign_files(here) if here.is_dir() else [here]
        found |= dict.fromkeys(inside)
    own = workspace.centre_file.absolute()
    return [file for file in found if file.absolute() != own]


def _campaign_files(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.yaml")), *sorted(folder.glob("templates/*.yaml"))]
