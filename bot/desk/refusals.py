"""What the desk refuses, as small named exceptions; `wording_refusals.REFUSALS` has a sentence for each.

DeskRefusal
├── NoSuchCase        no case of that number is the sender's to see
├── NotYours          the case is in somebody else's hands
├── NotForYou         somebody else may do that with the case
├── NotAHandler       a handler's word from somebody who is none
├── NothingFits       the number was left out and no case fits
├── SeveralFit        the number was left out and several cases fit
├── MoveNotNow        the case's state does not allow the move
├── WordsMissing      a reason or result is missing
├── DecidedAlready    a return of what an arbiter decided
├── YoursToDecide     an arbiter gives back what he should decide
├── NothingToDecide   a decision on a case that nobody disputes
├── NobodyNamed       a decision names nobody on duty
├── NotAnArbiter      an arbiter's word from somebody who is none
├── NoSuchRuling      no decision of that case holds, or several do
├── WhichNumber       a word that needs a number
├── AppealedAlready   a second objection to one refusal
├── NoDay             a date is missing or not understood
├── NoSpan            leave without its days
├── DayOutOfReach     a day that is not ahead, or too far
├── AskedTwice        the clocks have rested twice for the resident
├── TermIsLonger      more time that would be less
├── AskedAlready      more time is asked for already
├── NobodyGrants      nobody is over the place who could grant more time
├── NothingAsked      nobody asked for more time
├── NoSuchPoint       a case has no such point
├── NotYoursToCheck   a check by somebody who was not asked
├── NotASupervisor    a supervisor's word from somebody who is none
├── NotAWhistler      a whistle, or a rating, from somebody who may not whistle there
├── NobodyToCall      a whistle names nobody on duty
├── MeetingOutOfTime  a whistle's meeting is past, or after the last report
├── CalledAlready     everybody named was called before
├── NoWhistle         no whistle is under way for the case
├── NotCalled         no whistle for the case calls the sender
├── WhichCalled       a rating names none of those called
├── NotReported       a rating of somebody who is still at it
├── NotRated          a reply to a rating that does not exist
├── NotADutyReader    the list of duties for somebody who does not supervise
├── NotAnOffice       an office's word from somebody who is none
├── NotForTheLedger   a case that the public ledger does not show, or whose words are not due
├── TellsTooMuch      words for the public that could tell who is meant
├── NoSuchTopic       a number that no hot topic has
├── CannotMediate     a mediation of a case that is not in one handler's hands
├── NobodyNeutral     nobody is there who is on neither side
├── NoMediation       a mediation's word where none is under way
├── OtherSideMissing  an agreement before the other side has joined
├── NobodySeconds     the two-person rule, and no second person
├── NothingToSecond   a second word on what nobody proposed
├── NotAVolunteer     a volunteer's word from somebody who is none
├── NothingOffered    a registration whose words say nothing of what one can do, or when
├── NoRestDay         a rest without its last day
├── NoSuchVolunteer   nobody of that name helps below an office's places
├── NotASkill         a word that no skill has
├── NoSuchNeed        no need of that number is the sender's to see
├── NotForVolunteer   a claim by a volunteer who may not come
├── ClaimedAlready    a claim is given back by the word for an offer
├── NotYet            somebody is said not to have come before it was time
├── WhoDidNotCome     one of several did not come, and no name
├── NotForANeed       a case's word with the number of a need
├── CloseTheCase      a need's word for a case that has its own
├── NotAnOrderer      volunteers ordered by somebody who may not
├── NotYourPlace      volunteers ordered for a place that is somebody else's
├── UnknownCategory   a correction names no category
└── UnknownBindCode   no such code, or somebody else has used it
"""

from __future__ import annotations

from bot.errors import BotError


class DeskRefusal(BotError):
    """Something asked for in chat that cannot be done. `fields` fill the sentence in `wording_refusals`."""

    def __init__(self, **fields: object) -> None:
        super().__init__()
        self.fields = fields


class NoSuchCase(DeskRefusal):
    """No case of that number is the sender's to see. Fields: number."""


class NotYours(DeskRefusal):
    """The case is in somebody else's hands. Fields: number."""


class NotForYou(DeskRefusal):
    """Somebody else may do that with the case. Fields: number, word."""


class NotAHandler(DeskRefusal):
    """A handler's word from somebody who is none."""


class NothingFits(DeskRefusal):
    """The number was left out and no case fits. Fields: word."""


class SeveralFit(DeskRefusal):
    """The number was left out and several cases fit. Fields: word, listed, first."""


class MoveNotNow(DeskRefusal):
    """The case's state does not allow the move. Fields: number, state, word."""


class WordsMissing(DeskRefusal):
    """A reason or result is missing. Fields: number, word, what."""


class DecidedAlready(DeskRefusal):
    """A return of what an arbiter decided. Fields: number."""


class YoursToDecide(DeskRefusal):
    """An arbiter gives back what he should decide. Fields: number."""


class NothingToDecide(DeskRefusal):
    """A decision on a case that nobody disputes. Fields: number."""


class NobodyNamed(DeskRefusal):
    """A decision names nobody on duty. Fields: number."""


