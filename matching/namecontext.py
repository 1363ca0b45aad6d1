"""How far to trust a name by its length, its likeness and the words around it.

Short names are everyday words too (阳光, 天娇, 华府): alone in a sentence they name nothing, before
"3栋" or "小区" they do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.nameform import Form, FormKind

#: What a form of each kind is worth when it stands there letter for letter.
_WORTH = {
    FormKind.FULL: 1.0,
    FormKind.ENDING_LEFT_OFF: 0.93,
    FormKind.FRONT_LEFT_OFF: 0.9,
    FormKind.ZONE_LEFT_OFF: 0.8,
}

_NUMBER = r"(?:[0-9a-z]{1,4}|[0-9十百]{1,4})"
_BUILDING_FOLLOWS = re.compile(
    rf"\s?(?:[a-z][0-9]|{_NUMBER}(?:栋|幢|棟|座|号楼|號樓|#|单元|期)|[0-9]{{1,2}}[-—][0-9]|[0-9]{{3,4}}(?![0-9元块])"
    r"|小区|花园|大厦|公寓|宿舍|新村|[东西南北]区|[a-f]区)"
)
_PLACE_WORD_FOLLOWS = re.compile(
    r"\s?(?:的|这边|那边|这里|那里|里面|里头|门口|门卫|大门|楼下|楼上|楼道|楼顶|顶楼|一楼|物业|业主|业委|保安|保洁|地库|地下"
    r"|车库|车位|停车|电梯|[东西南北后正侧]门|旁|对面|隔壁|附近|后面|前面|周边|这块|那块|我家|我们|天天|最近|又|还|都|$"
    r"|[,，。！!？?、;；:：~…\n])"
)
_STARTS_FRESH = re.compile(
    r"(?:^|[\s,，。！!？?、;；:：~…“\"「(（]|[我们咱家在是住到去来的叫讲说就那这从给和跟你他离按])$"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The plain text before and after a name."""

    before: str
    after: str

    def starts_fresh(self) -> bool:
        """Whether the name begins where a new word can begin."""
        return bool(_STARTS_FRESH.search(self.before[-2:]))

    def building_follows(self) -> bool:
        """Whether a building, a unit, a room or a kind of compound follows directly."""
        return bool(_BUILDING_FOLLOWS.match(self.after))

    def place_word_follows(self) -> bool:
        """Whether words follow that are said of places (门口, 物业, 这边) or nothing at all."""
        return bool(_PLACE_WORD_FOLLOWS.match(self.after))


def trust(form: Form, alike: float, around: Surroundings) -> float:
    """The confidence (0 to 1) that the form is meant, 0 for none. `alike` is 1 for letter by letter."""
    length = len(form.written)
    if not _acceptable(form, length, alike, around):
        return 0.0
    return _WORTH[form.kind] * (0.4 + 0.6 * alike)


def _acceptable(form: Form, length: int, alike: float, around: Surroundings) -> bool:
    if length >= 5 or (length == 4 and form.kind is FormKind.FULL):
        return alike >= 0.75
    if length == 4:
        return alike >= 0.9 or (around.starts_fresh() and alike >= 0.75)
    if length == 3:
        return _short(form, alike, around)
    return alike == 1.0 and around.starts_fresh() and around.building_follows()


def _short(form: Form, alike: float, around: Surroundings) -> bool:
    if form.kind is FormKind.FULL and alike == 1.0:
        return True
    if around.building_follows():
        return alike >= 0.9
    return alike >= 0.93 and around.starts_fresh() and around.place_word_follows()
