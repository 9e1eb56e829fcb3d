"""Where a campaign stands: its state, who signed what, which files changed since, and what may be done next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.tables import Approval, CampaignRow, CampaignState, Content
from outbound.campaign.loader import load_campaign
from outbound.campaign.problems import Problem
from outbound.engine.campaigns.changes import between, latest_signed
from outbound.engine.campaigns.content import content, content_hash, files_of
from outbound.engine.campaigns.soundness import all_errors, errors_of, on_disk
from outbound.engine.context import Engine
from outbound.engine.life.transitions import Step, possible
from outbound.errors import InputError, NotFoundError

Present = Mapping[str, Any] | InputError | NotFoundError
"""What a campaign's files make now: a content, or the reason why none."""


@dataclass(frozen=True)
class Signature:
    """A department's latest signature; `changed` are the files that differ from what it signed."""

    department: str
    by: str
    at: datetime
    content_hash: str
    valid: bool
    changed: tuple[str, ...]

    def told(self, zone: ZoneInfo) -> str:
        """The signature as a sentence."""
        said = f"{self.department} signed on {self.at.astimezone(zone):%Y-%m-%d}"
        if self.valid:
            return said
        files = listed(self.changed) or "what it means"
        return f"{said}, since then {files} changed"


@dataclass(frozen=True)
class Standing:
    """Where one campaign stands now."""

    campaign: str
    state: CampaignState
    reason: str
    content_hash: str  # of what runs, before the launch of what the files say; empty if unreadable
    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]  # departments whose signature is wanted; none once launched
    changed: tuple[
        str, ...
    ]  # files that differ from what was launched, else from the latest signature
    errors: tuple[Problem, ...]
    allowed: tuple[Step, ...]  # what people may do next, as far as their role lets them
    launched_at: datetime | None
    changed_at: datetime | None


def standing(engine: Engine, campaign_id: str) -> Standing:
    """One campaign's standing. Raises NotFoundError for no campaign at all."""
    with engine.store.read() as session:
        known = session.get(CampaignRow, campaign_id) is not None
    if not known and not engine.workspace.campaign_file(campaign_id).is_file():
        load_campaign(engine.workspace, campaign_id)  # tells the nearest name
    present, found = _present(engine, campaign_id), errors_of(engine, campaign_id)
    return _standing(engine, campaign_id, present, found)


def standings(engine: Engine) -> tuple[Standing, ...]:
    """Every campaign's standing, by id: those with a file, and those launched whose file is gone."""
    found = all_errors(engine)
    with engine.store.read() as session:
        launched = session.exec(select(CampaignRow.id)).all()
    names = sorted({*on_disk(engine).campaign_ids(), *launched})
    return tuple(_standing(engine, name, _present(engine, name), found) for name in names)


def signatures(
    session: Session, campaign_id: str, wanted: str, present: Mapping[str, Any] | None
) -> tuple[Signature, ...]:
    """Each department's latest signature; one is valid if it names the `wanted` hash.

    `present` is the content that the others are compared with.
    """
    rows = session.exec(
        select(Approval)
        .where(Approval.campaign_id == campaign_id)
        .order_by(col(Approval.at), col(Approval.id))
    ).all()
    latest = {row.department: row for row in rows if row.content_hash != wanted}
    latest |= {row.department: row for row in rows if row.content_hash == wanted}
    return tuple(
        Signature(
            row.department, row.by, row.at, row.content_hash, row.content_hash == wanted,
            _changed(session, row.content_hash, wanted, present),
        )
        for _, row in sorted(latest.items())
    )  # fmt: skip


def before_launch(asked: Iterable[str], signed: Iterable[str]) -> CampaignState:
    """What a campaign without errors is, given who is asked and whose signature is valid."""
    return CampaignState.APPROVED if set(asked) <= set(signed) else CampaignState.CHECKED


def listed(files: tuple[str, ...]) -> str:
    """A few names in a sentence."""
    return " and ".join([*([", ".join(files[:-1])] if files[1:] else []), *files[-1:]])


def _standing(
    engine: Engine, campaign_id: str, present: Present, found: tuple[Problem, ...]
) -> Standing:
    """`found` are errors of this campaign's files, and maybe of others."""
    now = present if isinstance(present, Mapping) else None
    errors = _own(engine, campaign_id, present, found)
    with engine.store.read() as session:
        row = session.get(CampaignRow, campaign_id)
        if row is not None:
            return _launched(session, row, now, errors)
        wanted = content_hash(now) if now else ""
        signed = signatures(session, campaign_id, wanted, now)
        kept = latest_signed(session, campaign_id)
    valid = {each.department for each in signed if each.valid}
    asked = now["campaign"]["approvals"] if now else ()
    state = CampaignState.DRAFT if errors else before_launch(asked, valid)
    return Standing(
        campaign_id, state, "", wanted, signed, tuple(d for d in asked if d not in valid),
        tuple(c.file for c in between(kept, now)) if kept and now else (),
        errors, _allowed(state, signed), None, None,
    )  # fmt: skip


def _launched(
    session: Session,
    row: CampaignRow,
    now: Mapping[str, Any] | None,
    errors: tuple[Problem, ...],
) -> Standing:
    signed = signatures(session, row.id, row.content_hash, None)
    return Standing(
        row.id, row.state, row.reason, row.content_hash, tuple(s for s in signed if s.valid), (),
        _changed(session, row.content_hash, content_hash(now) if now else "", now),
        errors, possible(row.state), row.launched_at, row.changed_at,
    )  # fmt: skip


def _present(engine: Engine, campaign_id: str) -> Present:
    """The content that the files make now, or why they make none."""
    try:
        return content(on_disk(engine), campaign_id)
    except (InputError, NotFoundError) as failure:
        return failure


def _own(
    engine: Engine, campaign_id: str, present: Present, found: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Those of the errors found that are this campaign's; what cannot be read has one in any case."""
    if isinstance(present, Mapping):
        files = files_of(present)
        return tuple(problem for problem in found if problem.file in files)
    errors = errors_of(engine, campaign_id)
    file = f"campaigns/{campaign_id}.yaml"
    unread = Problem(file, 1, 1, "missing-file", "error", present.message, present.hint)
    return errors or (unread,)


def _changed(
    session: Session, old: str, new: str, now: Mapping[str, Any] | None
) -> tuple[str, ...]:
    """The files in which the kept content `old` differs from the present one, whose hash is `new`."""
    kept = None if old == new else session.get(Content, old)
    return tuple(c.file for c in between(kept.snapshot, now)) if kept and now else ()


def _allowed(state: CampaignState, signed: tuple[Signature, ...]) -> tuple[Step, ...]:
    return tuple(step for step in possible(state) if step is not Step.WITHDRAW or signed)
