"""What the caseload shows from other rooms: missed sessions, the next hearing, and why a person needs the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.accounts.permissions import Permission
from portal.casework.caseload.columns import (
    Asking,
    Cell,
    Column,
    ContactDuty,
    Reason,
    add_column,
    add_contact_duty,
    add_filter,
    add_reason,
)
from portal.casework.contacts.due import ContactStanding
from portal.clock import local_date
from portal.compliance import facts as compliance
from portal.consent.reading import ending_before
from portal.court.dockets.queries import hearings_after
from portal.gate.vocabulary import RoleName
from portal.treatment import facts as treatment
from portal.web.dates import day, relative

QUESTION = "question"
PROOF = "proof"
MISSED_DAYS = 28
SOON = 7


def connect() -> None:
    """Columns, reasons and where officers log contacts. Doing it twice changes nothing."""
    add_column(10, Column("missed", _("Missed sessions, 28 days"), missed_sessions, short=_("Missed")))
    add_column(20, Column("sober", _("Sober, verified"), sober_days, "nowrap", _("Sober")))
    add_column(30, Column("hearing", _("Next hearing"), next_hearing, "nowrap"))
    add_reason(10, open_questions)
    add_reason(20, obligations)
    add_reason(30, ending_consents)
    add_filter(QUESTION, _("with a question"))
    add_filter(PROOF, _("with a proof to check"))
    add_contact_duty(ContactDuty(RoleName.PROBATION_OFFICER, officer_contacts, "compliance.supervision.new"))


def missed_sessions(asking: Asking) -> dict[UUID, Cell]:
    """ "2 of 12": unexcused of scheduled; nothing where no session is known to this reader."""
    from_on = asking.today - timedelta(days=MISSED_DAYS - 1)
    found = treatment.attendance_of(asking.session, asking.participant_ids, from_on, asking.today)
    cells = {}
    for person, facts in found.items():
        total = treatment.summary_of(facts, from_on, asking.today).total
        if total.counted:
            cells[person] = Cell(gettext("%(missed)d of %(all)d", missed=total.unexcused, all=total.counted))
    return cells


def sober_days(asking: Asking) -> dict[UUID, Cell]:
    found = compliance.sober_days_of(asking.session, asking.participant_ids, asking.today)
    cells = {}
    for person, told in found.items():
        if told.days.known:
            to = (
                gettext("to %(day)s", day=day(told.days.verified_to_on, asking.today))
                if told.days.verified_to_on
                else ""
            )
            cells[person] = Cell(ngettext("%(num)d day", "%(num)d days", told.days.verified_days), to)
    return cells


def next_hearing(asking: Asking) -> dict[UUID, Cell]:
    return {
        person: Cell(day(hearing.service_on, asking.today))
        for person, hearing in hearings_after(asking.session, asking.participant_ids, asking.at).items()
    }


def open_questions(asking: Asking) -> dict[UUID, list[Reason]]:
    if not asking.principal.may(Permission.QUESTION_READ):
        return {}
    reasons = {}
    for person, found in compliance.questions_of(asking.session, asking.participant_ids).items():
        still = [one for one in found if one.open]
        if still:
            newest = still[0]
            second = gettext("%(what)s, %(day)s", what=newest.behavior, day=day(newest.on, asking.today))
            href = url_for("compliance.behaviors.show", question_id=newest.question_id)
            words = ngettext("Question", "%(num)d questions", len(still))
            reasons[person] = [Reason("due", words, second, href, QUESTION)]
    return reasons


def obligations(asking: Asking) -> dict[UUID, list[Reason]]:
    """Proofs to check, obligations that are past their day or due within a week."""
    if not asking.principal.may(Permission.PROOF_RECORD):
        return {}
    found: dict[UUID, list[Reason]] = {}
    for person, owed in compliance.obligations_of(asking.session, asking.participant_ids, asking.today).items():
        href = url_for("compliance.obligations.shelf", participant_id=person)
        for one in owed:
            reason = obligation_reason(one, asking, href)
            if reason is not None:
                found.setdefault(person, []).append(reason)
    return found


def obligation_reason(one: compliance.ObligationTold, asking: Asking, href: str) -> Reason | None:
    if one.standing.waiting > 0 and one.standing.still_owed:
        return Reason("due", gettext("Proof to check"), one.label, href, PROOF)
    if one.due_on is None or not one.standing.still_owed:
        return None
    second = gettext("%(what)s, %(when)s", what=one.label, when=relative(one.due_on, asking.today))
    if one.standing.overdue:
        return Reason("due", gettext("Obligation past its day"), second, href)
    if (one.due_on - asking.today).days <= SOON:
        return Reason("open", gettext("Obligation due %(day)s", day=day(one.due_on, asking.today)), second, href)
    return None


def ending_consents(asking: Asking) -> dict[UUID, list[Reason]]:
    """A consent that opens something to this reader ends before the next hearing."""
    hearings = hearings_after(asking.session, asking.participant_ids, asking.at)
    limits = {person: hearing.starts_at for person, hearing in hearings.items()}
    return {
        person: [
            Reason(
                "due",
                gettext(
                    "Consent ends %(day)s",
                    day=day(local_date(ends_at - timedelta(seconds=1), asking.principal.zone), asking.today),
                ),
                gettext("before %(day)s", day=day(hearings[person].service_on, asking.today)),
                url_for("consent.instruments.shelf", participant_id=person),
            )
        ]
        for person, ends_at in ending_before(asking.session, list(limits), limits).items()
    }


def officer_contacts(asking: Asking) -> Mapping[UUID, ContactStanding]:
    """An officer's contacts are supervision's."""
    due = compliance.next_contact_of(asking.session, asking.participant_ids, asking.today)
    return {person: ContactStanding(one.last_kept_on, one.due_on, one.days_late) for person, one in due.items()}
