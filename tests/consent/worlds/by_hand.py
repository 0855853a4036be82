"""Worlds drawn by hand, for what chance hardly ever draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from portal.clock import BEGINNING
from portal.consent.grants.spans import ALWAYS
from portal.consent.grants.world import World
from portal.consent.register import CROSS_AGENCY, register
from portal.consent.rules.facts import Participant
from portal.consent.rules.instruments import (
    Consent,
    Discloser,
    Expiry,
    Information,
    Recipient,
    Restriction,
    Revocation,
)
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import (
    AgreementKind,
    Capacity,
    ConsentKind,
    ExpiryType,
    MinorRule,
    PartyType,
    RestrictionReach,
    RevocationScope,
)
from portal.gate.vocabulary import Basis, Category, Label, Purpose, Regime
from portal.ids import key_of
from tests.consent.worlds.chance import BOUNDARIES, LONG_AGO, TICK, Drawn, Look
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.holding import Held, kept
from tests.consent.worlds.papers import NAME, SOUND
from tests.consent.worlds.site import PLACES, Ceilings, Setting, agency_id, agreement, user_id

NOW = BOUNDARIES[2]
PERSON = key_of("world", "corner")
ALWAYS_IN_FORCE = Setting(
    tuple(
        agreement(kind, word, Interval(BEGINNING, None))
        for word, place in PLACES.items()
        for kind in (AgreementKind.PARTICIPATION, AgreementKind.HOSTING)
        if place.part2_program or kind == AgreementKind.PARTICIPATION
    )
)

WITHOUT_HOSTING = replace(
    ALWAYS_IN_FORCE,
    agreements=tuple(
        one
        for one in ALWAYS_IN_FORCE.agreements
        if (one.kind, one.party) != (AgreementKind.HOSTING, str(agency_id("north")))
    ),
)


def record(name: str, category: Category, origin: str, **changes: Any) -> Drawn:
    base = Drawn(
        id=key_of("corner", name),
        participant_id=PERSON,
        origin=origin,
        author_id=user_id("counselor"),
        regime=PLACES[origin].regime,
        category=category,
        labels=frozenset({Label.SUD}),
        withheld=False,
        service_on=LONG_AGO.date(),
        created_at=LONG_AGO,
    )
    return replace(base, **changes)


def consent(origin: str, *recipients: str, purpose: Purpose, **changes: Any) -> Consent:
    """A sound ordinary consent for attendance and drug tests."""
    base = Consent(
        id=str(key_of("corner consent", origin, *recipients)),
        kind=ConsentKind.GENERAL,
        participant=str(PERSON),
        participant_name=NAME,
        disclosers=(Discloser(PartyType.AGENCY, str(agency_id(origin))),),
        information=Information(frozenset({"attendance", "drug_test"})),
        recipients=tuple(Recipient(PartyType.AGENCY, str(agency_id(one))) for one in recipients),
        purposes=frozenset({str(purpose)}),
        expiry=Expiry(ExpiryType.DATE, BOUNDARIES[4]),
        signed_at=LONG_AGO,
        effective_from=None,
        recorded_at=LONG_AGO,
        signers=frozenset({"patient"}),
        form=SOUND,
    )
    return replace(base, **changes)


def corner(
    number: int,
    records: tuple[Drawn, ...],
    looks: tuple[Look, ...],
    setting: Setting = ALWAYS_IN_FORCE,
    held: tuple[Held, ...] = (),
    **of_world: Any,
) -> Drawing:
    participant = Participant(
        str(PERSON), date(1990, 4, 2), 18, MinorRule.ALONE, Capacity.OK, None, frozenset(), cases=()
    )
    base = World(
        PERSON,
        participant,
        program_agencies=(agency_id("court"),),
        agencies=setting.agencies(),
        matrices=setting.ceilings.ids(),
    )
    whole = replace(base, copies=kept(held, records), **of_world)
    return Drawing(number, setting, (whole,), records, looks, held)


def office_beyond_its_matrix() -> Drawing:
    """S10: a program's own office reads within its own matrix only, whatever a consent to the program itself says."""
    given = register().cross_agency["treatment_admin"]
    wider = given | Category.DRUG_TEST.bit
    setting = replace(ALWAYS_IN_FORCE, ceilings=Ceilings(CROSS_AGENCY, "treatment_admin", BOUNDARIES[0], given, wider))
    return corner(
        -1,
        (record("test", Category.DRUG_TEST, "north"), record("attendance", Category.ATTENDANCE, "north")),
        (Look("office", Purpose.OPERATIONS, NOW), Look("biller", Purpose.OPERATIONS, NOW)),
        setting,
        consents=(consent("north", "north", "bureau", purpose=Purpose.OPERATIONS),),
    )


