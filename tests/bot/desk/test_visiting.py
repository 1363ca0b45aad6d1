"""走访: the known face is sent in the morning, a note ends the visit, a missed one reaches a person the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matching.need import Need, NeedKind, NeedState
from matching.offers import OfferState
from matching.visit import Recipient
from storage.people import VolunteerRow
from storage.recipients import VisitNote
from tests.builders import ZONE, DeskTalk, a_talk

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

ZHOU, WU, LIN, COMMUNITY = "openid-zhou", "openid-wu", "openid-lin", "openid-shequ"
DAY = date(2026, 3, 3)
ELDER = Recipient(
    "chen", "陈阿婆", "rongyu-3", "501", consent=True, note="爱听芗剧", usual="zhou", coordinator="lin", next_day=DAY
)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def a_volunteer(code: str, name: str, **given) -> VolunteerRow:
    row = VolunteerRow(code, name, f"openid-{code}", "rongyu-4", "", (), (), "", "", 5, vetted=False)
    return replace(row, **given)


@pytest.fixture
def early(store) -> DeskTalk:
    """Half past six of a Tuesday; two volunteers, one elder whom 周 visits."""
    talk = a_talk(store, at=at(6, 30))
    rows = [a_volunteer("zhou", "周晓梅"), a_volunteer("wu", "吴强")]
    talk.store.run(lambda unit: unit.people.apply_volunteers(rows))
    talk.store.run(lambda unit: unit.recipients.apply([ELDER]))
    return talk


def visits(talk: DeskTalk) -> list[Need]:
    return talk.store.read(lambda unit: unit.needs.of_recipient("chen"))


def elder(talk: DeskTalk) -> Recipient:
    found = talk.store.read(lambda unit: unit.recipients.load("chen"))
    assert found is not None
    return found


def notes(talk: DeskTalk) -> list[VisitNote]:
    return talk.store.read(lambda unit: unit.recipients.notes_of("chen"))


def goes_on(talk: DeskTalk, moment: datetime) -> None:
    """The clocks strike every half hour until then."""
    while talk.now < moment:
        talk.now = min(talk.now + timedelta(minutes=30), moment)
        talk.tick()


def test_in_the_morning_of_her_day_the_known_face_reads_where_to_go(early: DeskTalk):
    early.tick()
    assert visits(early) == [], "nobody's phone rings before seven"
    goes_on(early, at(7))

    (need,) = visits(early)
    assert (need.kind, need.state, need.coordinator) == (NeedKind.VISIT, NeedState.FILLED, "lin")
    assert (need.starts_at, need.ends_at) == (at(9), at(11))
    assert elder(early).next_day == DAY + timedelta(days=7)
    (told,) = early.told(ZHOU)
    assert "榕御小区3栋501室 陈**" in told
    assert "爱听芗剧" in told
    assert early.told(WU) == []
    goes_on(early, at(8))
    assert len(visits(early)) == 1, "once a day"


def test_her_list_says_who_is_visited_today_and_this_week(early: DeskTalk):
    other = replace(ELDER, code="li", name="李阿公", place="rongyu-5", room="", next_day=date(2026, 3, 6))
    early.store.run(lambda unit: unit.recipients.apply([other]))
    early.store.run(lambda unit: unit.recipients.save(other))
    assert "3月3日 榕御小区3栋陈**" in early.says(ZHOU, "走访")
    goes_on(early, at(8))

    mine = early.says(ZHOU, "走访")
    assert "今天要走访的：\n#Z1 今天9:00–11:00，榕御小区3栋501室 陈**" in mine
    assert "3月6日 榕御小区5栋李**" in mine
    assert "没有排给您" in early.says(WU, "走访")
    assert "没有排给您" in early.says("nobody", "走访")


def test_a_note_ends_the_visit_and_is_kept_with_its_recording(early: DeskTalk):
    goes_on(early, at(10))
    assert "#Z1 去过了" in early.says(ZHOU, "走访 Z1 都好，聊了半小时")
    assert "录音收好了" in early.sends(ZHOU, "voice", media="voice-1")

    (need,) = visits(early)
    assert need.state is NeedState.CONFIRMED
    (note,) = notes(early)
    assert (note.volunteer, note.text, note.media, note.case) == ("zhou", "都好，聊了半小时", "voice-1", 0)
    offers = early.store.read(lambda unit: unit.needs.offers(need.number))
    assert [offer.state for offer in offers] == [OfferState.CONFIRMED]
    assert early.told("lin", "visit") == [], "nothing to do, nobody is disturbed"
    goes_on(early, at(20))
    assert early.told("lin", "missed") == []
    assert "录音收好了" not in early.sends(ZHOU, "voice", media="voice-2")


def test_without_a_number_the_note_is_about_the_only_visit_of_today(early: DeskTalk):
    goes_on(early, at(10))
    assert "#Z1 去过了" in early.says(ZHOU, "走访 人很精神，手机13800001234她自己会用")
    assert "138****1234" in notes(early)[0].text


def test_done_is_enough_for_a_visit_and_nobody_is_asked_about_it(early: DeskTalk):
    goes_on(early, at(10))
    assert "#Z1 去过了" in early.says(ZHOU, "完成 Z1")
    assert visits(early)[0].state is NeedState.CONFIRMED
    assert early.told("lin", "done") == []
    assert "完成" in early.says(WU, "完成 Z1") or "没有找到" in early.says(WU, "完成 Z1")


def test_what_asks_for_help_in_a_note_becomes_a_case_at_the_elders_place(early: DeskTalk):
    goes_on(early, at(10))
    reply = early.says(ZHOU, "走访 Z1 楼道灯坏了，老人说帮我看看")

    assert "另开 #1" in reply
    case = early.case(1)
    assert (case.place, case.place_text) == ("rongyu-3", "榕御小区3栋")
    assert notes(early)[0].case == 1
    told = early.told("lin", "visit")
    assert "走访有事：榕御小区3栋501室 陈**" in told[0]
    assert "已开 #1" in told[0]


def test_words_that_may_mean_something_are_read_by_the_coordinator_and_good_news_by_nobody(early: DeskTalk):
    goes_on(early, at(10))
    early.says(ZHOU, "走访 Z1 药快吃完了")
    (told,) = early.told("lin", "visit")
    assert "药快吃完了" in told
    assert "没有另开单" in told
    assert early.cases() == []


def test_a_wish_in_a_note_is_the_elders_on_the_board(early: DeskTalk):
    goes_on(early, at(10))
    early.says(ZHOU, "走访 Z1 心愿：一个人住，想要一台收音机")
    assert "#1 一位老人想要收音机或听戏机 · 榕御小区" in early.says(WU, "心愿")
    need = early.store.read(lambda unit: unit.needs.of_case(1))
    assert need is not None
    assert need.recipient == "chen"


def test_danger_in_a_note_alarms_everybody_near(early: DeskTalk):
    goes_on(early, at(10))
    early.says(ZHOU, "走访 Z1 老人家里着火了")
    assert early.case(1).urgent
    assert early.told("chen", "task") or early.told("chen", "urgent")


def test_a_visit_that_nobody_reports_reaches_a_person_the_same_day(early: DeskTalk):
    goes_on(early, at(11, 30))
    assert early.told(ZHOU, "visit") == []
    goes_on(early, at(12))
    (asked,) = early.told(ZHOU, "visit")
    assert "走访去了吗" in asked
    goes_on(early, at(12, 30))
    assert len(early.told(ZHOU, "visit")) == 1, "asked once"
    assert early.told("lin", "missed") == []
    goes_on(early, at(13))

    (alarm,) = early.told("lin", "missed")
    assert "榕御小区3栋501室 陈**" in alarm
    assert "志愿者周**" in alarm
    (need,) = visits(early)
    assert (need.state, need.given_to) == (NeedState.MISSED, "lin")
    assert elder(early).next_day == DAY + timedelta(days=1)
    assert early.told("shequ", "missed") == []


def test_the_next_morning_it_is_made_up_for_first_thing_and_twice_missed_the_community_hears(early: DeskTalk):
    goes_on(early, at(13))
    goes_on(early, at(7, day=date(2026, 3, 4)))
    second = visits(early)[0]
    assert (second.starts_at, second.ends_at) == (at(8, day=date(2026, 3, 4)), at(10, day=date(2026, 3, 4)))
    assert elder(early).next_day == DAY + timedelta(days=7), "the rhythm is the old one"

    goes_on(early, at(13, day=date(2026, 3, 4)))
    assert len(early.told("lin", "missed")) == 2
    (twice,) = early.told("shequ", "missed")
    assert "连着两次走访没有回音" in twice
    assert "林**" in twice


def test_who_says_later_that_she_was_there_calms_the_coordinator(early: DeskTalk):
    goes_on(early, at(13, 30))
    early.says(ZHOU, "走访 Z1 去过了，手机没电")
    assert "放心：志愿者周**说去过了" in early.told("lin", "visit")[0]
    assert visits(early)[0].state is NeedState.CONFIRMED
    assert elder(early).next_day == DAY + timedelta(days=7)


def test_the_coordinator_who_went_himself_says_so_and_nobody_is_credited(early: DeskTalk):
    goes_on(early, at(13, 30))
    assert "您看过了" in early.says(LIN, "走访 Z1 打过电话，一切都好")
    assert notes(early)[0].volunteer == "duty:lin"
    offers = early.store.read(lambda unit: unit.needs.offers(1))
    assert [offer.state for offer in offers] == [OfferState.CLAIMED]


def test_while_the_known_face_rests_who_was_there_before_is_asked_the_day_before(early: DeskTalk):
    early.store.run(lambda unit: unit.recipients.save(replace(ELDER, usual="wu")))
    goes_on(early, at(10))
    early.says(WU, "走访 Z1 都好")
    early.store.run(lambda unit: unit.recipients.save(replace(elder(early), usual="zhou")))
    early.store.run(
        lambda unit: unit.people.apply_volunteers([a_volunteer("zhou", "周晓梅", resting_until="2026-03-20")])
    )
    before = at(9, day=date(2026, 3, 9))
    early.now = before - timedelta(minutes=31)
    goes_on(early, before)

    need = visits(early)[0]
    assert (need.state, need.usual, need.starts_at) == (NeedState.OPEN, "wu", at(9, day=date(2026, 3, 10)))
    assert any("接 Z2" in told for told in early.told(WU, "offer"))
    assert early.told(ZHOU, "assigned") == []
    assert "#Z2 是您的了" in early.says(WU, "接 Z2")
    assert visits(early)[0].state is NeedState.FILLED


def test_who_cannot_come_after_all_says_so_and_somebody_else_is_asked(early: DeskTalk):
    goes_on(early, at(7, 30))
    early.says(ZHOU, "来不了 Z1 孩子发烧")
    assert visits(early)[0].state is NeedState.OPEN
    assert any("接 Z1" in told for told in early.told(WU, "offer"))
    early.says(WU, "接 Z1")
    goes_on(early, at(10))
    assert "#Z1 去过了" in early.says(WU, "走访 Z1 都好")


def test_a_missed_visit_stands_in_nobodys_list_of_what_is_to_be_done(early: DeskTalk):
    goes_on(early, at(9, 30))
    assert "Z1" in early.says(ZHOU, "我的")
    goes_on(early, at(13, 30))
    assert "Z1" not in early.says(ZHOU, "我的")


def test_nobody_is_visited_who_has_not_agreed(early: DeskTalk):
    early.store.run(lambda unit: unit.recipients.save(replace(ELDER, consent=False)))
    goes_on(early, at(12))
    assert visits(early) == []
    assert "另有1位没同意走访" in early.says(LIN, "走访")


def test_who_was_entered_in_the_afternoon_is_visited_another_morning(early: DeskTalk):
    early.store.run(lambda unit: unit.recipients.save(replace(ELDER, next_day=None)))
    early.now = at(15)
    goes_on(early, at(16))
    assert visits(early) == []
    assert elder(early).next_day == DAY + timedelta(days=1)


def test_to_a_child_two_go_and_only_who_was_looked_into(early: DeskTalk):
    early.store.run(lambda unit: unit.recipients.save(replace(ELDER, minor=True, usual="")))
    rows = [a_volunteer("he", "何丽", vetted=True), a_volunteer("yu", "余洋", vetted=True)]
    early.store.run(lambda unit: unit.people.apply_volunteers(rows))
    goes_on(early, at(7, 30))

    (need,) = visits(early)
    assert (need.vetted, need.pair, need.people) == (True, True, 2)
    asked = {offer.volunteer for offer in early.store.read(lambda unit: unit.needs.offers(need.number))}
    assert asked <= {"he", "yu"}
    assert asked


def test_a_coordinator_splits_those_without_a_known_face_fairly(early: DeskTalk):
    more = [replace(ELDER, code=f"e{n}", name=f"林阿婆{n}", usual="", place="rongyu-4") for n in range(3)]
    early.store.run(lambda unit: unit.recipients.apply(more))
    said = early.says(LIN, "走访 分工")

    assert "志愿者周**" in said
    assert "（2位）" in said
    kept = early.store.read(lambda unit: {one.code: one.usual for one in unit.recipients.all()})
    assert kept["chen"] == "zhou"
    assert sorted(kept.values()) == ["wu", "wu", "zhou", "zhou"]
    assert "没有归您管的" in early.says(COMMUNITY, "走访 分工")
    assert "还没有绑定" in early.says(ZHOU, "走访 分工")


def test_a_coordinators_week_in_one_look(early: DeskTalk):
    goes_on(early, at(10))
    assert "去过0次，等去1次，没去成0次" in early.says(LIN, "走访")
    early.says(ZHOU, "走访 Z1 都好")
    assert "去过1次，等去0次" in early.says(LIN, "走访")


@pytest.mark.parametrize(
    ("who", "text", "reply"),
    [
        (ZHOU, "走访 Z1", "请写上号和一句话"),
        (ZHOU, "走访 Z9 都好", "Z9"),
        (WU, "走访 Z1 都好", "Z1"),
        (WU, "走访 都好", "走访"),
        ("stranger", "走访 Z1 都好", "Z1"),
    ],
    ids=["no words", "no such visit", "not hers", "she has none", "a stranger"],
)
def test_what_is_nobodys_visit_is_refused(early: DeskTalk, who, text, reply):
    goes_on(early, at(10))
    assert reply in early.says(who, text)
    assert notes(early) == []


def test_of_several_visits_the_number_is_asked_for(early: DeskTalk):
    early.store.run(lambda unit: unit.recipients.apply([replace(ELDER, code="li", name="李阿公", room="502")]))
    early.store.run(lambda unit: unit.recipients.save(replace(ELDER, code="li", name="李阿公", room="502")))
    goes_on(early, at(10))
    assert "是哪一件" in early.says(ZHOU, "走访 都好")
