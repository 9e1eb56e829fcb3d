"""The world of B1: subscribers in Parquet and in each database, past contacts, suppressed numbers."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
from sqlalchemy import Table
from sqlmodel import Field, SQLModel

from bench.databases import database
from db.bulk import insert_rows
from db.session import Store
from db.tables import CampaignRow, CampaignState, Content, Wave
from outbound.audience.snapshots import ROWS_FILE, About, building, publish
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
STRATA = 10
_PAST_WAVES = 20
CAMPAIGN = "bench"
WHERE = (
    "status = 'active' and days_since(activated_on) >= 90 and spend_3m between 30 and 400"
    " and data_gb_3m > 1 and complaints_60d = 0 and plan not like 'campus%'"
)
SQL_WHERE = WHERE.replace("days_since(activated_on) >= 90", "activated_on <= '2026-08-25'")
"""The same six predicates for engines that do not know days_since; Monday is 2026-11-23."""

CENTRE = """\
centre: Bench
country: CN
zone: Asia/Shanghai
languages: [zh]
caps: [{contacts: 2, per: 30d}]
"""
_SUBSCRIBERS = f"""
    select
        printf('H%08d', i) as subscriber_id,
        '+86' || (13000000000 + (i * 7919) % $rows) as phone,
        'Customer ' || i as name,
        case when hash(i, $seed) % 4 = 0 then 'en' else 'zh' end as language,
        'region-' || hash(i, $seed, 1) % {STRATA} as region,
        case when hash(i, $seed, 2) % 20 = 0 then 'left' else 'active' end as status,
        case when hash(i, $seed, 3) % 12 = 0 then 'campus-39' else '5G-' || hash(i, $seed, 3) % 40 end as plan,
        date '2026-11-22' - (hash(i, $seed, 4) % 1500)::int as activated_on,
        (hash(i, $seed, 5) % 60000 / 100.0)::double as spend_3m,
        (hash(i, $seed, 6) % 4000 / 100.0)::double as data_gb_3m,
        case when hash(i, $seed, 7) % 15 = 0 then 1 else 0 end as complaints_60d,
        (hash(i, $seed, 8) % 9000 / 100.0)::double as balance
    from range($rows) t(i)
