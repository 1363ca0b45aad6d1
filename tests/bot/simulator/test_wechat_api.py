"""WeChat's API as the product calls it."""

from __future__ import annotations

import pytest

from tests.bot.simulator.product import ACCOUNT

TEXT = {"touser": "demo-resident-1", "msgtype": "text", "text": {"content": "已转给3栋楼长"}}
CARD = {
    "touser": "demo-p12",
    "template_id": "any",
    "url": "https://example.org/pages/12",
    "data": {"thing1": {"value": "榕御小区3栋乱停车"}, "character_string2": {"value": "#12"}},
}


@pytest.fixture
def call(simulator, token):
    """Calls an API with a good token, gives the answer."""

    def post(api, body):
        return simulator.post(f"api/cgi-bin/{api}", params={"access_token": token}, json=body).json()

    return post


def says(simulator, openid, **body):
    simulator.post(f"phones/{openid}/send", json=body).raise_for_status()


@pytest.mark.parametrize(
    ("change", "errcode"), [({"appid": "wx other"}, 40013), ({"secret": "other"}, 40125), ({}, None)]
)
def test_token_is_for_the_one_who_knows_the_secret(change, errcode, simulator):
    body = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.app_secret} | change

    stable = simulator.post("api/cgi-bin/stable_token", json=body).json()
    plain = simulator.get("api/cgi-bin/token", params=body).json()

    assert stable.get("errcode") == plain.get("errcode") == errcode
    assert errcode or (stable["access_token"] != plain["access_token"])


@pytest.mark.parametrize(("token", "errcode"), [("wrong", 40001), ("", 41001)])
def test_calls_need_a_good_token(token, errcode, simulator):
    answer = simulator.post("api/cgi-bin/message/custom/send", params={"access_token": token}, json=TEXT)

    assert (answer.status_code, answer.json()["errcode"]) == (200, errcode)


def test_five_messages_may_follow_a_message(call, simulator):
    says(simulator, "demo-resident-1", type="text", text="你好")

    assert [call("message/custom/send", TEXT)["errcode"] for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_three_messages_may_follow_a_click_within_a_minute(call, simulator):
    says(simulator, "demo-resident-1", type="click", key="help")

    assert [call("message/custom/send", TEXT)["errcode"] for _ in range(4)] == [0, 0, 0, 45047]
    simulator.post("control/clock", json={"advance_seconds": 61})
    assert call("message/custom/send", TEXT)["errcode"] == 45015


def test_nothing_may_be_sent_two_days_after_the_last_word(simulator):
    says(simulator, "demo-resident-1", type="text", text="你好")
    simulator.post("control/clock", json={"advance_seconds": 48 * 3600})
    simulator.post("control/tokens", json={})
    body = {"appid": ACCOUNT.app_id, "secret": ACCOUNT.app_secret}
    token = simulator.post("api/cgi-bin/stable_token", json=body).json()["access_token"]

    answer = simulator.post("api/cgi-bin/message/custom/send", params={"access_token": token}, json=TEXT)

    assert answer.json()["errcode"] == 45015


def test_token_of_two_hours_ago_has_expired(call, simulator):
    simulator.post("control/clock", json={"advance_seconds": 7200})

    assert call("message/custom/send", TEXT)["errcode"] == 42001


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"touser": "a stranger"}, 40003),
        ({"touser": ""}, 40003),
        ({"touser": "demo-volunteer"}, 43004),
        ({"touser": "demo-p99"}, 45015),
        ({"text": {"content": "邻" * 683}}, 45002),
        ({"text": {"content": "邻" * 682}}, 0),
        ({"text": {"content": ""}}, 47001),
        ({"text": None}, 47001),
        ({"msgtype": "video", "video": {}}, 40008),
        ({"msgtype": "image", "image": {"media_id": "unknown"}}, 40007),
        ({"msgtype": "voice", "voice": {"media_id": "unknown"}}, 40007),
    ],
)
def test_message_is_refused_with_wechats_code(change, errcode, call, simulator):
    says(simulator, "demo-resident-1", type="text", text="你好")
    says(simulator, "demo-volunteer", type="unsubscribe")

    assert call("message/custom/send", TEXT | change)["errcode"] == errcode


def test_tap_on_a_line_of_a_menu_message_is_a_click_with_a_number(call, simulator, product):
    says(simulator, "demo-resident-1", type="text", text="你好")
    menu = {"head_content": "满意吗？", "list": [{"id": "7", "content": "满意"}], "tail_content": "谢谢"}
    call("message/custom/send", {"touser": "demo-resident-1", "msgtype": "msgmenu", "msgmenu": menu})

    says(simulator, "demo-resident-1", type="text", text="满意", menu_id="7")

    shown = simulator.get("phones/demo-resident-1/messages").json()[2]
    assert (shown["kind"], shown["items"]) == ("menu", [{"id": "7", "text": "满意"}])
    assert product.messages[-1]._data["bizmsgmenuid"] == "7"


