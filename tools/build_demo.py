"""Write bot/demo/*.csv: a neighbourhood of real places of Zhangzhou and invented people.

Streets and communities follow the official list of 2020, compounds and coordinates public facts of the same
year. Every person, telephone and openid is invented. `python tools/build_demo.py`, the same each time.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "bot" / "demo"

#: code, name, aliases, and their streets: code, name, aliases, and their communities: code, name.
DISTRICTS = (
    ("xiangcheng", "芗城区", "", (
        ("xinqiao", "新桥街道", "新桥街道办", (("rongyu-sq", "榕御社区"), ("qianfeng-sq", "前锋社区"),
                                          ("yuannan-sq", "元南社区"))),
        ("xiqiao", "西桥街道", "西桥街道办", (("beijing-sq", "北京社区"),)),
        ("tongbei", "通北街道", "通北街道办", (("hepingli-sq", "和平里社区"),)),
        ("xiangkou", "巷口街道", "巷口街道办", (("minzhuli-sq", "民主里社区"), ("xinrong-sq", "鑫荣社区"))),
    )),
    ("longwen", "龙文区", "", (
        ("buwen", "步文街道", "步文街道办", (("jinxiu-sq", "锦绣社区"), ("xiangxie-sq", "香榭社区"))),
        ("bihu", "碧湖街道", "碧湖街道办", (("rongchang-sq", "荣昌社区"), ("rongxin-sq", "融信社区"))),
    )),
    ("longhai", "龙海区", "", (
        ("shima", "石码街道", "石码镇", (("jiulong-sq", "九龙社区"), ("jinjiang-sq", "锦江社区"),
                                    ("ziyun-sq", "紫云社区"))),
        ("bangshan", "榜山镇", "", (("gulong-sq", "古龙社区"),)),
    )),
)

#: community, code, name, aliases, lng, lat, buildings, numbers of buildings as people say them ("栋", "幢", "号楼")
COMPOUNDS = (
    ("rongyu-sq", "rongyu", "榕御小区", "榕御", 117.6763, 24.5042, 17, "栋"),
    ("rongyu-sq", "shipu", "诗浦丽都花园", "丽都花园|诗浦丽都", 117.675373, 24.505816, 9, "栋"),
    ("qianfeng-sq", "qianfeng", "前锋新村", "", 117.666488, 24.509855, 8, "幢"),
    ("yuannan-sq", "yuannan", "元南花园", "", 117.670683, 24.506202, 6, "栋"),
    ("yuannan-sq", "yinyuan", "银苑花园", "银苑", 117.671725, 24.507004, 5, "栋"),
    ("beijing-sq", "jiangjing", "江景花园", "", 117.661866, 24.507056, 6, "栋"),
    ("hepingli-sq", "hepingli-n", "和平里北区", "", 117.657584, 24.520641, 4, "栋"),
    ("hepingli-sq", "hepingli-s", "和平里南区", "", 117.658609, 24.518372, 4, "栋"),
    ("hepingli-sq", "zhishan", "芝山新村", "", 117.652855, 24.518879, 4, "幢"),
    ("minzhuli-sq", "minzhuli", "民主里", "民主里小区", 117.674267, 24.5207, 4, "栋"),
    ("minzhuli-sq", "jiulongxc", "九龙新村", "", 117.674806, 24.518592, 4, "幢"),
    ("xinrong-sq", "xinrong-e", "鑫荣小区东区", "鑫荣东区", 117.668442, 24.519886, 4, "栋"),
    ("xinrong-sq", "xinrong-w", "鑫荣小区西区", "鑫荣西区", 117.667373, 24.516741, 4, "栋"),
    ("jinxiu-sq", "jinxiu", "锦绣一方", "", 117.692485, 24.519535, 12, "栋"),
    ("jinxiu-sq", "yongda", "永大星城", "", 117.689016, 24.514667, 5, "栋"),
    ("jinxiu-sq", "shuxiang", "书香世家", "", 117.697106, 24.515169, 4, "栋"),
    ("xiangxie-sq", "xiangxie", "夏商香榭花都", "香榭花都|夏商·香榭花都", 117.693708, 24.527207, 6, "栋"),
    ("rongchang-sq", "rongchang", "荣昌花园", "荣昌", 117.689241, 24.510645, 6, "栋"),
    ("rongchang-sq", "guixi", "桂溪花园", "桂溪", 117.686369, 24.51135, 5, "栋"),
    ("rongxin-sq", "lanyuan", "融信澜园", "融信·澜园|澜园", 117.693853, 24.506097, 6, "栋"),
    ("rongxin-sq", "bihuyx", "碧湖印象", "", 117.690984, 24.503187, 4, "栋"),
    ("jiulong-sq", "jiulong", "九龙新城", "九龙新城小区|九龙小区", 117.817646, 24.458849, 19, "栋"),
    ("jiulong-sq", "jinlong", "锦龙小区", "", 117.812368, 24.452693, 4, "栋"),
    ("jinjiang-sq", "yujing", "中联锦江御景", "锦江御景|中联御景", 117.834489, 24.445765, 6, "栋"),
    ("jinjiang-sq", "kangqiao", "东方康桥", "", 117.842094, 24.430973, 4, "栋"),
    ("ziyun-sq", "xiangyun", "祥云豪庭", "祥云", 117.814389, 24.444399, 4, "栋"),
    ("ziyun-sq", "yunhui", "运辉花园", "运辉", 117.822598, 24.450109, 5, "栋"),
    ("ziyun-sq", "shuijing", "水晶花园", "", 117.815229, 24.44775, 4, "栋"),
    ("gulong-sq", "xixi", "古龙西溪嘉园", "古龙西溪|西溪嘉园", 117.805949, 24.45071, 8, "号楼"),
)

#: community, code, name, aliases, lng, lat: the old town has lanes instead of compounds.
LANES = (
    ("beijing-sq", "xiuwen", "修文路", "修文西路|修文东路", 117.653902, 24.509816),
    ("beijing-sq", "xianggang", "香港路", "", 117.6568, 24.5112),
    ("beijing-sq", "taiwan", "台湾路", "", 117.6574, 24.5126),
    ("beijing-sq", "shixing", "始兴南路", "始兴路", 117.6552, 24.5104),
)
PARK = ("longwen", "lantian", "蓝田经济开发区", "蓝田开发区", 117.7402, 24.5281)
#: Compounds split into grids: code of the grid, name, first and last building.
GRIDS = {"rongyu": (("rongyu-g1", "第一网格", 1, 9), ("rongyu-g2", "第二网格", 10, 17))}

SURNAMES = "林陈黄张吴王郑许蔡曾郭李洪杨苏庄江沈周戴"
_GIVEN = """
国栋 美玲 志强 秀英 文彬 丽华 建平 淑珍 伟民 雅芳 俊杰 玉兰 明辉 慧敏 天赐 素云 海滨 桂花 振兴 晓燕
家豪 月娥 炳坤 彩霞 永福 惠玲 耀东 宝珠 清源 碧霞
"""
GIVEN = _GIVEN.split()

LEADER = "parking|noise|neighbor|sanitation|safety|care|other"
PROPERTY = "property_fee|property_service|facility|utilities|sanitation|parking|safety"
DEPARTMENTS = (
    ("城市管理局", "illegal_construction|sanitation"),
    ("住房和城乡建设局", "housing|facility|property_fee|property_service|utilities"),
    ("交通运输局", "transport"),
    ("民政局", "care"),
    ("教育局", "child"),
    ("人力资源和社会保障局", "employment"),
    ("公安分局", "safety|noise"),
    ("行政服务中心", "civic"),
    ("市场监督管理局", "other"),
    ("社会治理指挥中心", "*"),
)
#: Who answers firms: district, office, as firms read it.
ADVISERS = (
    ("xiangcheng", "芗城区人力资源和社会保障局", "芗城区人社局惠企专员"),
    ("longwen", "龙文区行政服务中心", "龙文区行政服务中心"),
    ("longhai", "龙海区人力资源和社会保障局", "龙海区人社局惠企专员"),
)
PLACE_COLUMNS = ("code", "parent", "kind", "name", "aliases", "lng", "lat")
PEOPLE_COLUMNS = ("code", "name", "role", "place", "categories", "openid", "phone", "backup", "bind_code")
ROTA_COLUMNS = ("kind", "person", "organisation", "place", "from", "to")
VOLUNTEER_COLUMNS = (
    "code", "name", "openid", "home", "work", "skills", "languages", "gender", "slots", "weekly_cap", "vetted",
)
TEAM_COLUMNS = ("code", "name", "kind", "place", "leader", "weekly_quota", "until_day", "members")
STATION_COLUMNS = ("code", "name", "place", "lng", "lat", "hours", "services", "keeper")
STATION_SERVICES = ("饮水", "充电", "微波炉", "休息", "雨具", "药箱", "打气", "厕所", "无线网", "阅读")
STATION_HOURS = ("每天 08:00-22:00", "每天 07:00-23:00", "每天 00:00-24:00", "工作日 08:00-20:00|周末 09:00-18:00")
STATION_EXTRAS = ("换电", "修车工具", "冰箱", "法律咨询", "理发")
_SKILLS = """
水电维修 搬运 陪诊 理发 法律咨询 心理疏导 辅导作业 家电维修 量血压 调解 宣传 巡逻
"""
SKILLS = _SKILLS.split()
SLOTS = ("工作日 18:00-21:00", "周末 09:00-17:00", "工作日 09:00-11:30", "周末 14:00-20:00")

PlaceRow = tuple[str, ...]


def places() -> Iterator[PlaceRow]:
    """Every place, holders before what they hold."""
    for district, district_name, district_aliases, streets in DISTRICTS:
        yield district, "", "district", district_name, district_aliases, "", ""
        for street, street_name, street_aliases, communities in streets:
            yield street, district, "street", street_name, street_aliases, "", ""
            for community, name in communities:
                yield community, street, "community", name, f"{name}居委会", "", ""
    for parent, code, name, aliases, lng, lat in (*LANES, PARK):
        yield code, parent, "park" if code == PARK[1] else "lane", name, aliases, f"{lng}", f"{lat}"
    for community, code, name, aliases, lng, lat, buildings, word in COMPOUNDS:
        yield code, community, "compound", name, aliases, f"{lng:.6f}", f"{lat:.6f}"
        for grid, grid_name, _, _ in GRIDS.get(code, ()):
            yield grid, code, "grid", grid_name, "", "", ""
        for number in range(1, buildings + 1):
            yield building(code, number, word, (lng, lat))


def building(compound: str, number: int, word: str, middle: tuple[float, float]) -> PlaceRow:
    """One building, some 40 m from its neighbours in rows of four."""
    row, column = divmod(number - 1, 4)
    lng, lat = middle[0] + (column - 1.5) * 0.0004, middle[1] + (row - 1.5) * 0.00035
    if (compound, number) == ("rongyu", 3):
        lng, lat = 117.675947, 24.503871  # the spot that the simulator offers
    grids = GRIDS.get(compound, ())
    parent = next((code for code, _, first, last in grids if first <= number <= last), compound)
    return f"{compound}-{number}", parent, "building", f"{number}{word}", "", f"{lng:.6f}", f"{lat:.6f}"


@dataclass
class People:
    """The people so far; codes and openids count up."""

    rng: random.Random
    rows: list[PlaceRow] = field(default_factory=list)

    def add(self, name: str, role: str, place: str, categories: str, **known: str) -> str:
        """Add one duty of a new person; the person's code. `known` may give openid, backup, bind_code."""
        number = len(self.rows) + 1
        code = f"P{number:04d}"
        openid = known.get("openid", f"demo-p{number:04d}")
        phone = f"1380000{number:04d}"
        backup, bind_code = known.get("backup", ""), known.get("bind_code", "")
        self.rows.append((code, name, role, place, categories, openid, phone, backup, bind_code))
        return code

    def name(self) -> str:
        """An invented name."""
        return self.rng.choice(SURNAMES) + self.rng.choice(GIVEN)

    def stand_in(self, code: str, backup: str) -> None:
        """Write who stands in for somebody added already."""
        at = int(code[1:]) - 1
        row = self.rows[at]
        self.rows[at] = (*row[:7], backup, row[8])


