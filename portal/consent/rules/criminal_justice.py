"""Criminal-justice consents: the revocable point and the duty to monitor (2.35; R60-R67)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules.codes import Reason
from portal.consent.rules.facts import Inquiry, Participant
from portal.consent.rules.instruments import Consent
from portal.consent.rules.terms import ConsentKind


def revocable_from(consent: Consent, participant: Participant) -> datetime | None:
    """R63, R64: the earliest of the stated moment, its event and the named case's disposition; None: not known yet."""
    terms = consent.terms
    case = participant.case(consent.case_id)
    moments = (
        None if terms is None else terms.revocable_at,
        None if terms is None else terms.revocable_occurred_at,
        None if case is None else case.final_disposition_at,
    )
    return min((moment for moment in moments if moment is not None), default=None)


def outside_duty(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C15 for criminal-justice consents: R65 the duty ends with the case; R61 it is the named case's team's only.

    The reader must work for an agency in the justice system and be on that case's team at this moment.
    """
    if consent.kind != ConsentKind.CJ:
        return None
    case = inquiry.facts.participant.case(consent.case_id)
    if case is None:
        return Reason.NO_DUTY_TO_MONITOR
    if case.disposed(inquiry.at):
        return Reason.DUTY_ENDED
    reader = inquiry.reader
    if inquiry.facts.site.agency(reader.agency).cj_system and case.on_team(reader.user, inquiry.at):
        return None
    return Reason.NO_DUTY_TO_MONITOR
