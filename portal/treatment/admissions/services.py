"""Admitting to treatment, discharging, and setting the level of care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.consent.instruments.treating import begin_treating, end_treating
from portal.gate.vocabulary import Category
from portal.participants.people import queries as people
from portal.treatment.admissions import queries
from portal.treatment.admissions.models import (
    ADMITTED_ALREADY,
    BEFORE_ADMISSION,
    OVERLAP,
    Admission,
    Discharge,
    LevelOfCare,
    LevelReason,
)
from portal.treatment.admissions.vocabulary import LEVELS, DischargeStatus, Edition, Level
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.rosters import leave_all_groups
from portal.web.dates import day
from portal.web.refused import Refused

STILL_TO_COME = _("Enter a day that has come.")


@dataclass(frozen=True, slots=True)
class Admit:
    """A participant whom the agency may see starts treatment there, on a local day; a first level may be given."""

    participant_id: UUID
    admitted_on: date
    level: Level | None = None
    edition: Edition = Edition.THIRD
    level_reason: str = ""


@dataclass(frozen=True, slots=True)
class EndTreatment:
    admission_id: UUID
    discharged_on: date
    status: DischargeStatus


@dataclass(frozen=True, slots=True)
class SetLevel:
    """A level from a local day on. `reason` stays in the clinic."""

    admission_id: UUID
    level: Level
    starts_on: date
    edition: Edition = Edition.THIRD
    reason: str = ""


def admit(session: Session, actor: Principal, command: Admit) -> Admission:
    """Admit a participant: from the start of that day the agency treats this person (R32)."""
    refuse_ahead(actor, command.admitted_on, "admitted_on")
    if people.participant(session, command.participant_id) is None:
        raise Refused("", _("This participant is not known to your agency."))
    if queries.open_admission(session, command.participant_id, actor.agency_id) is not None:
        raise Refused("admitted_on", ADMITTED_ALREADY)
    left_on = queries.last_left_on(session, command.participant_id, actor.agency_id)
    if left_on is not None and command.admitted_on <= left_on:
        raise Refused("admitted_on", OVERLAP)
    admission = Admission(
        **gate_columns(actor, Category.ENROLLMENT, command.participant_id, command.admitted_on),
        admitted_on=command.admitted_on,
    )
    session.add(admission)
    record_act(session, actor, "admitted", admission)
    session.flush()
    starts_at = clock.local_moment(command.admitted_on, time(0), actor.zone)
    begin_treating(session, actor, command.participant_id, starts_at)
    if command.level is not None:
        first = SetLevel(admission.id, command.level, command.admitted_on, command.edition, command.level_reason)
        set_level_of_care(session, actor, first)
    return admission


def discharge(session: Session, actor: Principal, command: EndTreatment) -> Discharge:
    """End treatment on a local day: groups end with it, and with the day the agency treats this person no longer.

    Refused for a day before one on which the person was at a session here.
    """
    admission = own_admission(session, actor, command.admission_id)
    refuse_ahead(actor, command.discharged_on, "discharged_on")
    if command.discharged_on < admission.admitted_on:
        raise Refused("discharged_on", BEFORE_ADMISSION)
    if admission.discharged_on is not None:
        raise Refused("discharged_on", _("This admission has ended already."))
    participant_id = admission.participant_id
    refuse_attended_after(session, actor, participant_id, command.discharged_on)
    admission.discharged_on = command.discharged_on
    row = Discharge(
        **gate_columns(actor, Category.DISCHARGE_STATUS, participant_id, command.discharged_on),
        admission_id=admission.id,
        discharged_on=command.discharged_on,
        status=command.status,
    )
    session.add(row)
    leave_all_groups(session, actor, participant_id, command.discharged_on)
    record_act(session, actor, "discharged", row)
    session.flush()
    end_treating(session, actor, participant_id, clock.day_ends_at(command.discharged_on, actor.zone))
    return row


def set_level_of_care(session: Session, actor: Principal, command: SetLevel) -> LevelOfCare:
    """Record the level of care from a day on; the earlier levels stay as they were."""
    admission = own_admission(session, actor, command.admission_id)
    refuse_ahead(actor, command.starts_on, "starts_on")
    if command.starts_on < admission.admitted_on:
        raise Refused("starts_on", BEFORE_ADMISSION)
    if admission.discharged_on is not None:
        raise Refused("level", _("This admission has ended. The level stays as it was."))
    if command.level not in LEVELS[command.edition]:
        raise Refused("level", _("This edition has no such level. Choose one of its own."))
    participant_id = admission.participant_id
    reason = None
    if command.reason.strip():
        columns = gate_columns(actor, Category.CLINICAL_NOTE, participant_id, command.starts_on)
        reason = LevelReason(**columns, reason=command.reason.strip())
    row = LevelOfCare(
        **gate_columns(actor, Category.LEVEL_OF_CARE, participant_id, command.starts_on),
        admission_id=admission.id,
        level=command.level,
        edition=command.edition,
        starts_on=command.starts_on,
        reason=reason,
    )
    session.add(row)
    record_act(session, actor, "level_of_care_set", row)
    session.flush()
    return row


def own_admission(session: Session, actor: Principal, admission_id: UUID) -> Admission:
    """The admission, when it is one of the actor's agency; Refused for any other id."""
    found = queries.admission(session, admission_id)
    if found is None or found.origin_id != actor.agency_id:
        raise Refused("", _("There is no such admission at your agency."))
    return found


def refuse_attended_after(session: Session, actor: Principal, participant_id: UUID, last_day: date) -> None:
    on = sessions.last_attended_on(session, participant_id, actor.agency_id)
    if on is not None and on > last_day:
        seen = day(on, clock.local_date(clock.now(), actor.zone))
        message = _(
            "This person was at a session on %(day)s. Enter that day or a later one, or correct the mark.", day=seen
        )
        raise Refused("discharged_on", message)


def refuse_ahead(actor: Principal, day: date, field: str) -> None:
    if day > clock.local_date(clock.now(), actor.zone):
        raise Refused(field, STILL_TO_COME)
