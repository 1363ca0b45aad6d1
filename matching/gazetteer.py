"""Which place a sentence names: in full, by nickname, shortened, misspelt or by its sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from matching.namecontext import Surroundings, shipped_everyday_words, trust, trust_slip
from matching.nameform import Form, FormKind, forms_of, says_little
from matching.pinyin import shipped_syllables
from matching.slip import SlipIndex, slip_likeness
from matching.street import Roads
from matching.territory import NodeKind, Territory

#: How alike two characters are: of one syllable, of syllables that sound alike in the south.
_HOMOPHONE, _SOUNDS_LIKE = 0.93, 0.84

#: Above this no slip needs to be looked for.
_SURE = 0.9

#: A lane or compound says more than the community around it.
_WORTH = {
    NodeKind.COMMUNITY: 0.97,
    NodeKind.STREET: 0.94,
    NodeKind.DISTRICT: 0.9,
}

#: Buildings and grids have no names of their own: `matching.address` and `Territory.building` find them.
_UNNAMED = frozenset({NodeKind.BUILDING, NodeKind.GRID})

_DOTS = "·•・‧"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place by all its names. `kind` decides what may be left off: only a compound's ending."""

    code: str
    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that a text names at `start:end`, where `as_written` stands. `confidence` is 0 to 1."""

    code: str
    name: str
    as_written: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """One form of one place."""

    place: int
    form: Form


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as the index sees it; `origin[i]` is the place of character i in the text as given."""

    written: str
    exact: str
    loose: str
    origin: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A form found at a stretch of the reading."""

    entry: _Entry
    start: int
    end: int
    confidence: float


def place_names(territory: Territory) -> tuple[PlaceName, ...]:
    """The names of all places that stand and have one of their own (not grids and buildings), in the tree's order."""
    return tuple(
        PlaceName(node.code, node.kind, node.name, node.aliases)
        for node in territory.nodes()
        if node.kind not in _UNNAMED and not node.is_closed
    )


