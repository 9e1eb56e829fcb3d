"""Broken builds: copies of the product in which one thing is wrong, and the tests that must notice."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CACHE = "__pycache__"
_LEFT_OUT = {".git", ".venv", _CACHE}
_ERROR = re.compile(r"^(ERROR collecting|E +(?:Import|ModuleNotFound|Syntax)Error)", re.MULTILINE)


@dataclass(frozen=True)
class Broken:
    """One mistake that a good engineer could make: what it does to people, where, and which tests notice.

    `old` stands exactly once in `file`; the broken build has `new` in its place.
    """

    name: str
    danger: str
    file: str
    old: str
    new: str
    caught_by: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What came of tests: pytest's exit code, and what it said."""

    code: int
    said: str

    @property
    def noticed(self) -> bool:
        """Whether a test failed; a build that cannot even be imported proves nothing."""
        return self.code == 1 and "\nFAILED " in self.said and _ERROR.search(self.said) is None


def build(broken: Broken, folder: Path) -> None:
    """The product with that mistake: the broken file is written, all others are linked."""
    here = Path()
    for part in Path(broken.file).parts:
        folder.joinpath(here).mkdir(exist_ok=True)
        _link(ROOT / here, folder / here, part)
        here /= part
    folder.joinpath(broken.file).write_text(broken_text(broken), encoding="utf-8")


def broken_text(broken: Broken) -> str:
    """The file with the mistake in it."""
    whole = ROOT.joinpath(broken.file).read_text(encoding="utf-8")
    assert whole.count(broken.old) == 1, f"{broken.old!r} stands {whole.count(broken.old)} times"
    return whole.replace(broken.old, broken.new)


class Nursery:
    """A process that runs tests against builds, and against nothing that is installed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, tests: Sequence[str], folder: Path) -> Done:
        """Until the first failure."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        words = ["-x", "-p", "no:cacheprovider", *tests]
        print(json.dumps([str(folder), *words]), file=self._process.stdin, flush=True)
        return Done(*json.loads(self._process.stdout.readline()))


@contextmanager
def nursery() -> Iterator[Nursery]:
    """One that ends with the block."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_", "PYTHON"))}
    own = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-P", Path(__file__).with_name("nursery.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept | own
    ) as process:
        yield Nursery(process)


def _link(whole: Path, folder: Path, but: str) -> None:
    """Everything in a folder but one; and what is compiled of it, which nobody writes to."""
    for other in whole.iterdir():
        if other.name != but and other.name not in _LEFT_OUT:
            folder.joinpath(other.name).symlink_to(other)
    compiled = [one for one in whole.joinpath(_CACHE).glob("*.pyc") if not one.name.startswith(f"{Path(but).stem}.")]  # fmt: skip
    folder.joinpath(_CACHE).mkdir()
    for one in compiled:
        folder.joinpath(_CACHE, one.name).symlink_to(one)
