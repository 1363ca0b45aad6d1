"""How far to trust a name by its length, its likeness and the words around it.

Short names are everyday words too (阳光, 天娇, 华府): alone in a sentence they name nothing, before
"3栋" or "小区" they do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from matching.nameform import ENDINGS, Form, FormKind

#: What a form of each kind is worth when it stands there letter for letter.
_WORTH = {
    FormKind.FULL: 1.0,
    FormKind.ENDING_LEFT_OFF: 0.93,
    FormKind.FRONT_LEFT_OFF: 0.9,
    FormKind.MIDDLE_LEFT_OFF: 0.86,
    FormKind.ZONE_LEFT_OFF: 0.8,
    FormKind.ADDRESS: 0.96,
}

#: What a reading is worth that must be confirmed.
_PERHAPS = 0.6

#: A slip less alike than this may well be another name.
_LIKELY = 0.5

_NUMBER = r"(?:[0-9a-z]{1,4}|[0-9十百]{1,4})"
_BUILDING_FOLLOWS = re.compile(
    rf"\s?(?:[a-z][0-9]|{_NUMBER}(?:栋|幢|座|号楼|#|单元|期|楼)|[0-9]{{1,2}}[-—][0-9]|[0-9]{{3,4}}(?![0-9元块])"
    r"|[东西南北]区|[a-f]区)"
)
_PLACE_WORD_FOLLOWS = re.compile(
    r"\s?(?:的|这边|那边|这里|那里|里面|里头|门口|门卫|大门|楼下|楼上|楼道|楼顶|顶楼|一楼|物业|业主|业委|保安|保洁|地库|地下"
    r"|车库|车位|停车|电梯|[东西南北后正侧]门|旁|对面|隔壁|附近|后面|前面|周边|这块|那块|我家|我们|天天|最近|又|还|都|有人|$"
    r"|院子|住户|居民|住宅|楼"
    r"|停[水电气]|漏水|垃圾|乱停|路灯|消防|绿化|下水|污水|噪音|装修|广场舞|违建|违章|没人|[,，。！!？?、;；:：~…\n ])"
)
_PLACE_FOLLOWS_SURELY = re.compile(
    r"\s?(?:这边|那边|这里|那里|门口|门卫|大门|物业|业主|业委|楼下|地库|[东西南北后正侧]门)"
)
_STARTS_FRESH = re.compile(
    r"(?:^|[^\w]|[我们咱家在是住到去来的叫讲说就那这从给和跟你他离按对个哦啊嘛啦了天上午晚夜近])$"
)
#: What happens at a time happens somewhere: enough for a long name with a slip, not for a short one.
_TIME_FOLLOWS = re.compile(r"\s?(?:晚上|半夜|凌晨|早上|今天|昨[天晚])")
#: After these a place is named: 开不进竹围, 走到石仓.
_LEADS_TO = re.compile(r"(?:[不开走回住送搬]进|[住走开送搬回]到|住在?|回|离)$")
_STARTS_SENTENCE = re.compile(r"(?:^|[^\w]|我们|住|住在)$")
#: A three-character name that ends so is a name even without its ending: 盛昌楼(小区), 璞悦湾.
_NAMELIKE_END = tuple("楼苑园城庭湾府里庄台郡邸墅阁轩居坊")
#: People call any compound 小区; every other ending belongs to the name.
_OTHER_ENDINGS = tuple(ending for ending in ENDINGS if len(ending) > 1 and ending != "小区")
#: 元光南|路 is a road, 榕御|路口 and 榕御|路灯 are not.
_ROAD_GOES_ON = re.compile(r"[路街巷](?![灯口边面上中堵过标牌障基沿坑尾道头])|大道")
_NUMBERED = re.compile(r"[0-9]+号$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The plain text before and after a name."""

    before: str
    after: str

    def starts_fresh(self) -> bool:
        """Whether the name begins where a new word can begin."""
        return bool(_STARTS_FRESH.search(self.before[-2:]))

    def starts_sentence(self) -> bool:
        """Whether nothing but a pause or 我们 stands right before the name."""
        return bool(_STARTS_SENTENCE.search(self.before[-2:]))

    def led_to(self) -> bool:
        """Whether words stand before the name that say where somebody goes or lives."""
        return bool(_LEADS_TO.search(self.before[-2:]))

    def stands_alone(self) -> bool:
        """Whether the name is all there is: the answer to a question."""
        return not self.before.strip() and not self.after.strip(" 。！!~")

    def building_follows(self) -> bool:
        """Whether a building, a unit or a room follows directly."""
        return bool(_BUILDING_FOLLOWS.match(self.after))

    def shows_place(self) -> bool:
        """Whether a building follows, or the word 小区."""
        return self.building_follows() or self.after.startswith("小区")

    def place_word_follows(self) -> bool:
        """Whether words follow that are said of places (门口, 物业, 这边), a pause or nothing at all."""
        return bool(_PLACE_WORD_FOLLOWS.match(self.after))

    def goes_on_as_place(self) -> bool:
        """Whether a building, a word said of places or a time of day follows."""
        return self.building_follows() or self.place_word_follows() or bool(_TIME_FOLLOWS.match(self.after))

    def place_follows_surely(self) -> bool:
        """Whether a word follows that is said of hardly anything but a compound (物业, 业主, 门口)."""
        return bool(_PLACE_FOLLOWS_SURELY.match(self.after))


