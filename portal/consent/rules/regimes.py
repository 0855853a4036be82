"""S5: the patient's own access, and records that are not Part 2 (R130-R135)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.consents import disclose
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Facts, Inquiry, Reader
from portal.consent.rules.parties import on_any_team, treats
from portal.consent.rules.site import needs
from portal.consent.rules.terms import NEVER_TO_PATIENT_ONLINE, PARTICIPANT, Category, Purpose, Regime

PAYMENT_AND_OPERATIONS = frozenset({Purpose.PAYMENT, Purpose.OPERATIONS})


def patient(facts: Facts, at: datetime) -> Decision | None:
    """S5, R135: the participant's own record, whatever purpose, regime or withholding.

    Some records are answered by the program, not online: R94 counseling notes, psychotherapy notes, the defense's
    file, criminal history. The portal passes nothing on for the patient.
    """
    if facts.actor.role != PARTICIPANT:
        return None
    if facts.actor.participant_id is None or facts.actor.participant_id != facts.participant.id:
        return deny(Reason.NOT_SELF)
    if facts.redisclosing or facts.record.category in NEVER_TO_PATIENT_ONLINE:
        return deny(Reason.NOT_VIA_PORTAL)
    return permit(Reason.PATIENT_ACCESS)


def criminal_justice_record(facts: Facts, at: datetime) -> Decision | None:
    """S5, R130-R132: records of court origin, by category; purpose and basis are not looked at."""
    if facts.record.regime != Regime.CJ:
        return None
    reader = facts.reader
    if facts.record.category == Category.PRIVILEGED_DEFENSE:
        return permit(Reason.OWN_AGENCY) if facts.is_origin_staff(reader) else deny(Reason.PRIVILEGED)
    if facts.record.category == Category.CRIMINAL_HISTORY:
        return criminal_history(facts, at, reader)
    if facts.is_origin_staff(reader):
        return own_record(facts, reader)
    if not on_any_team(reader.user, at, facts):
        return deny(Reason.NOT_ON_TEAM)
    if needs(facts.site.matrices.cj_regime, reader.role, facts.record.category):
        return permit(Reason.TEAM_MOU)
    return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)


def criminal_history(facts: Facts, at: datetime, reader: Reader) -> Decision:
    """R131: a cleared user of a justice agency, of the own agency or on the team; no matrix. Another's is logged.

    Of a redisclosure's target nobody vouches for a clearance unless the facts say so.
    """
    own = facts.is_origin_staff(reader)
    cleared = facts.site.agency(reader.agency).cj_system and reader.cjis_cleared is True
    if not cleared or not (own or on_any_team(reader.user, at, facts)):
        return deny(Reason.CJI_NOT_AUTHORIZED)
    return permit(Reason.TEAM_MOU, () if own else (Obligation.LOG_DISCLOSURE,))


def hipaa_record(facts: Facts, at: datetime) -> Decision | None:
    """S5, R133, R134: records of a provider that is not a Part 2 program.

    Own agency, then treatment, payment and operations as HIPAA has them, then an authorization, for which a Part 2
    form can double. A claimed basis is not looked at, and a legal purpose is a purpose like any other.
    """
    if facts.record.regime != Regime.HIPAA:
        return None
    reader = facts.reader
    if facts.record.category == Category.PSYCHOTHERAPY_NOTE:
        if facts.is_origin_staff(reader) and reader.user == facts.record.author:
            return permit(Reason.OWN_AGENCY)
        return deny(Reason.PSYCHOTHERAPY_NOTES_NEED_AUTHORIZATION)
    if facts.is_origin_staff(reader):
        return own_record(facts, reader)
    if hipaa_allows(facts, reader.agency):
        return permit(Reason.HIPAA_TPO)
    return disclose(Inquiry(facts, at, reader, facts.record.origin), absent=Reason.NO_AUTHORIZATION)


def hipaa_allows(facts: Facts, agency: str) -> bool:
    """R133, R73: treatment to a treating agency; payment and operations to a covered entity or business associate."""
    if facts.request.purpose == Purpose.TREATMENT:
        return treats(agency, facts)
    return facts.request.purpose in PAYMENT_AND_OPERATIONS and facts.site.agency(agency).hipaa_bound


def own_record(facts: Facts, reader: Reader) -> Decision:
    """The originating agency's own staff, within the own-agency matrix (R5, R40)."""
    if needs(facts.site.matrices.own_agency, reader.role, facts.record.category):
        return permit(Reason.OWN_AGENCY)
    return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
