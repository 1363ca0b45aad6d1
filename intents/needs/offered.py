"""What somebody says she can do for others, in her own words: skills, languages, and whether it is goods instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from intents.needs.skills import languages_named
from intents.text import tidy

#: Things for whoever wants them are no work: "两箱旧绘本 给哪个小学都行", "有一台旧轮椅，需要就来牵".
_GOODS = re.compile(
    r"捐|想送给(?!.{0,8}(?:看病|医院))|送人|借给|轮流借|来牵|来拿|来充|吃不完|剩(?:的|十|几|下)|卖的钱|闲置|旧(?:绘本|轮椅|书|衣)|"
    r"(?:都还新|还能用).{0,6}(?:送|捐)|图书角|认领.{0,4}微?心愿"
)
#: Words for lending a hand, whatever it is.
_ANY_HELP = re.compile(
    r"志愿者?|义工|志工|算(?:我|阮|我们)(?:一|们|的)?|报名|帮忙|帮手|缺人|缺人手|出(?:份|一份)?力|干啥都行|有没有活|(?:叫|喊|找)我|"
    r"我(?:去|来|可以|能|会|行)|报到|加我"
)
_SPOKEN = re.compile(r"(?:会|讲|说|懂|识).{0,6}$")
_NOT_SPOKEN = re.compile(r"(?:不会|不懂|不太会|听不懂|袂晓|唔会|不识)(?:讲|说|听)?.{0,2}$")


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody offers. `goods`: things rather than work; `any_help`: a hand, whatever is wanted."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    goods: bool = False
    any_help: bool = False

    @property
    def is_work(self) -> bool:
        """Whether it is somebody's own work that she offers."""
        return not self.goods and bool(self.skills or self.languages or self.any_help)


def read_offer(text: str) -> Offered:
    """What a text offers; skills in the order of the table. Raises nothing."""
    said = tidy(text).text
    skills = tuple(name for name, pattern in _patterns().items() if pattern.search(said))
    return Offered(
        skills, languages_spoken(text), _GOODS.search(said) is not None, _ANY_HELP.search(said) is not None
    )


def languages_spoken(text: str) -> tuple[str, ...]:
    """The languages that somebody says she speaks, not those she says she doesn't. Raises nothing."""
    said = tidy(text).text
    found = []
    for shown in languages_named(text):
        before, behind = said[: shown.start][-8:], said[shown.end :][:6]
        spoken = _SPOKEN.search(before) or re.match(r"(?:我)?(?:也|都|拢)?会|跟|和|与", behind) or shown.start == 0
        if spoken and not _NOT_SPOKEN.search(before):
            found.append(shown.name)
    return tuple(found)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = tomllib.loads(files("intents.needs").joinpath("offered.toml").read_text(encoding="utf-8"))["skill"]
    return {name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for name, patterns in table.items()}
