"""A case as a document: plain data in a fixed order, and the YAML text that people read and change."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

from outbound.campaign.composer import plain_scalar
from outbound.rehearsal.nouns import Case, Line

HEAD: Final = """\
# Recorded by `outbound rehearse`, replayed by `outbound check --rehearsals`.
"""


def document(case: Case) -> dict[str, Any]:
    """The case as plain data, in the order in which it is read."""
    setting = case.setting
    return {
        "mode": setting.mode.value,
        "segment": setting.segment,
        "language": setting.language,
        "now": setting.now.isoformat(timespec="minutes"),
        "subscriber": setting.subscriber,
        "zone": setting.zone,
        "agent": setting.agent,
        "facts": dict(sorted(setting.facts.items())),
        "opening": lines(case.opening),
        "turns": [{"typed": turn.typed, "then": lines(turn.then)} for turn in case.turns],
        "end": dict(case.end),
    }


def lines(of: Iterable[Line]) -> list[dict[str, str]]:
    """Each line as `manner: text`, with what it is of."""
    return [{line.manner.value: line.text} | ({"of": line.of} if line.of else {}) for line in of]


def text(case: Case) -> str:
    """The case as YAML: always the same for the same case, Chinese readable."""
    body = yaml.dump(
        document(case), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000
    )
    return HEAD + body


class _Writer(yaml.SafeDumper):
    """Writes no anchors, and lists inside mappings with their dashes indented."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _word(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    looks_otherwise = not isinstance(plain_scalar(value), str)  # 1e5 is a number to our reader
    quotes = '"' if "'" in value else "'" if looks_otherwise else None
    style = "|" if "\n" in value else quotes
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _mapping(writer: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.Node:
    return writer.represent_mapping("tag:yaml.org,2002:map", value.items())


_Writer.add_representer(str, _word)
_Writer.add_representer(dict, _mapping)
