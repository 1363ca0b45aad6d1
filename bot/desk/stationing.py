"""附近驿站 and 驿站: the nearest ones with what works there now; its keeper's word; what others say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.desk import wording_stations
from bot.desk.chatwords import Command
from bot.desk.desk import Telling, Visit
from bot.desk.labels import clock_time
from bot.desk.links import with_link
from bot.desk.riding import point_of
from bot.desk.spots import last_spot
from intents.text import mask_sensitive
from matching.station import SERVICE_MOST, Near, Station, look_at, nearest, service_named
from matching.territory import distance

#: So long 附近驿站 waits for the location it asked for.
_WAITS = timedelta(minutes=5)
#: So long a list says which station is spoken of.
_SPOKEN_OF = timedelta(minutes=30)
_SAID_MOST = 200
_SAID_SHOWN = 5
_WRONG_MOST = 8
_SHUT = re.compile(r"(?:关门|打烊|停业|暂停(?:开放)?|不开门?)了?[\s,，:：]*(?P<why>.{0,20})")
_OPEN = re.compile(r"(?:开门|开放|营业|恢复开放)了?[\s,，:：]*(?P<until>.*)")
_UNTIL = re.compile(r"(?:开?[到至])?\s*(?P<hour>[0-2]?\d)(?:[:：点时](?P<minute>[0-5]\d)?)?(?P<half>半)?分?")
_ADDS = re.compile(r"(?:加|添|新增)[\s:：]+(?P<what>\S+)")
_TAKES = re.compile(r"(?:减|去掉|取消)[\s:：]+(?P<what>\S+)")
_ASSESSED = re.compile(r"(?:评价|反馈|建议|意见)[\s:：,，]*(?P<said>.*)", re.DOTALL)
_NOT_WORKING = re.compile(r"[没未不](?:有)?(?:修)?好|不正常|不[能可]用|没有?|坏|缺|停|空了?|用完|不热|漏|脏|修")
_WORKING = re.compile(r"好了|修好|恢复|[能可]以?用|有了|补[上好了]|正常|到货|换新")
_STILL_NOT = re.compile(r"(?:还没|没有?|未|不)(?:修|弄|补|恢复)?(?:好|正常|能用|可以用)")


# -- near --------------------------------------------------------------------------------------------


def stations(visit: Visit, command: Command) -> str:
    """附近驿站: the nearest three, from the location just sent, else from home; else the location is asked for."""
    del command
    spot, from_home = _spot(visit)
    if spot is None or from_home:
        visit.desk.memory.put(_waiting(visit), "1", _WAITS)
    return _listed(visit, spot, wording_stations.FROM_HOME if from_home else "")


def spot_for_stations(visit: Visit) -> str | None:
    """The list, when 附近驿站 waited for the location that has come; None when it did not."""
    spot = last_spot(visit)
    if spot is None or visit.desk.memory.pop(_waiting(visit)) is None:
        return None
    return _listed(visit, spot, "")


def _listed(visit: Visit, spot: tuple[float, float] | None, note: str) -> str:
    known = visit.unit.stations.all()
    if not known:
        return wording_stations.NONE_YET
    if spot is None:
        return wording_stations.WHERE
    near = nearest(known, spot, visit.now.astimezone(visit.zone))
    if not near:
        return wording_stations.NONE_YET
    visit.desk.memory.put(_shown(visit), " ".join(one.station.code for one in near), _SPOKEN_OF)
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, "stations")
    return with_link(wording_stations.listed(near, note), address, wording_stations.PAGE)


def _spot(visit: Visit) -> tuple[tuple[float, float] | None, bool]:
    """Where the visitor is, and whether that is only her home."""
    spot = last_spot(visit)
    if spot is not None:
        return spot, False
    home = point_of(visit, visit.contact.home) if visit.contact.home else None
    return home, home is not None


@dataclass(frozen=True, slots=True)
class StationSheet:
    """The stations as a page shows them: those `kept` by the visitor first, then all by distance.

    `measured` says that distances are known, `from_home` that they are those from her home.
    """

    kept: tuple[Near, ...]
    near: tuple[Near, ...]
    measured: bool
    from_home: bool


def station_sheet(visit: Visit) -> StationSheet:
    """Every station for the visitor's page, the nearest first; by name where it is not known where she is."""
    spot, from_home = _spot(visit)
    local = visit.now.astimezone(visit.zone)
    seen = [look_at(one, local, _away(one, spot)) for one in visit.unit.stations.all()]
    kept = tuple(near for near in seen if _keeps(visit, near.station))
    far = float("inf")
    ordered = sorted(seen, key=lambda one: (one.metres if one.metres is not None else far, one.station.name))
    return StationSheet(kept, tuple(ordered), spot is not None, from_home)


