"""The whole repertoire on one screen: command → handler, question → handler of its answer, timer → handler."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from handlers import (
    asking,
    calendar_links,
    corrections,
    deletion,
    digest,
    emergencies,
    escalation,
    guide,
    members,
    menu,
    privacy,
    recognition,
    reminders,
    reviews,
    rooms,
    voices,
    weather,
    why,
    worklists,
)
from handlers.act import Act, House, in_room
from handlers.activities import (
    absences,
    calls,
    certificates,
    chain_list,
    chains,
    changes,
    check_in,
    check_out,
    correct_hours,
    enrol,
    excuses,
    follows,
    hours,
    lists,
    merge,
    occurrences,
    outdoor_said,
    series_changes,
    series_verbs,
    sharing,
    sources,
    standing,
    verbs,
    waitlist,
    weather_asking,
    withdraw,
    worked_weekends,
)
from handlers.activities import finish as activity_finish
from handlers.activities import reminders as activity_reminders
from handlers.activities import reviews as activity_reviews
from handlers.kinds import add_to, as_meant, by_number, fill_in, not_of_reports, second, undo_newest
from handlers.one_by_one import one_by_one
from handlers.orders import cancel, claim, dispatch, edit, expiry, finish, place, proxy, release, status, turning
from handlers.polls import clocks as poll_clocks
from handlers.polls import coming, deciding, editing, opening, voting
from handlers.polls import verbs as poll_verbs
from handlers.replies import Reply
from handlers.snapshots import adding, closing, taking
from handlers.snapshots import status as report_status
from handlers.time_bank import accounts as time_accounts
from handlers.time_bank import giving, pledges
from handlers.understanding import activity_commands as a
from handlers.understanding import commands as c
from handlers.understanding import poll_commands as p
from handlers.understanding import time_bank_commands as t
from handlers.understanding import weather_commands as w
from storage.models.places import Room
from storage.models.talk import Question, Timer
from storage.vocabulary import QuestionKind, TimerKind

Replies = list[Reply]
C = TypeVar("C")
Route = tuple[type[Any], Callable[[Any, Act], Replies]]


def on(command: type[C], handler: Callable[[C, Act], Replies]) -> Route:
    """A pair that mypy has checked: the handler takes this command."""
    return command, handler


COMMANDS: dict[type[Any], Callable[[Any, Act], Replies]] = dict(
    (
        on(c.PlaceOrder, place.place_order),
        on(c.TurnIntoOrder, turning.turn_into_order),
        on(c.OrderItem, menu.order_item),
        on(c.TakeSnapshot, taking.take_snapshot),
        on(c.Second, second),
        on(c.ClaimOrder, not_of_reports(claim.claim_order)),
        on(c.ReleaseOrder, not_of_reports(release.release_order)),
        on(c.DispatchOrder, by_number(dispatch.dispatch_order, closing.pass_report_on)),
        on(c.FinishOrder, by_number(finish.finish_order, closing.close_report)),
        on(c.ReopenOrder, by_number(finish.reopen_order, closing.reopen_report)),
        on(c.CancelOrder, by_number(cancel.cancel_order, closing.withdraw_report)),
        on(c.RefuseOrder, not_of_reports(cancel.refuse_order)),
        on(c.EditOrder, by_number(edit.edit_order, adding.edit_report)),
        on(c.AddTo, add_to),
        on(c.ReviewOrder, not_of_reports(reviews.review_order)),
        on(c.AnswerSlot, fill_in),
        on(c.AskMenu, menu.show_menu),
        on(c.AskStatus, by_number(status.show_status, report_status.show_report)),
        on(c.AskHelp, guide.show_help),
        on(c.AskPrivacy, privacy.ask_privacy),
        on(c.Correct, corrections.correct),
        on(c.NoteVoice, voices.note_voice),
        on(c.Hush, rooms.hush),
        on(c.BindRoom, rooms.bind_room),
        on(c.Undo, undo_newest),
        on(c.AskWhy, why.explain),
        on(c.Recognise, recognition.recognise),
        on(t.AskTimeBank, time_accounts.ask_time_bank),
        on(t.UseTime, pledges.use_time),
        on(t.GiveTime, giving.give_time),
        on(c.NoteEmergency, emergencies.note_emergency),
        on(a.Recruit, calls.call_for_people),
        on(w.EnterWarning, weather.enter_warning),
        on(w.LiftWarning, weather.lift_warnings),
        on(w.AnswerWeather, weather_asking.answer_weather),
        on(w.SetOutdoor, outdoor_said.set_outdoor),
        on(a.ReviewActivity, activity_reviews.review_activity),
        on(a.Follow, follows.follow),
        on(p.OpenPoll, opening.open_poll),
        on(p.Vote, voting.vote),
        on(p.WithdrawVote, voting.withdraw_vote),
        on(p.DecidePoll, deciding.decide_poll),
        on(p.EditPoll, editing.edit_poll),
        on(p.ShowPoll, poll_verbs.show_poll),
        on(p.CancelPoll, poll_verbs.cancel_poll),
        on(p.SayOfPoll, poll_verbs.refuse_verb),
        on(a.Enrol, enrol.enrol),
        on(a.Withdraw, withdraw.withdraw),
        on(a.CannotCome, withdraw.cannot_come),
        on(a.EditActivity, changes.edit_activity),
        on(a.CallOff, changes.call_off_activity),
        on(a.MergeActivities, merge.merge_activities),
        on(a.SkipOccurrence, series_verbs.skip_occurrence),
        on(a.EndSeries, series_verbs.end_series),
        on(a.AnswerWorkedWeekend, worked_weekends.answer_worked_weekend),
        on(a.EditSeries, series_changes.edit_series),
        on(a.Stand, standing.stand),
        on(a.EndStanding, standing.end_standing),
        on(a.AskStanding, standing.show_standing),
        on(a.ShowActivity, lists.show_activity),
        on(a.CheckIn, check_in.check_in),
        on(a.CheckOut, check_out.check_out),
        on(a.CorrectHours, correct_hours.correct_hours),
        on(a.AskHours, hours.show_hours),
        on(a.AskCertificate, certificates.issue_certificate),
        on(a.RevokeCertificate, certificates.revoke_certificate),
        on(a.AskCalendar, calendar_links.show_link),
        on(a.RenewCalendar, calendar_links.renew_link),
        on(a.CloseCalendar, calendar_links.close_link),
        on(a.AskCode, check_in.show_code),
        on(a.AskPoster, sharing.show_poster),
        on(a.AskShareText, sharing.show_share_text),
        on(a.AskSources, sources.show_sources),
        on(a.ExcuseAbsence, excuses.excuse_absence),
        on(a.MarkNoShow, absences.mark_no_show),
        on(a.AskActivities, lists.show_activities),
        on(a.FinishActivity, activity_finish.finish_activity),
        on(a.SayOfActivity, verbs.refuse_verb),
        on(a.CopyChain, chains.copy_chain),
        on(a.ShowChain, chain_list.show_chain),
    )
)

#: What a yes or no to each question does.
ANSWERS: dict[QuestionKind, Callable[[Question, bool, Act], Replies]] = {
    QuestionKind.ACCEPT: claim.answer_dispatch,
    QuestionKind.AGREE_EDIT: edit.answer_edit,
    QuestionKind.RENEW: expiry.answer_renewal,
    QuestionKind.CONSENT: reviews.answer_consent,
    QuestionKind.POST_REST: place.answer_rest,
    QuestionKind.REGISTER: place.answer_register,
    QuestionKind.PROXY: proxy.answer_proxy,
    QuestionKind.SAME_NEED: place.answer_same,
    QuestionKind.SAME_REPORT: taking.answer_same,
    QuestionKind.LEAVE: rooms.answer_leave,
    QuestionKind.SAME_PERSON: members.answer_same_person,
    QuestionKind.PLACE_OFFERED: waitlist.answer_offer,
    QuestionKind.ATTEND: activity_reminders.answer_attend,
    QuestionKind.CONFIRM: chains.answer_post,
    QuestionKind.COME: coming.answer_come,
    QuestionKind.DELETE_ME: deletion.answer_delete,
    QuestionKind.GO_AHEAD: activity_reminders.answer_go_ahead,
}

TIMERS: dict[TimerKind, Callable[[Timer, House], Replies]] = {
    TimerKind.ASK_REVIEW: reviews.ask_for_review,
    TimerKind.CLOSE_UNREVIEWED: reviews.close_unreviewed,
    TimerKind.EXPIRE_ORDER: expiry.ask_to_renew,
    TimerKind.CLOSE_EXPIRED: expiry.close_expired,
    TimerKind.DISPATCH_RUNS_OUT: dispatch.run_out,
    TimerKind.ESCALATE: escalation.escalate,
    TimerKind.REMIND_CLAIMANT: reminders.remind_claimant,
    TimerKind.OFFER_RUNS_OUT: waitlist.run_out,
    TimerKind.REMIND_ENROLLED: activity_reminders.remind_enrolled,
    TimerKind.ASK_TO_GO_AHEAD: activity_reminders.ask_to_go_ahead,
    TimerKind.TELL_CODE: check_in.tell_code,
    TimerKind.TELL_MISSING: absences.tell_missing,
    TimerKind.END_ACTIVITY: activity_finish.end_activity,
    TimerKind.POST_OCCURRENCE: occurrences.post_occurrence,
    TimerKind.ASK_PARTICIPANTS: activity_reviews.ask_participants,
    TimerKind.FORGET_STRANGER: deletion.forget_stranger,
    TimerKind.CLOSE_POLL: poll_clocks.close_poll,
    TimerKind.FREE_KEPT_PLACES: waitlist.free_kept_places,
    TimerKind.ASK_WEATHER: weather_asking.ask_about_weather,
    TimerKind.DIGEST: digest.send_digest,
    TimerKind.MORNING_LIST: worklists.send_morning_list,
    TimerKind.LEFTOVERS: worklists.send_leftovers,
}


def answer(command: c.Command, act: Act) -> Replies:
    """A yes or no goes to the question it answers, everything else to the handler of what has that number."""
    if isinstance(command, c.Confirm):
        return _confirm(command, act)
    return one_by_one([partial(COMMANDS[type(meant)], meant, act) for meant in as_meant(command, act)], act)


def _confirm(command: c.Confirm, act: Act) -> Replies:
    """The answer belongs to the room that the question was about, wherever it is given."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.kind not in ANSWERS:
        return []
    act.uow.questions.answered(question, now=act.now)
    return ANSWERS[question.kind](question, command.yes, in_room(act, question.room_id))


def ask(question: c.AskWhich | c.AskRegister | None, act: Act) -> Replies:
    if isinstance(question, c.AskWhich):
        return asking.ask_which(question, act)
    return asking.ask_register(question, act) if question is not None else []


def run_timer(timer: Timer, house: House) -> Replies:
    return TIMERS[timer.kind](timer, house)


def plan_days(house: House) -> None:
    """Every room has its digest and every grid worker their lists: at the start, after an import, and once a day."""
    digest.plan_rooms(house)
    worklists.plan_grid_workers(house)


def may_hear(room: Room, command: c.Command | None) -> bool:
    """A room that is bound to no site, or was left, hears nothing but 绑定."""
    if isinstance(command, c.BindRoom):
        return True
    return room.site_id is not None and room.left_at is None
