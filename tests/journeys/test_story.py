"""The main job as its people live it: a real process, the true protocol, phones of the simulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

import httpx
import pytest

from tests.journeys.installation import Installation, free_port, pause

RESIDENT, NEIGHBOUR, LEADER, PROPERTY = "demo-resident-1", "demo-resident-2", "demo-leader", "demo-property"
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Street:
    """The phones of the demo neighbourhood, by the simulator's JSON interface."""

    def __init__(self, installation: Installation, port: int) -> None:
        self.installation = installation
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}/simulator/", timeout=20, trust_env=False)

    def say(self, openid: str, text: str) -> str:
        return self.do(openid, type="text", text=text)

    def report(self, openid: str, text: str) -> str:
        """The receipt of a report of one's own, whatever the neighbours reported before."""
        reply = self.say(openid, text)
        return self.say(openid, "2") if "是同一件吗" in reply else reply

    def do(self, openid: str, **saying: Any) -> str:
        """What the phone shows as the reply, empty when nothing is shown."""
        answer = self._client.post(f"phones/{openid}/send", json=saying).raise_for_status().json()
        assert not answer["fault"], answer
        return str(answer["reply"]["text"]) if answer["reply"] else ""

    def upload(self, content: bytes) -> str:
        return str(self._client.post("media", content=content).raise_for_status().json()["media_id"])

    def file(self, media_id: str) -> bytes:
        """The bytes behind a picture on a screen."""
        return self._client.get(f"media/{media_id}").raise_for_status().content

    def forward(self, **span: float) -> None:
        """Let time pass on WeChat's side."""
        seconds = int(timedelta(**span).total_seconds())
        self._client.post("control/clock", json={"advance_seconds": seconds}).raise_for_status()

    def bubbles(self, openid: str) -> list[dict[str, Any]]:
        found = self._client.get(f"phones/{openid}/messages").raise_for_status().json()
        return [bubble for bubble in found if bubble["from"] != "me"]

    def seen(self, openid: str) -> str:
        """Everything the account has shown on a phone, template cards too."""
        return "\n".join(str(bubble) for bubble in self.bubbles(openid))

    def wait_for(self, openid: str, words: str, limit: float = 10.0) -> str:
        """The phone's screen once it shows `words`."""
        until = monotonic() + limit
        while words not in (screen := self.seen(openid)):
            assert monotonic() < until, f"{openid} never saw {words!r}:\n{screen}"
            pause(0.05)
        return screen

    def kept(self, media_id: str, limit: float = 10.0) -> bytes:
        """The file as the product keeps it, once it does."""
        until = monotonic() + limit
        while True:
            content = dict(self.installation.rows("SELECT media, content FROM media"))[media_id]
            if content:
                return bytes(content)
            assert monotonic() < until, f"{media_id} was never kept"
            pause(0.05)

    def case(self, number: int) -> dict[str, Any]:
        return next(row for row in self.installation.export("cases") if row["number"] == number)

    def close(self) -> None:
        self._client.close()


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    port = free_port()
    api = f"http://127.0.0.1:{port}/simulator/api"
    installation = Installation(tmp_path_factory.mktemp("street"), api, {"LINLI_WORKER__POLL_MILLISECONDS": "50"})
    installation.start("run", "--demo", port=port)
    installation.wait_until_ready(port)
    opened = Street(installation, port)
    yield opened
    opened.close()
    assert installation.stop() == [0]
    assert installation.complaints() == []


def number_in(reply: str) -> int:
    found = re.search(r"#(\d+)", reply)
    assert found, reply
    return int(found.group(1))


