"""One of each on the clinic's privacy desk, about Xio where it is about somebody. Made by the services people use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import Flask

from portal.consent.accounting.requesting import AskAccounting, ask_accounting
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.amendments.services import AskAmendment, receive_amendment
from portal.consent.breaches.services import EnterBreach, enter_breach
from portal.consent.breaches.vocabulary import BreachKind
from portal.consent.complaints.services import Complain, receive_complaint
from portal.consent.complaints.vocabulary import ComplaintAbout, MadeBy
from portal.consent.demands.services import LogDemand, log_demand
from portal.consent.demands.vocabulary import DemandKind
from portal.consent.patient_notice.services import GiveNotice, IssueNotice, give_notice, issue_notice
from portal.consent.patient_notice.vocabulary import Acknowledged, NoticeMethod
from portal.consent.patient_notice.wording import text_of

if TYPE_CHECKING:
    from tests.given.county import Acting, County

AT = datetime(2026, 11, 12, 16, tzinfo=UTC)
CAME_ON = date(2026, 11, 10)


def build(app: Flask, county: County, acting: type[Acting]) -> None:
    xio = county.people["xio"]
    with acting(app, county, "privacy", AT) as (session, actor):
        asked = AskAccounting(xio, RequestKind.ACCOUNTING, CAME_ON, True, "A letter at the front desk.")
        wrong = AskAmendment(xio, CAME_ON, "The test of Nov 3", "It was another person's sample, she says.")
        complained = Complain(CAME_ON, ComplaintAbout.TOLD, MadeBy.PARTICIPANT, "Her sister was told of a visit.", xio)
        astray = EnterBreach(
            BreachKind.WRONG_RECIPIENT, CAME_ON, date(2026, 11, 9), 1, "A pharmacy", "A fax with two dates.", xio
        )
        wanted = LogDemand(
            DemandKind.SUBPOENA,
            CAME_ON,
            date(2026, 11, 30),
            "Attorney D. Lund",
            "CV-2026-881",
            "X. Delgado",
            "All records of treatment.",
            xio,
        )
        contact = ("Privacy officer", "555 0100", "privacy@riverbend.example")
        text = text_of(actor.agency_name, *contact, CAME_ON)
        issue_notice(session, actor, IssueNotice(CAME_ON, *contact, text, 0))
        given = GiveNotice(xio, 1, CAME_ON, NoticeMethod.PAPER, "English", Acknowledged.SIGNED)
        county.things["notice-given"] = give_notice(session, actor, given).id
        county.things["accounting"] = ask_accounting(session, actor, asked).id
        county.things["amendment"] = receive_amendment(session, actor, wrong).id
        county.things["complaint"] = receive_complaint(session, actor, complained).id
        county.things["breach"] = enter_breach(session, actor, astray).id
        county.things["demand"] = log_demand(session, actor, wanted).id
