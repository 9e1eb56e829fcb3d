"""The parts of the centre's file that one campaign uses: only they are signed with it.

Another sender, department or process, or another campaign's cap, may come and go without voiding
a signature. Kept whole are the centre's name, country, zone and languages, how its base is read
and what things cost, since every campaign speaks, calls and reckons by them.
"""

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign


def centre_part(centre: Centre, campaign: Campaign) -> Centre:
    """The centre as this campaign needs it."""
    senders = {step.either.from_ for step in campaign.contact.channels}
    asked = {question.process for question in campaign.questions}
    processes = {name: each for name, each in centre.processes.items() if name in asked}
    departments = _departments(campaign) | {
        d for each in processes.values() for d in each.departments
    }
    channels = {step.channel for step in campaign.contact.channels}
    return centre.model_copy(
        update={
            "agents": {},  # who works when concerns nobody's signature
            "senders": {name: each for name, each in centre.senders.items() if name in senders},
            "processes": processes,
            "departments": {
                name: title for name, title in centre.departments.items() if name in departments
            },
            "caps": tuple(
                cap for cap in centre.caps
                if cap.purpose in (None, campaign.purpose) and cap.channel in (None, *channels)
            ),
        }
    )  # fmt: skip


def _departments(campaign: Campaign) -> set[str]:
    """Those that sign, own, follow up or grant."""
    granting = {offer.grant.removeprefix("department ") for offer in campaign.offers}
    owner = {campaign.owner} if campaign.owner else set()
    return {*campaign.approvals, *(alert.to for alert in campaign.alerts), *owner, *granting}
