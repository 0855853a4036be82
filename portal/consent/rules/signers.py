"""Did the right person sign (C4; R50-R57, 2.14, 2.15)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from portal.consent.rules.codes import Reason
from portal.consent.rules.facts import Inquiry, Participant
from portal.consent.rules.instruments import Consent
from portal.consent.rules.intervals import age_on, has_come
from portal.consent.rules.terms import Capacity, MinorRule, Purpose, Signer

AFTER_DEATH = frozenset({Signer.REPRESENTATIVE, Signer.SPOUSE, Signer.FAMILY})
DIRECTOR_ALONE = frozenset({Signer.DIRECTOR})
PAYMENT_ALONE = frozenset({Purpose.PAYMENT})


def wrong_signer(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C4: judged by what was so at the signing; turning eighteen or dying later ends no consent (R54, R57)."""
    if consent.signed_at is not None and signed_rightly(consent, inquiry.facts.participant, consent.signed_at):
        return None
    return Reason.SIGNATURE_AUTHORITY


def signed_rightly(consent: Consent, participant: Participant, signed_at: datetime) -> bool:
    """Death first, then capacity, then age (R51, R52, R55-R57)."""
    signers = consent.signers
    if has_come(participant.deceased_at, signed_at):
        return bool(signers & AFTER_DEATH)
    match participant.capacity:
        case Capacity.ADJUDICATED_LACKING:
            return Signer.REPRESENTATIVE in signers
        case Capacity.NOT_ADJUDICATED:
            return signers == DIRECTOR_ALONE and consent.purposes <= PAYMENT_ALONE
        case Capacity.OK:
            return Signer.PATIENT in signers and not lacks_parent(consent, participant, signed_at)
        case _:
            assert_never(participant.capacity)


def lacks_parent(consent: Consent, participant: Participant, signed_at: datetime) -> bool:
    """R51, R52: a minor's own signature always counts; where the state asks for a parent's consent, both sign."""
    if age_on(participant.born_on, signed_at.date()) >= participant.age_of_majority:
        return False
    return participant.minor_rule != MinorRule.ALONE and Signer.PARENT not in consent.signers
