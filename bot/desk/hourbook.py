"""我的时长: how much somebody has done, told to nobody but her and compared with nobody."""

from __future__ import annotations

from bot.desk import wording_hours
from bot.desk.chatwords import Command
from bot.desk.crediting import year_begins
from bot.desk.desk import Visit
from bot.desk.enlisting import own_entry
from bot.desk.links import with_link
from bot.desk.wording_register import OPEN_REGISTER

_LAST = 5


def my_hours(visit: Visit, _command: Command) -> str:
    """我的时长: this year's rounds and minutes, and the last five. Raises `refusals.NotAVolunteer`."""
    row = own_entry(visit)
    entries = visit.unit.hours.of_volunteer(row.code, year_begins(visit))
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, "volunteer")
    if not entries:
        return with_link(wording_hours.NO_HOURS, address, OPEN_REGISTER)
    last = [(one.at.astimezone(visit.zone).date(), one.what, one.minutes) for one in entries[: -_LAST - 1 : -1]]
    year = visit.now.astimezone(visit.zone).year
    words = wording_hours.mine(year, len(entries), sum(one.minutes for one in entries), last)
    return with_link(words, address, OPEN_REGISTER)