def people() -> list[PlaceRow]:
    """Every duty, from the district down to the building."""
    found = People(random.Random(596))  # noqa: S311  # invented names, nothing secret
    for district, district_name, _, streets in DISTRICTS:
        for office, categories in DEPARTMENTS:
            found.add(district_name + office, "department", district, categories)
        for street, street_name, _, communities in streets:
            found.add(f"{street_name}综合治理办公室", "street", street, "*")
            for community, name in communities:
                add_community(found, community, name)
    found.add("蓝田经济开发区企业服务中心", "community", PARK[1], "*")
    for _, code, *_ in LANES:
        found.add(found.name(), "lane_leader", code, f"{LEADER}|facility|utilities")
    for _, code, name, _, _, _, buildings, _ in COMPOUNDS:
        add_compound(found, code, name, buildings)
    add_leaders(found)  # last, so that everybody above keeps his code
    add_mediators(found)
    return found.rows


def add_leaders(found: People) -> None:
    """Who reads what is stuck: a supervisor for each district, a paired leader for each street."""
    for district, _, _, streets in DISTRICTS:
        found.add(found.name(), "supervisor", district, "*")
        for street, *_ in streets:
            found.add(found.name(), "paired_leader", street, "*")


def add_mediators(found: People) -> None:
    """Who reconciles neighbours: a team for each community, an office of justice for each street, 妇联 above."""
    for district, district_name, _, streets in DISTRICTS:
        found.add(f"{district_name}妇女联合会", "mediator", district, "*")
        for street, street_name, _, communities in streets:
            found.add(f"{street_name}司法所", "mediator", street, "*")
            for community, name in communities:
                found.add(f"{name}红色调解队", "mediator", community, "*")


