"""What a consent covers: category, state-law label, purpose, period, proceeding (C11-C15; R33-R36, R81)."""

from __future__ import annotations

from portal.consent.rules.codes import Reason
from portal.consent.rules.facts import Inquiry
from portal.consent.rules.instruments import Consent
from portal.consent.rules.terms import ALL, Category, ConsentKind


def category_out_of_scope(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C11, R33: listed; a TPO consent's "all" is everything but counseling notes."""
    category = inquiry.facts.record.category
    listed = consent.information.categories
    if category in listed:
        return None
    if ALL in listed and consent.kind == ConsentKind.TPO and category != Category.COUNSELING_NOTE:
        return None
    return Reason.CATEGORY_OUT_OF_SCOPE


def label_not_named(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C12, R36: a label that state law wants named (site setting) is on the record and not in the consent."""
    wanted = inquiry.facts.record.labels & inquiry.facts.site.state_labels
    return None if wanted <= consent.information.labels else Reason.SENSITIVITY_NOT_NAMED


def purpose_not_covered(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C13, R34: the purpose that the user stated is listed; none is inferred."""
    return None if inquiry.facts.request.purpose in consent.purposes else Reason.PURPOSE_NOT_COVERED


def record_date_out_of_range(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C14, R35: the day of service lies in the period that the consent describes, both ends included."""
    day = inquiry.facts.record.service_on
    first, last = consent.information.record_from, consent.information.record_to
    if (first is not None and day < first) or (last is not None and day > last):
        return Reason.RECORD_DATE_OUT_OF_RANGE
    return None


def other_proceeding(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C15 for legal-proceeding consents, R81: the very proceeding that the consent names."""
    if consent.kind != ConsentKind.LEGAL:
        return None
    if consent.proceeding_id is not None and consent.proceeding_id == inquiry.facts.request.proceeding_id:
        return None
    return Reason.OTHER_PROCEEDING
