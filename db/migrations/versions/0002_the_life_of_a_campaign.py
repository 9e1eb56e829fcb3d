"""The life of a campaign: its steps, the plan it was launched on, its place in the library

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import db.columns


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.String(length=64), nullable=False),
        sa.Column("at", db.columns.Moment(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("campaign_event", schema=None) as batch_op:
        batch_op.create_index("campaign_event_of_campaign", ["campaign_id", "at"], unique=False)
    op.create_table(
        "filing",
        sa.Column("campaign_id", sa.String(length=64), nullable=False),
        sa.Column("filed_at", db.columns.Moment(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"]),
        sa.ForeignKeyConstraint(["content_hash"], ["content.hash"]),
        sa.PrimaryKeyConstraint("campaign_id"),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("released", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute("update contact set released = false where state = 'unreleased'")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("plan")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("released")
    op.drop_table("filing")
    with op.batch_alter_table("campaign_event", schema=None) as batch_op:
        batch_op.drop_index("campaign_event_of_campaign")
    op.drop_table("campaign_event")
