"""Contact rules and delivery: marks and money of attempts, households, leases, paces, alarms, the audit

What people may rely on later is append-only from here on: the database itself refuses to change it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import db.columns


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("suppression", "decision", "campaign_event", "audit")


def upgrade() -> None:
    moment = db.columns.Moment(timezone=True)
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_at", moment, nullable=True))
        batch_op.add_column(sa.Column("handed_at", moment, nullable=True))
        batch_op.add_column(sa.Column("cost", sa.Numeric(12, 4), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("household", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("looked", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("looked_at", moment, nullable=True))
        batch_op.create_index("attempt_of_household", ["household", "reserved_at"], unique=False)
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("numbers", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("household", sa.String(length=64), nullable=True))
        batch_op.create_index("contact_of_household", ["household"], unique=False)
        batch_op.create_index(
            "contact_promised",
            ["callback_end"],
            unique=False,
            sqlite_where=sa.text("callback_end IS NOT NULL"),
            postgresql_where=sa.text("callback_end IS NOT NULL"),
        )
    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subscriber_id", sa.String(length=64), nullable=True))
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "process",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index("alarm_at", ["at"], unique=False)
    op.create_table(
        "pace",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("rests_until", moment, nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "spend",
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("reserved", sa.Numeric(14, 4), nullable=False),
        sa.Column("settled", sa.Numeric(14, 4), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    _guard()


def downgrade() -> None:
    _unguard()
    for table in ("audit", "spend", "pace", "alarm", "process", "lease"):
        op.drop_table(table)
    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.drop_column("subscriber_id")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("contact_promised")
        batch_op.drop_index("contact_of_household")
        batch_op.drop_column("household")
        batch_op.drop_column("numbers")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("attempt_of_household")
        for column in ("looked_at", "looked", "household", "country", "cost", "handed_at", "place_at"):
            batch_op.drop_column(column)


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function append_only() returns trigger language plpgsql as $$ "
            "begin raise exception '% is append-only', tg_table_name; end $$"
        )
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            op.execute(_trigger(table, act))


def _trigger(table: str, act: str) -> str:
    start = f"create trigger {table}_no_{act} before {act} on {table}"
    if op.get_bind().dialect.name == "postgresql":
        return f"{start} for each row execute function append_only()"
    return f"{start} begin select raise(abort, '{table} is append-only'); end"


def _unguard() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            on = f" on {table}" if postgres else ""
            op.execute(f"drop trigger {table}_no_{act}{on}")
    if postgres:
        op.execute("drop function append_only()")
