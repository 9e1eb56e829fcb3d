"""B1's peers: the same list by other means, each the way one would write it without us."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from bench.b1_ours import WAVE
from bench.b1_world import CAMPAIGN, MOMENT, SQL_WHERE, Subscriber, World
from db.tables import Contact, ContactState, SuppressionEvent, Wave
from outbound.audience.holdout import threshold
from outbound.audience.nouns import History

SHARE = threshold(Decimal("0.1")) or ""
SINCE = MOMENT - timedelta(days=30)
_FACTS = (
    "subscriber_id phone name language region status plan activated_on spend_3m data_gb_3m"
    " complaints_60d balance"
)


def _json(function: str) -> str:
    pairs = ", ".join(f"'{name}', {name}" for name in _FACTS.split(" "))
    return f"{function}({pairs})"


_ONE_STATEMENT = f"""
    with passing as (
        select *, md5('{CAMPAIGN}:' || subscriber_id) as digest from read_parquet($parquet)
        where {SQL_WHERE}
            and phone not in (select number from suppressed)
            and phone not in (select number from capped)
    ), drawn as (
        select *, substr(digest, 9, 16) as release from passing
        where substr(digest, 1, 8) >= '{SHARE}'
        qualify row_number() over (partition by region order by substr(digest, 9, 16)) <= $quota
    )
    select subscriber_id, phone as number, language, region as cell,
        {_json("json_object")}::varchar as facts,
        row_number() over (partition by region order by spend_3m desc, release) as rank
    from drawn
"""
_INSERT = f"""
    insert into contact (wave_id, campaign_id, subscriber_id, number, language, region, segment,
        cell, rank, facts, state, step, slot, spent, confirmed, released, reason, next_at, changed_at)
    with passing as (
        select * from bench_subscriber where {SQL_WHERE} and held >= '{SHARE}'
            and phone not in (select number from suppression where event = 'suppressed' and scope = 'all')
            and phone not in (
                select number from contact where first_attempt_at > :since and first_attempt_at <= :now
                group by number having count(*) >= 2
            )
    ), drawn as (
        select *, row_number() over (partition by region order by release) as nth from passing
    )
    select :wave, '{CAMPAIGN}', subscriber_id, phone, language, region, 'everyone', region,
        row_number() over (partition by region order by spend_3m desc, release),
        $facts, 'waiting', 0, 0, 0, false, true, '', :now, :now
    from drawn where nth <= :quota
"""


def count_floor(world: World) -> int:
    """DuckDB only counting those whom the expression selects."""
    query = f"select count(*) from read_parquet($parquet) where {SQL_WHERE}"
    with duckdb.connect() as engine:
        ((count,),) = engine.sql(query, params={"parquet": str(world.parquet)}).fetchall()
    return int(count)


def one_statement(world: World, past: History) -> pa.Table:
    """One DuckDB statement over the Parquet file, given the same holds as ours."""
    with duckdb.connect() as engine:
        engine.register("suppressed", past.suppressed)
        engine.register("capped", past.capped)
        given = {"parquet": str(world.parquet), "quota": world.quota}
        return engine.sql(_ONE_STATEMENT, params=given).to_arrow_table()


def insert_select(world: World) -> None:
    """One INSERT ... SELECT inside the database that holds the base, the past and the list."""
    postgres = not world.store.sqlite
    facts = _json("json_build_object" if postgres else "json_object")
    given = {
        "wave": WAVE,
        "quota": world.quota,
        "now": _moment(world, MOMENT),
        "since": _moment(world, SINCE),
    }
    with world.store.write() as session:
        session.add(_wave())
        session.flush()
        session.connection().execute(text(_INSERT.replace("$facts", facts)), given)


def row_by_row(world: World) -> None:
    """SQLModel objects, two questions to the database for each subscriber that the expression selects."""

    def held(session: Session, person: Subscriber) -> bool:
        suppressed = select(SuppressionEvent.id).where(SuppressionEvent.number == person.phone)
        if session.exec(suppressed.limit(1)).first() is not None:
            return True
        count = select(func.count()).where(
            Contact.number == person.phone, _recent(), col(Contact.first_attempt_at) <= MOMENT
        )
        return session.exec(count).one() >= 2

    _by_orm(world, lambda session: lambda person: held(session, person))


def python_sets(world: World) -> None:
    """SQLModel objects, streamed, beside Python sets of the numbers that are held."""

    def held(session: Session) -> Callable[[Subscriber], bool]:
        numbers = set(session.exec(select(SuppressionEvent.number)))
        recent = select(Contact.number).where(_recent(), col(Contact.first_attempt_at) <= MOMENT)
        numbers |= {number for number, n in Counter(session.exec(recent)).items() if n >= 2}
        return lambda person: person.phone in numbers

    _by_orm(world, held)


def _by_orm(world: World, held: Callable[[Session], Callable[[Subscriber], bool]]) -> None:
    with world.store.read() as session:
        is_held = held(session)
        people = session.exec(select(Subscriber).execution_options(yield_per=1000))
        passing = [p for p in people if _selected(p) and p.held >= SHARE and not is_held(p)]
    with world.store.write() as session:
        session.add(_wave())
        session.flush()
        for contact in _contacts(passing, world.quota):
            session.add(contact)


def _selected(person: Subscriber) -> bool:
    return (
        person.status == "active"
        and person.activated_on <= "2026-08-25"
        and 30 <= person.spend_3m <= 400
        and person.data_gb_3m > 1
        and person.complaints_60d == 0
        and not person.plan.startswith("campus")
    )


def _contacts(passing: list[Subscriber], quota: int) -> Iterator[Contact]:
    passing.sort(key=lambda person: (person.region, person.release))
    for region, people in groupby(passing, key=lambda person: person.region):
        drawn = list(people)[:quota]
        drawn.sort(key=lambda person: (-person.spend_3m, person.release))
        for rank, person in enumerate(drawn, 1):
            yield Contact(
                wave_id=WAVE, campaign_id=CAMPAIGN, subscriber_id=person.subscriber_id,
                number=person.phone, language=person.language, region=region, segment="everyone",
                cell=region, rank=rank, facts=person.model_dump(exclude={"held", "release"}),
                state=ContactState.WAITING, next_at=MOMENT, changed_at=MOMENT,
            )  # fmt: skip


def _recent() -> Any:
    return col(Contact.first_attempt_at) > SINCE


def _wave() -> Wave:
    return Wave(
        id=WAVE, campaign_id=CAMPAIGN, moment=MOMENT, built_at=MOMENT, snapshot="bench", base=0,
        listed=0, held_out=0, waterfall=[], by_segment={}, cells=[],
    )  # fmt: skip


def _moment(world: World, moment: Any) -> Any:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if world.store.sqlite else moment
