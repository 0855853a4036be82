"""Words of agreements."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.web.tags import tag_for

KIND_LABELS = {
    AgreementKind.PARTICIPATION: _("Taking part in the portal"),
    AgreementKind.HOSTING: _("Hosting of a program’s records"),
    AgreementKind.QSO: _("Service to a program"),
    AgreementKind.TEAM: _("Team agreement"),
    AgreementKind.AUDIT: _("Audit or evaluation"),
    AgreementKind.RESEARCH: _("Research"),
}
KIND_TELLS = {
    AgreementKind.PARTICIPATION: _("The agency may use the portal. Without it, its people see nothing."),
    AgreementKind.HOSTING: _("The portal may process the program’s records for others (a QSOA with whoever runs it)."),
    AgreementKind.QSO: _("The other agency serves the program, such as a lab or a biller, and is bound as it is."),
    AgreementKind.AUDIT: _("The other agency looks for an audit only, and uses nothing against patients."),
    AgreementKind.RESEARCH: _("The other agency looks for research that was approved, and reports figures only."),
}
OF_THE_SITE = (AgreementKind.PARTICIPATION, AgreementKind.HOSTING)
"""Recorded by who runs the site: nobody lets an agency in from inside (R2, R3)."""

OF_AGENCIES = (AgreementKind.QSO, AgreementKind.AUDIT, AgreementKind.RESEARCH)


class AgreementState(StrEnum):
    AHEAD = "ahead"
    IN_FORCE = "in_force"
    ENDED = "ended"


tag_for(
    AgreementState,
    {
        AgreementState.AHEAD: ("wait", _("Begins later")),
        AgreementState.IN_FORCE: ("done", _("In force")),
        AgreementState.ENDED: ("open", _("Ended")),
    },
)


def state_of(agreement: Agreement, at: datetime) -> AgreementState:
    if at < agreement.starts_at:
        return AgreementState.AHEAD
    over = agreement.ends_at is not None and agreement.ends_at <= at
    return AgreementState.ENDED if over else AgreementState.IN_FORCE
