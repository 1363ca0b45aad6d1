"""How each move reads on its page: the button, the fields, the choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.desk.chatwords import Verb


@dataclass(frozen=True, slots=True)
class Form:
    """How a move reads on its page.

    `label` is on its button, `hint` below it on the list of moves. `ask` stands over the field for words; an
    empty one means that the move takes none, `needed` that it can't do without; `fixed` is what is said where
    nothing is asked. `whom` asks who should have it (`many`: several may be named), `whom_else` is the choice of
    whoever does not know. `day` asks for a day (with `clock` for an hour too), `spot` for a place, `pick` for one of
    `picks`. `order` is the order in which the chat word wants them.
    """

    label: str
    hint: str = ""
    ask: str = ""
    needed: bool = True
    fixed: str = ""
    photos: bool = False
    points: bool = False
    whom: str = ""
    whom_else: str = ""
    many: bool = False
    category: bool = False
    day: str = ""
    clock: bool = False
    spot: str = ""
    pick: str = ""
    picks: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    order: tuple[str, ...] = ("whom", "category", "day", "words")


_KINDS = (
    ("", "一般：1小时应哨，3个工作日报结果"),
    ("硬", "攻坚：5个工作日报结果"),
    ("急", "急：10分钟应哨，有危险时用"),
)
_STARS = (("5", "5分 很好"), ("4", "4分"), ("3", "3分 一般"), ("2", "2分"), ("1", "1分 很差"))
_HAZARD = (("没有了", "没有了"), ("还在", "还在"))
_CONTACTED = (("有", "有人联系过"), ("没有", "没人联系过"))

#: By verb, in the order in which they are shown.
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        Verb.HEED: Form("应哨", "我们来，街道马上知道"),
        Verb.TAKE: Form("接单", "我来办，居民会收到通知"),
        Verb.RULE: Form("裁决", "定归谁办，以后同类照此", "为什么归他", whom="归谁办"),
        Verb.CONFIRM: Form("核查通过", "看过了，办好了", "看到了什么", needed=False),
        Verb.REFUTE: Form("没办好", "看过了，还要再办", "哪里没办好"),
        Verb.AGREE: Form("同意延期", "居民会收到新的期限"),
        Verb.DISAGREE: Form("不同意延期", "期限不变", "为什么不同意"),
        Verb.ARRIVE: Form("到场", "人到了，居民会收到通知"),
        Verb.REPORT: Form("报结果", "办得怎么样，报给街道", "结果"),
        Verb.CONTACT: Form("联系街道", "来之前先说一声", "要对街道说的话"),
        Verb.REPLY: Form("答辩", "对评分有话说", "要说的话"),
        Verb.FINISH: Form("办结", "办好了，请居民评价", "做了什么", photos=True, points=True),
        Verb.HOLDS: Form("还好", "过了这些天，没再出问题"),
        Verb.CONTACTED: Form("有人联系过您吗", pick="没办好的那次，有人联系过您吗", picks=_CONTACTED, order=("pick",)),
        Verb.REJECT: Form("不满意", "没办好，重新办", "哪里没办好", photos=True),
        Verb.SAY: Form("回复居民", "转达一句话，双方看不到号码", "要对居民说的话"),
        Verb.INQUIRE: Form("追问", "要居民补一句，等的时候不计时", "想问居民什么"),
        Verb.SCHEDULE: Form("排期", "定好哪天办", "怎么安排的", day="哪天办"),
        Verb.WAIT_OUTSIDE: Form("等外单位", "要别人先办，到那天再接着办", "等谁、等什么", day="等到哪天"),
        Verb.EXTEND: Form("延期", "请社区同意多几天", "为什么要延期", day="延到哪天"),
        Verb.WHISTLE: Form(
            "吹哨", "叫几家部门一起到场", "为什么叫他们", whom="叫谁", whom_else="这一类的主管部门", many=True,
            day="哪天碰头（可以不选）", clock=True, spot="在哪里碰头（可以不写）", pick="急不急", picks=_KINDS,
            order=("pick", "whom", "day", "spot", "words"),
        ),
        Verb.CONCLUDE: Form("收哨", "几家的活完了，由牵头的办到底", "结论"),
        Verb.RATE: Form("评部门", "1到5分，对方可以答辩", "理由", whom="评谁", pick="几分", picks=_STARS,
                        order=("whom", "pick", "words")),
        Verb.PASS_ON: Form("转办", "交给更合适的人", "为什么转给他", whom="转给谁", whom_else="不清楚，请服务台找人"),
        Verb.RETURN: Form("退回", "不归我管", "为什么退回", whom="应该归谁", whom_else="不清楚", danger=True),
        Verb.REVOKE: Form("撤销裁决", "以后同类不再照这次办", danger=True),
        "inspect": Form("复查", "去看一眼", "看到了什么", pick="隐患还在不在", picks=_HAZARD, order=("pick", "words")),
        "second": Form("双签", "同意同事提的，两个人都记下"),
        "endorse": Form("认可协议", "谈成的就按这个办"),
        "object": Form("不认可协议", "再谈一次", "哪里不对"),
        "arrange": Form("约时间", "两边都会收到", "什么时候、在哪里谈"),
        "settle_on": Form("写协议", "谈成了什么，两边各自认可", "谈成了什么"),
        "mediate": Form("请人调解", "找一位两边都不沾的人来谈，只有他看得到", "对方住哪一栋", needed=False),
        "consult": Form("调阅", "看居民原话；要知道是谁报的，请写“报事人”，须两个人同意", "为什么要看"),
        "show": Form("晒出去", "放进公开的账本，不能带人名房号", "可以公开的一句话", needed=False),
        "keep_back": Form("不晒", "这一件的文字不公开"),
        Verb.DECLINE: Form("不受理", "不归社区街道管，告诉居民去哪里", "原因，请找哪里", danger=True),
        Verb.ADD: Form("补充", "再添几句或照片", "要补充的话", needed=False, photos=True),
        Verb.APPEAL: Form("申诉", "请街道再看一次", "理由"),
        Verb.ACCEPT: Form("满意", "已经好了，不用再办"),
        Verb.CORRECT: Form("改类别", "归错类了", category=True),
        Verb.DISCLOSE: Form("让办的人知道我是谁", "现在只有服务台知道", "怎么称呼您", needed=False),
        Verb.CONCEAL: Form("不让办的人知道我是谁", "以后只有服务台知道"),
        Verb.WITHDRAW: Form("取消", "不用办了", danger=True),
    }
)
#: How a move reads where it does something else: what rests is taken up again, what was asked is answered, whether it
#: is solved is asked before whether she is content.
TAKE_UP = Form("接着办", "不等了，现在就办")
ANSWER = Form("回答", "办的人等您这一句", "您的回答", needed=False, photos=True)
SOLVED = Form("办好了", "结案", fixed="办好了")
UNSOLVED = Form("没办好", "重新办", "哪里没办好", photos=True)