class Gazetteer:
    """All names of a town in two indexes: by sound (one pass of an automaton) and by pairs of syllables
    for names with a slip. Building it takes about 0.1 s for 1,200 names; it never changes afterwards.
    `roads` are those that the names' addresses (水仙大街28号 among the aliases) lie along.
    """

    def __init__(self, names: Iterable[PlaceName]) -> None:
        self._names = tuple(names)
        self._worth = tuple(_WORTH.get(place.kind, 1.0) for place in self._names)
        self._table = shipped_syllables()
        self._everyday = shipped_everyday_words()
        by_sound: dict[str, list[_Entry]] = {}
        for number, place in enumerate(self._names):
            plain = [name.translate(self._table.plain) for name in (place.name, *place.aliases)]
            for form in forms_of(plain, self._everyday, residential=place.kind is NodeKind.COMPOUND):
                sound = form.written.translate(self._table.loose)
                by_sound.setdefault(sound, []).append(_Entry(number, form))
        self.roads = Roads((place.code, name) for place in self._names for name in (place.name, *place.aliases))
        self._shared = self._shared_beginnings(by_sound.values())
        self._entries = tuple(tuple(entries) for entries in by_sound.values())
        self._sounds = AhoCorasick(list(by_sound))
        self._slips = SlipIndex([sound if _may_slip(entries) else "" for sound, entries in by_sound.items()])

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """The places that a text names, best first, each once; empty when it names none. Where a longer
        name covers a shorter one the longer stays. Offsets count characters of the text as given.
        """
        reading = self._read(text)
        hits = _uncovered(self._by_sound(reading))
        if not any(hit.confidence >= _SURE for hit in hits):
            hits += [slip for slip in _uncovered(self._by_slip(reading)) if not _heard(slip, hits)]
        best: dict[int, _Hit] = {}
        for hit in hits:
            known = best.get(hit.entry.place)
            if known is None or hit.confidence > known.confidence:
                best[hit.entry.place] = hit
        ranked = sorted(best.values(), key=lambda hit: self._rank(hit, text))
        return tuple(self._match(text, reading, hit) for hit in ranked)

    def _read(self, text: str) -> _Reading:
        written = text.translate(self._table.plain)
        origin: Sequence[int] = range(len(written))
        if any(dot in written for dot in _DOTS):
            origin = [index for index, sign in enumerate(written) if sign not in _DOTS]
            written = "".join(written[index] for index in origin)
        exact, loose = written.translate(self._table.exact), written.translate(self._table.loose)
        return _Reading(written, exact, loose, origin)

    def _by_sound(self, reading: _Reading) -> list[_Hit]:
        hits = []
        for sound, start, end in self._sounds.find_matches_as_indexes(reading.loose, overlapping=True):
            around = Surroundings(reading.written[:start], reading.written[end:])
            for entry in self._entries[sound]:
                alike = self._likeness(reading, start, end, entry.form.written)
                if alike < 1.0 and self._is_other_words(reading.written[start:end], around):
                    continue
                confidence = trust(entry.form, alike, around, common=self._is_common(entry.form))
                if confidence:
                    hits.append(_Hit(entry, start, end, confidence * self._worth[entry.place]))
        return hits

    def _by_slip(self, reading: _Reading) -> list[_Hit]:
        hits = []
        for sound, start, end in self._slips.find(reading.loose):
            around = Surroundings(reading.written[:start], reading.written[end:])
            for entry in self._entries[sound]:
                written = reading.written[start:end]
                little = says_little(written) and not around.starts_sentence()
                other = self._is_phrase(written) or little or not written.isalnum()
                alike = 0.0 if other else slip_likeness(written, entry.form.written)
                confidence = trust_slip(entry.form, alike, around)
                if confidence:
                    hits.append(_Hit(entry, start, end, confidence * self._worth[entry.place]))
        return hits

    def _is_common(self, form: Form) -> bool:
        return form.weak or (form.kind is not FormKind.FULL and form.written in self._shared)

    def _is_other_words(self, written: str, around: Surroundings) -> bool:
        """Whether what only sounds like a name is everyday words (国家中心 is not 国佳中心)."""
        return written in self._everyday or (self._is_phrase(written) and not around.starts_fresh())

    def _is_phrase(self, written: str) -> bool:
        """Whether a stretch is an everyday word or two (农贸市场, 安全问题) and so no name with a slip."""
        words = self._everyday
        return written in words or any(written[:cut] in words and written[cut:] in words for cut in (2, 3))

    def _shared_beginnings(self, groups: Iterable[list[_Entry]]) -> frozenset[str]:
        """The two characters that several compounds begin with (钱隆, 江滨): a brand or a quarter. The phases
        of one compound are one.
        """
        places: dict[str, set[str]] = {}
        for entry in (entry for entries in groups for entry in entries):
            if entry.form.kind is FormKind.FULL and self._names[entry.place].kind is NodeKind.COMPOUND:
                places.setdefault(entry.form.written[:2], set()).add(entry.form.written[:4])
        return frozenset(beginning for beginning, found in places.items() if len(found) > 1)

    def _likeness(self, reading: _Reading, start: int, end: int, form: str) -> float:
        written = reading.written[start:end]
        if written == form:
            return 1.0
        exact = form.translate(self._table.exact)
        return sum(
            1.0 if one == other else _HOMOPHONE if heard == said else _SOUNDS_LIKE
            for one, other, heard, said in zip(written, form, reading.exact[start:end], exact, strict=True)
        ) / len(form)

    def _rank(self, hit: _Hit, text: str) -> tuple[float, bool, int, int, str]:
        """Best first; among equals the name that stands there in its own writing (龙门大厦 beside 龍門大厦)."""
        name = self._names[hit.entry.place].name
        return (-hit.confidence, name not in text, hit.start, len(name), name)

    def _match(self, text: str, reading: _Reading, hit: _Hit) -> NameMatch:
        place = self._names[hit.entry.place]
        start, end = reading.origin[hit.start], reading.origin[hit.end - 1] + 1
        return NameMatch(place.code, place.name, text[start:end], start, end, round(hit.confidence, 3))


def _may_slip(entries: list[_Entry]) -> bool:
    """Whether a slip in one of these forms is forgiven at all; the others would only cost time."""
    return any(entry.form.kind <= FormKind.FRONT_LEFT_OFF and not entry.form.weak for entry in entries)


def _uncovered(hits: list[_Hit]) -> list[_Hit]:
    """Those that no longer hit covers."""
    return [hit for hit in hits if not any(_covers(other, hit) for other in hits)]


def _heard(slip: _Hit, hits: list[_Hit]) -> bool:
    """Whether a name that sounds right stands there already; a slip must reach two characters further."""
    return any(
        slip.start < hit.end and hit.start < slip.end and slip.end - slip.start < hit.end - hit.start + 2
        for hit in hits
    )


def _covers(one: _Hit, other: _Hit) -> bool:
    longer = one.end - one.start > other.end - other.start
    return longer and one.start <= other.start and other.end <= one.end
