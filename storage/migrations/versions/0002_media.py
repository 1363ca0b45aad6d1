"""Photos and recordings are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('media',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('media', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('added_at', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('ready_at', sa.BigInteger(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('last_error', sa.Text(), nullable=False),
        sa.Column('done_at', sa.BigInteger(), nullable=True),
        sa.Column('content_type', sa.Text(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_media_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
        sa.UniqueConstraint('media', name=op.f('uq_media_media'))
    )
    op.create_index('ix_media_contact', 'media', ['contact'], unique=False)
    op.create_index('ix_media_state', 'media', ['state'], unique=False)
    op.create_index('ix_media_ready_at', 'media', ['ready_at'], unique=False, sqlite_where=sa.text('ready_at IS NOT NULL'), postgresql_where=sa.text('ready_at IS NOT NULL'))
