"""What a message asks of those who help: which skills, how many people, which language, who may come, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.needs.skills import Shown, languages_needed, shipped_skills, skill_likely, skills_needed
from intents.needs.when import When, read_minutes, read_when
from intents.numerals import counted
from intents.text import tidy


@dataclass(frozen=True, slots=True)
class NeedReading:
    """What a message asks of those who help.

    `skills` are those it needs, the most telling first, each with the words that showed it; where none was read
    `likely` is the one that the things it names speak for, good for a question. `people` is how many it
    asks for, 0 where it does not say; `odd` that the number can't be told ("几个人") or is more than ten. `gender` is
    "女", "男" or "". `child`: somebody under age is in it; `keys`: somebody would hold a key or be alone in a home.
    `hands`: it asks for somebody to come, whatever for; `called` that its own words do, not only what is to be done:
    "搭把手", "不敢爬". `minutes` is 0 where it does not say how long.
    """

    skills: tuple[Shown, ...] = ()
    likely: Shown | None = None
    people: int = 0
    odd: bool = False
    languages: tuple[str, ...] = ()
    gender: str = ""
    child: bool = False
    keys: bool = False
    hands: bool = False
    called: bool = False
    when: When | None = None
    minutes: int = 0

    @property
    def vetted(self) -> bool:
        """Whether only those whom the community has looked into may come: to children, and with keys."""
        return self.child or self.keys


#: Where a skill of its own was read these only tell how: "陪他去医院，等的时候聊聊天".
_GENERAL = frozenset({"陪伴聊天", "陪同办事", "搬运"})
_OFFICES = frozenset(skill.name for skill in shipped_skills() if not skill.alone)
_FOR_CHILDREN = frozenset({"儿童看护", "辅导作业"})
_SKILLS_MOST = 3

_COUNT = r"(?P<{n}>\d{1,3}|[一两二三四五六七八九十])"
_WHO = (
    r"(?:人手|人|志愿者|义工|志工|小伙子?|年轻人|后生|少年家?|大学生|师傅|男的|女的|男人|男生|女生|壮汉|劳力|帮手|同志|党员)"
)
_CALLED = r"(?:求|来|要|派|找|叫|安排|请|帮.{0,3}找|帮.{0,2}叫|缺|差|需要|最好|有没有|至少)"
_PEOPLE = re.compile(
    rf"{_CALLED}(?:上|个|大概|大约|差不多|至少|最好)?\s*{_COUNT.replace('{n}', 'a')}\s*(?:个|名|位)?\s*{_WHO}"
    rf"|{_CALLED}(?:上)?\s*{_COUNT.replace('{n}', 'b')}\s*(?:个|名|位)(?=就|来|吧|$|[,，。\s])"
    rf"|^\s*{_COUNT.replace('{n}', 'c')}\s*(?:个人?|名|位|人)(?:就[行好够]|吧|够了)?[。!\s]*$"
    rf"|(?<![\d第])(?P<d>\d{{1,2}})\s*人(?!民|家|次)(?:手)?"
)
_ODD = re.compile(rf"{_CALLED}(?:几|十几|好几|多|一些|几十)\s*(?:个|名|位)?\s*{_WHO}")
_MOST_PEOPLE = 10
_GENDERS = (
    ("女", re.compile(
        r"(?:要|找|求|来|派|请|最好(?:是)?|只要|叫)(?:个|一个|一位|位)?(?:女的|女性|女同志|女志愿者|女生|女人|女师傅|阿姨|大姐)"
        r"|(?:女的|女性|女同志|女志愿者|阿姨|大姐)(?:来|就行|最好|方便|才方便|优先)|男的不方便|(?:^|[,\s])要?女的?(?=$|[,。!\s])")),
    ("男", re.compile(
        r"(?:要|找|求|来|派|请|最好(?:是)?|只要|叫)(?:个|一个|两个|几个|一位|位)?(?:男的|男性|男同志|男志愿者|男生|男人|男师傅)"
        r"|(?:男的|男性|男同志|男志愿者)(?:来|就行|最好|方便|才方便|优先|抬)|女的不方便|(?:^|[,\s])要?男的?(?=$|[,。!\s])")),
)  # fmt: skip
_CHILD = re.compile(
    r"小朋友|儿童|留守|未成年|幼儿园|小学|[一二三四五六]年级|初[一二三]|高[一二三](?!楼)|中考|(?:[三四五六七八九]|十[一二三四五六七]?|\d)岁(?:的)?"
    r"(?:孩子|娃|小孩|女儿|儿子|孙|弟|妹)|(?:女儿|儿子|孙子|孙女|弟弟|妹妹|宝宝).{0,3}(?:[三四五六七八九十]|1?\d)岁"
    r"|(?:接|送|看|带|陪)(?:一下|下)?(?:我?家?)(?:孩子|娃|小孩|宝宝)|(?:孩子|娃|小孩|宝宝)(?:.{0,4})(?:没人|一个人|自闭|脑瘫|被|放学|上学|作业)"
    r"|我们几个.{0,3}年级"
)
_GROWN = re.compile(
    r"(?:孩子|儿女|儿子|女儿)们?(?:都|又|全)?(?:在外|不在身边|上班|出差|回不来|在国外|打工|工作|拢)"
    r"|孩子爸妈|带大(?:的)?孩子"
)
_KEYS = re.compile(
    r"钥匙|(?:进|开)(?:我|她|他|阮)?家?(?:的)?门(?:帮|拿|看|喂|浇)|帮.{0,4}进屋"
    r"|(?:喂|浇)(?:一下|下)?(?:.{0,4})(?:猫|狗|鱼|花)|家里没人.{0,8}(?:帮|看|收|关)"
)
_HANDS = re.compile(
    r"志愿者|义工|志工|好心人|搭把手|搭手|求人手|(?:来|派|安排|找|求|请|叫)(?:个|一个|两个|几个)?(?:.{0,2})人|有没有(?:.{0,6})人|有人(?:能|会|可以|来|敢|愿意|肯)"
    r"|谁(?:能|会|可以|来|愿意|有空|去|帮)|(?:帮|替|教|陪)(?:我|我们|她|他|伊|阮|一下|下|忙)|能(?:不能|否)?帮|搬不动|够不着|不敢爬|帮手"
)


def read_need(text: str) -> NeedReading:
    """What a message asks of those who help; an empty reading for one that asks for nothing. Raises nothing."""
    said = tidy(text).text
    skills = _told_apart(skills_needed(text))
    names = {skill.name for skill in skills}
    people, odd = _people(said)
    called = bool(_HANDS.search(said))
    child = bool(names & _FOR_CHILDREN) or bool(_CHILD.search(_GROWN.sub("", said)))
    return NeedReading(
        skills=skills,
        likely=None if skills else skill_likely(text),
        people=people,
        odd=odd,
        languages=tuple(language.name for language in languages_needed(text)),
        gender=next((gender for gender, words in _GENDERS if words.search(said)), ""),
        child=child,
        keys=bool(_KEYS.search(said)),
        hands=bool(skills) or called,
        called=called,
        when=read_when(said),
        minutes=read_minutes(said),
    )


def _told_apart(skills: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """Those that tell what is wanted: a special one before a general one, what an office answers for behind both."""
    asked = [skill for skill in skills if skill.name not in _OFFICES]
    special = [skill for skill in asked if skill.name not in _GENERAL]
    others = [skill for skill in skills if skill.name in _OFFICES]
    return (*(special or asked[:1]), *others)[:_SKILLS_MOST]


def _people(said: str) -> tuple[int, bool]:
    found = _PEOPLE.search(said)
    count = next((value for value in found.groupdict().values() if value), "") if found else ""
    if not count:
        return 0, bool(_ODD.search(said))
    number = counted(count)
    return (number, False) if 0 < number <= _MOST_PEOPLE else (0, True)