def test_template_message_reaches_a_leader_without_a_phone_on_the_page(call, simulator):
    assert call("message/template/send", CARD)["errcode"] == 0

    (bubble,) = simulator.get("phones/demo-p12/messages").json()
    assert bubble["rows"] == [
        {"label": "事项", "value": "榕御小区3栋乱停车"},
        {"label": "编号", "value": "#12"},
    ]
    assert bubble["url"] == CARD["url"]


def test_template_message_is_reported_to_the_product(call, simulator, product):
    number = call("message/template/send", CARD)["msgid"]
    says(simulator, "demo-resident-1", type="text", text="你好")  # the report goes out before this answer

    report = next(message for message in product.messages if message.type == "event")
    assert (report.event, report.status, report.id) == ("templatesendjobfinish", "success", number)


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"template_id": ""}, 40037),
        ({"data": {"thing1": {"value": "长" * 21}}}, 47003),
        ({"data": {}}, 47001),
        ({"touser": "a stranger"}, 40003),
    ],
)
def test_template_message_is_refused_with_wechats_code(change, errcode, call):
    assert call("message/template/send", CARD | change)["errcode"] == errcode


def test_menu_is_kept_and_shown(call, simulator, token):
    menu = {
        "button": [{"name": "我的", "sub_button": [{"type": "click", "name": "进度", "key": "progress"}]}]
    }
    before = simulator.get("api/cgi-bin/menu/get", params={"access_token": token}).json()

    assert call("menu/create", menu)["errcode"] == 0

    after = simulator.get("api/cgi-bin/menu/get", params={"access_token": token}).json()
    assert (before["errcode"], after["menu"]) == (46003, menu)
    assert simulator.get("state").json()["menu"] == menu


def test_scene_code_has_one_ticket_for_ever(call):
    body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "yr-3"}}}

    first, second = call("qrcode/create", body), call("qrcode/create", body)

    assert first["ticket"] == second["ticket"]
    assert "expire_seconds" not in first


def test_passing_scene_code_says_when_it_ends(call):
    body = {"action_name": "QR_SCENE", "expire_seconds": 9_999_999, "action_info": {"scene": {"scene_id": 7}}}

    assert call("qrcode/create", body)["expire_seconds"] == 2_592_000


def test_ordered_error_comes_so_often_and_then_no_more(call, simulator):
    says(simulator, "demo-resident-1", type="text", text="你好")
    simulator.post("control/errors", json={"api": "message/custom/send", "errcode": -1, "times": 2})

    assert [call("message/custom/send", TEXT)["errcode"] for _ in range(3)] == [-1, -1, 0]


def test_ordered_delay_holds_the_answer_back(simulator):
    simulator.post("control/delay", json={"api": "menu/create", "milliseconds": 400})

    answer = simulator.post("api/cgi-bin/menu/create", json={})

    assert answer.elapsed.total_seconds() >= 0.4


def test_broken_json_is_refused(simulator, token):
    answer = simulator.post("api/cgi-bin/menu/create", params={"access_token": token}, content=b"{")

    assert answer.json()["errcode"] == 47001


def test_calls_are_kept_without_secrets(call, simulator):
    call("menu/create", {"button": []})

    calls = simulator.get("control/calls").json()
    assert [one["api"] for one in calls] == ["stable_token", "menu/create"]
    assert ACCOUNT.app_secret not in str(calls)


def test_repeat_with_the_same_key_shows_no_second_card(call, simulator):
    keyed = CARD | {"client_msg_id": "notice-7"}

    first, repeat, other = (call("message/template/send", body) for body in (keyed, keyed, CARD))

    assert first["msgid"] == repeat["msgid"] != other["msgid"]
    assert len(simulator.get("phones/demo-p12/messages").json()) == 2


def test_picture_and_articles_may_follow_a_message(call, simulator):
    media_id = simulator.post("media", content=b"GIF89a").json()["media_id"]
    says(simulator, "demo-resident-1", type="image", media_id=media_id)
    article = {"title": "办事指南", "description": "怎么用", "url": "https://example.org"}

    picture = call("message/custom/send", TEXT | {"msgtype": "image", "image": {"media_id": media_id}})
    news = call("message/custom/send", TEXT | {"msgtype": "news", "news": {"articles": [article]}})

    shown = simulator.get("phones/demo-resident-1/messages").json()[-2:]
    assert (picture["errcode"], news["errcode"]) == (0, 0)
    assert (shown[0]["media"], shown[1]["articles"]) == (media_id, [article])


