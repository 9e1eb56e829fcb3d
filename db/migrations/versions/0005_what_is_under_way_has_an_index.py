"""What is under way has an index: found among millions that are over, whoever asks, and however often

Revision ID: 0005
Revises: 0004
"""

from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("contact_of_subscriber", "contact")
    op.create_index("contact_of_subscriber", "contact", ["subscriber_id", "campaign_id"])
    op.drop_index("ix_attempt_closes_at", "attempt")
    op.drop_index("attempt_open", "attempt")
    op.create_index("attempt_open", "attempt", ["state", "closes_at"])
    op.create_index("attempt_of_campaign", "attempt", ["campaign_id", "state", "reserved_at"])


def downgrade() -> None:
    op.drop_index("attempt_of_campaign", "attempt")
    op.drop_index("attempt_open", "attempt")
    op.create_index("attempt_open", "attempt", ["state"])
    op.create_index("ix_attempt_closes_at", "attempt", ["closes_at"])
    op.drop_index("contact_of_subscriber", "contact")
    op.create_index("contact_of_subscriber", "contact", ["subscriber_id"])
