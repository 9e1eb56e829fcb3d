"""The same base in another engine, addressed by an Ibis URL."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from outbound.audience.base import Base
from outbound.audience.nouns import History
from outbound.audience.selection import select
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError
from tests.audience.test_selection import MOMENT, campaign, people

Row = dict[str, object]
MakeBase = Callable[[Sequence[Row]], Base]


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_another_engine_gives_the_same_list(
    workspace: Workspace, base: MakeBase, tmp_path: Path
) -> None:
    """The same expression through an Ibis URL: here DuckDB's own file, addressed as any backend."""
    rows = people(60, language="en")
    for n, row in enumerate(rows):
        row |= {"region": "north" if n % 3 else "south", "joined": f"2026-01-{n % 28 + 1:02d}"}
    rows[5]["phone"] = rows[4]["phone"]
    embedded = base(rows)
    engine = tmp_path / "elsewhere.duckdb"
    with duckdb.connect(str(engine)) as connection:
        source = workspace.base_dir / embedded.snapshot / "base.parquet"
        connection.execute(f"create table people as from read_parquet('{source}')")
    text = (
        workspace.centre_file.read_text()
        + f"base: {{source: 'duckdb://{engine}', table: people}}\n"
    )
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "outbound.yaml").write_text(text)
    other = Base.open(Workspace(tmp_path / "other"))
    wanted = campaign(
        where="days_since(joined) > 300",
        sample={"completes": 4, "per": ["region"], "expect": "20%"},
        holdout="10%",
    )
    here = select(embedded, wanted, workspace.centre, MOMENT, History())
    there = select(other, wanted, workspace.centre, MOMENT, History())
    assert there.listed.equals(here.listed)
    assert there.waterfall == here.waterfall
    assert there.holdout.equals(here.holdout)
    assert other.row("H001") == embedded.row("H001")


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_an_engine_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbound.yaml").write_text(
        "centre: A\ncountry: CN\nzone: Asia/Shanghai\nlanguages: [zh]\n"
        f"base: {{source: 'duckdb://{tmp_path}/no/such/file', table: people}}\n"
    )
    with pytest.raises(InputError, match="cannot be opened"):
        Base.open(Workspace(tmp_path))
