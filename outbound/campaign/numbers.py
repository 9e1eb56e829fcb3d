"""Numbers of a file, taken as they stand or not at all: no truth, and no text that is read two ways."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, Strict
from pydantic_core import PydanticKnownError

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")

Whole = Annotated[int, Strict()]
"""A whole number: not `true`, which Python takes for 1, nor `010` or `1_000`, which are texts."""


def _no_other_text(value: object) -> object:
    """A stored snapshot holds amounts as texts, such as `0.15`; `010` and `1_000` are refused."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticKnownError("decimal_parsing")
    return value


_AS_WRITTEN = BeforeValidator(_no_other_text)

Amount = Annotated[Decimal, Field(ge=0), _AS_WRITTEN]
"""An amount of money, or of anything that is never below zero."""

Weight = Annotated[Decimal, Field(ge=0, le=1), _AS_WRITTEN]
"""A part of a whole."""

PartOfAll = Annotated[Decimal, Field(gt=0, le=1), _AS_WRITTEN]
"""A part of a whole that is not nothing."""
