"""A surge as its three people live it: the office begins it, members get shifts and answer, all are stood down."""

from __future__ import annotations

from datetime import date

import pytest

from matching.campaign import CampaignKind, CampaignState
from matching.need import NeedKind, NeedState
from matching.team import Team, TeamKind
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk

OFFICE = "openid-shequ"


def a_member(code: str, name: str, **told) -> VolunteerRow:
    given = {
        "openid": f"openid-{code}", "home": "rongyu-3", "work": "", "skills": (), "languages": (), "gender": "",
        "slots": "", "weekly_cap": 5, "vetted": False,
    }  # fmt: skip
    return VolunteerRow(code=code, name=name, **(given | told))


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    talk = a_talk(store, quiet_nights=False)
    members = [a_member("v1", "周晓梅"), a_member("v2", "戴晓燕", skills=("医疗",)), a_member("v3", "张天赐")]
    store.run(lambda unit: unit.people.apply_volunteers([*members, a_member("v9", "林外人")]))
    team = Team("T1", "应急队", TeamKind.SURGE, "rongyu-sq", "v1", 0, None, ("v1", "v2", "v3"))
    store.run(lambda unit: unit.teams.apply([team]))
    talk.desk.library.look_again()
    return talk


def begun(talk: DeskTalk) -> DeskTalk:
    assert "应急1 台风" in talk.says(OFFICE, "应急 台风 到3月9日")
    talk.letters()
    return talk


def test_an_office_begins_and_every_member_is_told_once(talk: DeskTalk) -> None:
    reply = talk.says(OFFICE, "应急 台风 到3月9日")

    assert "已通知应急队共3人待命" in reply
    assert len(talk.told("openid-v1", "surge")) == 1
    assert talk.told("openid-v9") == []
    assert "已经在进行" in talk.says(OFFICE, "应急 台风 到3月8日")


def test_nobody_else_begins_one(talk: DeskTalk) -> None:
    assert "没有这个权限" in talk.says("openid-chen", "应急 台风 到3月9日")
    assert talk.store.read(lambda unit: unit.campaigns.running(CampaignKind.SURGE)) == []


@pytest.mark.parametrize(("said", "answer"), [
    ("应急 台风", "请写：应急"),
    ("应急 台风 到12月30日", "请写：应急"),
    ("应急 台风 没有的队 到3月9日", "还没有应急队"),
    ("应急", "现在没有在应急的事"),
    ("排班 明天 8:00-12:00 巡查", "现在没有在应急的事"),
    ("点名", "现在没有在应急的事"),
    ("解除", "现在没有在应急的事"),
], ids=lambda value: value.replace(" ", "_"))  # fmt: skip
def test_what_is_wrong_is_said_with_how_to_write_it(talk: DeskTalk, said: str, answer: str) -> None:
    assert answer in talk.says(OFFICE, said)


def test_shifts_are_shown_first_and_sent_out_by_a_word(talk: DeskTalk) -> None:
    begun(talk)

    card = talk.says(OFFICE, "排班 明天到后天 8:00-12:00 榕御桥头巡查 2人")

    assert "排2班、要4人次，排出4人次" in card
    assert "回“好”就通知他们" in card
    assert talk.store.read(lambda unit: unit.needs.of_campaign(1)) == []

    assert "人都齐了" in talk.says(OFFICE, "好")

    needs = talk.store.read(lambda unit: unit.needs.of_campaign(1))
    assert [(need.kind, need.state) for need in needs] == [(NeedKind.SHIFT, NeedState.FILLED)] * 2
    told = counted(talk)
    assert sum(told.values()) == 4
    assert max(told.values()) == 2
    roster = talk.says(OFFICE, "排班")
    assert roster.count("榕御桥头巡查") == 2
    assert "周**" in roster


def counted(talk: DeskTalk) -> dict[str, int]:
    letters = [letter.recipient.openid for letter in talk.letters() if letter.notice.kind == "assigned"]
    return {who: letters.count(who) for who in set(letters)}


