"""A drawn world as the portal keeps it: its papers, cases, teams and facts as rows, so that they can be loaded back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from portal.accounts.agencies.models import Agency
from portal.clock import END
from portal.consent.grants.world import Access, World
from portal.consent.instruments import models
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.rules.facts import CourtOrder
from portal.consent.rules.instruments import Consent, Discloser, FormWording, Recipient
from portal.consent.rules.terms import PartyType
from portal.gate.vocabulary import Category, Regime
from portal.ids import key_of, new_id
from portal.participants.enrollments.models import Enrollment, LegalCase, TeamMember
from portal.participants.people.models import ParticipantIdentity, PersonalStanding
from portal.participants.programs.models import Program, ProgramVersion
from tests.consent.worlds.chance import LONG_AGO
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.site import agency_id, user_id

GATE = {
    "origin_id": agency_id("court"),
    "author_id": user_id("coordinator"),
    "regime": Regime.CJ.bit,
    "service_on": LONG_AGO.date(),
    "created_at": LONG_AGO,
}
PAPER = {"held_by_id": agency_id("court"), "recorded_by_id": user_id("coordinator")}


def file_world(connection: Connection, drawing: Drawing) -> None:
    """Everything that compiling loads, of both people."""
    if drawing.setting.ceilings.matrix is not None:
        agreed = {"id": new_id(), "kind": AgreementKind.TEAM, "agency_id": agency_id("court"), "starts_at": LONG_AGO}
        connection.execute(insert(models.Agreement), [agreed])
    for world in drawing.people:
        for model, row in rows_of(connection, world):
            connection.execute(insert(model), [row])


def lives_under(connection: Connection, world: World) -> None:
    """The state's rule for minors is the program's; two people of one world may be drawn under two."""
    rule = {"age_of_majority": world.participant.age_of_majority, "minor_rule": world.participant.minor_rule}
    connection.execute(update(Agency).where(Agency.id.in_(world.program_agencies)).values(rule))


def rows_of(connection: Connection, world: World) -> Iterator[tuple[Any, dict[str, Any]]]:
    participant_id, participant = world.participant_id, world.participant
    gate, paper = GATE | {"participant_id": participant_id}, PAPER | {"participant_id": participant_id}
    identity = gate | {"category": Category.IDENTITY.bit}
    yield ParticipantIdentity, identity | {"id": new_id(), "born_on": participant.born_on}
    standing = {"capacity": participant.capacity, "deceased_at": participant.deceased_at, "recorded_at": LONG_AGO}
    yield PersonalStanding, identity | {"id": new_id(), **standing}
    yield from cases(connection, world, gate)
    for agency, span in world.treating:
        ends_at = None if span.end == END else span.end
        yield (
            models.TreatingRelationship,
            paper | {"id": new_id(), "agency_id": agency, "starts_at": span.start, "ends_at": ends_at},
        )
    for consent in world.consents:
        yield models.Consent, paper | consent_row(consent, world)
        yield from revocations(consent, paper)
    for one in world.restrictions:
        yield (
            models.Restriction,
            paper
            | {
                "id": UUID(one.id),
                "agency_id": UUID(one.agency),
                "agreed_at": one.agreed_at,
                "applies_to": one.reach,
                "categories": sorted(one.categories),
                "recipients": [recipient(named) for named in one.recipients],
                "terminated_at": one.terminated_at,
                "terminated_by": one.terminated_by or "",
            },
        )
    for order in world.orders:
        yield models.DisclosureOrder, paper | order_row(order)
    for access in world.emergencies:
        yield models.EmergencyAccess, paper | emergency_row(access)


def cases(connection: Connection, world: World, gate: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    program_id, version_id = program(connection, world.program_agencies[0])
    for case in world.participant.cases:
        yield (
            LegalCase,
            gate
            | {
                "id": UUID(case.id),
                "category": Category.LEGAL_FILE.bit,
                "number": case.id,
                "court_id": agency_id("court"),
                "condition_of_disposition": case.condition_of_disposition,
                "final_disposition_at": case.final_disposition_at,
                "latest_possible_disposition_at": case.latest_possible_disposition_at,
            },
        )
        enrollment = key_of("world enrollment", case.id)
        yield (
            Enrollment,
            gate
            | {
                "id": enrollment,
                "category": Category.PHASE_STATUS.bit,
                "program_id": program_id,
                "program_version_id": version_id,
                "legal_case_id": UUID(case.id),
                "number": case.id,
                "legal_track": "",
                "started_on": LONG_AGO.date(),
                "phase_key": "",
                "phase_started_on": LONG_AGO.date(),
            },
        )
        for member in world.members:
            if member.case_id == case.id:
                yield (
                    TeamMember,
                    gate
                    | {
                        "id": new_id(),
                        "category": Category.TEAM.bit,
                        "enrollment_id": enrollment,
                        "user_id": member.user_id,
                        "agency_id": member.agency_id,
                        "role": member.role,
                        "starts_at": member.span.start,
                        "ends_at": None if member.span.end == END else member.span.end,
                    },
                )


def program(connection: Connection, agency: UUID) -> tuple[UUID, UUID]:
    """The agency's program, made when it is not there; its rules are never read here."""
    program_id, version_id = key_of("world program", agency), key_of("world version", agency)
    if connection.execute(select(Program.id).where(Program.id == program_id)).first() is None:
        made = {"id": program_id, "agency_id": agency, "name": str(agency), "kind": "court", "number_prefix": "W"}
        connection.execute(insert(Program), [made])
        rules = {"id": version_id, "program_id": program_id, "number": 1, "content_hash": str(agency), "content": "{}"}
        connection.execute(insert(ProgramVersion), [rules])
    return program_id, version_id


