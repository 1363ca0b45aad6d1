"""What a report is like, whom it needs care for, which case it joined, who follows a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cases', sa.Column('care', sa.Text(), server_default='[]', nullable=False))
    op.add_column('cases', sa.Column('signature', sa.Text(), server_default='', nullable=False))
    op.add_column('cases', sa.Column('merged_into', sa.Integer(), server_default='0', nullable=False))
    op.add_column('cases', sa.Column('times', sa.Integer(), server_default='1', nullable=False))
    op.create_index('ix_cases_place', 'cases', ['place', 'created_at'], unique=False)
    op.create_table('followers',
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('joined_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_followers_case')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_followers_contact')),
        sa.PrimaryKeyConstraint('case', 'contact', name=op.f('pk_followers'))
    )
    op.create_index('ix_followers_contact', 'followers', ['contact'], unique=False)
