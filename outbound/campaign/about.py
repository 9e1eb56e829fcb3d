"""What every key carries besides its type: what it is for, an example, and which names complete it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

NAMES_KEY = "x-names"
"""Where the JSON Schema says which names of the workspace belong at a place, until they are filled in."""


PLAIN = ["string", "number", "boolean"]
"""The types of a text in JSON Schema: a plain scalar is taken as it was written, `title: 2026`."""


class Names(Enum):
    """The kinds of names that a workspace's files refer to."""

    COLUMNS = "columns"
    ORDERS = "orders"  # columns, with or without a leading -
    STARTS = "starts"  # date columns and events, from which a wave is counted
    DEPARTMENTS = "departments"
    PROCESSES = "processes"
    CALL_SENDERS = "call senders"
    SMS_SENDERS = "sms senders"
    SCRIPTS = "scripts"
    EXTENDABLE = "extendable"
    OUTCOMES = "outcomes"
    LANGUAGES = "languages"
    PURPOSES = "purposes"


@dataclass(frozen=True)
class NamesOf:
    """Says, in an annotation, that the text is one of the workspace's names of that kind."""

    kind: Names

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), NAMES_KEY: self.kind.value}


def about(description: str, *examples: Any) -> Any:
    """A key's documentation, told by the schema, the reference page and the hints alike.

    Examples are values as the YAML reader yields them, the best one first; each must be valid.
    """
    return Field(description=description, examples=list(examples))
