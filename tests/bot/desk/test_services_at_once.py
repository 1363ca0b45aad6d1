"""Many want the last seat, the last projector, the last word at the same moment: nobody gets what is not there."""

from __future__ import annotations

from matching.activity import SignUpState
from matching.resource import Resource, ResourceKind, UseState
from storage.unit_of_work import Store
from tests.bot.desk.test_two_at_once import at_once
from tests.builders import DeskTalk, a_person, a_talk, people

COMMUNITY = "openid-shequ"


def test_the_last_seats_go_to_as_many_as_there_are(talk: DeskTalk):
    talk.says(COMMUNITY, "发活动 读书会 周六16:30 榕御社区活动室 5人")
    talk.says(COMMUNITY, "好")
    replies = at_once(talk, *[(f"resident-{at}", "参加 1") for at in range(20)])

    sign_ups = talk.store.read(lambda unit: unit.activities.sign_ups(1))
    assert sum(one.state is SignUpState.IN for one in sign_ups) == 5
    assert sum(reply.startswith("报上了") for reply in replies) == 5
    places = sorted(int(reply.partition("候补第")[2].partition("位")[0]) for reply in replies if "候补第" in reply)
    assert places == list(range(1, 16)), "each on the waiting list has a place of her own"


def test_as_many_leave_at_once_as_move_up(talk: DeskTalk):
    talk.says(COMMUNITY, "发活动 读书会 周六16:30 榕御社区活动室 4人")
    talk.says(COMMUNITY, "好")
    for at in range(10):
        talk.says(f"resident-{at}", "参加 1")
    at_once(talk, *[(f"resident-{at}", "不参加 1") for at in range(4)])

    sign_ups = talk.store.read(lambda unit: unit.activities.sign_ups(1))
    assert [one.state for one in sign_ups if one.state is SignUpState.IN] == [SignUpState.IN] * 4
    told = [letter.notice.text for letter in talk.letters() if letter.notice.kind == "activity"]
    assert len(told) == 4, "each of those who moved up is told once"


def test_the_last_projector_is_reserved_once(store: Store):
    borrowers = [a_person(f"p{at}", "李明", "building_leader", "rongyu-1") for at in range(12)]
    talk = a_talk(store, staff=[*people(), *borrowers])
    stock = Resource("r1", "榕御物业", "rongyu", ResourceKind.GOODS, "投影仪", (), 2, "wuye")
    store.run(lambda unit: unit.resources.apply([stock]))
    replies = at_once(talk, *[(f"openid-p{at}", "借用 投影仪 周六上午") for at in range(12)])

    assert sum(reply.startswith("已问榕御物业") for reply in replies) == 2
    uses = store.read(lambda unit: unit.resources.kept("r1"))
    assert [use.state for use in uses] == [UseState.ASKED, UseState.ASKED]
