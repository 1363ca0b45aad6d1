"""Every sentence of the pages that is not chat's own. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from matching.case import Action, State

OPEN_CASE = "打开 #{number}"
OPEN_LIST = "打开我的清单"
OPEN = "打开看看"

#: What stands on the page instead of anything else when a link is of no use.
EXPIRED = "这个链接过期了。\n在公众号里回“我的”就有新链接。"
FOREIGN = "这个链接打不开。\n在公众号里回“我的”就有新链接。"
NOT_YOURS = "这一件不在您的清单里，可能已经转给别人。"
BUSY = "刚才没有存下来，请再点一次。"
TOO_LONG = "写得太长了，请不要超过{most}个字。"
#: What a form says that cannot close yet; it has fields for what chat would ask to write.
POINTS_MISSING = "每一件都请选“办好了”或“办不了”，再按一次办结。"
PHOTO_MISSING = "请加一张办好的照片，再按一次办结；\n拍不了就在“做了什么”里写“无照片：原因”。"
PHOTO_TOO_BIG = "这张照片太大了，请不要超过{most}MB。"
PHOTO_UNREADABLE = "这个文件不是照片，或者打不开。请换一张 JPG 或 PNG。"
PHOTOS_TOO_MANY = "一次最多传{most}张，剩下的请再传一次。"


ASKED = "{who}问您：{words}"
RESTS = "{day}接着办"

#: What somebody did with a case, as its history tells it; the reason follows.
HISTORY: Mapping[Action, str] = MappingProxyType(
    {
        Action.OPEN: "登记",
        Action.ASK: "追问一句",
        Action.ANSWER: "回答",
        Action.GIVE_UP_ASKING: "没等到回答，按已知的办",
        Action.DISPATCH: "派单",
        Action.TAKE: "接单",
        Action.FINISH: "报办结",
        Action.PASS_ON: "转办",
        Action.RETURN: "退回",
        Action.ACCEPT: "说办好了，结案",
        Action.REJECT: "不满意，要求重办",
        Action.WITHDRAW: "取消",
        Action.CORRECT: "改了类别",
        Action.MERGE: "并入同一件",
        Action.ADD: "补充",
        Action.SAY: "回复",
        Action.INQUIRE: "请居民补充",
        Action.SCHEDULE: "排期",
        Action.WAIT_OUTSIDE: "等外单位",
        Action.RESUME: "继续办",
        Action.EXTEND: "延期",
        Action.ESCALATE: "往上交",
        Action.WHISTLE: "吹哨",
        Action.CONCLUDE: "几家办完",
        Action.DECLINE: "不受理",
        Action.APPEAL: "申诉",
        Action.CONFIRM: "核查通过",
        Action.REFUTE: "核查不通过",
        Action.RECHECK: "回访",
        Action.ARCHIVE: "归档",
    }
)
#: What came when nobody wrote a word.
ADDED = MappingProxyType({"photo": "一张照片", "voice": "一段语音", "location": "一个位置", "text": "几句话"})
RESIDENT_ACTOR, LINLI_ACTOR, HANDLER_ACTOR, YOU = "居民", "服务台", "办理人", "您"
LOCATION = "位置：{label}"
#: The three clocks, in the same words for residents and handlers.
CLOCKS = ("接单", "回话", "办结")
LEFT, OVER, DONE = "还剩{span}", "已超{span}", "已完成"
#: States that speak to the resident, as everybody else reads them.
STATES_FOR_HANDLERS = MappingProxyType({State.AWAITING_INFO: "等居民补充"})

LIST_IN_HAND, LIST_WAITING, LIST_REPORTED = "我手上的", "等居民评价", "我报的"
LIST_CALLED, LIST_TO_CHECK = "吹哨叫我的", "等我核查的"
NONE_IN_HAND = "现在没有要办的事，来了新单会在聊天里告诉您。"
NONE_REPORTED = "还没有报过事。在公众号里直接说一句就行。"
WATCH_LATE, WATCH_UNSIGNED, WATCH_CLIMBING = "超期没办结", "超时没接单", "正在往上交"
NOTHING_WRONG = "现在没有超期、没人接或往上交的事。"
WHISTLE_CLOCKS = ("应哨", "联系街道", "报结果")
RATED = "街道评{stars}分：{why}"
