"""All worlds that were drawn by hand: those of papers (`by_hand`), and those of copies that an agency holds."""

from __future__ import annotations

from dataclasses import replace

from portal.clock import BEGINNING
from portal.consent.register import CROSS_AGENCY, register
from portal.consent.rules.facts import CourtOrder
from portal.consent.rules.instruments import Information
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import AgreementKind, ConsentKind
from portal.gate.vocabulary import Basis, Category, Purpose
from portal.ids import key_of
from tests.consent.worlds.by_hand import (
    ALWAYS_IN_FORCE,
    NOW,
    OF_PAPERS,
    PERSON,
    WITHOUT_HOSTING,
    consent,
    corner,
    record,
)
from tests.consent.worlds.chance import BOUNDARIES, LONG_AGO, PROCEEDING, TICK, Look
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.holding import Held
from tests.consent.worlds.site import Ceilings, agency_id, agreement


def order(agency: str, *categories: str) -> CourtOrder:
    """A sound order for civil proceedings, for everything that such an order may cover."""
    return CourtOrder(
        id=str(key_of("corner order")),
        section="2.64",
        participant=str(PERSON),
        issued_at=LONG_AGO,
        expires_at=None,
        vacated_at=None,
        findings_recorded=True,
        notice_given=True,
        recipient_agencies=frozenset({str(agency_id(agency))}),
        categories=frozenset(categories),
        covers_confidential_communications=True,
        covers_counseling_notes=True,
    )


def holders_of_copies() -> Drawing:
    """S4, S9: a copy within the ceiling stays open; beyond it neither control nor agreement opens the record.

    What is decided before a copy is looked at (an order for a proceeding) is not touched by it.
    """
    kinds = (Category.ATTENDANCE, Category.DIAGNOSIS, Category.COUNSELING_NOTE)
    since = {"manager": NOW, "holding": LONG_AGO, "oversight": LONG_AGO, "court": LONG_AGO}
    held = tuple(
        Held(record(f"{word} {kind}", kind, "north"), word, at, ConsentKind.GENERAL)
        for word, at in since.items()
        for kind in kinds
    )
    audit = agreement(AgreementKind.AUDIT, "north", Interval(BEGINNING, None), "oversight", frozenset())
    return corner(
        -8,
        (*(one.drawn for one in held), *(record(f"nobody {kind}", kind, "north") for kind in kinds)),
        (
            Look("manager", Purpose.CASE_MANAGEMENT, NOW - TICK),
            Look("manager", Purpose.CASE_MANAGEMENT, NOW),
            Look("manager", Purpose.LEGAL_PROCEEDING, NOW),
            Look("director", Purpose.TREATMENT, NOW),
            Look("auditor", Purpose.AUDIT_EVALUATION, NOW, claim=Basis.AUDIT),
            Look("judge", Purpose.LEGAL_PROCEEDING, NOW, claim=Basis.COURT_ORDER),
            Look("judge", Purpose.CJ_MONITORING, NOW, claim=Basis.COURT_ORDER),
            Look("patient", Purpose.PATIENT_REQUEST, NOW, self_participant=PERSON),
        ),
        replace(
            ALWAYS_IN_FORCE,
            agreements=(*ALWAYS_IN_FORCE.agreements, audit),
            controls=frozenset({("holding", "north")}),
        ),
        held,
        orders=(order("court", *kinds),),
    )


def copy_of_a_program_without_hosting() -> Drawing:
    """S4: whoever holds a copy reads on; and by a consent for the proceeding, or for such notes, the record itself."""
    copied, later, never = (record(word, Category.ATTENDANCE, "north") for word in ("copied", "later", "never"))
    note = record("note", Category.COUNSELING_NOTE, "north")
    for_proceeding = consent("north", "court", purpose=Purpose.LEGAL_PROCEEDING)
    for_notes = consent("north", "south", purpose=Purpose.TREATMENT)
    only_notes = Information(frozenset({"counseling_note"}))
    return corner(
        -9,
        (copied, later, never, note),
        (
            Look("judge", Purpose.LEGAL_PROCEEDING, NOW, proceeding=PROCEEDING),
            Look("judge", Purpose.CJ_MONITORING, NOW),
            Look("therapist", Purpose.TREATMENT, NOW),
            Look("manager", Purpose.CASE_MANAGEMENT, NOW),
        ),
        WITHOUT_HOSTING,
        (
            Held(copied, "court", LONG_AGO, ConsentKind.CJ),
            Held(later, "court", NOW + TICK, ConsentKind.CJ),
            Held(note, "south", LONG_AGO, ConsentKind.COUNSELING),
        ),
        consents=(
            replace(for_proceeding, kind=ConsentKind.LEGAL, proceeding_id=str(PROCEEDING)),
            replace(for_notes, kind=ConsentKind.COUNSELING, information=only_notes),
        ),
    )


