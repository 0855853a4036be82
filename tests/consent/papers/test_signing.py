"""Who must sign, once each, and what a missing signature does (F08, C4, R50-R57)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Consent
from portal.consent.papers.models import ConsentSignature
from portal.consent.papers.services import (
    Signature,
    Signing,
    add_signature,
    give_copy,
    sign_consent,
    signers_for,
    still_missing,
)
from portal.consent.papers.signing import Required, required
from portal.consent.papers.vocabulary import CopyWay
from portal.consent.rules.facts import Participant
from portal.consent.rules.terms import Capacity, MinorRule, Signer
from portal.participants.people.models import ParticipantIdentity
from portal.participants.people.services import StateStanding, state_standing
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
PATIENT, PARENT = Signer.PATIENT, Signer.PARENT


def person(**changes: object) -> Participant:
    standing = {
        "id": "p",
        "born_on": date(1990, 4, 2),
        "age_of_majority": 18,
        "minor_rule": MinorRule.PARENT_TOO,
        "capacity": Capacity.OK,
        "deceased_at": None,
        "treating_agencies": frozenset(),
        "cases": (),
    }
    return Participant(**(standing | changes))


@pytest.mark.parametrize(
    ("participant", "wanted"),
    [
        (person(), Required((PATIENT,))),
        (person(born_on=date(2009, 4, 2)), Required((PATIENT, PARENT))),
        (person(born_on=date(2009, 4, 2), minor_rule=MinorRule.ALONE), Required((PATIENT,))),
        (person(capacity=Capacity.ADJUDICATED_LACKING), Required((Signer.REPRESENTATIVE,))),
        (person(capacity=Capacity.NOT_ADJUDICATED), Required((Signer.DIRECTOR,))),
        (
            person(deceased_at=datetime(2026, 1, 1, tzinfo=UTC)),
            Required(one_of=(Signer.REPRESENTATIVE, Signer.SPOUSE, Signer.FAMILY)),
        ),
    ],
)
def test_the_rules_say_who_signs(participant: Participant, wanted: Required) -> None:
    assert required(participant, NOW) == wanted


def test_of_those_who_may_sign_for_the_dead_one_is_enough() -> None:
    asked = Required(one_of=(Signer.REPRESENTATIVE, Signer.SPOUSE))
    assert asked.missing(()) == (Signer.REPRESENTATIVE,)
    assert asked.missing(["spouse"]) == ()


def signed(*who: Signature, witness: str = "", on_paper: bool = False) -> Signing:
    return Signing(who, NOW, "a" * 64, on_paper=on_paper, witness=witness, language="English")


def opens(session: object, consent: Consent) -> bool:
    wanted = select(AccessGrant).where(AccessGrant.instrument_id == consent.id, AccessGrant.instrument_kind != "told")
    return bool(session.scalars(wanted).all())


def minor(session: object, county: County) -> None:
    """Marcus is sixteen."""
    wanted = select(ParticipantIdentity).where(ParticipantIdentity.participant_id == county.people["marcus"])
    session.scalars(wanted).one().born_on = date(2010, 5, 5)
    session.flush()


def test_a_minor_s_parent_signs_too_and_until_then_nothing_opens(acting: Act, county: County, app: Flask) -> None:
    """R52: on the device both are asked for; on paper the second may come later, and it holds from then on only."""
    with acting("coordinator") as (session, _):
        minor(session, county)
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense")
        patient = Signature(PATIENT, "Marcus Bell")
        with pytest.raises(Refused, match="This name is missing") as no:
            sign_consent(session, actor, paper, signed(patient), [])
        assert no.value.field == "name_parent_or_guardian"
        consent = sign_consent(session, actor, paper, signed(patient, on_paper=True), [])
        assert consent.defects == [] and not opens(session, consent)
        assert still_missing(session, consent) == (PARENT,)
        consent_id = consent.id
    later = datetime(2026, 11, 20, 15, tzinfo=UTC)
    with acting("counselor", later) as (session, actor):
        consent = session.get_one(Consent, consent_id)
        with pytest.raises(Refused, match="has signed already"):
            add_signature(session, actor, consent, signed(Signature(PARENT, "MARCUS  BELL")), [])
        with pytest.raises(Refused, match="has signed already"):
            add_signature(session, actor, consent, signed(Signature(PATIENT, "Somebody Else")), [])
        with pytest.raises(Refused, match="not asked for"):
            add_signature(session, actor, consent, signed(Signature(Signer.SPOUSE, "Somebody Else")), [])
        with pytest.raises(Refused, match="This name is missing"):
            add_signature(session, actor, consent, signed(), [])
        add_signature(session, actor, consent, signed(Signature(PARENT, "Ruth Bell")), [])
        assert still_missing(session, consent) == () and opens(session, consent)
        assert consent.effective_from == later
        session.rollback()
    with acting("coordinator") as (session, _):
        session.scalars(
            select(ParticipantIdentity).where(ParticipantIdentity.participant_id == county.people["marcus"])
        ).one().born_on = date(1990, 4, 2)


@pytest.mark.parametrize(
    ("signing", "field"),
    [
        (signed(Signature(PATIENT, "Marcus Bell"), Signature(PARENT, "marcus bell")), "name_parent_or_guardian"),
        (signed(Signature(PATIENT, "Marcus Bell"), witness="Marcus  Bell"), "witness"),
        (signed(Signature(PATIENT, "Marcus Bell", drawing="M1 1<script>")), "name_patient"),
        (signed(Signature(PATIENT, "Marcus Bell", drawing="M1 1" + "L2 2" * 6000)), "name_patient"),
        (signed(), "name_patient"),
    ],
)
def test_a_signing_that_is_none_is_refused_and_nothing_is_kept(
    acting: Act, county: County, signing: Signing, field: str
) -> None:
    with acting("counselor") as (session, actor):
        before = len(session.scalars(select(Consent)).all())
        with pytest.raises(Refused) as no:
            sign_consent(session, actor, a_paper(session, county, "marcus", "defense"), signing, [])
        assert no.value.field == field
        assert len(session.scalars(select(Consent)).all()) == before
        session.rollback()


def test_the_database_itself_keeps_one_person_from_signing_twice(acting: Act, county: County) -> None:
    from sqlalchemy.exc import IntegrityError

    from portal.web.refusals import refused_by

    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense")
        consent = sign_consent(session, actor, paper, signed(Signature(PATIENT, "Marcus Bell")), [])
        (row,) = session.scalars(select(ConsentSignature).where(ConsentSignature.consent_id == consent.id)).all()
        names = [one.name for one in ConsentSignature.__table__.columns if one.name != "id"]
        session.add(ConsentSignature(**{name: getattr(row, name) for name in names}))
        with pytest.raises(IntegrityError) as no:
            session.flush()
        refused = refused_by(no.value)
        assert refused is not None and "has signed already" in str(refused)
        session.rollback()


def test_a_director_agrees_to_payment_only(acting: Act, county: County) -> None:
    """R56."""
    with acting("coordinator") as (session, actor):
        state_standing(
            session, actor, StateStanding(county.people["marcus"], Capacity.NOT_ADJUDICATED, None, reason="seen so")
        )
        session.flush()
        assert signers_for(session, county.people["marcus"]) == Required((Signer.DIRECTOR,))
        clinic = county.principal(session, "counselor")
        paper = replace(a_paper(session, county, "marcus", "defense"))
        with pytest.raises(Refused, match="payment only"):
            sign_consent(session, clinic, paper, signed(Signature(Signer.DIRECTOR, "Dr. Example")), [])
        session.rollback()


def test_a_copy_is_written_down_with_how_and_when(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, county.consents["marcus-manager"])
        row = give_copy(session, actor, consent, CopyWay.MAILED)
        assert (row.way, row.given_at, row.recorded_by_id) == ("mailed", NOW, actor.user_id)
        session.rollback()
