"""Volunteers' work: needs and offers, hours, visits, teams, campaigns, stations, services, activities, jobs, resources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('activities',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('spot', sa.Text(), nullable=False),
        sa.Column('starts_at', sa.BigInteger(), nullable=False),
        sa.Column('ends_at', sa.BigInteger(), nullable=False),
        sa.Column('capacity', sa.Integer(), nullable=False),
        sa.Column('minors', sa.Boolean(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('reminded_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_activities'))
    )
    op.create_index('ix_activities_state', 'activities', ['state', 'starts_at'], unique=False)
    op.create_table('campaigns',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('rules', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('from_day', sa.Text(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.Column('ended_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns'))
    )
    op.create_index('ix_campaigns_state', 'campaigns', ['state'], unique=False)
    op.create_table('certificates',
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('from_day', sa.Text(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_certificates'))
    )
    op.create_index('ix_certificates_volunteer', 'certificates', ['volunteer'], unique=False)
    op.create_table('resources',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('unit', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('aliases', sa.Text(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('keeper', sa.Text(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_resources'))
    )
    op.create_table('services',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('aliases', sa.Text(), nullable=False),
        sa.Column('mode', sa.Text(), nullable=False),
        sa.Column('parts', sa.Text(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_services'))
    )
    op.create_index('ix_services_place', 'services', ['place'], unique=False)
    op.create_table('stations',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('lng', sa.Double(), nullable=True),
        sa.Column('lat', sa.Double(), nullable=True),
        sa.Column('hours', sa.Text(), nullable=False),
        sa.Column('services', sa.Text(), nullable=False),
        sa.Column('keeper', sa.Text(), nullable=False),
        sa.Column('open', sa.Boolean(), nullable=False),
        sa.Column('until_at', sa.BigInteger(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_stations'))
    )
    op.create_table('teams',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('leader', sa.Text(), nullable=False),
        sa.Column('weekly_quota', sa.Integer(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_teams'))
    )
    op.create_table('campaign_homes',
        sa.Column('campaign', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('room', sa.Text(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('visited_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['campaign'], ['campaigns.id'], name=op.f('fk_campaign_homes_campaign')),
        sa.PrimaryKeyConstraint('campaign', 'place', 'room', name=op.f('pk_campaign_homes'))
    )
    op.create_index('ix_campaign_homes_volunteer', 'campaign_homes', ['volunteer', 'campaign'], unique=False)
    op.create_table('roll_calls',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('campaign', sa.Integer(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('until', sa.BigInteger(), nullable=False),
        sa.Column('closed_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['campaign'], ['campaigns.id'], name=op.f('fk_roll_calls_campaign')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_calls'))
    )
    op.create_index('ix_roll_calls_campaign', 'roll_calls', ['campaign'], unique=False)
    op.create_table('team_members',
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['team'], ['teams.code'], name=op.f('fk_team_members_team')),
        sa.PrimaryKeyConstraint('team', 'volunteer', name=op.f('pk_team_members'))
    )
    op.create_index('ix_team_members_volunteer', 'team_members', ['volunteer'], unique=False)
    op.create_table('jobs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('skills', sa.Text(), nullable=False),
        sa.Column('slots', sa.Text(), nullable=False),
        sa.Column('pay', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('until_day', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_jobs_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    op.create_index('ix_jobs_contact', 'jobs', ['contact'], unique=False)
    op.create_index('ix_jobs_state', 'jobs', ['state', 'kind'], unique=False)
    op.create_table('recipients',
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('room', sa.Text(), nullable=False),
        sa.Column('phone', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('languages', sa.Text(), nullable=False),
        sa.Column('gender', sa.Text(), nullable=False),
        sa.Column('minor', sa.Boolean(), nullable=False),
        sa.Column('consent', sa.Boolean(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('every_days', sa.Integer(), nullable=False),
        sa.Column('slot', sa.Text(), nullable=False),
        sa.Column('usual', sa.Text(), nullable=False),
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('coordinator', sa.Text(), nullable=False),
        sa.Column('next_day', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_recipients_contact')),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_recipients'))
    )
    op.create_index('ix_recipients_next_day', 'recipients', ['next_day'], unique=False)
    op.create_index('ix_recipients_place', 'recipients', ['place'], unique=False)
    op.create_index('ix_recipients_usual', 'recipients', ['usual'], unique=False)
    op.create_table('resource_uses',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('resource', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('starts_at', sa.BigInteger(), nullable=True),
        sa.Column('ends_at', sa.BigInteger(), nullable=True),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_resource_uses_contact')),
        sa.ForeignKeyConstraint(['resource'], ['resources.code'], name=op.f('fk_resource_uses_resource')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_uses'))
    )
    op.create_index('ix_resource_uses_resource', 'resource_uses', ['resource', 'at'], unique=False)
    op.create_table('roll_answers',
        sa.Column('call', sa.Integer(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=True),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['call'], ['roll_calls.id'], name=op.f('fk_roll_answers_call')),
        sa.PrimaryKeyConstraint('call', 'volunteer', name=op.f('pk_roll_answers'))
    )
    op.create_table('sign_ups',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('activity', sa.Integer(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('guardian', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['activity'], ['activities.id'], name=op.f('fk_sign_ups_activity')),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_sign_ups_contact')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ups')),
        sa.UniqueConstraint('activity', 'contact', name=op.f('uq_sign_ups_activity'))
    )
    op.create_index('ix_sign_ups_contact', 'sign_ups', ['contact'], unique=False)
    op.create_table('station_feedback',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('station', sa.Text(), nullable=False),
        sa.Column('contact', sa.Integer(), nullable=True),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['contact'], ['contacts.id'], name=op.f('fk_station_feedback_contact')),
        sa.ForeignKeyConstraint(['station'], ['stations.code'], name=op.f('fk_station_feedback_station')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_station_feedback'))
    )
    op.create_index('ix_station_feedback_station', 'station_feedback', ['station', 'at'], unique=False)
    op.create_table('job_matches',
        sa.Column('job', sa.Integer(), nullable=False),
        sa.Column('seeker', sa.Integer(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['job'], ['jobs.id'], name=op.f('fk_job_matches_job')),
        sa.ForeignKeyConstraint(['seeker'], ['jobs.id'], name=op.f('fk_job_matches_seeker')),
        sa.PrimaryKeyConstraint('job', 'seeker', name=op.f('pk_job_matches'))
    )
    op.create_table('needs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('urgency', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('place_text', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('parts', sa.Text(), nullable=False),
        sa.Column('languages', sa.Text(), nullable=False),
        sa.Column('gender', sa.Text(), nullable=False),
        sa.Column('vetted', sa.Boolean(), nullable=False),
        sa.Column('pair', sa.Boolean(), nullable=False),
        sa.Column('starts_at', sa.BigInteger(), nullable=False),
        sa.Column('ends_at', sa.BigInteger(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('requester', sa.Integer(), nullable=True),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('coordinator', sa.Text(), nullable=False),
        sa.Column('recipient', sa.Text(), nullable=False),
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('usual', sa.Text(), nullable=False),
        sa.Column('campaign', sa.Integer(), nullable=True),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('ring', sa.Integer(), nullable=False),
        sa.Column('round', sa.Integer(), nullable=False),
        sa.Column('given_to', sa.Text(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('reasons', sa.Text(), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('touched_at', sa.BigInteger(), nullable=False),
        sa.Column('ended_at', sa.BigInteger(), nullable=True),
        sa.Column('wakes_at', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['campaign'], ['campaigns.id'], name=op.f('fk_needs_campaign')),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_needs_case')),
        sa.ForeignKeyConstraint(['requester'], ['contacts.id'], name=op.f('fk_needs_requester')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_needs')),
        sa.UniqueConstraint('case', name=op.f('uq_needs_case'))
    )
    op.create_index('ix_needs_campaign', 'needs', ['campaign'], unique=False)
    op.create_index('ix_needs_recipient', 'needs', ['recipient', 'starts_at'], unique=False)
    op.create_index('ix_needs_requester', 'needs', ['requester'], unique=False)
    op.create_index('ix_needs_state', 'needs', ['state', 'starts_at'], unique=False)
    op.create_index('ix_needs_wakes_at', 'needs', ['wakes_at'], unique=False, sqlite_where=sa.text('wakes_at IS NOT NULL'), postgresql_where=sa.text('wakes_at IS NOT NULL'))
    op.create_table('offers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('need', sa.Integer(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('part', sa.Text(), nullable=False),
        sa.Column('ring', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('until', sa.BigInteger(), nullable=False),
        sa.Column('answered_at', sa.BigInteger(), nullable=True),
        sa.Column('done_at', sa.BigInteger(), nullable=True),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('reasons', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['need'], ['needs.id'], name=op.f('fk_offers_need')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_offers')),
        sa.UniqueConstraint('need', 'volunteer', name=op.f('uq_offers_need'))
    )
    op.create_index('ix_offers_state', 'offers', ['state', 'until'], unique=False)
    op.create_index('ix_offers_volunteer', 'offers', ['volunteer', 'at'], unique=False)
    op.create_table('service_hours',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('need', sa.Integer(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('home', sa.Text(), nullable=False),
        sa.Column('work', sa.Text(), nullable=False),
        sa.Column('confirmed_by', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['need'], ['needs.id'], name=op.f('fk_service_hours_need')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_hours')),
        sa.UniqueConstraint('need', 'volunteer', name=op.f('uq_service_hours_need'))
    )
    op.create_index('ix_service_hours_volunteer', 'service_hours', ['volunteer', 'at'], unique=False)
    op.create_table('visit_notes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('need', sa.Integer(), nullable=True),
        sa.Column('campaign', sa.Integer(), nullable=True),
        sa.Column('recipient', sa.Text(), nullable=False),
        sa.Column('volunteer', sa.Text(), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('media', sa.Text(), nullable=False),
        sa.Column('case', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['campaign'], ['campaigns.id'], name=op.f('fk_visit_notes_campaign')),
        sa.ForeignKeyConstraint(['case'], ['cases.number'], name=op.f('fk_visit_notes_case')),
        sa.ForeignKeyConstraint(['need'], ['needs.id'], name=op.f('fk_visit_notes_need')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_notes'))
    )
    op.create_index('ix_visit_notes_campaign', 'visit_notes', ['campaign'], unique=False)
    op.create_index('ix_visit_notes_need', 'visit_notes', ['need'], unique=False)
    op.create_index('ix_visit_notes_recipient', 'visit_notes', ['recipient', 'at'], unique=False)
    op.add_column('volunteers', sa.Column('verified', sa.Text(), server_default='[]', nullable=False))
    op.add_column('volunteers', sa.Column('kinds', sa.Text(), server_default='[]', nullable=False))
    op.add_column('volunteers', sa.Column('unit', sa.Text(), server_default='', nullable=False))
    op.add_column('volunteers', sa.Column('quiet', sa.Text(), server_default='', nullable=False))
    op.add_column('volunteers', sa.Column('at_work', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('volunteers', sa.Column('offers_cap', sa.Integer(), server_default='6', nullable=False))
    op.add_column('volunteers', sa.Column('resting_until', sa.Text(), server_default='', nullable=False))
    op.add_column('volunteers', sa.Column('left_at', sa.BigInteger(), nullable=True))
    op.bulk_insert(
        sa.table("versions", sa.column("name", sa.Text), sa.column("number", sa.Integer)),
        [{"name": "volunteers", "number": 0}],
    )
