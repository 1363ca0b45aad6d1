"""What tells who somebody is, covered in a text that leaves the desk: phones, names, rooms, number plates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.text import mask_sensitive

_SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庄柯游洪"
)
#: A full name before a title: 陈建国师傅. A surname alone (陈师傅) names nobody a stranger could find.
_TITLED = re.compile(
    rf"(?<=[{_SURNAMES}])[一-龥]{{1,2}}?(?=先生|女士|小姐|阿姨|师傅|老师|医生|大爷|大妈|大伯|经理|主任|书记|楼长|队长|网格员)"
)
#: A name somebody gives: 我叫陈建国, 联系人：林小梅. Behind 我是 only where the words end after it: 我是高三学生.
_GIVEN = re.compile(rf"((?:叫|姓名|联系人|本人|户主|业主)[:：是叫]?\s?[{_SURNAMES}])[一-龥]{{1,2}}(?=[^一-龥]|$|住|的)")
_SELF = re.compile(rf"(我是(?:[^，,。；;\s]{{0,12}}的)?[{_SURNAMES}])[一-龥]{{1,2}}(?=[^一-龥]|$)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(rf"(?<=[{_PROVINCES}][A-Za-z])[·\s]?[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])")
_EMERGENCY = "(?!(?:110|112|114|117|119|120|122)(?![0-9]))"
#: Three or four digits that are no amount, year, line or emergency number are a room's.
_ROOM = re.compile(
    rf"(?<![0-9.:：*]){_EMERGENCY}[1-9][0-9]{{2,3}}"
    r"(?![0-9.:：*]|\s?(?:元|块|塊|毛|年|多|余|米|平|个|度|月|天|人|分|点|斤|公里|户|路|万|千|百|次|台|辆|国道|省道|县道))"
)
_DIGIT = re.compile(r"\d")
_FIGURE = "零〇一二三四五六七八九"
_SPOKEN_ROOM = re.compile(
    rf"(?<=[栋幢座元楼])[{_FIGURE}]{{3,4}}(?![{_FIGURE}])|(?<![{_FIGURE}])[{_FIGURE}]{{3,4}}(?=室|房|号房)"
)


def mask_personal(text: str, names: Iterable[str] = ()) -> str:
    """The text with `*` for what tells who somebody is, of the same length. `names` are covered wherever they stand.

    Of a name the first character stays (陈**), of phones and identity numbers the ends, of a number plate the place.
    Raises nothing.
    """
    for name in names:
        if len(name) > 1:
            text = text.replace(name, name[0] + "*" * (len(name) - 1))
    text = mask_given_names(mask_sensitive(text))
    for whole in (_TITLED, _PLATE, _ROOM, _SPOKEN_ROOM):
        text = whole.sub(_stars, text)
    return text


def mask_given_names(text: str) -> str:
    """The text with `*` for the names that somebody gives as her own (我叫陈**), of the same length. Raises nothing."""
    for given in (_GIVEN, _SELF):
        text = given.sub(lambda found: found[1] + "*" * (len(found[0]) - len(found[1])), text)
    return text


def beginning(text: str, length: int) -> str:
    """The first characters of a text, enough to see what it is about; without what tells who somebody is.

    Every digit is covered as well. Raises nothing.
    """
    hidden = _DIGIT.sub("*", mask_personal(" ".join(text.split())))
    return hidden if len(hidden) <= length else f"{hidden[:length]}…"


def _stars(found: re.Match[str]) -> str:
    return "*" * len(found[0])
