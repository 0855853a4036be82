"""The registers on the desk: for each its table, its form, and from the form to the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.accounting.forms import AccountingRequestForm
from portal.consent.accounting.models import AccountingRequest
from portal.consent.accounting.requesting import AskAccounting, ask_accounting
from portal.consent.accounting.vocabulary import REQUEST_LABELS, RequestKind
from portal.consent.amendments.forms import AmendmentForm
from portal.consent.amendments.models import AmendmentRequest
from portal.consent.amendments.services import AskAmendment, receive_amendment
from portal.consent.breaches.forms import BreachForm
from portal.consent.breaches.models import PrivacyBreach
from portal.consent.breaches.services import EnterBreach, enter_breach
from portal.consent.breaches.vocabulary import BREACH_LABELS, BreachKind
from portal.consent.complaints.forms import ComplaintForm
from portal.consent.complaints.models import PrivacyComplaint
from portal.consent.complaints.services import Complain, receive_complaint
from portal.consent.complaints.vocabulary import ABOUT_LABELS, MADE_BY_LABELS, ComplaintAbout, MadeBy
from portal.consent.demands.forms import DemandForm
from portal.consent.demands.models import RecordsDemand
from portal.consent.demands.services import LogDemand, log_demand
from portal.consent.demands.vocabulary import DEMAND_LABELS, DemandKind
from portal.consent.registers.forms import MatterForm
from portal.consent.registers.models import Matter
from portal.consent.registers.vocabulary import Register
from portal.web.dates import day_with_year

Open = Callable[[Session, Principal, Any, UUID | None], Matter]
Facts = Callable[[Any], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """`heading` names a form to enter one, `lead` says what the law wants; `about_somebody`: a person must be named."""

    model: type[Matter]
    form: type[MatterForm]
    open: Open
    facts: Facts
    heading: Any
    lead: Any
    about_somebody: bool
    paper: Any = ""


def open_accounting(session: Session, actor: Principal, form: Any, participant_id: UUID | None) -> Matter:
    assert participant_id is not None
    return ask_accounting(
        session,
        actor,
        AskAccounting(
            participant_id=participant_id,
            kind=RequestKind(form.kind.data),
            received_on=form.received_on.data,
            written=bool(form.written.data),
            words=form.words.data or "",
            from_on=form.from_on.data,
            to_on=form.to_on.data,
        ),
    )


def open_complaint(session: Session, actor: Principal, form: Any, participant_id: UUID | None) -> Matter:
    about, made_by = ComplaintAbout(form.about.data), MadeBy(form.made_by.data)
    command = Complain(form.received_on.data, about, made_by, form.words.data or "", participant_id)
    return receive_complaint(session, actor, command)


def open_amendment(session: Session, actor: Principal, form: Any, participant_id: UUID | None) -> Matter:
    assert participant_id is not None
    command = AskAmendment(participant_id, form.received_on.data, form.record.data or "", form.words.data or "")
    return receive_amendment(session, actor, command)


def open_breach(session: Session, actor: Principal, form: Any, participant_id: UUID | None) -> Matter:
    return enter_breach(
        session,
        actor,
        EnterBreach(
            kind=BreachKind(form.kind.data),
            discovered_on=form.received_on.data,
            happened_on=form.happened_on.data,
            people=form.people.data,
            recipient=form.recipient.data or "",
            words=form.words.data or "",
            participant_id=participant_id,
        ),
    )


def open_demand(session: Session, actor: Principal, form: Any, participant_id: UUID | None) -> Matter:
    return log_demand(
        session,
        actor,
        LogDemand(
            kind=DemandKind(form.kind.data),
            received_on=form.received_on.data,
            answer_on=form.answer_on.data,
            issuer=form.issuer.data or "",
            number=form.number.data or "",
            named=form.named.data or "",
            words=form.words.data or "",
            participant_id=participant_id,
        ),
    )


def accounting_facts(one: AccountingRequest) -> list[tuple[str, str]]:
    days = [day_with_year(on) if on else "" for on in (one.from_on, one.to_on)]
    covered = gettext("All that the law covers")
    if any(days):
        covered = gettext("From %(first)s through %(last)s", first=days[0] or "…", last=days[1] or "…")
    asked = gettext("In writing") if one.written else gettext("By word of mouth")
    kind = str(REQUEST_LABELS[RequestKind(one.kind)])
    return [(gettext("Asked for"), kind), (gettext("Days"), covered), (gettext("How"), asked)]


def complaint_facts(one: PrivacyComplaint) -> list[tuple[str, str]]:
    return [
        (gettext("About"), str(ABOUT_LABELS[ComplaintAbout(one.about)])),
        (gettext("Who complains"), str(MADE_BY_LABELS[MadeBy(one.made_by)])),
    ]


def amendment_facts(one: AmendmentRequest) -> list[tuple[str, str]]:
    return [(gettext("Which record"), one.record)]


def breach_facts(one: PrivacyBreach) -> list[tuple[str, str]]:
    return [
        (gettext("What went wrong"), str(BREACH_LABELS[BreachKind(one.kind)])),
        (gettext("Happened"), day_with_year(one.happened_on)),
        (gettext("Who got or saw it"), one.recipient or gettext("not known")),
        (gettext("People"), str(one.people)),
    ]


def demand_facts(one: RecordsDemand) -> list[tuple[str, str]]:
    return [
        (gettext("What came"), str(DEMAND_LABELS[DemandKind(one.kind)])),
        (gettext("From"), one.issuer),
        (gettext("Number"), one.number or gettext("none")),
        (gettext("Names"), one.named),
    ]


ENTRIES: dict[Register, Entry] = {
    Register.ACCOUNTING: Entry(
        AccountingRequest,
        AccountingRequestForm,
        open_accounting,
        accounting_facts,
        _("Enter a request for an accounting"),
        _("The list is due in 60 days; 30 more days may be taken once. The list of a go-between is due in 30 days."),
        about_somebody=True,
        paper=_("Print the list"),
    ),
    Register.AMENDMENT: Entry(
        AmendmentRequest,
        AmendmentForm,
        open_amendment,
        amendment_facts,
        _("Enter a request to correct a record"),
        _("An answer is due in 60 days, and 30 more days may be taken once."),
        about_somebody=True,
    ),
    Register.COMPLAINT: Entry(
        PrivacyComplaint,
        ComplaintForm,
        open_complaint,
        complaint_facts,
        _("Enter a complaint"),
        _("Nobody is treated worse for a complaint. The person may also complain to Health and Human Services."),
        about_somebody=False,
    ),
    Register.BREACH: Entry(
        PrivacyBreach,
        BreachForm,
        open_breach,
        breach_facts,
        _("Enter a wrong recipient or a breach"),
        _("Ask it back on the next working day. The 60 days to tell the people run from the day it was found out."),
        about_somebody=False,
    ),
    Register.DEMAND: Entry(
        RecordsDemand,
        DemandForm,
        open_demand,
        demand_facts,
        _("Log a subpoena or a request for records"),
        _("A subpoena or a warrant opens nothing by itself. Answer with the neutral letter, whoever is named."),
        about_somebody=False,
        paper=_("Print the neutral letter"),
    ),
}
"""In the order of the desk."""