def test_menu_that_is_deleted_gives_way_to_the_standard_one(call, simulator, token):
    call("menu/create", {"button": [{"type": "click", "name": "进度", "key": "progress"}]})

    simulator.get("api/cgi-bin/menu/delete", params={"access_token": token})

    assert simulator.get("state").json()["menu"]["button"][0]["name"] == "我要反映"


@pytest.mark.parametrize(
    ("openid", "answer"), [("demo-leader", 1), ("demo-volunteer", 0), ("a stranger", None)]
)
def test_user_info_says_who_follows(openid, answer, simulator, token):
    says(simulator, "demo-volunteer", type="unsubscribe")

    info = simulator.get("api/cgi-bin/user/info", params={"access_token": token, "openid": openid}).json()

    assert info.get("subscribe") == answer


@pytest.mark.parametrize("api", ["getcallbackip", "get_api_domain_ip"])
def test_addresses_of_wechat_are_this_machine(api, simulator, token):
    assert simulator.get(f"api/cgi-bin/{api}", params={"access_token": token}).json() == {
        "ip_list": ["127.0.0.1"]
    }


@pytest.mark.parametrize(
    "body",
    [
        {"action_name": "QR_LIMIT_STR_SCENE"},
        {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "s" * 65}}},
        {"action_name": "QR_OTHER", "action_info": {"scene": {"scene_str": "yr-3"}}},
    ],
)
def test_scene_code_outside_the_rules_is_refused(body, call):
    assert call("qrcode/create", body)["errcode"] in {47001, 47003}


PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
AMR = b"#!AMR\n" + b"\x7c" * 200


@pytest.fixture
def upload(simulator, token):
    """Gives a file to WeChat as the account does, gives the answer."""

    def post(kind, content, name="media"):
        form = {name: (f"a.{kind}", content, "application/octet-stream")}
        query = {"access_token": token, "type": kind}
        return simulator.post("api/cgi-bin/media/upload", params=query, files=form).json()

    return post


def test_photo_of_a_phone_can_be_sent_on_to_another(call, simulator):
    says(simulator, "demo-resident-2", type="text", text="你好")
    media_id = simulator.post("media", content=PNG).json()["media_id"]
    says(simulator, "demo-resident-1", type="image", media_id=media_id)

    on = {"touser": "demo-resident-2", "msgtype": "image", "image": {"media_id": media_id}}
    assert call("message/custom/send", on)["errcode"] == 0

    shown = simulator.get("phones/demo-resident-2/messages").json()[-1]
    assert (shown["from"], shown["kind"], shown["media"]) == ("account", "image", media_id)
    assert simulator.get(f"media/{media_id}").content == PNG


def test_voice_is_shown_with_its_length(call, simulator, upload):
    says(simulator, "demo-resident-1", type="text", text="你好")
    media_id = upload("voice", AMR)["media_id"]

    voice = {"touser": "demo-resident-1", "msgtype": "voice", "voice": {"media_id": media_id}}
    assert call("message/custom/send", voice)["errcode"] == 0

    shown = simulator.get("phones/demo-resident-1/messages").json()[-1]
    assert (shown["from"], shown["kind"], shown["seconds"]) == ("account", "voice", 4)


def test_uploaded_photo_can_be_sent_and_fetched(call, simulator, upload, token):
    says(simulator, "demo-resident-1", type="text", text="你好")
    answer = upload("image", PNG)

    photo = {"touser": "demo-resident-1", "msgtype": "image", "image": {"media_id": answer["media_id"]}}
    assert answer["type"] == "image"
    assert call("message/custom/send", photo)["errcode"] == 0
    query = {"access_token": token, "media_id": answer["media_id"]}
    assert simulator.get("api/cgi-bin/media/get", params=query).content == PNG


def test_media_id_is_good_for_three_days(simulator):
    media_id = simulator.post("media", content=PNG).json()["media_id"]
    simulator.post("control/clock", json={"advance_seconds": 3 * 86400 + 1})
    says(simulator, "demo-resident-1", type="text", text="你好")
    body = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.app_secret}
    later = simulator.post("api/cgi-bin/stable_token", json=body).json()["access_token"]

    photo = {"touser": "demo-resident-1", "msgtype": "image", "image": {"media_id": media_id}}
    answer = simulator.post("api/cgi-bin/message/custom/send", params={"access_token": later}, json=photo)

    assert answer.json()["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "content", "name", "errcode"),
    [
        ("image", b"<svg>", "media", 40005),
        ("voice", PNG, "media", 40005),
        ("image", PNG + bytes(10 * 1024 * 1024), "media", 40009),
        ("video", PNG, "media", 40004),
        ("image", PNG, "file", 41005),
    ],
    ids=["no picture", "no recording", "too large", "no kind of ours", "no file"],
)
def test_upload_is_refused_with_wechats_code(kind, content, name, errcode, upload):
    assert upload(kind, content, name)["errcode"] == errcode