def shipped_everyday_words() -> frozenset[str]:
    """Words so common that alone they name no place; 13,000, counted in petitions of another city."""
    return frozenset(files("matching").joinpath("everyday.txt").read_text(encoding="utf-8").split())


def trust(form: Form, alike: float, around: Surroundings, *, common: bool) -> float:
    """The confidence (0 to 1) that the form is meant, 0 for none. `alike` is 1 for letter by letter;
    `common` says that the form means other things too: it is weak, or several names begin with it.
    """
    if _goes_on(form, around):
        return 0.0
    if not _acceptable(form, alike, around, common=common):
        return _PERHAPS if alike == 1.0 and not common and _perhaps(form, around) else 0.0
    return _WORTH[form.kind] * (1.0 if alike == 1.0 else 0.32 + 0.6 * alike)


def _perhaps(form: Form, around: Surroundings) -> bool:
    """Whether two characters that are a compound's name without its ending stand where it is nearly always meant
    and never surely: at the beginning of a message (群裕晚上没人巡逻), behind a word of motion (开不进竹围，).
    The last two of a longer name need words said of places as well (观澜绿化带里停了车).
    """
    if len(form.written) != 2 or form.kind > FormKind.FRONT_LEFT_OFF:
        return False
    begins = not around.before.strip()
    if form.kind is FormKind.FRONT_LEFT_OFF:
        return begins and around.place_word_follows()
    return begins or (around.led_to() and around.place_word_follows())


def _goes_on(form: Form, around: Surroundings) -> bool:
    """Whether the words after make it another name: 元光南新村5号|楼, 元光南|路, 西子|公寓 beside a 西子大厦."""
    if _ROAD_GOES_ON.match(around.after):
        return True
    if form.kind is FormKind.FULL:
        return bool(_NUMBERED.search(form.written)) and around.after.startswith("楼")
    return around.after.startswith(_OTHER_ENDINGS)


def trust_slip(form: Form, alike: float, around: Surroundings) -> float:
    """The same for a form with a slip that doesn't even sound alike: it must stand where a name stands."""
    if not alike or form.weak or form.kind > FormKind.FRONT_LEFT_OFF or not around.starts_fresh():
        return 0.0
    if alike < _LIKELY and not around.starts_sentence():
        return 0.0
    if len(form.written) == 4 and not around.goes_on_as_place():
        return 0.0
    return _WORTH[form.kind] * (0.4 + 0.6 * alike)


def _acceptable(form: Form, alike: float, around: Surroundings, *, common: bool) -> bool:
    length = len(form.written)
    if form.kind is FormKind.ADDRESS:
        return alike == 1.0  # 4 and 十 sound alike
    if common:
        return _common_here(form, alike, around)
    if length >= 5 or (length == 4 and form.kind is FormKind.FULL):
        return alike >= 0.75
    if length == 4:
        return alike >= 0.95 or (around.starts_fresh() and alike >= 0.85)
    return _short(form, alike, around) if length == 3 else _shortest(form, alike, around)


def _common_here(form: Form, alike: float, around: Surroundings) -> bool:
    length = len(form.written)
    if length == 2 and form.kind > FormKind.ENDING_LEFT_OFF:
        return False  # 住宅1栋 of 员工住宅楼, 学生3楼
    if around.starts_fresh() and around.building_follows():
        return alike >= (0.94 if length > 2 else 1.0)
    long_enough = length >= (3 if form.kind is FormKind.FULL else 4)
    return alike == 1.0 and long_enough and around.starts_sentence() and around.place_word_follows()


def _short(form: Form, alike: float, around: Surroundings) -> bool:
    if form.kind is FormKind.FULL or form.written.endswith(_NAMELIKE_END):
        return alike == 1.0 or (alike >= 0.94 and around.starts_fresh())
    if around.shows_place():
        return alike >= 0.94
    return alike >= 0.94 and around.starts_fresh() and around.place_word_follows()


def _shortest(form: Form, alike: float, around: Surroundings) -> bool:
    if alike < 1.0:
        return alike >= 0.93 and around.starts_sentence() and (around.building_follows() or around.stands_alone())
    if around.shows_place():
        return around.starts_fresh()
    if form.kind > FormKind.ENDING_LEFT_OFF:
        return False
    if around.starts_sentence():
        return form.kind is FormKind.FULL or around.place_word_follows()
    return around.starts_fresh() and around.place_follows_surely()
