"""The page in Chromium, as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Hands, chromium, page_at

pytestmark = pytest.mark.browser

#: A photo of two by two pixels.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73"
    "0000001649444154789c63a8bf16c6c0c0c0c4c0c0c0c0c00000119101c6d5a4b9d20000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser, simulator):
    with page_at(browser, str(simulator.base_url)) as opened:
        expect(opened.locator(".phone").first).to_be_visible()  # what comes from here on is new to the page
        yield opened


@pytest.fixture
def small_page(browser, simulator):
    with page_at(browser, str(simulator.base_url), 390, 844) as opened:
        expect(opened.locator(".phone").first).to_be_visible()
        yield opened


def send(simulator, openid, **body):
    simulator.post(f"phones/{openid}/send", json=body).raise_for_status()


def notify(simulator, token, openid="demo-leader"):
    """A template message from the product."""
    data = {"thing1": {"value": "榕御小区3栋乱停车"}}
    body = {"touser": openid, "template_id": "any", "url": "https://example.org/12", "data": data}
    simulator.post("api/cgi-bin/message/template/send", params={"access_token": token}, json=body)


def test_message_is_typed_and_its_reply_appears(page):
    aunt = Hands(page, "王阿姨")

    aunt.type("榕御小区3栋楼下乱停车")

    expect(aunt.own("榕御小区3栋楼下乱停车")).to_have_count(1)
    expect(aunt.answer("收到：榕御小区3栋楼下乱停车")).to_be_visible()
    expect(aunt.phone.get_by_role("textbox")).to_have_value("")


def test_shift_and_enter_begin_a_new_line(page, product):
    aunt = Hands(page, "王阿姨")
    field = aunt.phone.get_by_role("textbox")

    field.press_sequentially("第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    field.press("Enter")

    expect(aunt.answer("收到")).to_be_visible()
    assert product.messages[0].content == "第一行\n第二行"


def test_sample_sentence_is_sent_by_a_tap(page):
    aunt = Hands(page, "王阿姨")

    aunt.phone.get_by_role("button", name="榕御小区3栋物业费一年涨了三成").click()

    expect(aunt.answer("收到：榕御小区3栋物业费一年涨了三成")).to_be_visible()
    expect(aunt.phone.locator(".samples")).to_have_count(0)


def test_message_that_did_not_go_out_is_sent_again(page):
    aunt = Hands(page, "王阿姨")
    page.route("**/send", lambda route: route.abort())
    aunt.type("楼下乱停车")
    again = aunt.phone.get_by_role("button", name="重发")
    expect(again).to_be_visible()
    page.unroute("**/send")

    again.click()

    expect(aunt.answer("收到：楼下乱停车")).to_be_visible()
    expect(aunt.own("楼下乱停车")).to_have_count(1)
    expect(again).to_have_count(0)


def test_markup_in_a_reply_is_text_and_its_links_are_links(page, product):
    product.answer = lambda _message: '<img src=x onerror=alert(1)> <a href="https://example.org/12">进展</a>'
    aunt = Hands(page, "王阿姨")

    aunt.type("你好")

    expect(aunt.answer("<img src=x onerror=alert(1)>")).to_be_visible()
    expect(aunt.phone.get_by_role("link", name="进展")).to_have_attribute("href", "https://example.org/12")
    expect(aunt.phone.locator(".bubble img")).to_have_count(0)


def test_line_of_a_reply_is_sent_by_a_tap(page, product):
    product.answer = lambda message: (
        '<a href="weixin://bizmsgmenu?msgmenucontent=满意&msgmenuid=7">满意</a>'
        if message.content == "进度"
        else f"谢谢：{message.content}"
    )
    aunt = Hands(page, "王阿姨")
    aunt.type("进度")

    aunt.phone.get_by_role("button", name="满意", exact=True).click()

    expect(aunt.answer("谢谢：满意")).to_be_visible()


def test_template_message_is_a_card_with_a_link(page, simulator, token):
    leader = Hands(page, "陈建国")

    notify(simulator, token)

    expect(leader.answer("榕御小区3栋乱停车")).to_be_visible()
    expect(leader.phone.get_by_role("link", name="查看详情")).to_have_attribute(
        "href", "https://example.org/12"
    )


def test_one_without_a_phone_gets_one_when_the_account_writes(page, simulator, token):
    notify(simulator, token, "demo-p12")

    page.get_by_role("button", name="p12，1 条未读").click()

    expect(Hands(page, "p12").answer("榕御小区3栋乱停车")).to_be_visible()
    expect(page.get_by_role("button", name="p12", exact=True)).to_be_visible()


def test_menu_of_the_product_is_tapped(page, simulator, token, product):
    product.answer = lambda message: f"点了 {message.key}"
    menu = {
        "button": [{"name": "我的", "sub_button": [{"type": "click", "name": "进度", "key": "progress"}]}]
    }
    simulator.post("api/cgi-bin/menu/create", params={"access_token": token}, json=menu)
    aunt = Hands(page, "王阿姨")

    aunt.phone.get_by_role("button", name="切换到菜单").click()
    aunt.phone.get_by_role("button", name="我的").click()
    aunt.phone.get_by_role("button", name="进度").click()

    expect(aunt.answer("点了 progress")).to_be_visible()


def test_photo_is_picked_and_shown(page, product, tmp_path):
    picture = Path(tmp_path, "photo.png")
    picture.write_bytes(PHOTO)
    aunt = Hands(page, "王阿姨")

    aunt.phone.locator("input[type=file]").set_input_files(picture)

    expect(aunt.phone.get_by_role("button", name="放大照片")).to_be_visible()
    expect(aunt.answer("收到：image")).to_be_visible()
    assert product.messages[0].type == "image"


def test_place_is_chosen_and_sent(page, product):
    aunt = Hands(page, "王阿姨")
    aunt.phone.get_by_role("button", name="照片、位置、语音等").click()
    aunt.phone.get_by_role("button", name="位置", exact=True).click()

    sheet = page.get_by_role("dialog", name="发送位置")
    sheet.get_by_role("button", name="修文路").click()
    sheet.get_by_role("button", name="发送").click()

    expect(aunt.answer("收到：location")).to_be_visible()
    assert product.messages[0].label == "漳州市芗城区修文路"


def test_voice_is_sent_with_its_recognition(page, product):
    aunt = Hands(page, "王阿姨")
    aunt.phone.get_by_role("button", name="照片、位置、语音等").click()
    aunt.phone.get_by_role("button", name="语音", exact=True).click()

    sheet = page.get_by_role("dialog", name="发送语音")
    sheet.get_by_label("微信识别出的文字").fill("电梯坏了")
    sheet.get_by_role("button", name="发送").click()

    expect(aunt.phone.get_by_role("button", name="语音 4 秒")).to_be_visible()
    expect(aunt.answer("收到：voice")).to_be_visible()
    assert product.messages[0].recognition == "电梯坏了"


def test_one_who_left_cannot_write_until_they_follow_again(page):
    aunt = Hands(page, "王阿姨")
    aunt.phone.get_by_role("button", name="照片、位置、语音等").click()
    aunt.phone.get_by_role("button", name="取消关注").click()
    expect(aunt.phone.get_by_role("textbox")).to_be_hidden()

    aunt.phone.get_by_role("button", name="关注公众号").click()

    expect(aunt.phone.get_by_role("textbox")).to_be_visible()
    expect(aunt.answer("收到")).to_be_visible()


def test_page_finds_what_was_said_while_it_was_away(page, simulator):
    send(simulator, "demo-resident-1", type="text", text="早上好")
    aunt = Hands(page, "王阿姨")
    expect(aunt.own("早上好")).to_be_visible()
    page.context.set_offline(True)
    send(simulator, "demo-resident-1", type="text", text="晚上好")

    page.context.set_offline(False)
    page.reload()

    expect(aunt.own("早上好")).to_have_count(1)
    expect(aunt.own("晚上好")).to_have_count(1)


def test_screens_are_emptied_by_a_reset(page, simulator):
    aunt = Hands(page, "王阿姨")
    aunt.type("楼下乱停车")
    expect(aunt.answer("收到：楼下乱停车")).to_be_visible()

    simulator.post("control/reset", json={})

    expect(aunt.phone.locator(".samples")).to_be_visible()
    expect(aunt.phone.locator(".bubble")).to_have_count(0)


def test_small_screen_shows_one_phone_and_counts_the_others(small_page, simulator, token):
    notify(simulator, token)
    tab = small_page.get_by_role("button", name="陈建国，1 条未读")
    expect(tab).to_be_visible()
    expect(Hands(small_page, "陈建国").phone).not_to_be_in_viewport()

    tab.click()

    expect(Hands(small_page, "陈建国").phone).to_be_in_viewport(ratio=0.95)
    expect(Hands(small_page, "王阿姨").phone).not_to_be_in_viewport()
    expect(small_page.get_by_role("button", name="陈建国", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_nothing_is_wider_than_the_page_and_every_target_is_large_enough(size, browser, simulator):
    with page_at(browser, str(simulator.base_url), *size) as page:
        expect(page.locator(".phone").first).to_be_visible()
        page.get_by_role("button", name="照片、位置、语音等").first.click()

        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        small = page.evaluate(
            """[...document.querySelectorAll('.phone:first-child button, .tabs button')]
               .filter(b => b.offsetParent).map(b => [b.textContent.trim() || b.ariaLabel, b.offsetHeight])
               .filter(([, height]) => height < 44)"""
        )
        assert small == []


def test_earlier_talk_stays_in_place_while_new_messages_come(page, simulator):
    for number in range(12):
        send(simulator, "demo-resident-1", type="text", text=f"第 {number} 句")
    aunt = Hands(page, "王阿姨")
    expect(aunt.answer("收到：第 11 句")).to_be_in_viewport()
    aunt.phone.get_by_role("log").hover()
    page.mouse.wheel(0, -600)
    expect(aunt.answer("收到：第 11 句")).not_to_be_in_viewport()

    send(simulator, "demo-resident-1", type="text", text="新的一句")

    more = aunt.phone.get_by_role("button", name="2 条新消息")
    expect(aunt.answer("收到：新的一句")).not_to_be_in_viewport()
    more.click()
    expect(aunt.answer("收到：新的一句")).to_be_in_viewport()
    expect(more).to_be_hidden()


def test_product_that_takes_its_time_is_said_to_be_typing(page, product, simulator):
    product.silent = 1
    simulator.post("control/tries", json={"seconds": 2})
    aunt = Hands(page, "王阿姨")

    aunt.type("楼下乱停车")

    expect(aunt.phone.get_by_role("heading", name="对方正在输入")).to_be_visible()
    expect(aunt.phone.locator(".status")).to_have_count(0)
    expect(aunt.answer("收到：楼下乱停车")).to_be_visible()
    expect(aunt.phone.get_by_role("heading", name="邻里", exact=True)).to_be_visible()


def test_panel_and_menu_are_closed_by_escape(page):
    aunt = Hands(page, "王阿姨")
    aunt.phone.get_by_role("button", name="照片、位置、语音等").click()
    place = aunt.phone.get_by_role("button", name="位置", exact=True)
    expect(place).to_be_visible()

    page.keyboard.press("Escape")

    expect(place).to_be_hidden()


def test_large_letters_stay_after_a_reload(page):
    page.get_by_role("button", name="大字").click()

    page.reload()

    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    aunt = Hands(page, "王阿姨")
    aunt.type("你好")
    expect(aunt.answer("收到：你好")).to_have_css("font-size", "22px")
