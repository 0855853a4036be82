"""Cedar House, a recovery house without an account: Xio's consent for the court names it, the coordinator asks it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.casework.outside.registering import ContactPerson, RegisterOutside, register_outside
from portal.casework.outside.services import AskAgency, Told, ask_agency, key_in_answer, writing_for
from portal.casework.outside.vocabulary import Channel, Conduct, NextStep, Place, Rules
from portal.consent.instruments.services import RecordConsent, record_consent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.extensions import db
from portal.web.files import FileStore
from tests.given.county import FORM, Acting, County, give_consent
from tests.given.papers import a_scan

REGISTERED_AT = datetime(2026, 11, 16, 16, tzinfo=UTC)
ASKED_AT = datetime(2026, 11, 17, 16, tzinfo=UTC)
ANSWER_BY = date(2026, 11, 24)
COURT = "Marlow County Treatment Court"


def register(app: Flask, county: County) -> None:
    """`cedar` among the agencies. Strangers' names begin with a mark."""
    with Acting(app, county, "coordinator", REGISTERED_AT) as (session, actor):
        mark = session.get_one(Agency, county.agencies["court"]).name.removesuffix(COURT)
        person = ContactPerson("Ruth Adler", "555-0140", "ruth@cedar.example")
        made = register_outside(
            session, actor, RegisterOutside(f"{mark}Cedar House", AgencyKind.RECOVERY_HOUSE, person)
        )
        county.agencies["cedar"] = made.agency_id


def consent(app: Flask, county: County, word: str = "xio-cedar", at: datetime = REGISTERED_AT) -> None:
    """Cedar House may tell the court how Xio gets on there."""
    give_consent(
        app,
        county,
        "xio",
        word,
        ConsentKind.CRIMINAL_JUSTICE,
        "court",
        at=at,
        categories=("progress_summary",),
        holder="cedar",
    )


def ordinary_consent(
    app: Flask, county: County, word: str, at: datetime = REGISTERED_AT, who: str = "casemanager"
) -> None:
    """Cedar House may tell Bridgeway about Marcus; the case manager enters the paper, for nobody at Cedar House can."""
    tells_bridgeway(app, county, word, at, who, "cedar", ("marcus", "Marcus Bell"))


def court_tells(app: Flask, county: County) -> None:
    """The court may tell Bridgeway how Xio gets on."""
    person = ("xio", "Xiomara Delgado-Pruitt")
    tells_bridgeway(app, county, "court-tells", REGISTERED_AT, "coordinator", "court", person)


def tells_bridgeway(
    app: Flask, county: County, word: str, at: datetime, who: str, discloser: str, person: tuple[str, str]
) -> None:
    key, name = person
    with Acting(app, county, who, at) as (session, actor):
        made = record_consent(
            session,
            actor,
            RecordConsent(
                participant_id=county.people[key],
                kind=ConsentKind.GENERAL,
                participant_name=name,
                disclosers=({"type": "agency", "id": str(county.agencies[discloser])},),
                recipients=({"type": "agency", "id": str(county.agencies["bridgeway"])},),
                categories=("progress_summary",),
                purposes=("case_management",),
                signed_at=at,
                expires_at=datetime(2027, 1, 31, 6, tzinfo=UTC),
                form=FORM | {"patient_name": name},
                signatures=({"signer": "patient", "name": name, "at": at.isoformat(), "method": "paper"},),
            ),
        )
        assert made.defects == []
        county.consents[word] = made.id


def ask(app: Flask, county: County, at: datetime = ASKED_AT, answer_by: date = ANSWER_BY) -> None:
    """`outside-request`: the coordinator asks about Xio."""
    with Acting(app, county, "coordinator", at) as (session, actor):
        command = AskAgency(county.people["xio"], county.agencies["cedar"], answer_by)
        asked, _link = ask_agency(session, actor, command, str(app.config["SECRET_KEY"]).encode())
        county.things["outside-request"] = asked.id


def answer_by_fax(app: Flask, county: County) -> None:
    """`outside-answer`: Cedar House sends a fax about what it was asked, and the coordinator writes it down."""
    told = Told(Place.HERE, Conduct.WELL, Rules.KEPT, NextStep.STAYS, "", "Ruth Adler", Channel.FAX, ASKED_AT.date())
    with app.app_context(), clock.set_to(ASKED_AT):
        opens = db.session.session_factory
        with opens() as session:
            actor = county.principal(session, "coordinator")
        with writing_for(opens, county.agencies["cedar"], actor.user_id) as session:
            paper = FileStore.of(app.config).keep(session, a_scan(), "scan")
            made = key_in_answer(session, opens, actor, county.things["outside-request"], told, paper)
            county.things["outside-answer"] = made.id


def build(app: Flask, county: County) -> None:
    """Asked, answered by fax, and asked again: the second link is open."""
    register(app, county)
    consent(app, county)
    ask(app, county)
    answer_by_fax(app, county)
    ask(app, county)
