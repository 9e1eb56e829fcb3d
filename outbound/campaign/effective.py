"""The effective file: what a campaign says with all that it inherits, as YAML that can be read back."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from outbound.campaign.extending import follow
from outbound.campaign.loader import campaign_path
from outbound.campaign.source import Source, Trail
from outbound.campaign.workspace import Workspace
from outbound.campaign.yaml_text import document, scalar
from outbound.errors import ProblemsError

_ON_ONE_LINE: Final = 80


def effective(workspace: Workspace, campaign_id: str) -> str:
    """The campaign's file as it works; `# from FILE` stands over a key that is inherited.

    Raises NotFoundError for an id that does not exist, ProblemsError where its files cannot be read.
    """
    row = follow(workspace, campaign_path(workspace, campaign_id))
    if row.problems or row.effective is None:
        raise ProblemsError(row.problems, where=f"campaigns/{campaign_id}.yaml")
    return effective_text(row.effective)


def effective_text(source: Source) -> str:
    """The document as YAML, scalars as they were written, and where each inherited key comes from."""
    parts = [_origin(source, key) + _block(source, key) for key in source.data if key != "extends"]
    return "\n".join(parts) if parts else "{}\n"


def _origin(source: Source, key: str) -> str:
    files = list(dict.fromkeys(source.values[trail].file for trail in _leaves(source, (key,))))
    others = [file for file in files if file != source.file]
    if not others:
        return ""
    return f"# {'from' if len(others) == len(files) else 'in part from'} {', '.join(others)}\n"


def _leaves(source: Source, trail: Trail) -> Iterator[Trail]:
    """The places below that hold no mapping: what the merge takes whole."""
    value = source.get(*trail)
    if not isinstance(value, dict) or not value:
        yield trail
        return
    for key in value:
        yield from _leaves(source, (*trail, key))


def _block(source: Source, key: str) -> str:
    begin = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
    return document([begin, scalar(key, ""), *_events(source, (key,)), yaml.MappingEndEvent()])


def _events(source: Source, trail: Trail) -> Iterator[yaml.Event]:
    value = source.get(*trail)
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=_is_short(value))
        for key in value:
            yield scalar(key, "")
            yield from _events(source, (*trail, key))
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=_is_short(value))
        for index in range(len(value)):
            yield from _events(source, (*trail, index))
        yield yaml.SequenceEndEvent()
    else:
        mark = source.values[trail]
        text = "null" if value is None else mark.text or ""
        yield scalar(text, mark.style or "", is_text=isinstance(value, str))


def _is_short(value: Any) -> bool:
    """Whether it reads well on one line."""
    return len(str(value)) <= _ON_ONE_LINE
