"""A consent as FHIR: judged by HL7's own models, labeled, saying what the paper says and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from fhir.resources.R4B.consent import Consent as FhirConsent
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.cli import portal
from portal.consent.fhir.services import fhir_json, validated
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.instruments.vocabulary import RevocationScope
from tests.clients import SignedInClient
from tests.given.county import FORM, NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def exported(acting: Act, county: County, word: str = "xio-others", **changes: Any) -> dict[str, Any]:
    """The resource of a stored consent, some columns of which are said to be otherwise."""
    with acting("privacy") as (session, _):
        consent = session.get_one(Consent, county.consents[word])
        for name, value in changes.items():
            setattr(consent, name, value)
        with session.no_autoflush:
            found = json.loads(fhir_json(session, consent, NOW))
        session.rollback()
    FhirConsent.model_validate(found)
    return dict(found)


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


def test_the_resource_says_what_the_paper_says(acting: Act, county: County) -> None:
    found = exported(acting, county)
    assert (found["resourceType"], found["status"]) == ("Consent", "active")
    assert codes(found["meta"]["security"]) == ["R", "42CFRPart2", "ETH"]
    assert codes(found["policyRule"]["coding"]) == ["42CFRPart2"]
    assert found["patient"]["reference"] == f"Patient/{county.people['xio']}"
    assert "type" not in found["provision"], "the base rule permits nothing by itself"
    permit, deny = found["provision"]["provision"]
    named = [(one["role"]["coding"][0]["code"], one["reference"]["display"]) for one in permit["actor"]]
    assert named == [
        ("CST", "Riverbend Recovery"),
        ("IRCP", "Bridgeway Case Management"),
        ("IRCP", "Marlow County Public Defender"),
    ]
    assert [one["text"] for one in permit["code"]][:3] == ["enrollment", "attendance", "drug test"]
    assert codes(permit["purpose"]) == ["CAREMGT", "defense_representation"]
    assert deny["type"] == "deny" and codes(deny["securityLabel"]) == ["HIV", "PSY", "SDV", "GDIS"]
    assert found["provision"]["period"]["end"].startswith("2027-01-31")


def test_the_sensitivities_that_a_paper_names_are_its_labels(acting: Act, county: County) -> None:
    found = exported(acting, county, sensitivities=["HIV", "DV"])
    assert codes(found["meta"]["security"]) == ["R", "42CFRPart2", "ETH", "HIV", "SDV"]
    assert codes(found["provision"]["provision"][1]["securityLabel"]) == ["PSY", "GDIS"]
    notes = exported(acting, county, kind="part2_counseling_notes", sensitivities=["HIV", "PSY", "DV", "GEN"])
    assert "PSYTHPN" in codes(notes["meta"]["security"])
    assert [one["type"] for one in notes["provision"]["provision"]] == ["permit"]


def test_a_general_release_is_no_part_2_consent(acting: Act, county: County) -> None:
    found = exported(acting, county, kind="general_release")
    assert codes(found["meta"]["security"]) == ["R"] and codes(found["policyRule"]["coding"]) == ["hipaa-auth"]


def test_status(acting: Act, county: County) -> None:
    assert exported(acting, county, form=FORM | {"patient_name": ""})["status"] == "rejected"
    assert exported(acting, county, known_false_at=NOW)["status"] == "entered-in-error"
    assert exported(acting, county, superseded_at=NOW - timedelta(days=1))["status"] == "inactive"


PARTIES = [
    {"type": "role", "agency": "6e1b1b6e-0000-7000-8000-000000000001", "role": "judge"},
    {"type": "class", "class": "tpo_standard"},
    {"type": "intermediary", "participants": [], "treating_class": True},
]


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party["type"])
def test_every_way_to_name_somebody_is_valid(acting: Act, county: County, party: dict[str, Any]) -> None:
    found = exported(acting, county, recipients=[party], categories=["all"], purposes=["treatment", "payment"])
    assert codes(found["provision"]["provision"][0]["purpose"]) == ["TREAT", "HPAYMT"]


def test_what_was_taken_back_in_part_is_denied_from_then_on(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        command = replace(a_paper(session, county, "xio", "bridgeway"), categories=("attendance", "drug_test"))
        consent = record_consent(session, actor, command)
        county.consents["in-part"] = consent.id
        revoke_consent(session, actor, consent, Revoke(RevocationScope.CATEGORY, categories=(command.categories[0],)))
    denied = exported(acting, county, "in-part")["provision"]["provision"][-1]
    assert denied["type"] == "deny" and denied["period"]["start"].startswith("2026-11-18")
    assert denied["code"][0]["coding"][0]["code"] == command.categories[0]


def test_what_fhir_would_not_have_is_not_sent() -> None:
    with pytest.raises(ValueError, match="category"):
        validated({"resourceType": "Consent", "status": "active"})


def test_a_download_is_written_down_and_tells_no_name_outside(acting: Act, client_of: Client, county: County) -> None:
    client = client_of("privacy")
    address = f"/consents/{county.consents['xio-others']}/fhir"
    assert address in client.get(f"/participants/{county.people['xio']}/privacy").text
    answer = client.get(address)
    assert answer.status_code == 200 and answer.mimetype == "application/fhir+json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="consent.json"'
    FhirConsent.model_validate(answer.json)
    with acting("privacy") as (session, _):
        written = session.scalars(select(AuditEvent).where(AuditEvent.act == "consent_exported")).all()
        assert [one.subject_id for one in written] == [county.consents["xio-others"]]
    with clock.set_to(NOW + timedelta(minutes=11)):
        assert client.get(address).location.startswith("/confirm?")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_command(app: Flask, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATA_FOLDER", "ENVIRONMENT", "SECRET_KEY"):
        monkeypatch.setenv(f"PORTAL_{name}", str(app.config[name]))
    monkeypatch.setenv("PORTAL_SESSION_COOKIE_SECURE", "no")

    def run(by: str, word: str) -> Any:
        return CliRunner().invoke(portal, ["consent", "export", "--by", by, "--consent", word])

    mine = str(county.consents["xio-others"])
    told = run("privacy", mine)
    assert told.exit_code == 0, told.output
    FhirConsent.model_validate_json(told.output)
    assert "Only a privacy officer" in run("judge", mine).output
    assert "no such consent" in run("privacy", "0" * 32).output
