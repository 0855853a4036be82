"""Signed papers, and papers taken back."""

from __future__ import annotations

from portal import clock
from portal.consent.instruments.queries import consent
from portal.consent.instruments.services import RecordConsent, Revoke, record_consent, revoke_consent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.demo.calendar import ZONE
from portal.demo.hands.people import BY_KEY
from portal.demo.happenings import Consented, TookBack
from portal.demo.stage import Act, does


@does(Consented)
def sign(act: Act, one: Consented) -> None:
    name = BY_KEY[one.person].name
    cj = one.criminal_justice
    made = record_consent(
        act.session,
        act.actor,
        RecordConsent(
            participant_id=act.known.people[one.person],
            kind=ConsentKind.CRIMINAL_JUSTICE if cj else ConsentKind.GENERAL,
            participant_name=name,
            disclosers=({"type": "agency", "id": str(act.known.agencies[one.clinic])},),
            recipients=tuple({"type": "agency", "id": str(act.known.agencies[to])} for to in one.recipients),
            categories=one.categories,
            purposes=one.purposes,
            signed_at=one.at,
            expires_at=clock.day_ends_at(one.ends_on, ZONE),
            form={
                "patient_name": name,
                "revocation_right_statement": True,
                "revocation_how": "In writing to the clinic's privacy officer, or on the portal's page",
                "hipaa_redisclosure_statement": True,
                "redisclosure_potential_statement": True,
                "refusal_consequences": "None for treatment",
                "treatment_conditioned_on_signing": False,
            },
            signatures=({"signer": "patient", "name": name, "at": one.at.isoformat(), "method": "paper"},),
            legal_case_id=act.known.cases[one.person] if cj else None,
            duration_text="Until the case ends" if cj else "",
            revocable_event="final_disposition" if cj else "",
        ),
    )
    assert not made.defects, made.defects
    act.known.consents[one.person, one.paper] = made.id


@does(TookBack)
def take_back(act: Act, one: TookBack) -> None:
    paper = consent(act.session, act.known.consents[one.person, one.paper])
    assert paper is not None
    revoke_consent(act.session, act.actor, paper, Revoke())
