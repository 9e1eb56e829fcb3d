"""Senders that the country's rules keep from what the campaign does."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel, Purpose
from outbound.check.subject import Subject
from outbound.policy.rules import group_of, sender_barred


def barred_senders(subject: Subject) -> Iterator[Problem]:
    """No step shows a number that the centre's country bars for what the campaign does."""
    centre, purpose = subject.world.centre, subject.text("purpose")
    if centre is None or purpose not in {known.value for known in Purpose}:
        return
    group = group_of(Purpose(purpose), offers=bool(subject.source.get("offers")))
    for channel in Channel:
        for trail, name in subject.texts("contact", "channels", "*", channel.value, "from"):
            sender = centre.senders.get(name)
            number = getattr(sender, channel.value) if sender else None
            barred = sender_barred(centre.country, group, number or "", subject.world.today)
            if barred:
                message = f"{barred[:1].upper()}{barred[1:]}."
                hint = f"Name another sender; outbound rules {centre.country} tells more."
                yield subject.at(trail, "barred-sender", message, hint)
