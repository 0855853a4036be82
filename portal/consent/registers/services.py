"""Keeping a matter, and taking a step on it. Nothing that was entered is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.one_at_a_time import alone_with
from portal.consent.recorded import recorded
from portal.consent.registers.clocks import EXTENSION_DAYS, Taken
from portal.consent.registers.giving import Given, account_for, require_given
from portal.consent.registers.models import Matter, MatterStep
from portal.consent.registers.queries import steps_of
from portal.consent.registers.vocabulary import (
    AFTER,
    ANSWERS,
    FURTHER,
    LONGEST_WORDS,
    ONCE,
    SHORTEST_WORDS,
    STEPS,
    Ground,
    Step,
)
from portal.gate.vocabulary import Category
from portal.participants.people.known import require_known
from portal.web.refused import Refused

M = TypeVar("M", bound=Matter)


@dataclass(frozen=True, slots=True)
class TakeStep:
    """What was done, on which local day, in which words; `until_on` for a longer term, `ground` for a refusal, `under`
    and `given` for records that were given under a court's order."""

    step: Step
    happened_on: date
    words: str
    until_on: date | None = None
    ground: str = ""
    under: tuple[Given, ...] = ()
    given: tuple[Category, ...] = ()


def keep(session: Session, actor: Principal, matter: M) -> M:
    """Enter a matter in the actor's own register.

    Refused for whoever does not keep it, for a person whom the actor may not know of, for a day that is still to come,
    and when nothing is said of what it is about.
    """
    require_desk(actor)
    if matter.participant_id is not None:
        require_known(session, matter.participant_id)
    require_come(actor, "received_on", matter.received_on)
    matter.words = said(matter.words)
    matter.held_by_id, matter.recorded_by_id, matter.recorded_at = actor.agency_id, actor.user_id, clock.now()
    session.add(matter)
    session.flush()
    record_act(session, actor, "matter_received", matter, note=matter.register)
    return matter


def take_step(session: Session, actor: Principal, matter: Matter, command: TakeStep) -> MatterStep:
    """Add a step to the history of a matter.

    Refused for a step that this register does not know, that was taken already or that does not fit what went before;
    for a day that is still to come or lies before the matter; without words; and for an extension that comes too late,
    a second time, or is longer than 30 days (164.526(b)(2)(ii), 164.528(c)(1)(ii)); and for records that were given
    under no order that was in force on that day, which are accounted for to the participant (R82, R83, R173).
    """
    require_desk(actor)
    alone_with(session, matter.id)
    before = steps_of(session, [matter.id])[matter.id]
    require_fitting(matter, before, command)
    require_come(actor, "happened_on", command.happened_on)
    if command.happened_on < matter.received_on:
        raise Refused("happened_on", _("This can’t have happened before it came in."))
    if command.step == Step.EXTENDED:
        require_one_extension(matter, before, command)
    if command.step == Step.REFUSED and command.ground not in set(Ground):
        raise Refused("ground", _("Choose one of the reasons that the law allows."))
    if command.step == Step.COMPLIED:
        require_given(session, actor, matter, command.happened_on, command.under, command.given)
    step = MatterStep(
        **recorded(actor, matter.participant_id),
        register=matter.register,
        matter_id=matter.id,
        step=command.step,
        happened_on=command.happened_on,
        until_on=command.until_on if command.step == Step.EXTENDED else None,
        ground=command.ground if command.step == Step.REFUSED else "",
        words=said(command.words),
    )
    session.add(step)
    session.flush()
    if command.step == Step.COMPLIED:
        account_for(session, actor, step, command.under, command.given)
    record_act(session, actor, "matter_step_taken", matter, note=f"{matter.register} {command.step}")
    return step


def require_desk(actor: Principal) -> None:
    if not actor.may(Permission.PRIVACY_DESK):
        raise Refused("", _("Give this to your agency’s privacy officer; it is entered there."))


def require_come(actor: Principal, field: str, day: date) -> None:
    if day > clock.local_date(clock.now(), actor.zone):
        raise Refused(field, _("Enter a day that has come."))


def said(words: str) -> str:
    """The words, tidied. Refused when they say nothing, or too much."""
    words = "\n".join(line.strip() for line in words.strip().splitlines())
    if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS:
        raise Refused("words", _("Say it in a sentence or two."))
    return words


def possible(matter: Matter, before: Sequence[Taken]) -> tuple[Step, ...]:
    """The steps that fit what went before, in the order of the form."""
    steps = tuple(step for step in STEPS[matter.register] if fits(step, before))
    return tuple(step for step in steps if step != Step.EXTENDED or matter.extendable)


def fits(step: Step, before: Sequence[Taken]) -> bool:
    taken = {Step(one.step) for one in before}
    if step in taken & ONCE:
        return False
    if step in AFTER:
        return bool(AFTER[step] & taken)
    if step == Step.LOW_RISK and Step.MUST_TELL in taken:
        return False
    return step == Step.NOTED or all(step in FURTHER.get(one, ()) for one in taken & ANSWERS)


def require_fitting(matter: Matter, before: Sequence[Taken], command: TakeStep) -> None:
    if command.step not in possible(matter, before):
        raise Refused("step", _("This does not fit what was done before. Look at the history."))


def require_one_extension(matter: Matter, before: Sequence[Taken], command: TakeStep) -> None:
    if command.happened_on > matter.due_on:
        raise Refused("step", _("The time was over by then. Answer it now."))
    latest = matter.due_on + timedelta(days=EXTENSION_DAYS)
    if command.until_on is None or not matter.due_on < command.until_on <= latest:
        raise Refused("until_on", _("Enter a day that is up to 30 days after the first one."))
