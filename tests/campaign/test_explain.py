from pydantic import TypeAdapter
from pydantic_core import core_schema

from outbound.campaign.centre import Centre
from outbound.campaign.explain import EXPLAIN, kind_of
from outbound.campaign.schema import Campaign

WRONG = [None, True, 3, 2.5, float("nan"), "", "x" * 999, "A b", [], [None], {}, {"x": None}]
FAILS = {"missing", "extra_forbidden", "is_instance_of"}  # told by `reading`


def test_every_complaint_that_the_schemas_raised_has_words_of_its_own():
    seen = set()
    for model in (Campaign, Centre):
        for name, field in model.model_fields.items():
            adapter = TypeAdapter(field.annotation)
            for value in WRONG:
                seen |= complaints(adapter, value)
            assert name
    assert seen
    assert seen - FAILS <= EXPLAIN.keys()


def complaints(adapter: TypeAdapter, value: object) -> set[str]:
    try:
        adapter.validate_python(value)
    except ValueError as fault:
        return {error["type"] for error in fault.errors()}
    return set()


def test_kinds_of_complaint_are_pydantics():
    known = set(core_schema.ErrorType.__args__)
    assert EXPLAIN.keys() - {"fault"} <= known


def test_values_are_called_what_an_author_would_call_them():
    assert [kind_of(v) for v in (None, True, 3, [], {}, "a")] == [
        "nothing",
        "true",
        "the number 3",
        "a list",
        "a mapping",
        "the text 'a'",
    ]
