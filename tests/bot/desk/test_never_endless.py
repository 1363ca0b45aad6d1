"""Whatever volunteers answer or do not answer: the asking ends, within a bound, with somebody who has the need."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.asking import most_asked
from matching.need import OVER, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import OfferState
from storage.unit_of_work import open_store
from tests.bot.desk.offered import an_electrician, ends, enlist, need_now, offers_now, sought
from tests.builders import MORNING, ZONE, DeskTalk, a_talk

#: So often a clock strikes for one need at most, whoever is asked and however often it is given back.
STRIKES = 150
HOMES = ("rongyu-3", "rongyu-4", "rongyu-5", "jiangbin-1", "jiangbin-2")
SILENT, DECLINE, CLAIM, RELEASE, NO_SHOW, DONE, BAD = "silent", "decline", "claim", "release", "no_show", "done", "bad"
ANSWERS = st.lists(st.sampled_from((SILENT, SILENT, DECLINE, CLAIM, RELEASE, NO_SHOW, DONE, BAD)), max_size=60)
URGENCIES = st.sampled_from(((NeedUrgency.URGENT, 2), (NeedUrgency.TODAY, 6), (NeedUrgency.PLANNED, 72)))
#: Ten in the morning, late in the evening, before sunrise.
STARTS = st.sampled_from((MORNING, datetime(2026, 3, 3, 13, 50, tzinfo=UTC), datetime(2026, 3, 3, 20, 0, tzinfo=UTC)))


@contextmanager
def a_desk(migrated: Path, at: datetime) -> Iterator[DeskTalk]:
    """The small neighbourhood's desk on a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(migrated, Path(folder) / "linli.db")
        store = open_store(f"sqlite:///{folder}/linli.db")
        try:
            yield a_talk(store, at=at)
        finally:
            store.close()


def answer(talk: DeskTalk, code: str, said: str) -> None:
    """What a volunteer, or whoever waits for her, does about the need."""
    who = f"openid-{code}"
    words = {
        DECLINE: (who, "不接 Z1 没空"), CLAIM: (who, "接 Z1"), RELEASE: (who, "来不了 Z1"), DONE: (who, "完成 Z1"),
        NO_SHOW: ("resident", "没来 Z1"), BAD: ("resident", "不满意 Z1 没好"),
    }  # fmt: skip
    if said in words:
        assert "None" not in talk.says(*words[said])


def live(talk: DeskTalk, answers: list[str]) -> int:
    """Answers as they come between the clocks, then silence; how often the clocks struck until it was over."""
    strikes = 0
    while need_now(talk).state not in OVER:
        for offer in offers_now(talk):
            if answers and offer.state in (OfferState.ASKED, OfferState.CLAIMED, OfferState.DONE):
                answer(talk, offer.volunteer, answers.pop())
        need = need_now(talk)
        if need.state in OVER:
            break
        assert need.wakes_at is not None, f"{need.state} waits for ever"
        talk.now = max(talk.now, need.wakes_at)
        talk.tick()
        strikes += 1
        assert need_now(talk).wakes_at is None or need_now(talk).wakes_at > talk.now, "a clock strikes once"
        assert strikes <= STRIKES, f"{need_now(talk)} {ends(talk)}"
    return strikes


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to one need: who there is to ask, what it is, what is answered and when it begins."""

    answers: list[str]
    start: datetime
    many: int
    urgency: tuple[NeedUrgency, int]
    people: int
    kind: NeedKind


LIVES = st.builds(
    Life, ANSWERS, STARTS, st.integers(0, 8), URGENCIES, st.integers(1, 3),
    st.sampled_from((NeedKind.HELP, NeedKind.ORDER, NeedKind.ERRAND)),
)  # fmt: skip


@given(life=LIVES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_asking_always_ends_with_somebody(migrated_file: Path, life: Life):
    with a_desk(migrated_file, life.start) as talk:
        near = (an_electrician(f"v{at}", f"吴{at}", HOMES[at % len(HOMES)]) for at in range(life.many))
        enlist(talk, *near, an_electrician("far", home=""))
        level, hours = life.urgency
        ends_at, parts = life.start + timedelta(hours=hours), (Part("水电维修", life.people),)
        need = sought(talk, urgency=level, kind=life.kind, ends_at=ends_at, parts=parts)
        live(talk, life.answers)

        assert need_now(talk).state in {NeedState.CONFIRMED, NeedState.MISSED}
        assert len(ends(talk)) <= most_asked(need)
        asked = [letter.notice for letter in talk.letters() if letter.notice.kind == "offer"]
        for notice in asked if level is not NeedUrgency.URGENT else ():
            assert 7 <= notice.due_at.astimezone(ZONE).hour < 22, "nobody's phone rings at night"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_nobody_answers_and_a_named_person_has_it_within_hours(talk: DeskTalk):
    enlist(talk, *(an_electrician(f"v{at}", f"吴{at}", HOMES[at % len(HOMES)]) for at in range(30)))
    sought(talk)
    for _ in range(30):
        need = need_now(talk)
        if need.state is not NeedState.OPEN:
            break
        talk.now = need.wakes_at or talk.now
        talk.tick()

    need = need_now(talk)
    assert need.state is NeedState.FALLBACK
    assert talk.now - MORNING <= timedelta(hours=6)
    assert set(ends(talk).values()) == {OfferState.SILENT}
    assert "交给您" in talk.told(need.given_to, "fallback")[0]
    assert "志愿者一时没有空，已交给" in talk.told("resident", "fallback")[0]
