"""The first schema: places, people, contacts, cases, mailbox, rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('inbox',
        sa.Column('key', sa.Text(), nullable=False),
        sa.Column('sender', sa.Text(), nullable=False),
        sa.Column('reply', sa.Text(), nullable=True),
        sa.Column('received_at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_inbox'))
    )
    op.create_index('ix_inbox_received_at', 'inbox', ['received_at'], unique=False)
    op.create_index('ix_inbox_sender', 'inbox', ['sender'], unique=False)
    op.create_table('people',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('phone', sa.Text(), nullable=False),
        sa.Column('backup', sa.Text(), nullable=False),
        sa.Column('bind_code', sa.Text(), nullable=True),
        sa.Column('leave_from', sa.Text(), nullable=False),
        sa.Column('leave_until', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_people')),
        sa.UniqueConstraint('bind_code', name=op.f('uq_people_bind_code'))
    )
    op.create_table('places',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('parent', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('aliases', sa.Text(), nullable=False),
        sa.Column('lng', sa.Double(), nullable=True),
        sa.Column('lat', sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_places'))
    )
    op.create_table('rule_revisions',
        sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('revision', name=op.f('pk_rule_revisions'))
    )
    op.create_table('versions',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_versions'))
    )
    op.create_table('contacts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('openid', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=True),
        sa.Column('subscribed', sa.Boolean(), nullable=False),
        sa.Column('home', sa.Text(), nullable=False),
        sa.Column('room', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('window_until', sa.BigInteger(), nullable=True),
        sa.Column('window_left', sa.Integer(), nullable=False),
        sa.Column('seen_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['person'], ['people.code'], name=op.f('fk_contacts_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts')),
        sa.UniqueConstraint('openid', name=op.f('uq_contacts_openid')),
        sa.UniqueConstraint('person', name=op.f('uq_contacts_person')),
        sqlite_autoincrement=True
    )
    op.create_table('duties',
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('role', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('categories', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['person'], ['people.code'], name=op.f('fk_duties_person')),
        sa.PrimaryKeyConstraint('person', 'role', 'place', name=op.f('pk_duties'))
    )
    op.create_table('cases',
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('intent', sa.Text(), nullable=False),
        sa.Column('category', sa.Text(), nullable=False),
        sa.Column('secondary', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('place_text', sa.Text(), nullable=False),
        sa.Column('summary', sa.Text(), nullable=False),
        sa.Column('responder', sa.Text(), nullable=False),
        sa.Column('reporter', sa.Integer(), nullable=False),
        sa.Column('urgent', sa.Boolean(), nullable=False),
        sa.Column('private', sa.Boolean(), nullable=False),
        sa.Column('confidence', sa.Double(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('dispatched_at', sa.BigInteger(), nullable=True),
        sa.Column('signin_due_at', sa.BigInteger(), nullable=True),
        sa.Column('due_at', sa.BigInteger(), nullable=True),
        sa.Column('closed_at', sa.BigInteger(), nullable=True),
        sa.Column('touched_at', sa.BigInteger(), nullable=False),
        sa.Column('verdict', sa.Text(), nullable=False),
        sa.Column('returns', sa.Integer(), nullable=False),
        sa.Column('reopened', sa.Integer(), nullable=False),
        sa.Column('question', sa.Text(), nullable=False),
        sa.Column('reasons', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['reporter'], ['contacts.id'], name=op.f('fk_cases_reporter')),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_cases')),
        sqlite_autoincrement=True
    )
    op.create_index('ix_cases_reporter', 'cases', ['reporter', 'number'], unique=False)
    op.create_index('ix_cases_responder', 'cases', ['responder', 'state'], unique=False)
    op.create_index('ix_cases_state', 'cases', ['state', 'touched_at'], unique=False)
    op.create_table('volunteers',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('home', sa.Text(), nullable=False),
        sa.Column('work', sa.Text(), nullable=False),
        sa.Column('skills', sa.Text(), nullable=False),
        sa.Column('languages', sa.Text(), nullable=False),
        sa.Column('gender', sa.Text(), nullable=False),
        sa.Column('slots', sa.Text(), nullable=False),
        sa.Column('weekly_cap', sa.Integer(), nullable=False),
        sa.Column('vetted', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_volunteers_contact')),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_volunteers')),
        sa.UniqueConstraint('contact', name=op.f('uq_volunteers_contact'))
    )
    op.create_table('case_events',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('actor', sa.Text(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('from_state', sa.Text(), nullable=False),
        sa.Column('to_state', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_case_events_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_events'))
    )
    op.create_index('ix_case_events_case', 'case_events', ['case'], unique=False)
    op.create_table('case_messages',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('media', sa.Text(), nullable=False),
        sa.Column('lat', sa.Double(), nullable=True),
        sa.Column('lng', sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_case_messages_case')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_case_messages_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_messages'))
    )
    op.create_index('ix_case_messages_case', 'case_messages', ['case'], unique=False)
    op.create_index('ix_case_messages_contact', 'case_messages', ['contact', 'at'], unique=False)
    op.create_table('outbox',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('fields', sa.Text(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('urgent', sa.Boolean(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('ready_at', sa.BigInteger(), nullable=True),
        sa.Column('leased_at', sa.BigInteger(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('last_error', sa.Text(), nullable=False),
        sa.Column('channel', sa.Text(), nullable=False),
        sa.Column('done_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_outbox_case')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_outbox_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
        sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    op.create_index('ix_outbox_case', 'outbox', ['case'], unique=False)
    op.create_index('ix_outbox_contact', 'outbox', ['contact'], unique=False)
    op.create_index('ix_outbox_ready_at', 'outbox', ['ready_at'], unique=False, sqlite_where=sa.text('ready_at IS NOT NULL'), postgresql_where=sa.text('ready_at IS NOT NULL'))
    op.create_index('ix_outbox_state', 'outbox', ['state'], unique=False)
    # after ix_outbox_state: of two indexes that look alike to SQLite it takes the younger
    for name, columns in (("contact", ["contact"]), ("person", ["person", "contact"])):
        op.create_index(
            f"ix_outbox_held_{name}",
            "outbox",
            columns,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
    op.bulk_insert(
        sa.table("versions", sa.column("name", sa.Text), sa.column("number", sa.Integer)),
        [{"name": name, "number": 0} for name in ("places", "people", "rules")],
    )
