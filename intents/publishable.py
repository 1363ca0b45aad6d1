"""Whether words may stand on a public page: what in them could tell who or which home is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

import rjieba

from intents.masking import mask_personal
from intents.text import tidy

#: A public sentence says what was done; more than this is a story.
LONGEST = 60


class Telling(StrEnum):
    """What words give away."""

    NUMBER = "number"    # a phone, identity or room number, a plate, a date, any figure that is no amount
    LETTERS = "letters"  # an account's name, an openid, an address of the net
    HOME = "home"        # a building, unit, floor or room, a house number
    NAME = "name"        # somebody, by whatever name
    LONG = "long"        # more than a sentence


_FIGURE = "0-9零〇一二三四五六七八九十百两"
#: Amounts: the only figures that say nothing about anybody.
_AMOUNT = re.compile(
    r"(?<![0-9])[0-9]{1,3}(?=个(?!月)|处|盏|米|平方|次|棵|块|条|辆|张|台|根|只|套|天|小时|分钟|元|趟|袋|车|桶|%)"
)
_NUMBER = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[a-zA-Z@_\\/&#]")
_HOME = re.compile(
    rf"[{_FIGURE}a-z甲乙丙丁东西南北]\s*(?:[栋幢座单元室户楼层房号]|门牌|梯)|[{_FIGURE}]{{3,}}|隔壁|楼上|楼下|对门|那户|这户|住户家|业主家"
)
_CALLED = (
    "先生|女士|小姐|太太|阿姨|大妈|大爷|大叔|大伯|奶奶|爷爷|叔叔|伯伯|师傅|老师|医生|同学|哥|姐|嫂|某|氏|家"
    "|经理|主任|书记|楼长|队长|网格员|同志|居民|业主"
)
#: What most people here are called by; rarer ones are missing.
SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庄柯游洪"
    "欧施严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫翁阮詹甘上官司徒诸葛简涂池蓝连纪"
)
_TITLED = re.compile(rf"[{SURNAMES}](?:{_CALLED})|[老小阿][{SURNAMES}](?![一-龥]{{0,1}}[区路街巷])")
#: Behind a surname that stands alone, these begin no given name.
_NO_NAME = frozenset("的了已在把被将和与及或并是有没不要也都就还又再从向对给为让到上下中内外前后处,.!?;:。、~ ")
#: Things that the dictionary takes for somebody's name.
_THINGS = re.compile("高空抛物|高空|康乐|井盖|林荫道?|金额|温馨|安全|黄线|张贴|白线|石板|石墩|方案|江滨|严查|严禁")


def telling(text: str, names: Iterable[str] = ()) -> frozenset[Telling]:
    """What in a text could tell who or which home is meant; empty when it may be shown. Raises nothing.

    It doubts: a harmless sentence may be refused, and somebody writes it in other words. `names` are known ones.
    """
    even = tidy(text).text
    found = {Telling.LONG} if len(text) > LONGEST else set()
    without = _AMOUNT.sub("", even)
    if _NUMBER.search(without) or any(not mark.isascii() and mark.isnumeric() and mark not in _FIGURE for mark in even):
        found.add(Telling.NUMBER)
    if _LETTERS.search(even) or any(_is_foreign(mark) for mark in even):
        found.add(Telling.LETTERS)
    if _HOME.search(without):
        found.add(Telling.HOME)
    if _names_somebody(even, names):
        found.add(Telling.NAME)
    return frozenset(found)


def _is_foreign(mark: str) -> bool:
    """A letter of another script, which nobody can check."""
    return mark.isalpha() and not "一" <= mark <= "鿿"


def _names_somebody(even: str, names: Iterable[str]) -> bool:
    close = even.replace(" ", "")
    if any(len(name) > 1 and tidy(name).text.replace(" ", "") in close for name in names):
        return True
    if mask_personal(even) != even or _TITLED.search(close):
        return True
    plain = _THINGS.sub("、", close)
    return any(_has_name(rjieba.tag(plain, guess)) for guess in (False, True))


def _has_name(pieces: list[tuple[str, str]]) -> bool:
    """Whether a word is somebody's name, or a surname stands alone before what could be a given one."""
    if any(tag.startswith("nr") for _, tag in pieces):
        return True
    return any(word in SURNAMES and after[:1] not in _NO_NAME for (word, _), (after, _) in pairwise(pieces))