def rotas(rows: list[PlaceRow]) -> Iterator[PlaceRow]:
    """Whose turn it is, without an end: each community's mediators and its paired unit, one of the district's
    offices, each compound's voice of the owners' committee, the leader of its third building, each district's adviser.
    """
    held = {(role, place): code for code, _, role, place, *_ in rows}
    offices = {name: code for code, name, role, *_ in rows if role == "department"}
    for _, district_name, _, streets in DISTRICTS:
        communities = [community for *_, codes in streets for community, _ in codes]
        for at, community in enumerate(communities):
            unit = district_name + DEPARTMENTS[at % (len(DEPARTMENTS) - 1)][0]  # the last is the command centre
            yield "mediation", held["mediator", community], "", community, "", ""
            yield "unit", offices[unit], unit, community, "", ""
    for _, compound, name, *_ in COMPOUNDS:
        yield "committee", held["building_leader", f"{compound}-3"], f"{name}业委会", compound, "", ""
    for district, office, adviser in ADVISERS:
        yield "firm", offices[office], adviser, district, "", ""


def add_community(found: People, code: str, name: str) -> None:
    """The community's office, its grid worker and its volunteers' team."""
    office = found.add(f"{name}居委会", "community", code, "*")
    worker = found.add(found.name(), "grid_worker", code, "*")
    found.stand_in(worker, office)
    if code == "rongyu-sq":
        found.add("榕御社区志愿服务队", "team", code, "volunteer|care", backup=office)
    elif code == "jiulong-sq":
        found.add("红色水电维修队", "team", code, "volunteer|utilities", backup=office)
    else:
        found.add(f"{name}志愿服务队", "team", code, "volunteer", backup=office)