def test_a_no_sends_nothing(talk: DeskTalk) -> None:
    begun(talk)
    talk.says(OFFICE, "排班 明天 8:00-12:00 巡查 2人")

    assert "什么都没有发出去" in talk.says(OFFICE, "算了")
    assert talk.store.read(lambda unit: unit.needs.of_campaign(1)) == []


def test_a_shift_wants_the_skill_it_names(talk: DeskTalk) -> None:
    begun(talk)

    assert "戴**" in talk.says(OFFICE, "排班 明天 8:00-12:00 医疗点 1人")


def test_what_the_teams_cannot_fill_is_asked_of_others(talk: DeskTalk) -> None:
    begun(talk)
    card = talk.says(OFFICE, "排班 明天 8:00-12:00 巡查 4人")
    assert "缺1人" in card

    talk.says(OFFICE, "好")

    need = talk.store.read(lambda unit: unit.needs.of_campaign(1))[0]
    assert need.state in (NeedState.OPEN, NeedState.FALLBACK)


def test_a_roll_call_is_answered_by_a_word_and_counted(talk: DeskTalk) -> None:
    begun(talk)

    assert "已点名3人" in talk.says(OFFICE, "点名")
    assert "刚点过名" in talk.says(OFFICE, "点名")
    talk.sends("openid-v1", "location", text="榕御小区", latitude=24.51, longitude=117.65)
    assert "在榕御小区" in talk.says("openid-v1", "到")
    assert "没带位置" in talk.says("openid-v2", "到了")
    assert "现在没有点名" in talk.says("openid-v9", "到")

    talk.later(minutes=31)
    assert [what for _, what in talk.tick() if what == "roll_call"] == ["roll_call"]

    (result,) = talk.told("shequ", "roll_call")
    assert "应到3，已到2" in result
    assert "没回：张**" in result
    assert talk.tick() == [] or all(what != "roll_call" for _, what in talk.tick())


def test_when_all_have_answered_nobody_waits(talk: DeskTalk) -> None:
    begun(talk)
    talk.says(OFFICE, "点名")
    for member in ("v1", "v2", "v3"):
        talk.says(f"openid-{member}", "到")

    assert "应到3，已到3" in talk.told("shequ", "roll_call")[0]


def test_standing_down_asks_once_cancels_what_is_ahead_and_thanks(talk: DeskTalk) -> None:
    begun(talk)
    talk.says(OFFICE, "排班 明天 8:00-12:00 巡查 2人")
    talk.says(OFFICE, "好")
    talk.letters()

    assert "后面1班都取消" in talk.says(OFFICE, "解除")
    assert "后面1班已取消，已通知3人" in talk.says(OFFICE, "好")

    assert any("后面不用来" in words for words in talk.told("openid-v3", "surge"))
    assert talk.store.read(lambda unit: unit.campaigns.load(1)).state is CampaignState.ENDED
    assert talk.store.read(lambda unit: unit.needs.of_campaign(1))[0].state is NeedState.CANCELLED
    assert "现在没有在应急的事" in talk.says(OFFICE, "应急")


def test_a_surge_ends_by_its_date(talk: DeskTalk) -> None:
    begun(talk)
    talk.later(days=7)

    assert "surge_over" in [what for _, what in talk.tick()]

    surge = talk.store.read(lambda unit: unit.campaigns.load(1))
    assert surge.until_day == date(2026, 3, 9)
    assert surge.state is CampaignState.ENDED
    assert any("已解除" in words for words in talk.told("shequ", "surge"))


def test_how_it_stands_says_who_is_on_now(talk: DeskTalk) -> None:
    begun(talk)
    talk.says(OFFICE, "排班 11:00-15:00 巡查 1人")
    talk.says(OFFICE, "好")
    talk.later(hours=2)

    standing = talk.says(OFFICE, "应急")

    assert "共3人待命" in standing
    assert "周**（巡查）" in standing
