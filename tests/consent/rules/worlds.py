"""Random worlds: facts drawn so that each branch of the rules comes up, with every moment on or beside a boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from portal.consent.rules.facts import Actor, Emergency, Facts, HeldCopy, Participant, Reader, Record, Redisclosure
from portal.consent.rules.instruments import (
    Consent,
    CriminalJusticeTerms,
    Discloser,
    Expiry,
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
    RestrictionReach,
    RevocationScope,
)
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    TICK,
    a_case,
    a_class,
    a_consent,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    a_revocation,
    agency,
    an_order,
    person,
)
from tests.consent.rules.county import COURT_SET, a_site
from tests.consent.rules.people import AGENCY_NAMES, BASES, CLAIMANTS, OF_REGIME, PEOPLE, PURPOSES, TREATED_BY_PART2

T = TypeVar("T")
LATER = AT + timedelta(days=300)


def likely(rng: Random, usual: T, *others: T, chance: float = 0.15) -> T:
    """The usual value, or now and then another."""
    return rng.choice(others) if rng.random() < chance else usual


def beside(rng: Random) -> datetime:
    return rng.choice([LONG_AGO, AT - TICK, AT, AT + TICK, LATER])


def maybe(rng: Random, chance: float = 0.15) -> datetime | None:
    return beside(rng) if rng.random() < chance else None


def a_world(rng: Random) -> Facts:
    """Facts to be decided at AT."""
    request = some_request(rng)
    record = some_record(rng, request.basis)
    actor = some_actor(rng, record, request.basis)
    if rng.random() < 0.1:
        copy = HeldCopy(likely(rng, actor.agency, "court"), beside(rng), rng.choice(list(ConsentKind)))
        record = replace(record, held_copy=copy)
    reader = request.redisclosure.target if request.action == Action.REDISCLOSE else actor
    return Facts(
        actor=actor,
        participant=some_participant(rng),
        record=record,
        request=request,
        consents=tuple(some_consent(rng, record, f"C-{n}", reader) for n in range(rng.choice([0, 1, 2, 3]))),
        restrictions=tuple(some_restriction(rng, record) for _ in range(rng.choice([0, 0, 0, 1]))),
        site=some_site(rng),
    )


def some_site(rng: Random) -> Any:
    if rng.random() < 0.8:
        return a_site()
    name = rng.choice(["host_north", "qsoa", "audit", "research", "part_court", "part_cm"])
    return a_site(**{name: Interval(LONG_AGO, beside(rng))})


def some_actor(rng: Random, record: Record, basis: str) -> Actor:
    """Anybody, but often the one whom a claimed basis would fit."""
    fitting = [someone for someone in PEOPLE if someone.user == CLAIMANTS.get(basis)]
    actor = rng.choice(fitting if fitting and rng.random() < 0.6 else PEOPLE[:20] if rng.random() < 0.7 else PEOPLE)
    if rng.random() < 0.1:
        actor = replace(actor, agency=record.origin, user=rng.choice([actor.user, record.author]))
    return replace(actor, status=likely(rng, "active", "suspended", chance=0.03), ended_at=maybe(rng, 0.05))


def some_participant(rng: Random) -> Participant:
    cases = (
        a_case(
            condition_of_disposition=likely(rng, True, False, chance=0.05),
            final_disposition_at=maybe(rng, 0.3),
            latest_possible_disposition_at=maybe(rng, 0.05),
            team={**a_case().team, "coord": (Interval(LONG_AGO, maybe(rng)),)},
        ),
        *([a_case(id="CR-2")] if rng.random() < 0.2 else []),
    )
    return a_participant(
        born_on=likely(rng, date(1991, 4, 2), date(2009, 7, 1)),
        minor_rule=rng.choice(list(MinorRule)),
        capacity=likely(rng, Capacity.OK, *Capacity, chance=0.1),
        deceased_at=maybe(rng, 0.15),
        cases=cases,
        treating_agencies=frozenset({"north", "mind", "er", rng.choice(["south", "cm", "court", "plan"])}),
    )


def some_record(rng: Random, basis: str) -> Record:
    regime = rng.choice(["part2"] * 7 + ["hipaa", "cj"])
    categories, origins = OF_REGIME[regime]
    fitting = {"crime_on_premises": "incident_report", "qsoa": "drug_test"}.get(basis)
    return a_record(
        fitting if fitting and rng.random() < 0.5 else rng.choice(categories),
        rng.choice(origins),
        regime,
        labels=likely(rng, frozenset({Label.SUD}), frozenset({Label.HIV})),
        created_at=likely(rng, LONG_AGO, AT - TICK, AT),
        withheld=likely(rng, False, True),
    )


def some_request(rng: Random) -> Any:
    target = rng.choice(PEOPLE[:7] if rng.random() < 0.4 else PEOPLE)
    return a_request(
        rng.choice(PURPOSES),
        rng.choice(BASES) if rng.random() < 0.35 else "consent",
        action=rng.choice([Action.READ, Action.LIST, Action.READ, Action.REDISCLOSE]),
        proceeding_id=likely(rng, "CV-7", "CV-8", None),
        redisclosure=Redisclosure(
            rng.choice(["part2_cj", "part2_tpo", "part2_general"]),
            Reader(target.user, target.role, target.agency, target.cjis_cleared),
        ),
        emergency=Emergency(
            likely(rng, True, False), likely(rng, True, False), likely(rng, "Overdose", ""), likely(rng, "Dr. E", "")
        ),
        court_order=some_order(rng),
        report_initial=likely(rng, True, False, None),
    )


def some_order(rng: Random) -> Any:
    return an_order(
        section=rng.choice(["2.64", "2.65", "2.65", "2.66"]),
        participant=likely(rng, "P1", "P2"),
        expires_at=maybe(rng),
        vacated_at=maybe(rng, 0.05),
        findings_recorded=likely(rng, True, False),
        recipient_agencies=frozenset(rng.sample(AGENCY_NAMES, 12)),
        categories=frozenset(rng.sample([*TREATED_BY_PART2, "counseling_note"], 10)),
        covers_confidential_communications=rng.choice([True, False]),
        covers_counseling_notes=rng.choice([True, False]),
    )


def some_recipient(rng: Random) -> Recipient:
    someone = rng.choice(PEOPLE)
    return rng.choice(
        [
            agency(someone.agency),
            agency(someone.agency),
            person(someone.user, rng.choice([someone.agency, None])),
            Recipient(PartyType.ROLE, someone.role, agency=someone.agency),
            a_class(rng.choice(["court_team", "treating_providers", "tpo_standard"])),
            Recipient(
                PartyType.INTERMEDIARY, "exchange", participants=frozenset({someone.agency}), treating_class=True
            ),
        ]
    )


def some_consent(rng: Random, record: Record, name: str, reader: Reader) -> Consent:
    """Mostly sound, and mostly for this record's category and origin; some of it off."""
    kind = rng.choice(list(ConsentKind))
    base = a_consent(kind)
    wanted = frozenset({"counseling_note"}) if kind == ConsentKind.COUNSELING else COURT_SET | {record.category}
    usual = frozenset({"all"}) if kind == ConsentKind.TPO else wanted - {"counseling_note"} or wanted
    information = base.information if kind == ConsentKind.COUNSELING else Information(usual)
    purposes = base.purposes | (set(PURPOSES[:12]) if kind in (ConsentKind.CJ, ConsentKind.GENERAL) else set())
    return replace(
        base,
        id=name,
        participant=likely(rng, "P1", "P2", chance=0.1),
        disclosers=likely(
            rng,
            tuple(Discloser(PartyType.AGENCY, one) for one in (record.origin, "court", "da", "cm")),
            (Discloser(PartyType.CLASS, "treatment_programs"),),
            (Discloser(PartyType.AGENCY, rng.choice(AGENCY_NAMES)),),
            (),
        ),
        information=likely(rng, information, Information(usual, frozenset({Label.HIV}), AT.date()), chance=0.1),
        recipients=(*base.recipients, some_recipient(rng), likely(rng, agency(reader.agency), some_recipient(rng))),
        purposes=frozenset(purposes),
        expiry=likely(rng, base.expiry, Expiry(ExpiryType.DATE, beside(rng)), chance=0.25),
        effective_from=likely(rng, base.effective_from, beside(rng)),
        signers=likely(rng, base.signers, frozenset({rng.choice(["parent_or_guardian", "program_director"])})),
        terms=some_terms(rng) if kind == ConsentKind.CJ else None,
        proceeding_id="CV-7",
        known_false=likely(rng, False, True, chance=0.05),
        revocations=(some_revocation(rng, record),) if rng.random() < 0.15 else (),
        superseded_at=maybe(rng, 0.05),
    )


def some_terms(rng: Random) -> CriminalJusticeTerms:
    return CriminalJusticeTerms(
        likely(rng, "CR-1", "CR-2", None, chance=0.1), "18 months", maybe(rng, 0.3), "graduation", maybe(rng, 0.1)
    )


def some_revocation(rng: Random, record: Record) -> Revocation:
    scope = rng.choice(list(RevocationScope))
    return a_revocation(
        beside(rng),
        scope=scope,
        recipient=some_recipient(rng) if scope == RevocationScope.RECIPIENT else None,
        category=rng.choice([record.category, Category.ENROLLMENT]) if scope == RevocationScope.CATEGORY else None,
    )


def some_restriction(rng: Random, record: Record) -> Restriction:
    return a_restriction(
        agency=likely(rng, record.origin, "south"),
        agreed_at=likely(rng, LONG_AGO, beside(rng)),
        reach=rng.choice(list(RestrictionReach)),
        categories=rng.choice([frozenset(), frozenset({"all"}), frozenset({record.category}), frozenset({"hiv"})]),
        recipients=rng.choice([(), (some_recipient(rng), some_recipient(rng))]),
        terminated_at=maybe(rng, 0.3),
        terminated_by=rng.choice(["patient", "program", None]),
    )