"""
_PAST = f"""
    select
        'past-' || i % {_PAST_WAVES} as wave_id, 'past' as campaign_id,
        printf('H%08d', who) as subscriber_id,
        '+86' || (13000000000 + (who * 7919) % $rows) as number,
        'zh' as language, '' as region, 'everyone' as segment, '' as cell, 1 as rank, '{{}}' as facts,
        'closed' as state, true as released, 0 as step, 1 as slot, 1 as spent, false as confirmed, '' as reason,
        $moment::timestamp - to_seconds((hash(i, $seed, 9) % 7776000)::bigint) as first_attempt_at,
        $moment::timestamp as changed_at
    from (
        select i, ((i // {_PAST_WAVES}) * 104729 + hash(i % {_PAST_WAVES}, $seed, 10) % 1000000) % $rows as who
        from range($past) t(i)
    )
"""
_SUPPRESSED = """
    select '+86' || (13000000000 + (i * 7919) % $rows) as number, 'suppressed' as event,
        'all' as scope, 'asked' as reason, 'sms' as source, '' as evidence,
        $moment::timestamp - interval 40 day as occurred_at,
        $moment::timestamp - interval 40 day as recorded_at, '' as "by"
    from range($rows) t(i) where hash(i, $seed, 11) % 20 = 0
"""
_CHANCE = f"""
    select * replace (activated_on::varchar as activated_on), substr(md5('{CAMPAIGN}:' || subscriber_id), 1, 8) as held,
        substr(md5('{CAMPAIGN}:' || subscriber_id), 9, 16) as release
    from subscribers
"""


class Subscriber(SQLModel, table=True):
    """The base as a table of the store, for the peers; `held` and `release` spare them the hashing."""

    __tablename__ = "bench_subscriber"

    subscriber_id: str = Field(primary_key=True)
    phone: str
    name: str
    language: str
    region: str
    status: str
    plan: str
    activated_on: str
    spend_3m: float
    data_gb_3m: float
    complaints_60d: int
    balance: float
    held: str
    release: str


@dataclass(frozen=True)
class World:
    """One base of `rows` subscribers, and the store with what happened to them before."""

    workspace: Workspace
    parquet: Path
    store: Store
    rows: int
    past: int
    quota: int  # contacts of each stratum


def campaign(world: World) -> Campaign:
    """The campaign whose list is built."""
    return Campaign.model_validate(
        {
            "id": CAMPAIGN,
            "title": "Bench",
            "purpose": "survey",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
            "audience": {
                "where": WHERE,
                "sample": {
                    "contacts": world.quota * STRATA,
                    "per": ["region"],
                    "allocation": "equal",
                },
                "holdout": "10%",
                "order": ["-spend_3m"],
            },
            "contact": {"channels": [{"sms": {"from": "survey"}}]},
            "script": "bench",
        }
    )


@contextmanager
def world(rows: int, seed: int = 1, server: str | None = None) -> Iterator[World]:
    """A world in a temporary folder; its store is SQLite there, or a database of its own on a server."""
    past = 2_000_000 if rows >= 1_000_000 else 2 * rows
    given = {"rows": rows, "seed": seed, "past": past, "moment": MOMENT.replace(tzinfo=None)}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="outbound-bench-")))
        url = f"sqlite:///{folder / 'store.sqlite'}"
        if server is not None:
            url = stack.enter_context(database(server, "bench_lists"))
        store = stack.enter_context(closing(Store(url)))
        with duckdb.connect() as engine:
            workspace, parquet = _base(engine, folder, given)
            _fill(engine, store, given)
        yield World(workspace, parquet, store, rows, past, min(10_000, rows // 100))


def _base(
    engine: duckdb.DuckDBPyConnection, folder: Path, given: dict[str, object]
) -> tuple[Workspace, Path]:
    (folder / "outbound.yaml").write_text(CENTRE)
    workspace = Workspace(folder)
    query = _SUBSCRIBERS.replace("$rows", str(given["rows"])).replace("$seed", str(given["seed"]))
    with building(workspace.base_dir, MOMENT, "bench") as built:
        engine.execute(f"copy ({query}) to '{built / ROWS_FILE}' (format parquet)")
        about = About("bench", MOMENT.isoformat(), int(str(given["rows"])), 0)
        name = publish(workspace.base_dir, built, "bench", about)
    parquet = workspace.base_dir / name / ROWS_FILE
    engine.read_parquet(str(parquet)).create_view("subscribers")
    return workspace, parquet


def _fill(engine: duckdb.DuckDBPyConnection, store: Store, given: dict[str, object]) -> None:
    """The store's tables; indexes are made after the rows, which is faster and leaves them denser."""
    tables = SQLModel.metadata.tables
    SQLModel.metadata.create_all(store.writer)
    filled = {
        "contact": _PAST,
        "suppression": _SUPPRESSED,
        str(Subscriber.__tablename__): _CHANCE,
    }
    with store.write() as session:
        session.add(Content(hash="0", snapshot={}))
        session.flush()
        for name in ("past", CAMPAIGN):
            session.add(
                CampaignRow(
                    id=name, purpose="survey", priority=50, state=CampaignState.RUNNING,
                    content_hash="0", changed_at=MOMENT,
                )
            )  # fmt: skip
        session.flush()
        for n in range(_PAST_WAVES):
            session.add(
                Wave(
                    id=f"past-{n}", campaign_id="past", moment=MOMENT - timedelta(days=90 - n),
                    built_at=MOMENT, snapshot="bench", base=0, listed=0, held_out=0, waterfall=[],
                    by_segment={}, cells=[],
                )
            )  # fmt: skip
    for name, query in filled.items():
        _load(engine, store, tables[name], query, given)
    with store.write() as session:
        session.connection().exec_driver_sql("analyze")


def _load(
    engine: duckdb.DuckDBPyConnection,
    store: Store,
    table: Table,
    query: str,
    given: dict[str, object],
) -> None:
    used = {name: value for name, value in given.items() if f"${name}" in query}
    batches = engine.sql(query, params=used).to_arrow_reader(100_000)
    with store.write() as session:
        connection = session.connection()
        for index in table.indexes:
            index.drop(connection)
        for batch in batches:
            rows = pa.Table.from_batches([batch])
            for place, kind in enumerate(rows.schema.types):
                if pa.types.is_timestamp(kind):
                    name = rows.schema.names[place]
                    aware = rows.column(name).cast(pa.timestamp("us", "UTC"))
                    rows = rows.set_column(place, name, aware)
            insert_rows(connection, table, rows, {})
        for index in table.indexes:
            index.create(connection)
