"""What may be forgotten: the mailbox's old entries. Cases and their events stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.unit_of_work import Store, UnitOfWork

#: WeChat repeats a push for 15 seconds; a week covers every replay that freshness would let through.
_REPLIES_KEPT = timedelta(days=7)
_SENT_KEPT = timedelta(days=90)
#: A replay says what residents wrote, masked; whoever still wants it replays again.
_REPLAYS_KEPT = timedelta(days=30)
#: So long after its end a sign-in at the console can still be told from a made-up one.
_SESSIONS_KEPT = timedelta(days=30)


def forget_old(store: Store, now: datetime) -> tuple[int, int]:
    """Forget stored replies older than a week and letters sent more than 90 days ago; how many of each. Replays of
    rules are forgotten after 30 days, sign-ins at the console 30 days after they were over.
    """

    def work(unit: UnitOfWork) -> tuple[int, int]:
        unit.replays.prune(now - _REPLAYS_KEPT)
        unit.accounts.forget_sessions(now - _SESSIONS_KEPT)
        return unit.inbox.prune(now - _REPLIES_KEPT), unit.outbox.prune(now - _SENT_KEPT)

    return store.run(work)
