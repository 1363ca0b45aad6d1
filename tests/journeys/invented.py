"""An invented town and what its residents write: material for replays and benchmarks."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

_FIRST = tuple("榕锦丹碧芝兰翠江荔梧桂新永延琯澄浦瑞泰福")
_SECOND = (
    "御园",
    "绣华庭",
    "霞公寓",
    "湖花园",
    "山新村",
    "亭雅居",
    "峰家园",
    "庭名苑",
    "滨花城",
    "香里",
    "溪雅苑",
)
_MATTERS = (
    "楼下私家车乱停堵住消防通道，救护车都进不来",
    "楼道堆满杂物和纸箱，消防栓也挡住了",
    "电梯又坏了三天，老人上不去楼",
    "楼上空调外机漏水一直滴到我家窗台",
    "路灯不亮，晚上回家看不清台阶",
    "垃圾桶满了没人清，臭得开不了窗",
    "半夜有人唱歌吵得睡不着，孩子明天考试",
    "电动车飞线充电，从四楼一直拉到一楼",
    "下水道堵了，污水漫到楼道里",
    "单元门的门禁坏了，谁都能进来",
    "物业费涨价没有公示，账目也不公开",
    "有人遛狗不牵绳，差点咬到小孩",
)
_OPENINGS = ("", "你好，", "麻烦反映一下，", "请问有人管吗？", "社区的同志，")
_ENDINGS = ("", "，请尽快处理", "，请派人看看", "，已经一个星期了", "，打电话也没人接")
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def compound_names() -> list[str]:
    """211 invented compounds (the size of one district's list), in a fixed order."""
    return [first + second for first, second in itertools.product(_FIRST, _SECOND)][:211]


def invented_texts() -> Iterator[str]:
    """Reports with a compound, a building, a unit and a room: without end, and none twice in 100,000."""
    names = compound_names()
    for number in itertools.count():
        matter = _MATTERS[number % len(_MATTERS)]
        opening = _OPENINGS[number // 7 % len(_OPENINGS)]
        ending = _ENDINGS[number // 3 % len(_ENDINGS)]
        room = f"{number // 19 % 18 + 1}0{number % 4 + 1}室"
        building = f"{number // 5 % 24 + 1}栋{number % 3 + 1}单元"
        yield f"{opening}{names[number % len(names)]}{building}{room}{matter}{ending}"


def chat_texts(limit: int) -> list[str]:
    """Invented chat reports of the shared data, [] where it is absent."""
    source = DATA / "chat-train.jsonl"
    if not source.exists():
        return []
    rows = (json.loads(line) for line in source.read_text("utf-8").splitlines())
    return [row["text"] for row in rows if row["intent"] == "report" and row["compound"]][:limit]


def stream_texts(limit: int) -> list[tuple[str, str]]:
    """Writer and text of real messages in time order, cut to chat length; [] where the data is absent."""
    source = DATA / "stream-unlabelled.jsonl"
    if not source.exists():
        return []
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()[:limit]]
    return [(row["user"], f"{row['title']}：{row['text']}"[:280]) for row in rows]


def _chat_compounds() -> list[tuple[str, str]]:
    source = DATA / "compounds-zhangzhou.csv"
    if not source.exists():
        return []
    with source.open(encoding="utf-8-sig", newline="") as rows:
        return [(row["name"], row["aliases"]) for row in csv.DictReader(rows)]


def write_places(target: Path, *, with_real_names: bool = False) -> list[str]:
    """Writes places.csv: one district, 4 streets, 20 communities, their compounds with 24 buildings each.

    Returns the compounds' names. With real names the public list of the shared data is added (no buildings).
    """
    rows = [["D", "", "district", "榕城区", "", "", ""]]
    rows += [[f"S{n}", "D", "street", f"第{n}街道", "", "", ""] for n in range(1, 5)]
    rows += [[f"C{n}", f"S{n % 4 + 1}", "community", f"社区{n}号", "", "", ""] for n in range(20)]
    names = compound_names()
    for number, name in enumerate(names):
        rows.append([f"P{number}", f"C{number % 20}", "compound", name, f"{name}小区", "", ""])
        rows += [[f"P{number}-{n}", f"P{number}", "building", f"{n}栋", "", "", ""] for n in range(1, 25)]
    known = set(names)
    for number, (name, aliases) in enumerate(_chat_compounds() if with_real_names else []):
        if name not in known:
            known.add(name)
            names.append(name)
            rows.append([f"R{number}", f"C{number % 20}", "compound", name, aliases, "", ""])
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["code", "parent", "kind", "name", "aliases", "lng", "lat"])
        writer.writerows(rows)
    return names


def write_people(target: Path) -> dict[str, str]:
    """Writes people.csv: an estate's property and secretary per compound, a worker and office per community.

    Returns openid by code. Every one is bound by openid, so that every notice has somebody to go to.
    """
    rows = []
    for number in range(len(compound_names())):
        rows.append([f"H{number}", f"物业{number}", "property", f"P{number}", "*"])
        rows.append([f"B{number}", f"楼长{number}", "building_leader", f"P{number}-1", "*"])
    rows += [[f"G{number}", f"社区干部{number}", "community", f"C{number}", "*"] for number in range(20)]
    rows += [[f"T{number}", f"街道干部{number}", "street", f"S{number}", "*"] for number in range(1, 5)]
    rows.append(["D1", "区值班员", "department", "D", "*"])
    openids = {row[0]: f"oHandler{row[0]:0>20}" for row in rows}
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ["code", "name", "role", "place", "categories", "openid", "phone", "backup", "bind_code"]
        )
        writer.writerows([*row, openids[row[0]], "", "", ""] for row in rows)
    return openids
