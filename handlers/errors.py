"""Refusals: each says what is the case and has its own template. They change nothing and go to the asker alone."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A wish that the house does not grant. `facts` are what its template shows."""

    template: ClassVar[str]

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class NumberNotFound(Refusal):
    """No posting of the room has that number."""

    template = "refusals/number_not_found.j2"


class ActivityNotFound(Refusal):
    """No activity of the room has that number."""

    template = "refusals/activity_not_found.j2"


class WhichRoom(Refusal):
    """Said privately, and two rooms have that number."""

    template = "refusals/which_room.j2"


class OrderNotOpen(Refusal):
    """The order is in a state in which this cannot be done."""

    template = "refusals/order_not_open.j2"


class OwnOrder(Refusal):
    """Nobody claims what they asked for themselves."""

    template = "refusals/own_order.j2"


class AlreadyYours(Refusal):
    """They have it already."""

    template = "refusals/already_yours.j2"


class NoOrder(Refusal):
    """The number is a report: grid workers deal with it, nobody claims it."""

    template = "refusals/no_order.j2"


class ReportNotOpen(Refusal):
    """The report is in a state in which this cannot be done."""

    template = "refusals/report_not_open.j2"


class ReportNotYours(Refusal):
    """Only who reported it, or staff, may do that."""

    template = "refusals/report_not_yours.j2"


class AnswerMissing(Refusal):
    """A report is closed with a word on what was done."""

    template = "refusals/answer_missing.j2"


class AlreadySeconded(Refusal):
    """They reported or seconded it before."""

    template = "refusals/already_seconded.j2"


class AuthorUnknown(Refusal):
    """Nobody is known to have said the quoted words, or several may have."""

    template = "refusals/author_unknown.j2"


class NotYours(Refusal):
    """Only the asker, whoever does it, or a coordinator may do that."""

    template = "refusals/not_yours.j2"


class NotAllowed(Refusal):
    """The member's roles do not hold that verb here."""

    template = "refusals/not_allowed.j2"


class NobodyNamed(Refusal):
    """No member or team of that name can be dispatched to."""

    template = "refusals/nobody_named.j2"


class ItemNotOnMenu(Refusal):
    """The menu has no such number now."""

    template = "refusals/item_not_on_menu.j2"


class NothingChanged(Refusal):
    """An edit that says nothing new, or nothing that makes sense (an end before the start)."""

    template = "refusals/nothing_changed.j2"


class NothingToUndo(Refusal):
    """No own act within the window, or it is too late, or somebody went on from there."""

    template = "refusals/nothing_to_undo.j2"


class CodeNotValid(Refusal):
    """A binding code that does not exist, was used, or has run out."""

    template = "refusals/code_not_valid.j2"


class NotInRoom(Refusal):
    """Said privately, but it is about a room."""

    template = "refusals/not_in_room.j2"


class NoticeMakesNoSense(Refusal):
    """`problem`: ends_before_start, past, closed, places, least or sessions (too many); `is_of_several`: in a call."""

    template = "refusals/notice_makes_no_sense.j2"


class SameTitle(Refusal):
    """Two activities of one name could not be told apart."""

    template = "refusals/same_title.j2"


class ActivityNotOpen(Refusal):
    """It is called off or over."""

    template = "refusals/activity_not_open.j2"


class NotOfActivities(Refusal):
    """An order's verb, and the number is an activity's. `verb` decides what is said instead."""

    template = "refusals/not_of_activities.j2"


class NoActivity(Refusal):
    """Nothing in this room that one could sign up for."""

    template = "refusals/no_activity.j2"


class WhichToShare(Refusal):
    """Several can be passed on, and none was named."""

    template = "refusals/which_to_share.j2"


class WhichActivity(Refusal):
    """They are signed up for several and named none."""

    template = "refusals/which_activity.j2"


class EnrolmentClosed(Refusal):
    """The last moment to sign up has passed, or it has begun."""

    template = "refusals/enrolment_closed.j2"


class AlreadyEnrolled(Refusal):
    """They are on the list, or in line, with just that party."""

    template = "refusals/already_enrolled.j2"


class NotEnrolled(Refusal):
    """There is nothing of theirs on that list."""

    template = "refusals/not_enrolled.j2"


class PartyTooBig(Refusal):
    """More people than the activity has places for them."""

    template = "refusals/party_too_big.j2"


class ChildAlone(Refusal):
    """Under-14s come with a guardian."""

    template = "refusals/child_alone.j2"


class NotOrganiser(Refusal):
    """Only whoever organises it, or a coordinator, may do that."""

    template = "refusals/not_organiser.j2"


class LeftRoom(Refusal):
    """Who has left the room does not run its activities any more."""

    template = "refusals/left_room.j2"


class NotCheckedIn(Refusal):
    """Nobody leaves a place at which they have not checked in."""

    template = "refusals/not_checked_in.j2"


class HoursIncomplete(Refusal):
    """A correction needs a number, a name, how long, and why."""

    template = "refusals/hours_incomplete.j2"


class OwnHours(Refusal):
    """Nobody corrects their own hours."""

    template = "refusals/own_hours.j2"


class NoHours(Refusal):
    """Nothing of theirs in the ledger (of that period)."""

    template = "refusals/no_hours.j2"


class PeriodUnclear(Refusal):
    """A certificate of no period that can be read."""

    template = "refusals/period_unclear.j2"


class NoCertificate(Refusal):
    """They have none that could be revoked."""

    template = "refusals/no_certificate.j2"


class NoPages(Refusal):
    """Nobody can reach our pages, so that a link would lead nowhere."""

    template = "refusals/no_pages.j2"


class NoCalendar(Refusal):
    """They have no link that could be closed."""

    template = "refusals/no_calendar.j2"


class NotMissed(Refusal):
    """There is no mark of theirs to be softened."""

    template = "refusals/not_missed.j2"


class RankingOff(Refusal):
    """Rankings are off unless a room turns them on."""

    template = "refusals/ranking_off.j2"


class TooEarly(Refusal):
    """Nobody has missed what has not begun."""

    template = "refusals/too_early.j2"


class NotYetToReview(Refusal):
    """An activity is reviewed when it is over."""

    template = "refusals/not_yet_to_review.j2"


class OnlyParticipantsReview(Refusal):
    """Who was not there has no stars to give."""

    template = "refusals/only_participants_review.j2"


class NothingToFollow(Refusal):
    """想再来, and nothing that the member was at is over."""

    template = "refusals/nothing_to_follow.j2"


class PollRefusal(Refusal):
    """`problem` is one of those that its template knows."""

    template = "refusals/poll_refused.j2"


class NobodyOfThatName(Refusal):
    """No one of that name is on the list."""

    template = "refusals/nobody_of_that_name.j2"


class TimeBankRefused(Refusal):
    """`problem`: off, not_member, incomplete, short, same, not_asker, over, self or nobody."""

    template = "refusals/time_bank_refused.j2"


class LostRace(Exception):
    """Somebody else changed the order between our look and our move: the message is handled again."""


class ChainInRoom(Refusal):
    """A 接龙 belongs to a room: said privately, nobody else could copy it."""

    template = "refusals/chain_in_room.j2"
