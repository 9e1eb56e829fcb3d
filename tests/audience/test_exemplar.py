"""The first subscriber of a segment: in it and in none before it, of the language and the audience if possible."""

import pytest

from outbound.audience.exemplar import exemplar, segments_of
from tests.audience.test_selection import MOMENT, MakeBase, campaign, people

VIP = {"name": "vip", "where": "tier = 'gold'"}
REST = {"name": "everyone"}


def crowd() -> list[dict[str, object]]:
    tiers = ("standard", "gold", "gold", "gold")
    languages = ("zh", "zh", "en", "en")
    return [
        row | {"tier": tier, "language": language, "status": status}
        for row, tier, language, status in zip(
            people(4), tiers, languages, ("active", "active", "left", "active"), strict=True
        )
    ]


@pytest.mark.parametrize(
    ("segment", "language", "found"),
    [("vip", "zh", "H002"), ("vip", "en", "H004"), ("everyone", "zh", "H001"), ("everyone", "en", "H001")],
)  # fmt: skip
def test_the_first_of_the_segment_who_suits(base: MakeBase, segment, language, found):
    wanted = campaign(where="status = 'active'", segments=[VIP, REST])
    assert exemplar(base(crowd()), wanted, segment, language, MOMENT) == found


def test_somebody_outside_the_audience_is_better_than_nobody(base: MakeBase):
    wanted = campaign(where="status = 'dreaming'", segments=[VIP, REST])
    assert exemplar(base(crowd()), wanted, "vip", "zh", MOMENT) == "H002"


def test_nobody_of_a_segment_is_none(base: MakeBase):
    wanted = campaign(segments=[{"name": "platinum", "where": "tier = 'platinum'"}, REST])
    assert exemplar(base(crowd()), wanted, "platinum", "zh", MOMENT) is None
    assert exemplar(base(crowd()), wanted, "unknown", "zh", MOMENT) is None


def test_what_only_the_store_knows_does_not_matter(base: MakeBase):
    segments = [{"name": "quiet", "where": "history.days_since_contact > 30 and tier = 'gold'"}, REST]  # fmt: skip
    wanted = campaign(where="events('complaint', 60) = 0", segments=segments)
    assert exemplar(base(crowd()), wanted, "quiet", "zh", MOMENT) is None
    assert exemplar(base(crowd()), wanted, "everyone", "en", MOMENT) == "H003"


def test_a_campaign_without_segments_is_for_everyone():
    assert segments_of(campaign()) == ("everyone",)
