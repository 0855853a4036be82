"""From instruments to grants and bars: pure, one participant at a time (consent-gate decision; rules C1-C15).

A consent becomes rows only as a whole: a deficient form, a wrong signer or a known falsehood gives none. Its life is
cut at every end that is known; categories taken back are segments with an end of their own, recipients taken back are
bars against this one consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.clock import BEGINNING, END, FIRST_DAY, LAST_DAY
from portal.consent.grants.keys import agency_key
from portal.consent.grants.spans import Span
from portal.consent.grants.world import Reach, World, barred_reaches, reaches, team_reaches
from portal.consent.register import NO_CEILING
from portal.consent.rules.criminal_justice import revocable_from
from portal.consent.rules.form import form_defects
from portal.consent.rules.instruments import Consent, Discloser, Restriction, Revocation
from portal.consent.rules.signers import signed_rightly
from portal.consent.rules.terms import (
    ALL,
    ConsentKind,
    PartyClass,
    PartyType,
    RestrictionReach,
    RevocationScope,
)
from portal.gate.vocabulary import TPO, Basis, Category, Label, Purpose, Regime
from portal.ids import NIL

Row = dict[str, Any]

HEALTH = Regime.PART2.bit | Regime.HIPAA.bit
ALL_BUT_COUNSELING = Category.every() & ~Category.COUNSELING_NOTE.bit


def consent_rows(consent: Consent, world: World) -> Iterator[Row]:
    """The grants of one consent: holders x recipients x segments of categories."""
    life = life_of(consent, world)
    if life is None:
        return
    counseling = consent.kind == ConsentKind.COUNSELING
    for holder, holder_span in holders(consent.disclosers, world):
        for recipient in consent.recipients:
            for reach in reaches_of(consent, recipient, world):
                for categories, segment in segments(consent, world, life):
                    span = meet(segment, holder_span, reach.span)
                    if span is not None and categories:
                        yield {
                            "participant_id": world.participant_id,
                            "holder_id": holder,
                            "recipient": reach.key,
                            "categories": categories,
                            "purposes": known(Purpose, consent.purposes),
                            "regimes": Regime.PART2.bit if counseling else HEALTH,
                            "labels": Label.mask(consent.information.labels),
                            "bases": Basis.CONSENT.bit,
                            "matrix": NO_CEILING if counseling else world.matrices[0],
                            "record_from": consent.information.record_from or FIRST_DAY,
                            "record_to": consent.information.record_to or LAST_DAY,
                            "starts_at": span.start,
                            "ends_at": span.end,
                            "proceeding_id": proceeding_of(consent),
                            "instrument_kind": str(consent.kind),
                            "instrument_id": UUID(consent.id),
                        }


def told_rows(consent: Consent, world: World) -> Iterator[Row]:
    """Whoever is named as discloser knows of the paper, sound or not, ended or not; the row opens no record."""
    for holder, holder_span in holders(consent.disclosers, world):
        span = holder_span.met(Span(consent.recorded_at))
        if span is None:
            continue
        yield {
            "participant_id": world.participant_id,
            "holder_id": holder,
            "recipient": agency_key(holder),
            "categories": 0,
            "purposes": 0,
            "regimes": 0,
            "bases": 0,
            "matrix": NO_CEILING,
            "starts_at": span.start,
            "ends_at": span.end,
            "instrument_kind": "told",
            "instrument_id": UUID(consent.id),
        }


def life_of(consent: Consent, world: World) -> Span | None:
    """From when to when a sound consent is in force as a whole (C2-C8, C15); None when it opens nothing."""
    if consent.kind == ConsentKind.RELEASE or consent.known_false or consent.signed_at is None:
        return None
    if consent.kind == ConsentKind.LEGAL and consent.proceeding_id is None:
        return None
    if (consent.information.record_from or FIRST_DAY) > (consent.information.record_to or LAST_DAY):
        return None
    case = world.participant.case(consent.case_id)
    if form_defects(consent, case) or not signed_rightly(consent, world.participant, consent.signed_at):
        return None
    start = max(consent.signed_at, consent.effective_from or consent.signed_at)
    ends: list[datetime | None] = [consent.expiry.at, consent.expiry.occurred_at, consent.superseded_at]
    if consent.kind == ConsentKind.CJ:
        ends.append(case.final_disposition_at if case else BEGINNING)
    ends += [effective(one, consent, world) for one in consent.revocations if one.scope == RevocationScope.ALL]
    return Span(start, END).until(*ends)


def proceeding_of(consent: Consent) -> UUID:
    """C15, R81: a legal-proceeding consent serves the proceeding that it names; no other kind is bound to one."""
    return UUID(consent.proceeding_id) if consent.kind == ConsentKind.LEGAL and consent.proceeding_id else NIL


def effective(revocation: Revocation, consent: Consent, world: World) -> datetime | None:
    """When a revocation takes effect: at receipt, a criminal-justice one not before its revocable point (R25, R63)."""
    if consent.kind != ConsentKind.CJ:
        return revocation.received_at
    point = revocable_from(consent, world.participant)
    return None if point is None else max(point, revocation.received_at)


def segments(consent: Consent, world: World, life: Span) -> list[tuple[int, Span]]:
    """The categories of a consent, grouped by when each was taken back (R26)."""
    ends: dict[Category, datetime] = {}
    for revocation in consent.revocations:
        moment = effective(revocation, consent, world)
        if revocation.scope == RevocationScope.CATEGORY and moment is not None:
            for category in Category if revocation.category == ALL else (Category(revocation.category or ""),):
                ends[category] = min(moment, ends.get(category, END))
    whole = (
        ALL_BUT_COUNSELING if ALL in consent.information.categories else known(Category, consent.information.categories)
    )
    cut = Category.mask(ends)
    found = [(whole & ~cut, life)]
    for category, moment in ends.items():
        segment = life.until(moment)
        if segment is not None and whole & category.bit:
            found.append((category.bit, segment))
    return found


def holders(disclosers: Iterable[Discloser], world: World) -> Iterator[tuple[UUID, Span]]:
    """Who may disclose: an agency by id, or every agency that treats the participant (C9)."""
    for discloser in disclosers:
        if discloser.type == PartyType.AGENCY:
            yield UUID(discloser.name), Span()
        elif discloser.type == PartyType.CLASS and discloser.name == PartyClass.TREATMENT_PROGRAMS:
            yield from world.treating


def reaches_of(consent: Consent, recipient: Any, world: World) -> Iterable[Reach]:
    if consent.kind == ConsentKind.CJ:
        return team_reaches(recipient, world, consent.case_id)
    return reaches(recipient, world, None)


def meet(*spans: Span) -> Span | None:
    met: Span | None = Span()
    for span in spans:
        met = met.met(span) if met is not None else None
    return met


def known(words: type[Purpose] | type[Category], given: Iterable[str]) -> int:
    """The mask of the words that the vocabulary knows; a word that no rule knows covers nothing."""
    names = {str(member) for member in words}
    return words.mask(word for word in given if word in names)


def consent_bars(consent: Consent, world: World) -> Iterator[Row]:
    """A recipient taken back: a bar against this consent only, for as long as the class names that recipient (R26)."""
    for revocation in consent.revocations:
        moment = effective(revocation, consent, world)
        if revocation.scope != RevocationScope.RECIPIENT or moment is None or revocation.recipient is None:
            continue
        for reach in barred_reaches(revocation.recipient, world, consent.case_id):
            span = reach.span.met(Span(moment, END))
            if span is not None:
                yield {
                    "participant_id": world.participant_id,
                    "recipient": reach.key,
                    "categories": Category.every(),
                    "purposes": Purpose.every(),
                    "starts_at": span.start,
                    "ends_at": span.end,
                    "instrument_id": UUID(consent.id),
                }


def restriction_bars(restriction: Restriction, world: World) -> Iterator[Row]:
    """R120: against whom, of which categories, for which purposes a program agreed to restrict what it holds."""
    everything = not restriction.categories or ALL in restriction.categories
    named = [reach for one in restriction.recipients for reach in barred_reaches(one, world, None)]
    for reach in named if restriction.recipients else [Reach(NIL, Span())]:
        for times, created_before in times_of(restriction):
            span = reach.span.met(times)
            if span is not None:
                yield {
                    "participant_id": world.participant_id,
                    "holder_id": UUID(restriction.agency),
                    "recipient": reach.key,
                    "categories": Category.every() if everything else known(Category, restriction.categories),
                    "purposes": Purpose.mask(TPO) if restriction.reach == RestrictionReach.TPO else Purpose.every(),
                    "created_before": created_before,
                    "starts_at": span.start,
                    "ends_at": span.end,
                    "instrument_id": UUID(restriction.id),
                }


def times_of(restriction: Restriction) -> Iterator[tuple[Span, datetime]]:
    """R122: ended by the patient at once; by the program alone only for records created from then on."""
    agreed, ended = Span(restriction.agreed_at), restriction.terminated_at
    first = agreed.until(ended) if restriction.terminated_by in ("patient", "program") else agreed
    if first is not None:
        yield first, END
    if restriction.terminated_by == "program" and ended is not None:
        yield Span(max(restriction.agreed_at, ended)), ended


def copy_rows(world: World) -> Iterator[Row]:
    """S9, R28: which Part 2 records which agency holds as a copy, since it received the first."""
    first: dict[tuple[UUID, UUID], datetime] = {}
    for copy in world.copies:
        key = copy.record_id, copy.agency_id
        first[key] = min(copy.received_at, first.get(key, END))
    for (record_id, agency_id), since in first.items():
        yield {
            "participant_id": world.participant_id,
            "record_id": record_id,
            "recipient": agency_key(agency_id),
            "matrix": world.matrices[0],
            "starts_at": since,
        }
