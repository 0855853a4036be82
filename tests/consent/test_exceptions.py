"""Orders, documented emergencies and agreements: what is entered, what is refused, and what each opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.consent.agreements.services import agree, end_agreement
from portal.consent.compile import difference_of_agreements
from portal.consent.emergencies.services import DocumentEmergency, open_emergency
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.findings import CourtFinding
from portal.consent.orders.services import RecordOrder, record_order
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.given.county import Acting, County


def an_order(county: County) -> RecordOrder:
    return RecordOrder(
        participant_id=county.people["xio"],
        section="2.65",
        court="District Court",
        issued_at=clock.now() - timedelta(days=1),
        recipient_agencies=(county.agencies["prosecution"],),
        categories=(Category.ATTENDANCE,),
        findings=tuple(CourtFinding),
        notice=True,
    )


def an_emergency(county: County, **changes: Any) -> DocumentEmergency:
    words = DocumentEmergency(county.people["xio"], "Dr. Example", "Mercy Hospital", "Found without breath", True, True)
    return replace(words, **changes)


def test_a_deficient_order_is_kept_and_opens_nothing(acting: Callable[..., Acting], county: County) -> None:
    """R83, and R84: confidential communications need a ground."""
    with acting("coordinator") as (session, actor):
        order = record_order(session, actor, replace(an_order(county), findings=(), deficient=True))
        opened = select(AccessGrant).where(AccessGrant.instrument_id == order.id, AccessGrant.categories != 0)
        assert session.scalars(opened).all() == []
        with pytest.raises(Refused):
            record_order(session, actor, replace(an_order(county), covers_confidential=True))
        session.rollback()


@pytest.mark.parametrize("lacking", ["bona_fide", "consent_unobtainable", "nature", "recipient_name", "facility"])
def test_an_emergency_is_documented_before_anything_opens(
    lacking: str, acting: Callable[..., Acting], county: County
) -> None:
    """R102; and R101: by medical personnel only."""
    with acting("stranger") as (session, actor):
        with pytest.raises(Refused):
            open_emergency(session, actor, an_emergency(county))
        medical = replace(actor, medical_personnel=True)
        with pytest.raises(Refused) as refused:
            open_emergency(session, medical, an_emergency(county, **{lacking: ""}))
        assert refused.value.field == lacking
        assert open_emergency(session, medical, an_emergency(county)).ends_at > clock.now()
        session.rollback()


def test_an_agreement_is_compiled_when_it_begins_and_ends(acting: Callable[..., Acting], county: County) -> None:
    """R110, R115: for everybody at once, without compiling any participant."""
    with acting("privacy") as (session, actor):
        assert difference_of_agreements(session) == []
        served = agree(
            session,
            actor,
            AgreementKind.QSO,
            county.agencies["riverbend"],
            clock.now(),
            party_id=county.agencies["bridgeway"],
            categories=Category.DRUG_TEST.bit,
        )
        grants = select(AccessGrant).where(AccessGrant.instrument_id == served.id)
        (grant,) = session.scalars(grants)
        assert (grant.holder_id, grant.categories) == (county.agencies["riverbend"], Category.DRUG_TEST.bit)
        assert difference_of_agreements(session) == []
        end_agreement(session, actor, served, clock.now() + timedelta(days=1))
        (grant,) = session.scalars(grants)
        assert grant.ends_at == served.ends_at
        assert difference_of_agreements(session) == []
        with pytest.raises(Refused):
            end_agreement(session, actor, served, clock.now() + timedelta(days=2))
        with pytest.raises(Refused):
            agree(session, actor, AgreementKind.AUDIT, county.agencies["riverbend"], clock.now())
        session.rollback()
