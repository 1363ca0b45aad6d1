"""Places and people at the console: seen by scope, changed by verbs, holes with the link that mends them."""

from __future__ import annotations

import pytest

from matching.case import State

SHEQU = ("community", "rongyu-sq")


def nodes(talk) -> dict[str, object]:
    return {node.code: node for node in talk.store.read(lambda unit: unit.places.nodes())}


def audited(talk) -> list[str]:
    changes = talk.store.read(lambda unit: unit.audit.latest(60))
    return [one.action for one in changes if one.action not in ("sign_in", "create")]


def test_the_tree_is_walked_and_shows_where_leaders_are_missing(clerk) -> None:
    owner = clerk()

    assert "芗城区" in owner.sees("/people/places")
    page = owner.sees("/people/places/rongyu")
    assert "没有楼长、巷长 3" in page
    assert "陈建国" in page
    assert "榕御小区3栋" in owner.sees("/people/places?q=3栋")


def test_thirty_buildings_are_added_at_once_and_a_taken_name_is_refused(clerk, talk) -> None:
    owner = clerk()
    owner.sees("/people/places/jiangbin")

    owner.does("/people/places", parent="jiangbin", kind="building", name="6-30栋")
    assert nodes(talk)["jiangbin-30"].name == "30栋"
    assert len(audited(talk)) == 25
    assert "已经有“3栋”" in owner.does("/people/places", 422, parent="jiangbin", kind="building", name="3栋")
    assert "不能直接放在" in owner.does("/people/places", 422, parent="jiangbin", kind="district", name="某区")


def test_a_nickname_is_understood_in_chat_at_once(clerk, talk) -> None:
    owner = clerk()
    owner.sees("/people/places/jiangbin")

    terms = {"name": "江滨花园", "aliases": "老糖厂", "parent": "rongyu-sq"}
    owner.does("/people/places/jiangbin", **terms, lng="117.7", lat="24.55")

    assert "江滨花园3栋" in talk.says("resident", "老糖厂3栋楼下乱停车")
    assert "是不是写反" in owner.does("/people/places/jiangbin", 422, **terms, lng="24.5", lat="117.6")


def test_a_closed_building_keeps_its_cases_and_its_successor_answers_to_its_name(clerk, talk) -> None:
    talk.says("resident", "榕御小区5栋楼下乱停车")
    owner = clerk()
    owner.sees("/people/places/rongyu-5")

    owner.does("/people/places/rongyu-5/close", successor="榕御小区3栋")

    assert talk.case(1).place == "rongyu-5"
    assert nodes(talk)["rongyu-3"].aliases == ("5栋",)
    assert "已关闭" in owner.sees("/people/places/rongyu-5")
    assert "职责在一个已关闭的地点" in owner.sees("/people/holes?kind=closed_place")
    owner.does("/people/places/rongyu-5/reopen")
    assert nodes(talk)["rongyu-3"].aliases == ()
    assert "下面还有" in owner.does("/people/places/rongyu/close", 422, successor="jiangbin")


@pytest.mark.parametrize("path", ["/people/places/xinqiao", "/people/of/jiedao", "/people/places/nowhere"])
def test_a_community_sees_nothing_above_itself(clerk, path: str) -> None:
    assert "不归您管" in clerk(*SHEQU).sees(path, 404)


def test_a_community_changes_nothing_above_itself(clerk, talk) -> None:
    who = clerk(*SHEQU)
    who.sees("/people/places")

    who.does("/people/places/xinqiao", 404, name="别的街道", parent="xiangcheng")
    who.does("/people/places", 404, parent="xinqiao", kind="community", name="新社区")
    who.does("/people/places", 422, parent="", kind="district", name="新区")
    who.does("/people/of/jiedao/bind", 404)
    assert audited(talk) == []


def test_every_hole_leads_to_where_it_is_mended(clerk) -> None:
    owner = clerk()
    page = owner.sees("/people/holes?kind=no_leader&at=rongyu")
    assert "/admin/people/new?place=rongyu-1&amp;role=building_leader" in page
    assert "rongyu-1" in owner.sees("/people/new?place=rongyu-1&role=building_leader")
    assert "/admin/people/of/chen#backup" in owner.sees("/people/holes?kind=no_backup")


def test_somebody_new_gets_a_duty_and_a_bind_code_that_binds(clerk, talk) -> None:
    owner = clerk()
    owner.sees("/people/new")

    page = owner.does("/people", name="王芳", role="building_leader", place="榕御小区1栋", categories=["parking"])

    code = next(one for one in talk.store.read(lambda unit: unit.staff.all()) if one.name == "王芳").bind_code
    assert code in page
    talk.says("wang", f"绑定 {code}")
    assert "王芳" in owner.sees("/people?q=榕御小区1栋")
    assert "没有找到" in owner.does("/people", 422, name="王芳", role="building_leader", place="火星")


def test_a_duty_a_backup_and_a_name_are_changed(clerk, talk) -> None:
    owner = clerk()
    owner.sees("/people/of/chen")

    owner.does("/people/duties", person="陈建国", role="building_leader", place="rongyu-1")
    owner.does("/people/of/chen/backup", backup="li")
    owner.does("/people/of/chen/name", name="陈建", phone="13800000000")
    owner.does("/people/of/chen/duties/drop", role="building_leader", place="rongyu-3")

    chen = next(one for one in talk.store.read(lambda unit: unit.people.directory()) if one.code == "chen")
    assert (chen.name, chen.backup, [duty.place for duty in chen.duties]) == ("陈建", "li", ["rongyu-1"])
    assert audited(talk) == ["drop_duty", "rename", "set_backup", "put_duty"]
    assert "13800000000" not in owner.sees("/audit")
    assert "本人" in owner.does("/people/of/chen/backup", 422, backup="chen")


def test_leave_from_today_hands_on_what_is_unsigned(clerk, talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    owner = clerk()
    owner.sees("/people/of/chen")
    today = talk.now.date().isoformat()

    page = owner.does("/people/of/chen/leave", first=today, last=today)

    assert "移交了1件：#1" in page
    assert talk.case(1).responder != "chen"
    owner.does("/people/of/chen/back")
    assert "请假的第一天" in owner.does("/people/of/chen/leave", 422, first="", last="")


def test_who_leaves_hands_everything_over_and_is_unbound(clerk, talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "接单 1")
    owner = clerk()
    assert "#1" in owner.sees("/people/of/chen")

    assert "移交了1件" in owner.does("/people/of/chen/hand-over")
    owner.does("/people/of/chen/unbind")

    assert (talk.case(1).state, talk.case(1).responder == "chen") == (State.AWAITING_SIGNIN, False)
    assert "还没绑定账号" in owner.sees("/people/holes?kind=no_account")
    assert "没绑定" in owner.sees("/people?what=unbound")


def test_a_community_cannot_change_somebody_who_has_duties_above_it(clerk) -> None:
    owner = clerk()
    owner.sees("/people/new")
    owner.does("/people/duties", person="chen", role="street", place="xinqiao")
    who = clerk(*SHEQU)

    assert "管不到的地方" in who.sees("/people/of/chen")
    assert "管不到的地方" in who.does("/people/of/chen/bind", 422)
    assert "管不到的地方" in who.does("/people/of/chen/hand-over", 422)


def test_a_supervisor_reads_and_sees_no_bind_code(clerk) -> None:
    page = clerk("supervisor", "xinqiao").sees("/people/of/chen")
    assert "陈建国" in page
    assert "bind-chen" not in page
