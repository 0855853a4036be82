"""What the parts of the portal are called where the trail tells which page was opened."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

PLACES: dict[str, Any] = {
    "accounts.activation": _("Setting a password with a code"),
    "accounts.calendars": _("Calendar addresses"),
    "accounts.confirmation": _("Password asked again"),
    "accounts.handing_over": _("Giving a device back"),
    "accounts.home": _("Today"),
    "accounts.lost_factors": _("Lost second factors"),
    "accounts.notices": _("Notices"),
    "accounts.operations": _("Operations"),
    "accounts.own": _("Your account"),
    "accounts.passkeys": _("Passkeys"),
    "accounts.reviews": _("Review of access"),
    "accounts.second_factor": _("Second factor"),
    "accounts.sign_in": _("Signing in"),
    "accounts.single_sign_on": _("The agency’s sign-in"),
    "accounts.staff": _("Staff"),
    "accounts.staff_log": _("Staff log"),
    "casework.caseload": _("Caseload"),
    "casework.contacts": _("Contacts"),
    "casework.needs": _("Needs and goals"),
    "casework.one_time": _("Link for an outside agency"),
    "casework.outside": _("Outside agencies"),
    "compliance.behaviors": _("Questions"),
    "compliance.drug_tests": _("Test results"),
    "compliance.milestones": _("Milestones"),
    "compliance.obligations": _("Obligations"),
    "compliance.responses": _("Responses"),
    "compliance.supervision": _("Supervision"),
    "consent.accounting": _("Who was told"),
    "consent.agreements": _("Agreements"),
    "consent.answers": _("Who may see what, and why"),
    "consent.copies": _("Copies of records"),
    "consent.desk": _("Privacy desk"),
    "consent.doubts": _("Settings for doubts in the law"),
    "consent.emergencies": _("Medical emergencies"),
    "consent.fhir": _("Consent as a FHIR file"),
    "consent.guided": _("New consent, step by step"),
    "consent.handing_over": _("Handing a device over"),
    "consent.instruments": _("Consents"),
    "consent.mandated_reports": _("Reports that a law asks for"),
    "consent.orders": _("Court orders to disclose"),
    "consent.paper_entry": _("Consents on paper"),
    "consent.papers": _("Signatures, papers, copies"),
    "consent.patient_notice": _("Notice to patients"),
    "consent.program_packet": _("Forms for a new participant"),
    "consent.redisclosures": _("Received and passed on"),
    "consent.restrictions": _("Promises to tell less"),
    "consent.team_agreements": _("Team agreements"),
    "consent.trail": _("Audit trail"),
    "consent.turns": _("What ends a consent"),
    "consent.withholding": _("Withholding"),
    "court.bench": _("Bench"),
    "court.dockets": _("Dockets"),
    "court.hearings": _("Hearing"),
    "court.packets": _("Packets"),
    "court.reports": _("Progress reports"),
    "court.sections": _("Report sections"),
    "court.staffing": _("Staffing"),
    "participants.people": _("Participants"),
    "treatment.admissions": _("Treatment"),
    "treatment.groups": _("Groups"),
    "treatment.sessions": _("Sessions and attendance"),
}
"""By what stands before the last part of an endpoint's name."""


def place_of(act: str) -> str:
    """The part of the portal in which a page or form is; its own name where nobody has given it another."""
    return str(PLACES.get(act.rpartition(".")[0], act))