def test_a_parking_report_goes_to_the_leader_and_comes_back_until_the_resident_is_satisfied(street: Street) -> None:
    receipt = street.report(RESIDENT, "榕御小区3栋楼下老是有人乱停车，救护车都进不来")
    number = number_in(receipt)
    assert "停车秩序" in receipt
    assert "榕御小区3栋" in receipt
    assert "陈**" in receipt
    assert re.search(r"\d+:\d\d前接单", receipt)
    card = street.wait_for(LEADER, f"#{number}")
    assert "停车秩序 榕御小区3栋" in card  # he has not written yet, so a template is all that may reach him

    taken = street.say(LEADER, f"接单 {number}")
    assert "已接单" in taken
    assert "救护车都进不来" in taken
    street.wait_for(RESIDENT, "已接单")
    street.say(LEADER, f"办结 {number} 已劝离并划线")
    street.wait_for(RESIDENT, "已劝离并划线")
    assert "重新打开" in street.say(RESIDENT, "不满意 又停了")
    street.wait_for(LEADER, "又停了")
    assert street.case(number)["state"] == "redo"

    street.say(LEADER, f"接单 {number}")
    street.say(LEADER, f"办结 {number} 装了隔离桩")
    street.wait_for(RESIDENT, "装了隔离桩")
    assert "已办结" in street.say(RESIDENT, "满意")
    closed = street.case(number)
    assert (closed["state"], closed["verdict"], closed["reopened"]) == ("closed", "satisfied", 1)


def test_an_illegal_building_and_a_fee_each_find_their_own_hands(street: Street) -> None:
    building = street.report(NEIGHBOUR, "榕御小区3栋楼顶有人私自搭铁皮房")
    fee = street.report(NEIGHBOUR, "榕御小区3栋物业费一年涨了三成，账目从来不公开")
    assert "违建" in building
    assert "物业收费" in fee
    assert number_in(building) != number_in(fee)
    street.wait_for(PROPERTY, f"#{number_in(fee)}")


def test_two_problems_in_one_message_become_two_cases(street: Street) -> None:
    reply = street.say(RESIDENT, "榕御小区5栋电梯坏了三天没人修，还有楼下麻将馆吵到半夜两点")
    numbers = re.findall(r"#(\d+)", reply)
    assert len(numbers) == 2
    assert "对吗" in reply
    settled = street.say(RESIDENT, "对")
    assert re.findall(r"#(\d+)", settled) == numbers
    assert settled.count("已交给") == 2
    categories = {street.case(int(number))["category"] for number in numbers}
    assert categories == {"facility", "noise"}


def test_a_broken_lift_reported_by_two_is_mended_once_and_judged_by_both(street: Street) -> None:
    first, second = "demo-lift-1", "demo-lift-2"
    number = number_in(street.report(first, "榕御小区7栋电梯坏了，老人下不了楼"))
    asked = street.say(second, "榕御小区7栋的电梯又停了，没人修")
    assert "电梯" in asked
    assert "老人" not in asked
    joined = street.say(second, "1")
    assert number_in(joined) == number
    assert "您是第2位反映的" in joined
    assert f"#{number}" in street.say(second, "进度")
    own = street.case(number_in(asked))
    assert (own["state"], own["merged_into"]) == ("merged", number)

    assert "共2位居民反映" in street.say(PROPERTY, f"接单 {number}")
    street.say(PROPERTY, f"办结 {number} 换了门机板，没拍照")
    for who in (first, second):
        street.wait_for(who, "换了门机板，没拍照")
    assert "已办结" in street.say(first, f"满意 {number}")
    street.wait_for(second, "有邻居说办好了")
    assert "已重新打开" in street.say(second, f"不满意 {number} 又停了")
    street.wait_for(PROPERTY, "又停了")
    street.wait_for(first, "已重新打开")
    assert (street.case(number)["state"], street.case(number)["reopened"]) == ("redo", 1)


def test_an_unknown_place_is_asked_for_once_and_then_acted_on(street: Street) -> None:
    asked = street.say("demo-newcomer", "楼下烧烤摊油烟太大了")
    assert "哪个小区" in asked
    receipt = street.say("demo-newcomer", "幸福里小区")
    assert number_in(receipt) == number_in(asked)
    case = street.case(number_in(asked))
    assert case["state"] == "awaiting_signin"
    assert case["responder"]