def _away(station: Station, spot: tuple[float, float] | None) -> float | None:
    if spot is None or station.lng is None or station.lat is None:
        return None
    return distance(spot, (station.lng, station.lat))


# -- said of one -------------------------------------------------------------------------------------


def station(visit: Visit, command: Command) -> str:
    """驿站 …: its keeper changes what is shown of it; whatever others say goes to the keeper."""
    known = visit.unit.stations.all()
    if not known:
        return wording_stations.NONE_YET
    own = [one for one in known if _keeps(visit, one)]
    meant, said = _meant(visit, known, own, command)
    if not meant:
        return wording_stations.which(known[:5], said or "缺热水")
    if len(meant) > 1:
        return wording_stations.which(meant, said or "关门")
    found = visit.unit.stations.load(meant[0].code) or meant[0]
    return _keepers_word(visit, found, said) if _keeps(visit, found) else _others_word(visit, found, said)


def _meant(
    visit: Visit, known: Sequence[Station], own: Sequence[Station], command: Command
) -> tuple[list[Station], str]:
    """The station that is spoken of, and what is said without its name: by its number in the list, by name, kept,
    first in the list, or the nearest.
    """
    said = command.rest.strip()
    listed = (visit.desk.memory.get(_shown(visit)) or "").split()
    if command.number and not command.own:
        code = listed[command.number - 1] if 0 < command.number <= len(listed) else ""
        return [one for one in known if one.code == code], said
    for one in sorted(known, key=lambda one: -len(one.name)):
        if said.startswith(one.name) or said.partition(" ")[0] == one.code:
            name = one.name if said.startswith(one.name) else one.code
            return [one], said.removeprefix(name).strip(" ,，:：的")
    if own:
        return list(own), said
    first = [one for one in known if listed[:1] == [one.code]]
    spot, _ = _spot(visit)
    if first or spot is None:
        return first, said
    return [near.station for near in nearest(known, spot, visit.now.astimezone(visit.zone), 1)], said


def _keeps(visit: Visit, one: Station) -> bool:
    if not one.keeper:
        return False
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    return one.keeper in (visit.contact.person, volunteer.code if volunteer is not None else "")


def _others_word(visit: Visit, one: Station, said: str) -> str:
    read = _ASSESSED.fullmatch(said)
    words = mask_sensitive((read["said"] if read is not None else said).strip())[:_SAID_MOST]
    if not words:
        return wording_stations.HOW_TO_SAY
    visit.unit.stations.tell(one.code, visit.contact.id, visit.now, words)
    told = _tell_keeper(visit, one, wording_stations.for_keeper(one.name, words))
    return wording_stations.thanked(one.name, kept_by_somebody=told)


def _tell_keeper(visit: Visit, one: Station, words: str) -> bool:
    """Whether there is a keeper to be told."""
    due = visit.now.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    telling = Telling("station", words, None, {"number": "Z", "matter": one.name, "state": "有人反映", "due": due})
    volunteer = visit.knowledge.roster.get(one.keeper)
    if volunteer is not None and volunteer.contact:
        visit.tell(telling, contact=volunteer.contact)
    elif visit.knowledge.town.directory.get(one.keeper) is not None:
        visit.tell(telling, person=one.keeper)
    else:
        return False
    return True


# -- the keeper's word -------------------------------------------------------------------------------


def _keepers_word(visit: Visit, one: Station, said: str) -> str:
    for pattern, act in _KEEPERS:
        read = pattern.fullmatch(said)
        if read is not None:
            return act(visit, one, read)
    changed = _service_word(visit, one, said)
    if changed is not None:
        return changed
    local = visit.now.astimezone(visit.zone)
    return wording_stations.kept(look_at(one, local), wording_stations.HOW_TO_KEEP)


