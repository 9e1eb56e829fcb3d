"""Where a script's text comes from: the workspace's folder, or the texts kept at launch."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from outbound.script.fault import ScriptError

LONGEST: Final = 64_000
"""Characters of one script file."""

_NAME = re.compile(r"[\w-]+(?:[./][\w-]+)*\.j2")


class Sources(Protocol):
    """Scripts by name, such as satisfaction/agent.zh.md.j2."""

    def read(self, name: str) -> str | None:
        """The script's text; None if there is none of that name. Raises ScriptError if unreadable."""
        ...


class Texts:
    """Scripts held in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def read(self, name: str) -> str | None:
        """The text of that name."""
        return self._texts.get(name)


class Folder:
    """Scripts under one folder; nothing outside it can be named, not by `..` and not by a link."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._kept: dict[str, str | None] = {}

    def read(self, name: str) -> str | None:
        """The file's text as it was when first read."""
        if name not in self._kept:
            self._kept[name] = self._read(name)
        return self._kept[name]

    def _read(self, name: str) -> str | None:
        path = self._root / name
        if not _NAME.fullmatch(name) or not path.resolve().is_relative_to(self._root):
            return None
        if not path.is_file():
            return None
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as failure:
            line = failure.object[: failure.start].count(b"\n") + 1
            raise ScriptError("This is not UTF-8 text.", name, line) from failure
        except OSError as failure:
            raise ScriptError(f"It cannot be read: {failure.strerror}.", name) from failure
        if len(text) > LONGEST:
            raise ScriptError(f"It is longer than {LONGEST} characters.", name)
        return text
