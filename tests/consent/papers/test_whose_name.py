"""Whose name a signature is: the participant's as it is on file, or another that somebody vouches for (F08, F19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from portal.accounts.audit.models import AuditEvent
from portal.consent.instruments.models import Consent
from portal.consent.instruments.same_name import same_name
from portal.consent.instruments.services import record_consent
from portal.consent.papers.models import ConsentSignature
from portal.consent.papers.services import Signature, Signing, sign_consent
from portal.consent.rules.terms import Signer
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.program_packet.test_packet import documents, sat
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


@pytest.mark.parametrize(
    ("typed", "on_file", "same"),
    [
        ("maribel  QUIROZ", "Maribel Quiroz", True),
        ("Jose Nunez", "José Núñez", True),
        ("Xiomara Delgado Pruitt", "Xiomara Delgado-Pruitt", True),
        ("Xiomara Pruitt", "Xiomara Delgado-Pruitt", True),
        ("Sean O’Brien", "Sean OBrien", True),
        ("Mary Ann Bell", "Maryann Bell", True),
        ("Marcus T. Bell", "Marcus Theo Bell", True),
        ("Marcus Theo Bell", "Marcus Bell", True),
        ("Marcus Lee Bell", "Marcus Theo Bell", False),
        ("Marcus", "Marcus Bell", False),
        ("Bell", "Marcus Bell", False),
        ("Mickey Mouse", "Marcus Bell", False),
        ("M Bell", "Marcus Bell", False),
        ("Marcus Bell", "Marcus Bellamy", False),
        ("", "", False),
        ("Cher", "cher", True),
    ],
)
def test_when_two_spellings_are_one_name(typed: str, on_file: str, same: bool) -> None:
    assert same_name(typed, on_file) is same and same_name(on_file, typed) is same


def signed(name: str, signer: Signer = Signer.PATIENT, *, confirmed: bool = False) -> Signing:
    return Signing((Signature(signer, name, confirmed=confirmed),), NOW, "a" * 64, language="English")


@pytest.mark.parametrize(
    ("signing", "message"),
    [
        (signed("Mickey Mouse"), "On file the name is Marcus Bell"),
        (signed("Counselor Example"), "somebody who works here"),
        (signed("counselor  example", confirmed=True), "somebody who works here"),
        (signed("Supervisor Example", confirmed=True), "somebody who works here"),
    ],
    ids=["somebody", "my own", "my own, confirmed", "a colleague's, confirmed"],
)
def test_any_name_is_no_signature(acting: Act, county: County, signing: Signing, message: str) -> None:
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense")
        with pytest.raises(Refused, match=message) as no:
            sign_consent(session, actor, paper, signing, [])
        assert no.value.field == "name_patient"
        session.rollback()


def test_my_own_name_is_no_parent_s_signature(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        both = (Signature(Signer.PATIENT, "Marcus Bell"), Signature(Signer.PARENT, "Counselor Example"))
        with pytest.raises(Refused, match="your own name") as no:
            sign_consent(session, actor, a_paper(session, county, "marcus", "defense"), Signing(both, NOW, ""), [])
        assert no.value.field == "name_parent_or_guardian"
        session.rollback()


def test_the_name_of_one_who_works_here_is_nobody_s_other_name(acting: Act, county: County) -> None:
    """A form that is entered from paper with this name isn't the participant's, whoever says so."""
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense")
        other = replace(paper, form=paper.form | {"patient_name": "Counselor Example"}, alias_confirmed=True)
        with pytest.raises(Refused, match="somebody who works here"):
            record_consent(session, actor, other)
        session.rollback()


def test_another_name_is_confirmed_once_kept_and_known_from_then_on(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense")
        consent = sign_consent(session, actor, paper, signed("Marc Campana", confirmed=True), [])
        rows = session.scalars(select(ConsentSignature).where(ConsentSignature.consent_id == consent.id))
        assert [(one.name, one.name_confirmed, one.recorded_by_id) for one in rows] == [
            ("Marc Campana", True, actor.user_id)
        ]
        told = select(AuditEvent).where(AuditEvent.subject_id == consent.id)
        assert "consent_alias_confirmed" in {one.act for one in session.scalars(told)}
        again = sign_consent(session, actor, paper, signed("MARC CAMPANA"), [])
        rows = session.scalars(select(ConsentSignature).where(ConsentSignature.consent_id == again.id))
        assert [one.name_confirmed for one in rows] == [False]
        session.rollback()


def test_in_a_packet_the_field_says_whose_name_is_expected(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("coordinator")
    packet = sat(client, county, "marcus", "care")
    made = client.submit(f"{packet}/check", {})
    shown = documents(client.get(made.location).text)
    keys = [one.removesuffix("-document") for one in shown]

    def typed(name: str) -> dict[str, str]:
        return shown | {f"{key}-name_patient": name for key in keys}

    mine = client.submit(made.location, typed("Coordinator Example"))
    assert mine.status_code == 422 and "This is the name of somebody who works here." in mine.text
    wrong = client.submit(made.location, typed("Mickey Mouse"))
    assert wrong.status_code == 422
    page = unescape(wrong.text)
    assert "On file the name is Marcus Bell." in page and 'value="Mickey Mouse"' in page
    assert f'name="{keys[0]}-alias"' in page and "I made sure of it." in page
    with acting("coordinator") as (session, _):
        held = select(Consent).where(Consent.held_by_id == county.agencies["court"])
        before = {one.id for one in session.scalars(held)}
    done = client.submit(made.location, typed("Marc Campana") | {f"{keys[0]}-alias": "y"})
    assert done.status_code == 303, done.text
    with acting("coordinator") as (session, _):
        (first, *rest) = [one.id for one in session.scalars(held) if one.id not in before]
    assert len(rest) == 2
    pages = [unescape(client.get(f"/consents/{one}/papers").text) for one in (first, *rest)]
    says = "It is not the name on file. Coordinator Example made sure that it is the same person."
    assert sum(says in page for page in pages) == 1 and all("Marc Campana" in page for page in pages)
