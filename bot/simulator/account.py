"""The official account the simulator plays, and the phones that follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.settings import Settings

#: WeChat drops a push after five seconds and tries three times in all.
TRY_SECONDS = timedelta(seconds=5)
#: Openids with this beginning follow the account without a phone on the page: leaders of the sample data
#: must be reachable by template messages.
FOLLOWER_PREFIX = "demo-"


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """A person with WeChat. `samples` are sentences offered while their chat is empty.

    One who is not `shown` has no phone on the page until the account writes to them.
    """

    openid: str
    name: str
    role: str
    initial: str
    colour: str
    samples: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Spot:
    """A place offered in the location sheet; degrees, GCJ-02 as WeChat sends them."""

    label: str
    latitude: float
    longitude: float


_RESIDENT_SAMPLES = (
    "榕御小区3栋楼下老是有人乱停车，救护车都进不来",
    "榕御小区3栋物业费一年涨了三成，账目从来不公开",
    "榕御小区3栋楼顶有人私自搭铁皮房",
    "榕御小区5栋电梯坏了三天没人修，还有楼下麻将馆吵到半夜两点",
    "榕御小区3栋一楼电动车着火了",
)
_NEIGHBOUR_SAMPLES = (
    "楼上半夜还在装修，孩子没法睡觉",
    "榕御小区3栋 我家灯坏了不敢爬高，71岁一个人住",
    "榕御小区3栋楼下垃圾堆了两天，味道很大",
    "路灯坏了三天没人修",
    "进度",
)
_HANDLER_SAMPLES = ("我的", "接单", "办结 已劝离并划线", "帮助")

OWNERS = (
    PhoneOwner("demo-resident-1", "王阿姨", "居民", "王", "#B0705A", _RESIDENT_SAMPLES),
    PhoneOwner("demo-leader", "陈建国", "榕御小区3栋楼长", "陈", "#5B7BA6", _HANDLER_SAMPLES),
    PhoneOwner(
        "demo-property",
        "榕御物业",
        "物业服务中心",
        "物",
        "#7A6FA3",
        ("我的", "接单", "办结 电梯已修好", "驿站 充电 坏了", "帮助"),
    ),
    PhoneOwner("demo-resident-2", "小林", "居民", "林", "#4F8A7B", _NEIGHBOUR_SAMPLES),
    PhoneOwner(
        "demo-volunteer",
        "周晓梅",
        "志愿者",
        "周",
        "#A8823D",
        ("报名 周末上午，会修水电", "我的", "接", "帮助"),
    ),
    PhoneOwner("demo-rider", "张家豪", "外卖骑手", "张", "#3D7EA8", ("附近驿站", "停好了", "路灯坏了", "我的队")),
    PhoneOwner("demo-p0090", "杨国栋", "榕御小区书记", "杨", "#8A6D5A", ("开会 五方例会 明天19:30", "会议", "帮助")),
    PhoneOwner(
        "demo-p0012",
        "榕御居委会",
        "社区",
        "社",
        "#5A7D8A",
        ("派单 榕御3栋 搬家具 周六上午 2人", "开会 联席会议 明天15:00 社区", "我的", "帮助"),
    ),
    PhoneOwner("demo-p0011", "新桥综治办", "街道", "街", "#7D5A8A", ("裁决", "吹哨", "晒", "帮助")),
    PhoneOwner("demo-p0343", "红色调解队", "榕御社区调解员", "调", "#5A8A62", ("我的", "帮助")),
)
_COLOURS = ("#6C7A89", "#8A6D5A", "#5A7D8A", "#7D5A8A", "#5A8A62")
SPOTS = (
    Spot("漳州市芗城区榕御小区3栋", 24.503871, 117.675947),
    Spot("漳州市芗城区修文路", 24.509816, 117.653902),
    Spot("漳州市芗城区新浦东路", 24.512863, 117.688245),
    Spot("漳州市芗城区丹霞路89号", 24.503512, 117.675301),
)


@dataclass(frozen=True, slots=True)
class SimulatedAccount:
    """Everything the simulator must know of the product: where its callback is and the shared secrets.

    `callback_url` is the product's address without `/wechat`. An empty `encoding_aes_key` means plain mode.
    Empty `template_ids` accept every template. `template_labels` name the fields of a template on the card.
    """

    callback_url: str
    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    encoding_aes_key: str = field(default="", repr=False)
    name: str = "邻里"
    original_id: str = "gh_linli0000001"
    owners: tuple[PhoneOwner, ...] = OWNERS
    spots: tuple[Spot, ...] = SPOTS
    template_ids: frozenset[str] = frozenset()
    template_labels: Mapping[str, str] = field(default_factory=dict)
    try_time: timedelta = TRY_SECONDS


def acquaintance(openid: str, name: str, role: str) -> PhoneOwner:
    """A follower whose phone appears on the page when the account writes to them."""
    colour = _COLOURS[sum(openid.encode()) % len(_COLOURS)]
    return PhoneOwner(openid, name, role, name[:1].upper(), colour, _HANDLER_SAMPLES, shown=False)


def account_from_settings(settings: Settings, acquaintances: tuple[PhoneOwner, ...] = ()) -> SimulatedAccount:
    """The account as the settings describe it; the callback is reached over loopback at the server's port.

    `acquaintances` have no phone on the page until they are written to; one who has a phone is left out.
    """
    known = {owner.openid for owner in OWNERS}
    wechat = settings.wechat
    host = settings.server.host
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound: a wildcard is no address to call
        host = "127.0.0.1"
    elif ":" in host:
        host = f"[{host}]"
    return SimulatedAccount(
        callback_url=f"http://{host}:{settings.server.port}",
        app_id=wechat.app_id,
        app_secret=wechat.app_secret,
        token=wechat.token,
        encoding_aes_key=wechat.encoding_aes_key,
        owners=OWNERS + tuple(owner for owner in acquaintances if owner.openid not in known),
        template_ids=frozenset({wechat.template_id} - {""}),
    )