def consent_row(one: Consent, world: World) -> dict[str, Any]:
    expiry, terms = one.expiry, one.terms
    row = {
        "id": UUID(one.id),
        "recorded_at": one.recorded_at,
        "kind": one.kind,
        "participant_name": one.participant_name,
        "disclosers": [discloser(named) for named in one.disclosers],
        "recipients": [recipient(named) for named in one.recipients],
        "categories": sorted(one.information.categories),
        "sensitivities": sorted(one.information.labels),
        "record_from": one.information.record_from,
        "record_to": one.information.record_to,
        "purposes": sorted(one.purposes),
        "expiry_kind": expiry.type or "",
        "expires_at": expiry.at,
        "expiry_event": expiry.event,
        "expiry_occurred_at": expiry.occurred_at,
        "signed_at": one.signed_at,
        "effective_from": one.effective_from or one.signed_at,
        "signatures": [{"signer": signer} for signer in sorted(one.signers)],
        "form": form_row(one.form),
        "proceeding_id": UUID(one.proceeding_id) if one.proceeding_id else None,
        "known_false_at": one.recorded_at if one.known_false else None,
        "superseded_at": one.superseded_at,
    }
    if terms is None:
        return row
    case = world.participant.case(terms.case_id)
    return row | {
        "legal_case_id": None if case is None else UUID(case.id),
        "duration_text": terms.duration,
        "revocable_at": terms.revocable_at,
        "revocable_event": terms.revocable_event,
        "revocable_occurred_at": terms.revocable_occurred_at,
    }


def form_row(form: FormWording) -> dict[str, Any]:
    return {
        "patient_name": form.patient_name,
        "revocation_right_statement": form.revocation_right,
        "revocation_how": form.how_to_revoke,
        "hipaa_redisclosure_statement": form.hipaa_redisclosure,
        "redisclosure_potential_statement": form.redisclosure_potential,
        "refusal_consequences": form.refusal_consequences,
        "treatment_conditioned_on_signing": form.treatment_conditioned,
    }


def revocations(consent: Consent, paper: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for one in consent.revocations:
        yield (
            models.Revocation,
            paper
            | {
                "id": new_id(),
                "consent_id": UUID(consent.id),
                "received_at": one.received_at,
                "scope": one.scope,
                "recipient": recipient(one.recipient) if one.recipient else None,
                "categories": [one.category] if one.category else [],
            },
        )


def discloser(one: Discloser) -> dict[str, Any]:
    return {"type": one.type, ("class" if one.type == PartyType.CLASS else "id"): one.name}


def recipient(one: Recipient) -> dict[str, Any]:
    match one.type:
        case PartyType.PERSON:
            return {"type": one.type, "id": one.name, "agency": one.agency}
        case PartyType.ROLE:
            return {"type": one.type, "role": one.name, "agency": one.agency}
        case PartyType.CLASS:
            return {"type": one.type, "class": one.name}
        case PartyType.AGENCY:
            return {"type": one.type, "id": one.name}
        case PartyType.INTERMEDIARY:
            members = {"participants": sorted(one.participants), "treating_class": one.treating_class}
            return {"type": one.type, "id": one.name, **members}


def order_row(order: CourtOrder) -> dict[str, Any]:
    return {
        "id": UUID(order.id),
        "section": order.section,
        "court": "District Court",
        "issued_at": order.issued_at,
        "expires_at": order.expires_at,
        "vacated_at": order.vacated_at,
        "findings": order.findings_recorded,
        "notice": order.notice_given,
        "recipient_agencies": sorted(order.recipient_agencies),
        "categories": sorted(order.categories),
        "covers_confidential": order.covers_confidential_communications,
        "covers_counseling": order.covers_counseling_notes,
    }


def emergency_row(access: Access) -> dict[str, Any]:
    return {
        "id": access.id,
        "user_id": access.user_id,
        "agency_id": access.agency_id,
        "recipient_name": access.emergency.recipient_name,
        "facility": "Mercy Hospital",
        "disclosed_by": "The portal",
        "nature": access.emergency.nature,
        "bona_fide": access.emergency.bona_fide,
        "consent_unobtainable": access.emergency.consent_unobtainable,
        "starts_at": access.span.start,
        "ends_at": access.span.end,
    }
