"""A small county for the tests of the rules: facts that permit, to be changed in one point at a time.

Jordan is treated at North Clinic (Part 2, covered entity), has one open case, and has signed what a test says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.consent.rules import decide
from portal.consent.rules.codes import Reason
from portal.consent.rules.decision import Decision
from portal.consent.rules.facts import (
    Actor,
    Case,
    CourtOrder,
    Facts,
    HeldCopy,
    Participant,
    Reader,
    Record,
    Redisclosure,
    Request,
)
from portal.consent.rules.instruments import (
    Consent,
    CriminalJusticeTerms,
    Discloser,
    Expiry,
    FormWording,
    Information,
    Recipient,
    Restriction,
    Revocation,
)
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import (
    Action,
    Capacity,
    Category,
    ConsentKind,
    ExpiryType,
    Label,
    MinorRule,
    PartyType,
    Regime,
    RestrictionReach,
    RevocationScope,
)
from tests.consent.rules.county import COURT_SET, a_site

AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SIGNED = datetime(2026, 1, 5, 15, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def a_case(**changes: Any) -> Case:
    open_ended = (Interval(LONG_AGO, None),)
    team = dict.fromkeys(["judge_a", "coord", "da_a", "pd_a", "po_a", "cm_a", "tx_a", "leo_a"], open_ended)
    return replace(Case("CR-1", True, None, None, team), **changes)


def a_participant(**changes: Any) -> Participant:
    base = Participant(
        id="P1",
        born_on=date(1991, 4, 2),
        age_of_majority=18,
        minor_rule=MinorRule.ALONE,
        capacity=Capacity.OK,
        deceased_at=None,
        treating_agencies=frozenset({"north", "mind", "er"}),
        cases=(a_case(),),
    )
    return replace(base, **changes)


def an_actor(user: str = "coord", role: str = "court_coordinator", agency: str = "court", **changes: Any) -> Actor:
    return replace(Actor(user, role, agency, status="active"), **changes)


def a_record(category: str = "attendance", origin: str = "north", regime: str = "part2", **changes: Any) -> Record:
    base = Record(
        id="rec-1",
        category=Category(category),
        origin=origin,
        regime=Regime(regime),
        labels=frozenset({Label.SUD}),
        service_on=date(2026, 2, 10),
        created_at=datetime(2026, 2, 10, 18, tzinfo=UTC),
        author="tx_a",
    )
    return replace(base, **changes)


def a_copy(agency: str = "court", received_at: datetime = LONG_AGO, kind: str = "part2_general") -> HeldCopy:
    return HeldCopy(agency, received_at, kind)


def a_request(purpose: str = "cj_monitoring", basis: str = "consent", **changes: Any) -> Request:
    return replace(Request(Action.READ, purpose, basis), **changes)


def an_order(**changes: Any) -> CourtOrder:
    base = CourtOrder(
        id="O-1",
        section="2.65",
        participant="P1",
        issued_at=LONG_AGO,
        expires_at=None,
        vacated_at=None,
        findings_recorded=True,
        notice_given=True,
        recipient_agencies=frozenset({"court", "da"}),
        categories=frozenset({"attendance", "drug_test"}),
        covers_confidential_communications=False,
        covers_counseling_notes=False,
    )
    return replace(base, **changes)


def passing_on(target: Reader, purpose: str, received_under: str = "part2_cj", **changes: Any) -> Request:
    return a_request(purpose, action=Action.REDISCLOSE, redisclosure=Redisclosure(received_under, target), **changes)


def agency(name: str) -> Recipient:
    return Recipient(PartyType.AGENCY, name)


def person(name: str, at: str | None = None) -> Recipient:
    return Recipient(PartyType.PERSON, name, agency=at)


def a_class(name: str) -> Recipient:
    return Recipient(PartyType.CLASS, name)


def a_form(**changes: Any) -> FormWording:
    return replace(FormWording("Jordan Example", True, "Write to the clinic", False, False, "", False), **changes)


def a_consent(kind: ConsentKind = ConsentKind.GENERAL, **changes: Any) -> Consent:
    """A sound consent of a kind: North Clinic to the court (or, for care, to Mind Clinic)."""
    base = Consent(
        id="C-1",
        kind=kind,
        participant="P1",
        participant_name="Jordan Example",
        disclosers=(Discloser(PartyType.AGENCY, "north"),),
        information=Information(COURT_SET),
        recipients=(agency("court"),),
        purposes=frozenset({"cj_monitoring"}),
        expiry=Expiry(ExpiryType.DATE, datetime(2027, 1, 5, tzinfo=UTC)),
        signed_at=SIGNED,
        effective_from=SIGNED,
        recorded_at=SIGNED + timedelta(hours=1),
        signers=frozenset({"patient"}),
        form=a_form(),
    )
    return replace(replace(base, **OF_KIND[kind]), **changes)


OF_KIND: dict[ConsentKind, dict[str, Any]] = {
    ConsentKind.GENERAL: {},
    ConsentKind.RELEASE: {},
    ConsentKind.CJ: {
        "expiry": Expiry(ExpiryType.EVENT, event="final disposition of CR-1"),
        "terms": CriminalJusticeTerms("CR-1", "Until the end of CR-1", revocable_event="final_disposition"),
    },
    ConsentKind.TPO: {
        "information": Information(frozenset({"all"})),
        "recipients": (a_class("tpo_standard"),),
        "purposes": frozenset({"treatment", "payment", "operations"}),
        "expiry": Expiry(ExpiryType.NONE),
        "form": a_form(hipaa_redisclosure=True, redisclosure_potential=True, refusal_consequences="None at all"),
    },
    ConsentKind.COUNSELING: {
        "information": Information(frozenset({"counseling_note"})),
        "recipients": (agency("mind"),),
        "purposes": frozenset({"treatment"}),
    },
    ConsentKind.LEGAL: {"purposes": frozenset({"legal_proceeding"}), "proceeding_id": "CV-7"},
}


def a_revocation(received_at: datetime = AT, **changes: Any) -> Revocation:
    return replace(Revocation(received_at, RevocationScope.ALL), **changes)


def a_restriction(**changes: Any) -> Restriction:
    return replace(Restriction("R-1", "north", LONG_AGO, RestrictionReach.TPO), **changes)


def some_facts(*consents: Consent, **changes: Any) -> Facts:
    """The coordinator reads North Clinic's attendance record to monitor, under the consents given."""
    base = Facts(an_actor(), a_participant(), a_record(), a_request(), consents, (), a_site())
    return replace(base, **changes)


def reasons(facts: Facts, at: datetime = AT) -> set[str]:
    return set(decide(facts, at).reasons)


def denied(facts: Facts, reason: Reason, at: datetime = AT) -> bool:
    """Whether the decision is a denial for this reason alone."""
    decision = decide(facts, at)
    return not decision.permits and decision.reasons == (reason,)


def permitted(facts: Facts, reason: Reason = Reason.CONSENT_COVERS, at: datetime = AT) -> bool:
    """Whether the decision is a permit for this reason."""
    decision = decide(facts, at)
    return decision.permits and decision.reasons == (reason,)


def answer(facts: Facts, at: datetime = AT) -> Decision:
    return decide(facts, at)