def copies_under_a_changing_ceiling() -> Drawing:
    """S9, R43: the ceiling in force, of the reader's own role, says how far a control or an agreement reaches."""
    given = register().cross_agency["treatment_supervisor"]
    before, after = (given & ~one.bit for one in (Category.ATTENDANCE, Category.DRUG_TEST))
    ceilings = Ceilings(CROSS_AGENCY, "treatment_supervisor", BOUNDARIES[1], before, after)
    records = tuple(
        record(f"{origin} {kind}", kind, origin)
        for origin in ("north", "south")
        for kind in (Category.ATTENDANCE, Category.DRUG_TEST)
    )
    audit = agreement(AgreementKind.AUDIT, "south", Interval(BEGINNING, None), "holding", frozenset())
    moments = (BOUNDARIES[1] - TICK, BOUNDARIES[1])
    return corner(
        -10,
        records,
        (
            *(Look("director", Purpose.OPERATIONS, at) for at in (LONG_AGO, *moments)),
            *(Look("director", Purpose.AUDIT_EVALUATION, at, claim=Basis.AUDIT) for at in (LONG_AGO, *moments)),
        ),
        replace(
            ALWAYS_IN_FORCE,
            agreements=(*ALWAYS_IN_FORCE.agreements, audit),
            controls=frozenset({("holding", "north")}),
            ceilings=ceilings,
        ),
        tuple(Held(one, "holding", BOUNDARIES[0], ConsentKind.GENERAL) for one in records),
    )


def copies_under_an_agreement(number: int, claim: Basis | None) -> Drawing:
    """S9, R43: by control or by a claim, a version opens more of what one holds to those who signed it only."""
    given = register().cross_agency["treatment_admin"] | Category.IDENTITY.bit
    holders = ("north", "bureau")
    services = tuple(
        agreement(AgreementKind.QSOA, "south", Interval(BEGINNING, None), holder, frozenset({"identity"}))
        for holder in holders
    )
    held = tuple(
        Held(record(holder, Category.IDENTITY, "south"), holder, LONG_AGO, ConsentKind.GENERAL) for holder in holders
    )
    return corner(
        number,
        tuple(one.drawn for one in held),
        tuple(Look(who, Purpose.OPERATIONS, NOW, claim=claim) for who in ("office", "biller")),
        replace(
            ALWAYS_IN_FORCE,
            agreements=(*ALWAYS_IN_FORCE.agreements, *services),
            controls=frozenset() if claim else frozenset((holder, "south") for holder in holders),
            ceilings=Ceilings(CROSS_AGENCY, "treatment_admin", BOUNDARIES[0], given, given),
        ),
        held,
    )


def order_names_who_does_not_claim_it() -> Drawing:
    """S5, S11: of a person whom a health provider registered, an order tells only those who claim it."""
    return corner(
        -11,
        (record("registered", Category.PRESENCE, "mind"),),
        (
            Look("deputy", Purpose.LEGAL_PROCEEDING, NOW),
            Look("deputy", Purpose.LEGAL_PROCEEDING, NOW, claim=Basis.COURT_ORDER),
        ),
        orders=(order("sheriff", "attendance"),),
    )


CORNERS: tuple[Drawing, ...] = (
    *OF_PAPERS,
    holders_of_copies(),
    copy_of_a_program_without_hosting(),
    copies_under_a_changing_ceiling(),
    order_names_who_does_not_claim_it(),
    copies_under_an_agreement(-12, None),
    copies_under_an_agreement(-13, Basis.QSOA),
)
