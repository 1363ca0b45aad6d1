"""The map: circles out of coordinates, what is late in red, the same in a table, and nobody else's places."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from bot.desk.rights import ConsoleRole, Standing
from bot.desk.townmap import HIGH, WIDE, TownMap, town_map
from matching.territory import Node, NodeKind
from tests.builders import places

OWNER = Standing(ConsoleRole.OWNER)


def drawn(talk, standing: Standing = OWNER, place: str = "") -> TownMap:
    return talk.store.read(lambda unit: town_map(talk.desk, unit, standing, place, talk.now))


def measured(talk, *more: Node) -> None:
    """Places with coordinates, the park north-east of the compound."""
    where = {"rongyu": (117.65, 24.50)}
    nodes = [replace(node, lng=where[node.code][0], lat=where[node.code][1]) if node.code in where else node
             for node in places()]  # fmt: skip
    talk.store.run(lambda unit: unit.places.apply([*nodes, *more]))


PARK = Node("park", "rongyu-sq", NodeKind.PARK, "芝山公园", lng=117.66, lat=24.51)


def test_a_circle_stands_where_the_cases_are(talk) -> None:
    measured(talk, PARK)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    compound, park = (next(s for s in drawn(talk).drawn if s.code == code) for code in ("rongyu", "park"))
    assert (compound.open, compound.late, park.open) == (1, 0, 0)
    assert compound.radius > park.radius
    assert park.x > compound.x
    assert park.y < compound.y
    assert all(0 <= spot.x <= WIDE and 0 <= spot.y <= HIGH for spot in drawn(talk).drawn)
    talk.later(days=40)
    assert next(s for s in drawn(talk).spots if s.code == "rongyu").late == 1


def test_labels_lie_on_nothing(talk) -> None:
    near = [replace(PARK, code=f"p{at}", name=f"公园{at}", lng=117.65 + at / 1e6) for at in range(12)]
    measured(talk, PARK, *near)
    labels = [spot for spot in drawn(talk).drawn if spot.label_x is not None]
    assert 0 < len(labels) < 14


def test_the_page_says_the_same_in_a_table_and_a_file(talk, clerk) -> None:
    measured(talk, PARK)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    owner = clerk()
    page = owner.sees("/map")
    assert "<svg" in page
    assert page.count("榕御小区") >= 2
    assert "style=" not in page
    answer = owner.browser.get("/admin/map?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["榕御小区", "1", "0"] in rows
    assert owner.browser.get("/admin/map?format=xlsx").content.startswith(b"PK")


def test_without_coordinates_it_says_what_to_do(talk, clerk) -> None:
    talk.store.run(lambda unit: unit.places.apply([replace(node, lng=None, lat=None) for node in places()]))
    assert "还没有地方有经纬度" in clerk().sees("/map")


def test_an_office_sees_its_own_places(talk, clerk) -> None:
    measured(talk, PARK, Node("far", "", NodeKind.COMPOUND, "远处小区", lng=117.7, lat=24.6))
    community = clerk("community", "rongyu-sq")
    assert "远处小区" not in community.sees("/map")
    assert "不归您看" in community.sees("/map?place=far", 404)
    assert "远处小区" in clerk().sees("/map")


def test_what_lies_nowhere_is_counted_too(talk) -> None:
    talk.says("resident", "有人乱停车堵住了消防通道")
    talk.says("resident", "都不是")
    total = sum(spot.open for spot in drawn(talk).spots)
    assert total == sum(case.state not in ("closed", "merged", "not_accepted", "archived") for case in talk.cases())
