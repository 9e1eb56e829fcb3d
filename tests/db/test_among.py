"""One value for a whole list means the same on both databases."""

import pytest
from sqlalchemy import literal, select
from sqlmodel import Session

from db.queries.among import among, among_ids
from db.session import Store


def is_among(session: Session, value: str, values: list[str]) -> bool:
    return bool(session.execute(select(literal(value).in_(among("all"))), {"all": values}).scalar())


def test_a_text_is_found_whatever_it_holds(store: Store) -> None:
    odd = ["+8613800138000", "it's", 'a "quote"', "逗号，", "{1,2}", "null", ""]
    with store.read() as session:
        assert all(is_among(session, text, odd) for text in odd)
        assert not is_among(session, "elsewhere", odd)


@pytest.mark.parametrize(("ids", "found"), [([], False), ([8], False), ([8, 7], True)])
def test_a_number_is_found_in_any_list_also_in_none(
    store: Store, ids: list[int], found: bool
) -> None:
    with store.read() as session:
        said = session.execute(select(literal(7).in_(among_ids("all"))), {"all": ids}).scalar()
        assert bool(said) is found


def test_nothing_is_among_nothing(store: Store) -> None:
    with store.read() as session:
        assert not is_among(session, "", [])


def test_a_list_may_be_longer_than_a_statement_has_parameters(store: Store) -> None:
    many = [str(n) for n in range(70_000)]
    with store.read() as session:
        assert is_among(session, "69999", many)
