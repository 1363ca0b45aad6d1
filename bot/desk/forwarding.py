"""Photos and recordings on their way to whoever has the case; the words go first (`dispatching`)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import wording_handlers
from bot.desk.desk import MEDIA, Telling, Visit
from bot.desk.message import MessageKind
from matching.case import Case
from storage.cases import CaseMessage

_FORMS = frozenset({MessageKind.IMAGE.value, MessageKind.VOICE.value})


def is_file(kind: str, media: str) -> bool:
    """Whether a message is a photo or recording that can be fetched and sent on; a picture's mere address is not."""
    return kind in _FORMS and bool(media) and "://" not in media


def send_on(
    visit: Visit, case: Case, messages: Iterable[CaseMessage], *, to_reporter: bool = False
) -> None:
    """Have the photos and recordings among `messages` sent to whoever has the case; to nobody when nobody has it.

    With `to_reporter` they are a handler's and go to the resident who reported and to those who joined.
    """
    if not case.responder:
        return
    for message in messages:
        if is_file(message.kind, message.media):
            words = wording_handlers.FILES[message.kind].format(number=case.number)
            fields = {"media": message.media, "form": str(message.kind)}
            if to_reporter:
                for contact in (case.reporter, *visit.unit.cases.followers(case.number)):
                    visit.tell(Telling(MEDIA, words, case, fields), contact=contact)
            else:
                visit.tell(Telling(MEDIA, words, case, fields), person=case.responder)


def stop_sending_on(visit: Visit, case: Case) -> None:
    """What is still on its way is not for somebody who has the case no more."""
    visit.unit.outbox.withdraw(case.number, MEDIA)