def claim_on_a_health_record() -> Drawing:
    """S5: for a record under HIPAA a claimed emergency is not looked at, so the consent still opens it."""
    return corner(
        -2,
        (record("health", Category.ATTENDANCE, "mind"), record("program", Category.ATTENDANCE, "north")),
        (Look("manager", Purpose.CASE_MANAGEMENT, NOW, claim=Basis.EMERGENCY),),
        consents=(
            consent("mind", "manager", purpose=Purpose.CASE_MANAGEMENT),
            consent("north", "manager", purpose=Purpose.CASE_MANAGEMENT),
        ),
    )


def restriction_ended_by_the_program() -> Drawing:
    """R122: for what was written before, it stays; for what is written from that moment on, it is gone."""
    restriction = Restriction(
        id=str(key_of("corner restriction")),
        agency=str(agency_id("north")),
        agreed_at=BOUNDARIES[0],
        reach=RestrictionReach.ALL,
        terminated_at=BOUNDARIES[1],
        terminated_by="program",
    )
    written = {"before": BOUNDARIES[1] - TICK, "at": BOUNDARIES[1], "after": BOUNDARIES[1] + TICK}
    return corner(
        -3,
        tuple(record(word, Category.ATTENDANCE, "north", created_at=at) for word, at in written.items()),
        (Look("manager", Purpose.CASE_MANAGEMENT, NOW), Look("counselor", Purpose.TREATMENT, NOW)),
        consents=(consent("north", "manager", purpose=Purpose.CASE_MANAGEMENT),),
        restrictions=(restriction,),
    )


def taken_back_from_one_agency() -> Drawing:
    """R26: one consent taken back from one recipient, another consent to the same recipient left as it was."""
    taken = Revocation(BOUNDARIES[1], RevocationScope.RECIPIENT, Recipient(PartyType.AGENCY, str(agency_id("manager"))))
    both = consent("north", "manager", "defense", purpose=Purpose.CASE_MANAGEMENT, revocations=(taken,))
    return corner(
        -4,
        (record("n", Category.ATTENDANCE, "north"), record("s", Category.ATTENDANCE, "south")),
        tuple(Look("manager", Purpose.CASE_MANAGEMENT, at) for at in (BOUNDARIES[1] - TICK, BOUNDARIES[1])),
        consents=(both, consent("south", "manager", purpose=Purpose.CASE_MANAGEMENT)),
    )


def treating_provider_and_health_records() -> Drawing:
    """R133, R134: a treating agency reads all of another provider's record but the psychotherapy notes."""
    return corner(
        -5,
        (
            record("health", Category.MENTAL_HEALTH, "mind", withheld=True, labels=frozenset({Label.HIV})),
            record("notes", Category.PSYCHOTHERAPY_NOTE, "mind"),
            record("odd", Category.COUNSELING_NOTE, "north", regime=Regime.HIPAA),
        ),
        (
            Look("manager", Purpose.TREATMENT, NOW),
            Look("counselor", Purpose.SUPERVISED_TRAINING, NOW),
            Look("counselor", Purpose.TREATMENT, NOW),
        ),
        treating=((agency_id("manager"), ALWAYS),),
    )


def program_without_hosting() -> Drawing:
    """S4: only the program's Part 2 records are closed to others and to the patient, not what else it keeps."""
    return corner(
        -6,
        tuple(record(str(regime), Category.ATTENDANCE, "north", regime=regime) for regime in Regime),
        (
            Look("patient", Purpose.PATIENT_REQUEST, NOW, self_participant=PERSON),
            Look("manager", Purpose.CASE_MANAGEMENT, NOW),
            Look("counselor", Purpose.TREATMENT, NOW),
        ),
        WITHOUT_HOSTING,
        consents=(consent("north", "manager", purpose=Purpose.CASE_MANAGEMENT),),
    )


def restriction_to_be_ended_by_the_program() -> Drawing:
    """R122: until the program ends it, it binds whatever is written."""
    restriction = Restriction(
        id=str(key_of("corner restriction")),
        agency=str(agency_id("north")),
        agreed_at=BOUNDARIES[0],
        reach=RestrictionReach.ALL,
        terminated_at=BOUNDARIES[3],
        terminated_by="program",
    )
    return corner(
        -7,
        (record("early", Category.ATTENDANCE, "north"), record("late", Category.ATTENDANCE, "north", created_at=NOW)),
        tuple(Look("manager", Purpose.CASE_MANAGEMENT, at) for at in (NOW, BOUNDARIES[3])),
        consents=(consent("north", "manager", purpose=Purpose.CASE_MANAGEMENT),),
        restrictions=(restriction,),
    )


OF_PAPERS: tuple[Drawing, ...] = (
    office_beyond_its_matrix(),
    claim_on_a_health_record(),
    restriction_ended_by_the_program(),
    taken_back_from_one_agency(),
    treating_provider_and_health_records(),
    program_without_hosting(),
    restriction_to_be_ended_by_the_program(),
)