class NotAnArbiter(DeskRefusal):
    """An arbiter's word from somebody who is none."""


class NoSuchRuling(DeskRefusal):
    """No decision of that case holds, or several do and none was named. Fields: number."""


class WhichNumber(DeskRefusal):
    """A word that needs a number. Fields: word, example."""


class AppealedAlready(DeskRefusal):
    """A second objection to one refusal. Fields: number."""


class NoDay(DeskRefusal):
    """A date is missing or not understood. Fields: number, word."""


class NoSpan(DeskRefusal):
    """Leave without its days."""


class DayOutOfReach(DeskRefusal):
    """A day that is not ahead, or too far. Fields: day, most."""


class AskedTwice(DeskRefusal):
    """The clocks have rested twice for the resident. Fields: number."""


class TermIsLonger(DeskRefusal):
    """More time that would be less. Fields: number, due."""


class AskedAlready(DeskRefusal):
    """More time is asked for already. Fields: number."""


class NobodyGrants(DeskRefusal):
    """Nobody is over the place who could grant more time. Fields: number."""


class NothingAsked(DeskRefusal):
    """Nobody asked for more time. Fields: number."""


class NoSuchPoint(DeskRefusal):
    """A case has no point of that number. Fields: number, at."""


class NotYoursToCheck(DeskRefusal):
    """Somebody who was not asked to check a case says what he saw. Fields: number."""


class NotASupervisor(DeskRefusal):
    """A supervisor's word from somebody who is none."""


class NotAWhistler(DeskRefusal):
    """A whistle, or a rating, from somebody who may not whistle there. Fields: number."""


class NobodyToCall(DeskRefusal):
    """A whistle names nobody on duty. Fields: number, said, names."""


class MeetingOutOfTime(DeskRefusal):
    """A whistle's meeting is past, or after the last report. Fields: number, until."""


class CalledAlready(DeskRefusal):
    """Everybody named was called before. Fields: number."""


class NoWhistle(DeskRefusal):
    """No whistle is under way for the case. Fields: number."""


class NotCalled(DeskRefusal):
    """No whistle for the case calls the sender. Fields: number."""


class WhichCalled(DeskRefusal):
    """A rating names none of those called. Fields: number, names."""


class NotReported(DeskRefusal):
    """A rating of somebody who is still at it. Fields: number, who."""


class NotRated(DeskRefusal):
    """A reply to a rating that does not exist. Fields: number."""


class NotADutyReader(DeskRefusal):
    """The list of duties for somebody who does not supervise."""


class NotAnOffice(DeskRefusal):
    """An office's word from somebody who is none. Fields: word."""


class NotForTheLedger(DeskRefusal):
    """A case that the public ledger does not show, or that is not done. Fields: number."""


class TellsTooMuch(DeskRefusal):
    """Words for the public that could tell who is meant. Fields: number, what."""


class NoSuchTopic(DeskRefusal):
    """A number that no hot topic has. Fields: at, most."""


class CannotMediate(DeskRefusal):
    """A mediation of a case that is not in one handler's hands. Fields: number."""


class NobodyNeutral(DeskRefusal):
    """Nobody is there who is on neither side. Fields: number."""


class NoMediation(DeskRefusal):
    """A mediation's word where none is under way. Fields: number."""


class OtherSideMissing(DeskRefusal):
    """An agreement before the other side has joined. Fields: number, code."""


class NobodySeconds(DeskRefusal):
    """The two-person rule, and no second person over the place. Fields: number."""


class NothingToSecond(DeskRefusal):
    """A second word on what nobody proposed. Fields: number."""


class NotAVolunteer(DeskRefusal):
    """A volunteer's word from somebody who is none."""


class NothingOffered(DeskRefusal):
    """A registration whose words say nothing of what one can do, or when."""


class NoRestDay(DeskRefusal):
    """A rest without its last day."""


class NoSuchVolunteer(DeskRefusal):
    """Nobody of that name helps below an office's places. Fields: said."""


class NotASkill(DeskRefusal):
    """A word that no skill has. Fields: said."""


class NoSuchNeed(DeskRefusal):
    """No need of that number is the sender's to see. Fields: number."""


class NotForVolunteer(DeskRefusal):
    """A claim by a volunteer who may not come: she lacks what is asked for, or is a party. Fields: number."""


class ClaimedAlready(DeskRefusal):
    """A claim is given back by the word for an offer. Fields: number."""


class NotYet(DeskRefusal):
    """Somebody is said not to have come before it was time. Fields: number, when."""


class WhoDidNotCome(DeskRefusal):
    """One of several did not come, and no name. Fields: number, names, first."""


class NotForANeed(DeskRefusal):
    """A case's word with the number of a need. Fields: number, word."""


class CloseTheCase(DeskRefusal):
    """A need's word for a case that has its own. Fields: number."""


class NotAnOrderer(DeskRefusal):
    """Volunteers ordered by somebody who may not."""


class NotYourPlace(DeskRefusal):
    """Volunteers ordered for a place that is somebody else's. Fields: place."""


class UnknownCategory(DeskRefusal):
    """A correction names no category. Fields: said, choices."""


class UnknownBindCode(DeskRefusal):
    """No such code, or somebody else has used it."""
