"""Asking Cedar House about Xio, and answering for it, as the pages do."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.casework.outside.models import OutsideLink
from portal.casework.outside.services import (
    AskAgency,
    Told,
    ask_agency,
    keep_linked_answer,
    key_in_answer,
    writing_for,
)
from portal.casework.outside.vocabulary import Channel, Conduct, NextStep, Place, Rules
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.extensions import db
from portal.web.files import FileStore
from tests.given.county import NOW, Acting, County

KEY = b"only-for-tests-" + b"0" * 32
SOON = date(2026, 11, 24)


def ask(app: Flask, county: County, who: str = "coordinator", person: str = "xio", at: datetime = NOW) -> UUID:
    """The id of the request."""
    with Acting(app, county, who, at) as (session, actor):
        asked, _ = ask_agency(session, actor, AskAgency(county.people[person], county.agencies["cedar"], SOON), KEY)
        return asked.id


def link_of(app: Flask, request_id: UUID) -> OutsideLink:
    with app.app_context(), db.session.session_factory() as session:
        found = session.scalars(select(OutsideLink).where(OutsideLink.request_id == request_id)).one()
        session.expunge_all()
        return found


def told(line: str = "", channel: Channel = Channel.LINK, on: date | None = None) -> Told:
    return Told(
        Place.HERE, Conduct.WELL, Rules.REMINDED, NextStep.STAYS, line, "Ruth Adler", channel=channel, told_on=on
    )


def answer(app: Flask, county: County, request_id: UUID, line: str = "", at: datetime = NOW) -> UUID:
    """As the page behind the link does it; the answer's id."""
    link = link_of(app, request_id)
    with app.app_context(), clock.set_to(at):
        opens = db.session.session_factory
        with writing_for(opens, link.agency_id, county.users["coordinator"]) as session:
            made, _standing = keep_linked_answer(session, opens, link.id, told(line))
            return made.id


def key_in(
    app: Flask, county: County, request_id: UUID, said: Told, who: str = "coordinator", scan: bytes = b""
) -> UUID:
    """As the page of the one who was called, or got a fax, does it."""
    with app.app_context(), clock.set_to(NOW):
        opens = db.session.session_factory
        with opens() as session:
            actor = county.principal(session, who)
        with writing_for(opens, county.agencies["cedar"], actor.user_id) as session:
            paper = FileStore.of(app.config).keep(session, scan, "scan") if scan else None
            return key_in_answer(session, opens, actor, request_id, said, paper).id


def take_back(app: Flask, county: County, word: str, who: str = "casemanager", at: datetime = NOW) -> None:
    with Acting(app, county, who, at) as (session, actor):
        consent = session.scalars(select(Consent).where(Consent.id == county.consents[word])).one()
        revoke_consent(session, actor, consent, Revoke())