def _service_word(visit: Visit, one: Station, said: str) -> str | None:
    """微波炉 坏了, 微波炉 好了; None for words that name no service or say nothing of it."""
    service = service_named(said, one.services)
    broken = _STILL_NOT.search(said) or (_NOT_WORKING.search(said) and not _WORKING.search(said))
    if not service or not (broken or _WORKING.search(said)):
        return None
    if service not in one.services:
        return wording_stations.not_offered(one.name, service)
    if not broken:
        _save(visit, one, services={**one.services, service: ""})
        return wording_stations.works_again(one.name, service)
    wrong = _wrong_of(said, service)
    _save(visit, one, services={**one.services, service: wrong})
    return wording_stations.is_broken(one.name, service, wrong)


def _wrong_of(said: str, service: str) -> str:
    """What is wrong in a few words behind the service's name: 坏了, 没电了."""
    after = said.partition(service)[2].strip(" ,，:：。.的")
    return after if 0 < len(after) <= _WRONG_MOST else "坏了"


def _shut(visit: Visit, one: Station, read: re.Match[str]) -> str:
    """关门: for today; with a reason until the keeper opens again."""
    why = read["why"].strip(" ,，:：。.")
    local = visit.now.astimezone(visit.zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(0), visit.zone).astimezone(UTC)
    _save(visit, one, open=False, until_at=None if why else midnight, note=why)
    return wording_stations.shut(one.name, today=not why)


def _open(visit: Visit, one: Station, read: re.Match[str]) -> str:
    """开门: by the hours again, or today until the time that is said, whatever the hours say."""
    if not read["until"].strip():
        _save(visit, one, open=True, until_at=None, note="")
        return wording_stations.opened(one.name, "")
    until = _UNTIL.fullmatch(read["until"].strip(" 。."))
    local = visit.now.astimezone(visit.zone)
    at = _today_at(local, until) if until is not None else None
    if at is None:
        return wording_stations.OPEN_HOUR_WRONG
    if at <= local:
        clock = wording_stations.clock(at)
        return wording_stations.NOT_AHEAD.format(clock=clock, until=wording_stations.clock(local + timedelta(hours=2)))
    _save(visit, one, open=True, until_at=at.astimezone(UTC), note="")
    return wording_stations.opened(one.name, wording_stations.clock(at))


def _today_at(local: datetime, read: re.Match[str]) -> datetime | None:
    minutes = int(read["hour"]) * 60 + int(read["minute"] or (30 if read["half"] else 0))
    if minutes > 24 * 60:
        return None
    return datetime.combine(local.date(), time(0), local.tzinfo) + timedelta(minutes=minutes)


def _add(visit: Visit, one: Station, read: re.Match[str]) -> str:
    named = read["what"]
    service = service_named(named) if service_named(named) and len(named) > SERVICE_MOST else named
    if len(service) > SERVICE_MOST:
        return wording_stations.SERVICE_TOO_LONG.format(most=SERVICE_MOST)
    _save(visit, one, services={**one.services, service: ""})
    return wording_stations.offered(one.name, service)


def _take(visit: Visit, one: Station, read: re.Match[str]) -> str:
    service = service_named(read["what"], one.services)
    if service not in one.services:
        return wording_stations.not_offered(one.name, service or read["what"])
    _save(visit, one, services={name: wrong for name, wrong in one.services.items() if name != service})
    return wording_stations.not_any_more(one.name, service)


def _assessed(visit: Visit, one: Station, _read: re.Match[str]) -> str:
    """评价 from the keeper himself: what others said lately."""
    said = visit.unit.stations.said_of(one.code, _SAID_SHOWN)
    if not said:
        return wording_stations.NOTHING_SAID.format(name=one.name)
    return wording_stations.said_of(one.name, [f"{clock_time(s.at, visit.now, visit.zone)} {s.text}" for s in said])


_KEEPERS: tuple[tuple[re.Pattern[str], Callable[[Visit, Station, re.Match[str]], str]], ...] = (
    (_SHUT, _shut), (_OPEN, _open), (_ADDS, _add), (_TAKES, _take), (_ASSESSED, _assessed),
)  # fmt: skip


def _save(visit: Visit, one: Station, **changed: object) -> None:
    visit.unit.stations.save(replace(one, updated_at=visit.now, **changed))  # type: ignore[arg-type]  # its own fields


def _waiting(visit: Visit) -> str:
    return f"stations:{visit.contact.id}"


def _shown(visit: Visit) -> str:
    return f"station shown:{visit.contact.id}"
