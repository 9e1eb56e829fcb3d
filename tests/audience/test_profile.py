"""What a base is asked beyond its columns."""

from outbound.audience.profile import Profile

PEOPLE = [
    {"subscriber_id": "1", "phone": "+8613800000001", "name": "Li", "spend": 9, "note": None},
    {"subscriber_id": "2", "phone": "+8613800000001", "name": "Wang Fang", "spend": 120},
    {"subscriber_id": "3", "phone": "+8613800000003", "name": None, "spend": None},
]


def test_the_longest_values_are_those_that_take_most_room(workspace, base):
    found = Profile(workspace, base(PEOPLE)).longest(["name", "spend", "note", "nothing"])
    assert found == {"name": "Wang Fang", "spend": 120}


def test_the_values_of_a_column_are_known_while_they_are_few(workspace, base):
    profile = Profile(workspace, base(PEOPLE))
    assert profile.values("name") == {"Li", "Wang Fang"}
    assert profile.values("spend") == {"9", "120"}
    assert profile.values("nothing") is None


def test_shared_numbers_are_counted_at_import(workspace, base):
    assert Profile(workspace, base(PEOPLE)).shared_numbers == 1
