"""The console: accounts, sessions, the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('password', sa.Text(), nullable=False),
        sa.Column('role', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('totp', sa.Text(), nullable=False),
        sa.Column('must_change', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('created_by', sa.Text(), nullable=False),
        sa.Column('disabled_at', sa.BigInteger(), nullable=True),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('locked_until', sa.BigInteger(), nullable=True),
        sa.Column('last_seen_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
        sa.UniqueConstraint('name', name=op.f('uq_accounts_name'))
    )
    op.create_table('audit_log',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('account', sa.Text(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('which', sa.Text(), nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('after', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_log'))
    )
    op.create_index('ix_audit_log_at', 'audit_log', ['at'], unique=False)
    op.create_index('ix_audit_log_account', 'audit_log', ['account', 'at'], unique=False)
    op.create_index('ix_audit_log_subject', 'audit_log', ['subject', 'which'], unique=False)
    op.create_table('console_sessions',
        sa.Column('token', sa.Text(), nullable=False),
        sa.Column('account', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('seen_at', sa.BigInteger(), nullable=False),
        sa.Column('expires_at', sa.BigInteger(), nullable=False),
        sa.Column('revoked_at', sa.BigInteger(), nullable=True),
        sa.Column('second', sa.Boolean(), nullable=False),
        sa.Column('agent', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_console_sessions_account')),
        sa.PrimaryKeyConstraint('token', name=op.f('pk_console_sessions'))
    )
    op.create_index('ix_console_sessions_account', 'console_sessions', ['account'], unique=False)
    op.create_index('ix_console_sessions_expires_at', 'console_sessions', ['expires_at'], unique=False)
    op.create_table('case_texts',
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_case_texts_case')),
        sa.PrimaryKeyConstraint('case', name=op.f('pk_case_texts'))
    )
    op.create_table('search_backlog',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_search_backlog_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_backlog'))
    )
    op.create_table('saved_views',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('query', sa.Text(), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_saved_views_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views'))
    )
    op.create_index('ix_saved_views_account', 'saved_views', ['account'], unique=False)
    _make_pictures()
    _make_overrides()
    _index_hands()
    _make_searchable()
    op.create_table('rule_drafts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('base', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('edits', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('touched_at', sa.BigInteger(), nullable=False),
        sa.Column('touched_by', sa.Text(), nullable=False),
        sa.Column('approved_by', sa.Text(), nullable=False),
        sa.Column('publish_at', sa.BigInteger(), nullable=True),
        sa.Column('until', sa.BigInteger(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_drafts'))
    )
    op.create_index('ix_rule_drafts_state', 'rule_drafts', ['state', 'touched_at'], unique=False)
    op.create_table('golden_messages',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('category', sa.Text(), nullable=False),
        sa.Column('intent', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('dropped_at', sa.BigInteger(), nullable=True),
        sa.Column('dropped_by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_golden_messages'))
    )
    op.create_index('ix_golden_messages_source', 'golden_messages', ['source'], unique=False)
    op.create_table('golden_waivers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('draft', sa.Integer(), nullable=False),
        sa.Column('golden', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['draft'], ['rule_drafts.id'], name=op.f('fk_golden_waivers_draft')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_golden_waivers')),
        sa.UniqueConstraint('draft', 'golden', name=op.f('uq_golden_waivers_draft'))
    )
    op.create_table('replays',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('draft', sa.Integer(), nullable=False),
        sa.Column('mark', sa.Text(), nullable=False),
        sa.Column('weeks', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('started_at', sa.BigInteger(), nullable=False),
        sa.Column('beat_at', sa.BigInteger(), nullable=False),
        sa.Column('finished_at', sa.BigInteger(), nullable=True),
        sa.Column('cancelled', sa.Boolean(), nullable=False),
        sa.Column('result', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['draft'], ['rule_drafts.id'], name=op.f('fk_replays_draft')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_replays'))
    )
    op.create_index('ix_replays_draft', 'replays', ['draft', 'started_at'], unique=False)


def _make_pictures() -> None:
    op.create_table('kept_pictures',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_kept_pictures'))
    )
    op.create_index('ix_kept_pictures_at', 'kept_pictures', ['at'], unique=False)
    op.create_table('beats',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_beats'))
    )
    op.create_index('ix_cases_created_at', 'cases', ['created_at'], unique=False)


def _make_overrides() -> None:
    op.create_table('overrides',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_overrides'))
    )
    versions = sa.table("versions", sa.column("name", sa.Text), sa.column("number", sa.Integer))
    op.bulk_insert(versions, [{"name": "customs", "number": 0}])


def _index_hands() -> None:
    """The cases that changed hands, those that somebody else still answers for, and those under way."""
    for column, nothing in (("had", "'[]'"), ("answerable", "''")):
        where = sa.text(f"{column} != {nothing}")
        op.create_index(
            f"ix_cases_{column}", "cases", [column], unique=False, sqlite_where=where, postgresql_where=where
        )
    words = ("awaiting_dispatch", "awaiting_info", "awaiting_outside", "awaiting_signin", "awaiting_verdict",
             "in_progress", "joint", "new", "redo", "scheduled")
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(f"CREATE INDEX ix_cases_open ON cases (place, state) WHERE state IN ({listed})")


#: SQLite's full text lies beside the table of words and follows it.
_FULL_TEXT = (
    """CREATE VIRTUAL TABLE case_search USING fts5(
        words, content='case_texts', content_rowid='case', columnsize=0, tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER case_texts_added AFTER INSERT ON case_texts BEGIN
        INSERT INTO case_search(rowid, words) VALUES (new."case", new.words); END""",
    """CREATE TRIGGER case_texts_taken AFTER DELETE ON case_texts BEGIN
        INSERT INTO case_search(case_search, rowid, words) VALUES ('delete', old."case", old.words); END""",
    """CREATE TRIGGER case_texts_changed AFTER UPDATE ON case_texts BEGIN
        INSERT INTO case_search(case_search, rowid, words) VALUES ('delete', old."case", old.words);
        INSERT INTO case_search(rowid, words) VALUES (new."case", new.words); END""",
)


def _make_searchable() -> None:
    """Full text in the database's own way; the worker fills it, with the cases of before too."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(statement)
    else:
        op.create_index('ix_case_texts_words', 'case_texts', ['words'], unique=False, postgresql_using='gin')
    op.execute('INSERT INTO search_backlog ("case") SELECT number FROM cases')
    op.add_column('places', sa.Column('successor', sa.Text(), server_default='', nullable=False))
    to_person = sa.text("person != ''")
    op.create_index(
        'ix_outbox_person', 'outbox', ['person', 'done_at'], unique=False,
        sqlite_where=to_person, postgresql_where=to_person,
    )
    op.create_table('imports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('account', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('file', sa.Text(), nullable=False),
        sa.Column('changes', sa.Text(), nullable=False),
        sa.Column('undone_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_imports'))
    )
    op.create_index('ix_imports_at', 'imports', ['at'], unique=False)
