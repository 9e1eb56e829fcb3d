"""The tests bite: each of these mistakes, made on purpose in a copy of the product, is caught."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broken.breaks import BREAKS
from tests.broken.build import ROOT, Broken, Nursery, broken_text, build, nursery

NAMES = [one.name for one in BREAKS]


@pytest.fixture(scope="module")
def here() -> Iterator[Nursery]:
    with nursery() as one:
        yield one


@pytest.mark.slow
@pytest.mark.parametrize("broken", BREAKS, ids=NAMES)
def test_a_broken_build_is_caught(broken: Broken, here: Nursery, tmp_path: Path) -> None:
    build(broken, tmp_path)
    done = here.run(broken.caught_by, tmp_path)
    assert done.noticed, f"not caught, though {broken.danger}:\n{done.said[-3000:]}"


@pytest.mark.parametrize("broken", BREAKS, ids=NAMES)
def test_the_mistake_can_be_made(broken: Broken) -> None:
    assert ast.dump(ast.parse(broken_text(broken))) != ast.dump(ast.parse(_whole(broken)))
    for test in broken.caught_by:
        file, _, name = test.partition("::")
        assert f"def {name.split('[')[0]}" in (ROOT / file).read_text(encoding="utf-8"), test


def test_a_build_runs_its_own_code_and_nothing_that_is_installed(
    here: Nursery, tmp_path: Path
) -> None:
    build(
        Broken("whole", "", "outbound/ids.py", "import random\n", "import random\n", ()), tmp_path
    )
    ours = "db.session, outbound.ids, outbound.policy.gate, tests.world"
    tmp_path.joinpath("test_where.py").write_text(
        f"import {ours}\n\n\n"
        "def test_where() -> None:\n"
        f"    for one in ({ours}):\n"
        f"        assert one.__file__.startswith({str(tmp_path)!r}), one.__file__\n",
        encoding="utf-8",
    )
    done = here.run(["test_where.py"], tmp_path)
    assert done.code == 0, done.said
    assert not done.noticed


def test_a_build_that_cannot_be_imported_proves_nothing(here: Nursery, tmp_path: Path) -> None:
    wrong = Broken("wrong", "", "outbound/ids.py", "import random\n", "import no_such_module\n", ())
    build(wrong, tmp_path)
    done = here.run(["tests/engine/test_users.py"], tmp_path)
    assert done.code != 0
    assert not done.noticed


def test_at_least_twenty_mistakes_are_made_each_once() -> None:
    assert len(BREAKS) >= 20
    assert Counter(NAMES).most_common(1)[0][1] == 1


def _whole(broken: Broken) -> str:
    return ROOT.joinpath(broken.file).read_text(encoding="utf-8")
