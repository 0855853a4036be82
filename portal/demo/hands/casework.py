"""What case managers do."""

from __future__ import annotations

from portal import clock
from portal.casework.contacts.services import LogContact, log_contact
from portal.casework.needs.queries import need
from portal.casework.needs.services import MoveNeed, RecordNeed, SetGoal, move_goal, move_need, record_need, set_goal
from portal.casework.needs.vocabulary import NeedState
from portal.demo.calendar import ZONE
from portal.demo.happenings import NeedFound, NeedMoved, Visited
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