def add_compound(found: People, code: str, name: str, buildings: int) -> None:
    """The property company, the estate's party secretary, its grid workers and a leader for every building."""
    desk = {"openid": "demo-property"} if code == "rongyu" else {}
    found.add(f"{name}物业服务中心", "property", code, PROPERTY, **desk)
    found.add(found.name(), "estate_secretary", code, "property_service|property_fee|neighbor|other")
    for grid, *_ in GRIDS.get(code, ()):
        found.add(found.name(), "grid_worker", grid, "*")
    leaders = []
    for number in range(1, buildings + 1):
        known = {}
        leader = found.name()
        if code == "rongyu" and number == 3:
            leader, known = "陈建国", {"openid": "demo-leader"}
        elif code == "rongyu":
            known = {"bind_code": f"3500{number:02d}"}
        leaders.append(found.add(leader, "building_leader", f"{code}-{number}", LEADER, **known))
    for at, leader in enumerate(leaders):
        found.stand_in(leader, leaders[at ^ 1] if at ^ 1 < len(leaders) else leaders[at - 1])


def volunteers() -> list[PlaceRow]:
    """Thirty volunteers, each at home in one place and signed in at another."""
    rng = random.Random(2026)  # noqa: S311  # invented names, nothing secret
    homes = [code for _, code, *_ in COMPOUNDS]
    streets = [street for *_, streets in DISTRICTS for street in streets]
    works = [community for *_, communities in streets for community, _ in communities]
    rows = [
        ("V0001", "周晓梅", "demo-volunteer", "rongyu-4", "rongyu-sq", "水电维修|陪诊", "普通话|闽南语", "女",
         "周末 09:00-12:00|工作日 18:00-21:00", "3", "true"),
    ]
    for number in range(2, 31):
        skills = "|".join(rng.sample(SKILLS, 2))
        languages = rng.choice(("普通话", "普通话|闽南语", "普通话|闽南语|客家话"))
        slots = "|".join(rng.sample(SLOTS, 2))
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        rows.append((
            f"V{number:04d}", name, f"demo-v{number:04d}", rng.choice(homes), rng.choice(works), skills, languages,
            rng.choice("男女"), slots, str(rng.randint(1, 4)), rng.choice(("true", "true", "false")),
        ))
    return rows


