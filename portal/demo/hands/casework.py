"""What case managers do."""

from __future__ import annotations

from portal import clock
from portal.accounts.sign_in.cookies import secret_key
from portal.casework.contacts.services import LogContact, log_contact
from portal.casework.needs.queries import need
from portal.casework.needs.services import MoveNeed, RecordNeed, SetGoal, move_goal, move_need, record_need, set_goal
from portal.casework.needs.vocabulary import NeedState
from portal.casework.outside.registering import ContactPerson, RegisterOutside, register_outside
from portal.casework.outside.services import AskAgency, ask_agency
from portal.demo.calendar import ZONE
from portal.demo.happenings import NeedFound, NeedMoved, OutsideAsked, OutsideListed, Visited
from portal.demo.stage import Act, does


@does(Visited)
def visit(act: Act, one: Visited) -> None:
    command = LogContact(
        participant_id=act.known.people[one.person],
        met_on=clock.local_date(one.at, ZONE),
        mode=one.mode,
        outcome=one.outcome,
        minutes=one.minutes,
        words=one.words,
    )
    log_contact(act.session, act.actor, command)


@does(OutsideListed)
def list_outside(act: Act, one: OutsideListed) -> None:
    person = ContactPerson(one.contact, one.phone, one.mail)
    made = register_outside(act.session, act.actor, RegisterOutside(one.name, one.kind, person))
    act.known.agencies[one.word] = made.agency_id


@does(OutsideAsked)
def ask_outside(act: Act, one: OutsideAsked) -> None:
    command = AskAgency(act.known.people[one.person], act.known.agencies[one.agency], one.answer_by)
    ask_agency(act.session, act.actor, command, secret_key())


@does(NeedFound)
def find_need(act: Act, one: NeedFound) -> None:
    on = clock.local_date(one.at, ZONE)
    found = record_need(act.session, act.actor, RecordNeed(act.known.people[one.person], one.area, one.words, on))
    act.known.needs[one.person, one.area] = found.id
    if one.goal and one.due_on is not None:
        set_goal(act.session, act.actor, SetGoal(found.id, one.goal, one.due_on))


@does(NeedMoved)
def move(act: Act, one: NeedMoved) -> None:
    """A need that is met meets its goal."""
    found = need(act.session, act.known.needs[one.person, one.area])
    assert found is not None
    on = clock.local_date(one.at, ZONE)
    move_need(act.session, act.actor, MoveNeed(found.need.id, one.state, on, len(found.steps), one.words))
    for goal in found.goals if one.state == NeedState.MET else ():
        move_goal(act.session, act.actor, goal.id, NeedState.MET, goal.version)
