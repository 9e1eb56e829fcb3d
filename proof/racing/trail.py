"""The order of things as the database itself tells it: triggers write down opt-outs and what becomes of attempts.

The numbers of the trail follow the commits. SQLite has one writer at a time; on PostgreSQL the triggers
wait for the commit, and then for each other. All that one transaction did stands together.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from db.session import Store

OPT_OUT: Final = "opt-out"

_COLUMNS: Final = (
    "what text not null, number text not null, attempt text not null, told text not null"
)

_SQLITE: Final = (
    f"create table trail (place integer primary key autoincrement, {_COLUMNS})",
    f"""create trigger trail_opt_out after insert on suppression when new.event = 'suppressed' begin
        insert into trail (what, number, attempt, told) values ('{OPT_OUT}', new.number, '', new.scope);
    end""",
    """create trigger trail_reserved after insert on attempt begin
        insert into trail (what, number, attempt, told) values (new.state, new.number, new.id, new.reason);
    end""",
    """create trigger trail_moved after update of state on attempt when new.state <> old.state begin
        insert into trail (what, number, attempt, told) values (new.state, new.number, new.id, new.reason);
    end""",
)

_POSTGRESQL: Final = (
    f"create table trail (place bigserial primary key, {_COLUMNS})",
    f"""create function trail_opt_out() returns trigger language plpgsql as $$ begin
        if new.event = 'suppressed' then
            perform pg_advisory_xact_lock(0, 0);
            insert into trail (what, number, attempt, told) values ('{OPT_OUT}', new.number, '', new.scope);
        end if;
        return null;
    end $$""",
    """create function trail_attempt() returns trigger language plpgsql as $$ begin
        if tg_op = 'INSERT' or new.state <> old.state then
            perform pg_advisory_xact_lock(0, 0);
            insert into trail (what, number, attempt, told) values (new.state, new.number, new.id, new.reason);
        end if;
        return null;
    end $$""",
    """create constraint trigger trail_opt_out after insert on suppression
       deferrable initially deferred for each row execute function trail_opt_out()""",
    """create constraint trigger trail_attempt after insert or update on attempt
       deferrable initially deferred for each row execute function trail_attempt()""",
)


@dataclass(frozen=True)
class Step:
    """An attempt that came into a state, `what`, or an opt-out; `told` is its reason, or how far it reaches."""

    place: int
    what: str
    number: str
    attempt: str
    told: str


def lay(url: str) -> None:
    """Have a store keep its trail from now on; copies of it do too."""
    store = Store(url)
    with store.write() as session:
        for statement in _SQLITE if store.sqlite else _POSTGRESQL:
            session.execute(text(statement))
    store.close()


def follow(store: Store) -> list[Step]:
    """The whole trail, in order."""
    with store.read() as session:
        asked = text("select place, what, number, attempt, told from trail order by place")
        return [Step(*row) for row in session.execute(asked)]
