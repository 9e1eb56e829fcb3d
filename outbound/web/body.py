"""Reading what a request carries: bounded, once per name, as a form or as JSON."""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from outbound.errors import InputError

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
WEBHOOK_LIMIT: Final = 32 * 1024
PAGE_LIMIT: Final = 64 * 1024


class TooLargeError(InputError):
    """The body is longer than we read."""

    code = "too-large"


class MediaTypeError(InputError):
    """The body is neither a form nor JSON."""

    code = "media-type"


def content_type(request: Request) -> str:
    """The body's media type, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, limit: int) -> bytes:
    """The body; TooLargeError past `limit` bytes, without reading on."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLargeError(
                f"The request is longer than {limit // 1024} kB.", where=request.url.path
            )
        chunks.append(chunk)
    return b"".join(chunks)


def form_fields(body: bytes, where: str) -> dict[str, str]:
    """The fields of a form, each name once. Raises InputError for anything else."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=200, errors="strict"
        )
    except ValueError as error:
        raise InputError(f"The form cannot be read: {error}.", where=where) from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InputError("A field occurs more than once.", where=where)
    return fields


def json_fields(body: bytes, where: str) -> dict[str, str]:
    """The members of a JSON object as text, null left out. Raises InputError for anything else."""
    try:
        data: object = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise InputError("The request is not valid JSON.", where=where) from None
    if not isinstance(data, dict):
        raise InputError("The request must be one JSON object.", where=where)
    return {name: _text(name, value, where) for name, value in data.items() if value is not None}


def _text(name: str, value: object, where: str) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, (dict, list)):
        raise InputError(f"{name} must be a text or a number.", where=where)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


async def read_fields(request: Request) -> Mapping[str, str]:
    """The request's fields, read once and kept: a form or a JSON object, nothing where there is no body.

    Raises TooLargeError, MediaTypeError or InputError.
    """
    kept: Mapping[str, str] | None = getattr(request.state, "fields", None)
    if kept is not None:
        return kept
    body = await read_body(request, PAGE_LIMIT)
    where = request.url.path
    kind = content_type(request)
    if kind == JSON:
        fields = json_fields(body, where)
    elif kind == FORM or not body:
        fields = form_fields(body, where)
    else:
        raise MediaTypeError(
            f"Send a form or JSON, not {kind or 'a body of no type'}.", where=where
        )
    request.state.fields = fields
    return fields
