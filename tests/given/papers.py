"""Signed papers as a test wants them, one point changed at a time with `dataclasses.replace`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
from sqlalchemy.orm import Session

from portal.consent.instruments.services import RecordConsent
from portal.consent.instruments.vocabulary import ConsentKind
from tests.given.county import FORM, START, County, person_name

SIGNED = START + timedelta(days=5)


def a_scan() -> bytes:
    """A paper of one page, as a scanner gives it."""
    pdf, out = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def a_paper(
    session: Session, county: County, person: str, *recipients: str, holder: str = "riverbend"
) -> RecordConsent:
    """A sound ordinary consent by which a clinic tells agencies about attendance, not yet entered."""
    name = person_name(session, county, person)
    return RecordConsent(
        participant_id=county.people[person],
        kind=ConsentKind.GENERAL,
        participant_name=name,
        disclosers=({"type": "agency", "id": str(county.agencies[holder])},),
        recipients=tuple({"type": "agency", "id": str(county.agencies[one])} for one in recipients),
        categories=("attendance",),
        purposes=("case_management", "defense_representation"),
        signed_at=SIGNED,
        expires_at=datetime(2027, 1, 31, 6, tzinfo=UTC),
        form=FORM | {"patient_name": name},
        signatures=({"signer": "patient", "name": name, "at": SIGNED.isoformat(), "method": "paper"},),
    )


def a_court_paper(session: Session, county: County, person: str, holder: str = "riverbend") -> RecordConsent:
    """A sound criminal-justice consent by which a clinic tells the court, not yet entered."""
    return replace(
        a_paper(session, county, person, "court", holder=holder),
        kind=ConsentKind.CRIMINAL_JUSTICE,
        purposes=("cj_monitoring",),
        legal_case_id=county.cases[person],
        duration_text="Until the case ends",
        revocable_event="final_disposition",
    )
