"""家家访: what was found at a door, in a few words; what asks for help becomes a case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk import wording_doors
from bot.desk.desk import Visit
from bot.desk.noting import case_from_note
from intents.text import mask_sensitive
from matching.address import building_number
from matching.campaign import Campaign, Door, DoorState
from storage.recipients import VisitNote

_WORDS_MOST = 500
_DOOR = re.compile(
    r"\s*(?:(?P<house>[0-9A-Za-z]{1,4})\s*(?:栋|幢|号楼|座|-))?\s*(?:\d{1,2}\s*单元)?\s*(?P<room>[0-9]{2,5})?\s*(?:室|房)?[\s，,：:]*"
)
_STATES = (
    (re.compile("不愿|拒|不想|不让|不需要"), DoorState.REFUSED),
    (re.compile("不在|没人|没有人|无人|空房|没开门"), DoorState.AWAY),
    (re.compile("在家|走过|去过|见到"), DoorState.VISITED),
)
#: The state of a door in front of what was said there.
_STATE_WORDS = re.compile(r"^(?:在家|不在家?|不愿意?|没人|走过了?|去过了?|见到了?)[\s，,：:。]*")


@dataclass(frozen=True, slots=True)
class Round:
    """A campaign of doors as its people see it: all of them, or one caller's."""

    campaign: Campaign
    doors: tuple[Door, ...]

    @property
    def counted(self) -> dict[DoorState, int]:
        """How many doors stand in each state."""
        counts = Counter(door.state for door in self.doors)
        return {state: counts[state] for state in DoorState}


def house_title(visit: Visit, place: str) -> str:
    """A building as those who call there read it; a place without buildings by its own name."""
    node = visit.knowledge.town.territory.get(place)
    return node.name if node is not None else place


def door_title(visit: Visit, door: Door) -> str:
    """A door as those who call there read it: 3栋501."""
    return f"{house_title(visit, door.place)}{door.room}"


def state_in(said: str) -> DoorState | None:
    """What became of a door in somebody's words; None where they do not say."""
    return next((state for word, state in _STATES if word.search(said)), None)


def found_at_door(visit: Visit, said: str, rounds: Sequence[Round]) -> str:
    """The reply to a door and what was found there ("3栋501 在家 缺扶手"); `rounds` have the doors of the visitor."""
    if not rounds:
        return wording_doors.HOW_TO_BEGIN if visit.contact.person else wording_doors.NO_DOORS
    read = _DOOR.match(said)
    house, room = (read["house"] or "", read["room"] or "") if read is not None else ("", "")
    if read is None or not (house or room):
        return wording_doors.WHICH_DOOR
    fitting = [door for one in rounds for door in one.doors if _is_door(visit, door, house, room)]
    if not fitting:
        return wording_doors.NOT_YOUR_DOOR.format(door=(f"{house}栋" if house else "") + room)
    if len(fitting) > 1:
        return wording_doors.WHICH_DOOR
    words = said[read.end() :].strip()
    state = state_in(words)
    if state is None and not words:
        return wording_doors.SAY_STATE.format(door=door_title(visit, fitting[0]))
    return note_door(visit, fitting[0], state or DoorState.VISITED, _STATE_WORDS.sub("", words))


def _is_door(visit: Visit, door: Door, house: str, room: str) -> bool:
    number = building_number(house_title(visit, door.place))
    return (not house or number.upper() == house.upper()) and (not room or door.room in ("", room))


def note_door(visit: Visit, door: Door, state: DoorState, words: str) -> str:
    """What was found at a door, kept; what asks for help becomes a case. Of a household that wants none nothing is."""
    visit.unit.campaigns.save_door(replace(door, state=state, visited_at=visit.now))
    title = door_title(visit, door)
    words = mask_sensitive(words.strip())[:_WORDS_MOST]
    if not words or state is DoorState.REFUSED:
        return wording_doors.noted(title, state, 0)
    case = case_from_note(visit, words, (door.place, visit.knowledge.town.territory.title(door.place)))
    note = VisitNote(0, visit.now, door.volunteer, words, campaign=door.campaign, case=case.number if case else 0)
    visit.unit.recipients.add_note(note)
    return wording_doors.noted(title, state, note.case)
