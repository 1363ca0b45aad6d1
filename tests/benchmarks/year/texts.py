"""What residents write about their home: invented chat messages of the shared data, or shipped invented ones."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "chat-train.jsonl"
_MATTERS = (
    "楼下私家车乱停堵住消防通道",
    "楼道堆满杂物和纸箱，消防栓也挡住了",
    "电梯又坏了三天，老人上不去楼",
    "楼上空调外机漏水一直滴到我家窗台",
    "路灯不亮，晚上回家看不清台阶",
    "垃圾桶满了没人清，臭得开不了窗",
    "半夜有人唱歌吵得睡不着",
    "电动车飞线充电，从四楼一直拉到一楼",
    "下水道堵了，污水漫到楼道里",
    "停水一天了，也没人通知",
    "顶楼有人在加盖房子",
    "物业费涨价没有公示，账目也不公开",
    "公交车半小时才一班",
    "公司拖欠工资两个月",
    "新房墙面开裂，开发商不管",
    "楼里的独居老人好几天没出门了",
    "有人打架，闹得很凶",
    "办居住证要什么材料，跑了三趟",
)
_REPORTING = frozenset({"report", "emergency", "help", "consult"})
#: So many of those whose text names no place are said with one.
_NAMING = 0.85


@dataclass(frozen=True, slots=True)
class Said:
    """A text; `compound` is the name in it that stands for the writer's own compound, empty for none."""

    text: str
    compound: str


def said_texts() -> Sequence[Said]:
    """Reports of the shared chat, or the shipped ones where it is absent."""
    if not DATA.exists():
        return [Said(text, "") for text in _MATTERS]
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").split("\n") if line]
    return [
        Said(row["text"], row["compound"])
        for row in rows
        if row["intent"] in _REPORTING and (not row["compound"] or row["compound"] in row["text"])
    ]


def at_home(said: Said, compound: str, building: str, chance: random.Random) -> str:
    """The text as somebody who lives there writes it; without a place now and then, so that the desk asks."""
    if said.compound:
        return said.text.replace(said.compound, compound)
    if chance.random() > _NAMING:
        return said.text
    number = f"{building}栋" if building and chance.random() < 0.8 else ""
    return f"{compound}{number}{said.text}"