def riders() -> list[PlaceRow]:
    """Eight who ride, on the road all day: they gave no hours."""
    rng = random.Random(21)  # noqa: S311  # invented names, nothing secret
    homes = [code for _, code, *_ in COMPOUNDS]
    rows = [("V0031", "张家豪", "demo-rider", "rongyu", "", "跑腿代购", "普通话|闽南语", "男", "", "10", "false")]
    for number in range(32, 39):
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        languages = rng.choice(("普通话", "普通话|闽南语"))
        code, openid = f"V{number:04d}", f"demo-v{number:04d}"
        rows.append((code, name, openid, rng.choice(homes), "", "跑腿代购", languages, "男", "", "10", "false"))
    return rows


def teams(rows: list[PlaceRow]) -> Iterator[PlaceRow]:
    """Those who ride with meals and with parcels, one that repairs, and one for each community's emergencies."""
    yield "T01", "千里顺风队", "rider", "xinqiao", "V0031", "40", "", "V0031|V0032|V0033|V0034|V0035"
    yield "T02", "快递顺风队", "courier", "longwen", "V0036", "20", "", "V0036|V0037|V0038"
    repairing = [row[0] for row in rows if "水电维修" in row[5] or "家电维修" in row[5]]
    yield "T03", "红色维修队", "repair", "xiangcheng", repairing[0], "20", "", "|".join(repairing)
    for at, (place, name) in enumerate((("rongyu-sq", "榕御应急队"), ("xinqiao", "新桥应急队")), 4):
        members = [row[0] for row in rows[:30]][at::3][:8]
        yield f"T{at:02d}", name, "surge", place, members[0], "0", "", "|".join(members)


def stations(staff: list[PlaceRow]) -> Iterator[PlaceRow]:
    """Twenty-one, at the gates of compounds and in two lanes, each kept by the desk that is nearest."""
    rng = random.Random(89)  # noqa: S311  # invented, nothing secret
    held = {(role, place): code for code, _, role, place, *_ in staff}
    spots = [(code, aliases.split("|")[0] or name, lng, lat) for _, code, name, aliases, lng, lat, *_ in COMPOUNDS[:19]]
    spots += [(code, name, lng, lat) for _, code, name, _, lng, lat in LANES[:2]]
    for at, (place, name, lng, lat) in enumerate(spots, 1):
        offered = [*STATION_SERVICES[:2], *sorted(rng.sample(STATION_SERVICES[2:], rng.randint(2, 6)))]
        offered += rng.sample(STATION_EXTRAS, rng.randint(0, 2))
        hours = rng.choice(STATION_HOURS)
        keeper = held.get(("property", place)) or held["lane_leader", place]
        spot = f"{lng + 0.0006:.6f}", f"{lat + 0.0003:.6f}"
        yield f"S{at:02d}", f"{name}驿站", place, *spot, hours, "|".join(offered), keeper


def write(name: str, columns: tuple[str, ...], rows: list[PlaceRow]) -> None:
    """Write one file; with a byte-order mark, so that Excel reads it as UTF-8."""
    with FOLDER.joinpath(name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def main() -> None:
    """Write the files."""
    staff = people()
    write("places.csv", PLACE_COLUMNS, list(places()))
    write("people.csv", PEOPLE_COLUMNS, staff)
    write("rotas.csv", ROTA_COLUMNS, list(rotas(staff)))
    helping = [*volunteers(), *riders()]
    write("volunteers.csv", VOLUNTEER_COLUMNS, helping)
    write("teams.csv", TEAM_COLUMNS, list(teams(helping)))
    write("stations.csv", STATION_COLUMNS, list(stations(staff)))


if __name__ == "__main__":
    main()
