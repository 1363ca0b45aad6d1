"""每月一题: what most residents of a place spoke of in a month, found among the cases that may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.desk.ledgermonths import Reading, Topic
from intents.signature import Signature, unpacked
from intents.topics import clusters, subject
from matching.ledger import LEAST, named_place
from storage.ledger import Extent, Report, TakenTopic

#: Of a place's matters of one category in a month no more are compared: two at a time cost 40 µs.
_COMPARED_MOST = 40
_REMEMBERED_MOST = 5_000
_DAY = 86_400


def hot_topics(reading: Reading, place: str, month: date, most: int = 3) -> tuple[Topic, ...]:
    """The topics of a place and month: most residents first, then most repeats, then the longest open; at most `most`.

    Only as many groups are compared as could still hold one: no topic has more residents than its group.
    """
    found: list[Topic] = []
    for code, category, residents in _groups(reading, place, month):
        if len(found) >= most and sorted(found, key=_rank)[most - 1].residents > residents:
            break
        found += _remembered(reading, reading.extent(code, month, category), code, residents)
    return tuple(sorted(found, key=_rank)[:most])


def take_topic(reading: Reading, month: date, topic: Topic, by: str) -> None:
    """Keep that an office took a topic on; once is enough."""
    taken = TakenTopic(
        f"{month:%Y-%m}", topic.place, topic.category, topic.subject, topic.residents, by, reading.now
    )
    same = (taken.place, taken.category, taken.subject)
    before = {(known.place, known.category, known.subject) for known in reading.unit.ledger.taken(taken.month)}
    if same not in before:
        reading.unit.ledger.take(taken)


def _rank(topic: Topic) -> tuple[int, int, int, str, str]:
    return (-topic.residents, -topic.repeats, -topic.days_open, topic.place, topic.category)


def _groups(reading: Reading, place: str, month: date) -> list[tuple[str, str, int]]:
    """The compounds (or what stands for one) and categories with enough residents, most first."""
    within, groups = reading.town.territory.within, reading.book(month).groups
    enough = [
        (code, category, len(who))
        for (code, category), who in groups.items()
        if code and len(who) >= LEAST and (not place or within(code, place))
    ]
    return sorted(enough, key=lambda group: (-group[2], group[0], group[1]))


def _remembered(reading: Reading, extent: Extent, place: str, residents: int) -> tuple[Topic, ...]:
    """The topics of a group, found once a day as long as nobody else speaks of it."""
    key = (extent.since, place, extent.category, residents, reading.today())
    found = reading.books.topics.get(key)
    if found is None:
        if len(reading.books.topics) >= _REMEMBERED_MOST:
            reading.books.topics.clear()
        found = reading.books.topics[key] = tuple(_topics_of(reading, extent, place))
    return found


def _topics_of(reading: Reading, extent: Extent, place: str) -> Iterator[Topic]:
    territory = reading.town.territory
    own = tuple(code for code in extent.places or () if named_place(territory, code) == place)
    reports = reading.unit.ledger.reports(replace(extent, places=own), _COMPARED_MOST)
    signatures = [unpacked(report.signature) for report in reports]
    for members in clusters(signatures):
        topic = _topic(reading, extent.category, place, [reports[at] for at in members])
        if topic.residents >= LEAST:
            yield replace(topic, subject=_subject(reading, extent.category, [signatures[at] for at in members]))


def _subject(reading: Reading, category: str, signatures: list[Signature | None]) -> str:
    """What it is about, unless the category's name says it already."""
    words = subject(signatures)
    return "" if words and words in reading.town.preferences.label(category) else words


def _topic(reading: Reading, category: str, place: str, reports: list[Report]) -> Topic:
    residents = {report.reporter for report in reports}
    for report in reports:
        residents |= set(reading.unit.cases.followers(report.number))
    days = [((report.closed_at or reading.now) - report.created_at).total_seconds() // _DAY for report in reports]
    return Topic(
        place=place,
        place_name=reading.town.territory.title(place),
        category=category,
        category_name=reading.town.preferences.label(category),
        subject="",
        residents=len(residents),
        cases=len(reports),
        repeats=max(report.times for report in reports),
        days_open=int(max(days)),
    )
