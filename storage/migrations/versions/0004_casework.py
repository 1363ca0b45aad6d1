"""Casework beyond the first form: clocks, whistles, precedents, looks, verdicts, polls, meetings, mediation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meetings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('chair', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('spot', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('agenda', sa.Text(), nullable=False),
        sa.Column('minutes', sa.Text(), nullable=False),
        sa.Column('reminded_at', sa.BigInteger(), nullable=True),
        sa.Column('ended_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meetings'))
    )
    op.create_index('ix_meetings_place', 'meetings', ['place', 'kind', 'at'], unique=False)
    op.create_index('ix_meetings_state', 'meetings', ['state', 'at'], unique=False)
    op.create_table('retention_log',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('which', sa.Text(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_log'))
    )
    op.create_index('ix_retention_log_at', 'retention_log', ['at'], unique=False)
    op.create_table('rotas',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('organisation', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('from_day', sa.Text(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rotas'))
    )
    op.create_index('ix_rotas_kind', 'rotas', ['kind', 'from_day'], unique=False)
    op.create_table('meeting_seats',
        sa.Column('meeting', sa.Integer(), nullable=False),
        sa.Column('party', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('invited_at', sa.BigInteger(), nullable=True),
        sa.Column('attending', sa.Text(), nullable=False),
        sa.Column('position', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['meeting'], ['meetings.id'], name=op.f('fk_meeting_seats_meeting')),
        sa.PrimaryKeyConstraint('meeting', 'party', name=op.f('pk_meeting_seats'))
    )
    op.create_index('ix_meeting_seats_person', 'meeting_seats', ['person'], unique=False)
    op.create_table('checks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.BigInteger(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=True),
        sa.Column('passed', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_checks_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_checks'))
    )
    op.create_index('ix_checks_case', 'checks', ['case'], unique=False)
    op.create_index('ix_checks_person', 'checks', ['person', 'at'], unique=False)
    op.create_table('extensions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('until', sa.BigInteger(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('approver', sa.Text(), nullable=False),
        sa.Column('granted', sa.Text(), nullable=False),
        sa.Column('decided_at', sa.BigInteger(), nullable=True),
        sa.Column('why', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_extensions_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_extensions'))
    )
    op.create_index('ix_extensions_case', 'extensions', ['case'], unique=False)
    op.create_table('ledger_texts',
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('featured', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_ledger_texts_case')),
        sa.PrimaryKeyConstraint('case', name=op.f('pk_ledger_texts'))
    )
    op.create_table('looks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('door', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_looks_case')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_looks_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_looks'))
    )
    op.create_index('ix_looks_case', 'looks', ['case', 'at'], unique=False)
    op.create_index('ix_looks_person', 'looks', ['person', 'at'], unique=False)
    op.create_table('mediations',
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('mediator', sa.Text(), nullable=False),
        sa.Column('other', sa.Integer(), nullable=True),
        sa.Column('other_place', sa.Text(), nullable=False),
        sa.Column('stage', sa.Text(), nullable=False),
        sa.Column('agreement', sa.Text(), nullable=False),
        sa.Column('agreed', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('follow_up_at', sa.BigInteger(), nullable=True),
        sa.Column('followed_at', sa.BigInteger(), nullable=True),
        sa.Column('result', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_mediations_case')),
        sa.ForeignKeyConstraint(['other'], ['contacts.id'], name=op.f('fk_mediations_other')),
        sa.PrimaryKeyConstraint('case', name=op.f('pk_mediations'))
    )
    op.create_index('ix_mediations_mediator', 'mediations', ['mediator'], unique=False)
    op.create_index('ix_mediations_follow_up_at', 'mediations', ['follow_up_at'], unique=False)
    op.create_table('meeting_decisions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=True),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_meeting_decisions_case')),
        sa.ForeignKeyConstraint(['meeting'], ['meetings.id'], name=op.f('fk_meeting_decisions_meeting')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decisions'))
    )
    op.create_index('ix_meeting_decisions_meeting', 'meeting_decisions', ['meeting'], unique=False)
    op.create_table('polls',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('question', sa.Text(), nullable=False),
        sa.Column('options', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('opens_at', sa.BigInteger(), nullable=False),
        sa.Column('closes_at', sa.BigInteger(), nullable=False),
        sa.Column('closed_at', sa.BigInteger(), nullable=True),
        sa.Column('result', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_polls_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_polls'))
    )
    op.create_index('ix_polls_place', 'polls', ['place', 'closes_at'], unique=False)
    op.create_table('precedents',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('category', sa.Text(), nullable=False),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('revoked_at', sa.BigInteger(), nullable=True),
        sa.Column('revoked_by', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_precedents_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_precedents'))
    )
    op.create_index('ix_precedents_place', 'precedents', ['place', 'category'], unique=False)
    op.create_table('second_keys',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('seconded_by', sa.Text(), nullable=False),
        sa.Column('seconded_at', sa.BigInteger(), nullable=True),
        sa.Column('refused_why', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_second_keys_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_second_keys'))
    )
    op.create_index('ix_second_keys_case', 'second_keys', ['case'], unique=False)
    op.create_table('verdicts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('round', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.BigInteger(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=True),
        sa.Column('responded', sa.Text(), nullable=False),
        sa.Column('solved', sa.Text(), nullable=False),
        sa.Column('satisfied', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_verdicts_case')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_verdicts_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_verdicts'))
    )
    op.create_index('ix_verdicts_case', 'verdicts', ['case'], unique=False)
    op.create_index('ix_verdicts_contact', 'verdicts', ['contact', 'asked_at'], unique=False)
    op.create_table('whistles',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('spot', sa.Text(), nullable=False),
        sa.Column('meet_at', sa.BigInteger(), nullable=True),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('lead', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('ended_at', sa.BigInteger(), nullable=True),
        sa.Column('conclusion', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_whistles_case')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_whistles'))
    )
    op.create_index('ix_whistles_case', 'whistles', ['case'], unique=False)
    op.create_index('ix_whistles_ended_at', 'whistles', ['ended_at', 'at'], unique=False)
    op.create_table('duty_events',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('duty', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.Column('whistle', sa.Integer(), nullable=True),
        sa.Column('meeting', sa.Integer(), nullable=True),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('due_at', sa.BigInteger(), nullable=True),
        sa.Column('done_at', sa.BigInteger(), nullable=True),
        sa.Column('evidence', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_duty_events_case')),
        sa.ForeignKeyConstraint(['meeting'], ['meetings.id'], name=op.f('fk_duty_events_meeting')),
        sa.ForeignKeyConstraint(['whistle'], ['whistles.id'], name=op.f('fk_duty_events_whistle')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_events'))
    )
    op.create_index('ix_duty_events_at', 'duty_events', ['at'], unique=False)
    op.create_index('ix_duty_events_case', 'duty_events', ['case'], unique=False)
    op.create_index('ix_duty_events_whistle', 'duty_events', ['whistle'], unique=False)
    op.create_index('ix_duty_events_duty', 'duty_events', ['duty', 'at'], unique=False)
    op.create_table('poll_votes',
        sa.Column('poll', sa.Integer(), nullable=False),
        sa.Column('household', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('option', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_poll_votes_contact')),
        sa.ForeignKeyConstraint(['poll'], ['polls.id'], name=op.f('fk_poll_votes_poll')),
        sa.PrimaryKeyConstraint('poll', 'household', name=op.f('pk_poll_votes'))
    )
    op.create_table('whistle_calls',
        sa.Column('whistle', sa.Integer(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('part', sa.Text(), nullable=False),
        sa.Column('signin_due_at', sa.BigInteger(), nullable=False),
        sa.Column('contact_due_at', sa.BigInteger(), nullable=False),
        sa.Column('report_due_at', sa.BigInteger(), nullable=False),
        sa.Column('signed_at', sa.BigInteger(), nullable=True),
        sa.Column('contacted_at', sa.BigInteger(), nullable=True),
        sa.Column('arrived_at', sa.BigInteger(), nullable=True),
        sa.Column('reported_at', sa.BigInteger(), nullable=True),
        sa.Column('result', sa.Text(), nullable=False),
        sa.Column('rating', sa.Integer(), nullable=False),
        sa.Column('rating_why', sa.Text(), nullable=False),
        sa.Column('reply', sa.Text(), nullable=False),
        sa.Column('climbed', sa.Integer(), nullable=False),
        sa.Column('climbed_to', sa.Text(), nullable=False),
        sa.Column('stepped_at', sa.BigInteger(), nullable=True),
        sa.Column('wakes_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['whistle'], ['whistles.id'], name=op.f('fk_whistle_calls_whistle')),
        sa.PrimaryKeyConstraint('whistle', 'person', name=op.f('pk_whistle_calls'))
    )
    op.create_index('ix_whistle_calls_person', 'whistle_calls', ['person'], unique=False)
    op.create_index('ix_whistle_calls_wakes_at', 'whistle_calls', ['wakes_at'], unique=False)
    op.add_column('cases', sa.Column('kind', sa.Text(), server_default='', nullable=False))
    op.add_column('cases', sa.Column('named', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('cases', sa.Column('first_word_due_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('first_word_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('held_since', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('rung', sa.Integer(), server_default='0', nullable=False))
    op.add_column('cases', sa.Column('hops', sa.Integer(), server_default='0', nullable=False))
    op.add_column('cases', sa.Column('answerable', sa.Text(), server_default='', nullable=False))
    op.add_column('cases', sa.Column('paused_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('pauses', sa.Integer(), server_default='0', nullable=False))
    op.add_column('cases', sa.Column('resume_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('checker', sa.Text(), server_default='', nullable=False))
    op.add_column('cases', sa.Column('check_due_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('recheck_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('points', sa.Text(), server_default='[]', nullable=False))
    op.add_column('cases', sa.Column('disputed', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('cases', sa.Column('climb_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('reminded_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('own_due_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('stuck_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('had', sa.Text(), server_default='[]', nullable=False))
    op.add_column('cases', sa.Column('wakes_at', sa.BigInteger(), nullable=True))
    op.add_column('cases', sa.Column('listed_at', sa.BigInteger(), nullable=True))
    # What may be shown is known again when a case is saved; what ended before stays off the public ledger.
    op.create_index(
        'ix_cases_listed_at', 'cases',
        ['listed_at', 'place', 'category', 'state', 'closed_at', 'reporter'], unique=False,
        sqlite_where=sa.text('listed_at IS NOT NULL'), postgresql_where=sa.text('listed_at IS NOT NULL'),
    )
    op.create_table('monthly_topics',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('category', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('residents', sa.Integer(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_monthly_topics'))
    )
    op.create_index('ix_monthly_topics_month', 'monthly_topics', ['month', 'place'], unique=False)
    op.create_index(
        'ix_contacts_household', 'contacts', ['home', 'room'], unique=False,
        sqlite_where=sa.text('person IS NOT NULL'), postgresql_where=sa.text('person IS NOT NULL'),
    )
    # What is under way is looked at once; from then on its row says when the next time is.
    op.execute("UPDATE cases SET wakes_at = 0 WHERE state NOT IN ('closed', 'not_accepted', 'merged', 'archived')")
    # Whoever has not said yet whether it is solved is reminded, then somebody else looks.
    op.execute("UPDATE cases SET check_due_at = touched_at + 86400000 WHERE state = 'awaiting_verdict'")
    for name in ('wakes_at', 'stuck_at', 'check_due_at', 'recheck_at'):
        op.create_index(
            f'ix_cases_{name}', 'cases', [name], unique=False,
            sqlite_where=sa.text(f'{name} IS NOT NULL'), postgresql_where=sa.text(f'{name} IS NOT NULL'),
        )
    op.bulk_insert(
        sa.table("versions", sa.column("name", sa.Text), sa.column("number", sa.Integer)),
        [{"name": "precedents", "number": 0}],
    )