def test_an_emergency_gets_the_number_to_dial_before_anything_else(street: Street) -> None:
    reply = street.say(NEIGHBOUR, "榕御小区3栋楼道着火了快来人")
    assert reply.startswith("先拨119")
    number = number_in(reply)
    assert street.case(number)["urgent"] is True
    street.wait_for(LEADER, f"#{number}")
    street.wait_for(PROPERTY, f"#{number}")


def test_a_photo_and_a_location_join_the_case_just_opened(street: Street) -> None:
    number = number_in(street.report("demo-photographer", "榕御小区7栋门口垃圾堆了一个星期没人清"))
    photo = street.do("demo-photographer", type="image", media_id=street.upload(b"\x89PNG\r\n\x1a\n" + b"0" * 64))
    assert f"#{number}" in photo
    place = street.do("demo-photographer", type="location", latitude=24.503871, longitude=117.675947, label="榕御")
    assert f"#{number}" in place


def test_the_photo_of_a_report_is_on_the_leaders_phone_and_kept(street: Street) -> None:
    number = number_in(street.report("demo-witness", "榕御小区3栋楼下老是有人乱停车"))
    media_id = street.upload(PHOTO)
    assert "陈**看得到" in street.do("demo-witness", type="image", media_id=media_id)

    assert "附照片1张" in street.say(LEADER, f"接单 {number}")

    street.wait_for(LEADER, media_id)
    shown = next(bubble for bubble in street.bubbles(LEADER) if bubble.get("media") == media_id)
    assert (shown["kind"], shown["from"]) == ("image", "account")
    assert street.kept(media_id) == PHOTO


def test_a_photo_that_wechat_has_dropped_reaches_the_handler_from_our_own_copy(street: Street) -> None:
    number = number_in(street.report("demo-patient", "榕御小区3栋物业费一年涨了三成，账目从来不公开"))
    media_id = street.upload(PHOTO + b"the notice on the wall")
    street.do("demo-patient", type="image", media_id=media_id)
    street.wait_for(PROPERTY, f"#{number}")  # by template: the property desk has not written
    street.kept(media_id)
    street.forward(days=3, seconds=1)

    street.say(PROPERTY, f"接单 {number}")

    street.wait_for(PROPERTY, "'kind': 'image'")
    shown = next(bubble for bubble in street.bubbles(PROPERTY) if bubble["kind"] == "image")
    assert shown["media"] != media_id
    assert street.file(str(shown["media"])) == PHOTO + b"the notice on the wall"


def test_a_scene_code_makes_a_home_that_need_not_be_said_again(street: Street) -> None:
    building = street.installation.rows("SELECT code FROM places WHERE code LIKE 'rongyu%' AND name = '3栋'")[0][0]
    assert street.do("demo-scanner", type="unsubscribe") == ""
    assert "榕御小区3栋" in street.do("demo-scanner", type="subscribe", scene=building)
    assert "榕御小区3栋" in street.say("demo-scanner", "楼下老是有人乱停车")


def test_correction_moves_the_case_and_status_tells_the_same_as_the_receipt(street: Street) -> None:
    number = number_in(street.report("demo-corrector", "榕御小区3栋楼下乱停车"))
    moved = street.say("demo-corrector", "改 物业收费")
    assert f"#{number} 物业收费" in moved
    assert "物业收费" in street.say("demo-corrector", f"进度 {number}")
    assert "已取消" in street.say("demo-corrector", f"取消 {number}")
    assert street.case(number)["verdict"] == "withdrawn"


def test_every_event_of_a_case_stands_in_the_export(street: Street) -> None:
    number = number_in(street.say("demo-eventful", "榕御小区3栋楼道的声控灯不亮了"))
    events = [row for row in street.installation.export("events") if row["case"] == number]
    assert [event["action"] for event in events] == ["open", "dispatch"]
    assert all(event["at"].endswith("+08:00") for event in events)
    table = street.installation.command("export", "cases", "--format", "csv")
    assert table.startswith("\ufeffnumber,state,")
