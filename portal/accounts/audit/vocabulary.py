"""What acts of the trail are called, and the kinds in which people look for them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

LOOKED = "looked"

OWN_ACCOUNT: dict[str, Any] = {
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "second_factor": _("Gave the second factor"),
    "confirmation": _("Gave the password again"),
    "device_handed_over": _("Handed the device over for forms"),
    "device_handed_back": _("Had the device back"),
    "single_sign_on": _("Came in through the agency’s sign-in"),
    "activation": _("Set a password with a code"),
    "release": _("Tried to release a lock"),
    "sign_in_locked": _("Name locked after five failures"),
    "sign_in_released": _("Lock released"),
    "session_ended": _("Ended one of the own sessions"),
    "other_sessions_ended": _("Ended all other own sessions"),
    "password_changed": _("Changed the password"),
    "authenticator_added": _("Added an authenticator app"),
    "authenticator_removed": _("Removed an authenticator app"),
    "recovery_codes_made": _("Made recovery codes"),
    "recovery_code_used": _("Used a recovery code"),
    "passkey_added": _("Added a passkey"),
    "passkey_removed": _("Removed a passkey"),
    "sign_in_provider_connected": _("Connected the agency’s sign-in"),
    "appointment_chosen": _("Chose for whom to act"),
}
"""Signing in and what belongs to it."""

RIGHTS: dict[str, Any] = {
    "agency_added": _("Agency added"),
    "user_added": _("Account made"),
    "appointed": _("Role given"),
    "appointment_ended": _("Role ended"),
    "coverage_given": _("Role given for some days"),
    "activation_code_made": _("Code for a password made"),
    "account_disabled": _("Account disabled"),
    "account_enabled": _("Account opened again"),
    "idle_accounts_held": _("Idle accounts not closed, for the portal had not run all week"),
    "access_reviewed": _("Review of access done"),
    "second_factor_removal_asked": _("Asked to remove a second factor"),
    "second_factor_removal_refused": _("Refused to remove a second factor"),
    "second_factor_removed": _("Second factor removed"),
    "sign_in_provider_named": _("Agency’s sign-in offered"),
    "sign_in_provider_ended": _("Agency’s sign-in no longer offered"),
    "site_setting_decided": _("Site setting decided"),
    "calendar_made": _("Calendar address made"),
    "calendar_revoked": _("Calendar address revoked"),
}
"""Who may do what, and through which door."""

AUDIT_EXPORTED = "audit_exported"
STAFF_LOG_EXPORTED = "staff_log_exported"
EXPORTS: dict[str, Any] = {
    AUDIT_EXPORTED: _("Exported the audit trail"),
    STAFF_LOG_EXPORTED: _("Exported the staff log"),
    "backup_made": _("Backup made"),
}
"""What left the portal as a file. Papers about participants are told by the page that gave them."""

RECORDS: dict[str, Any] = {
    LOOKED: _("Looked at records"),
    "purpose_stated": _("Said for what he or she looks"),
    "basis_claimed": _("Claimed a reason besides the consents"),
    "participant_registered": _("Registered a participant"),
    "enrolled": _("Enrolled"),
    "admitted": _("Admitted to treatment"),
    "discharged": _("Discharged"),
    "consent_recorded": _("Recorded a consent"),
    "consent_revoked": _("Recorded that a consent is taken back"),
    "consent_event_occurred": _("Recorded the event that ends a consent"),
    "consent_case_ended": _("Recorded that the case of a consent has ended"),
    "consent_replaced": _("Recorded that another consent took the place of one"),
    "consent_known_false": _("Recorded that something on a consent is false"),
    "records_disclosed": _("Gave copies of records"),
    "records_redisclosed": _("Passed copies of records on"),
    "emergency_opened": _("Opened records in an emergency"),
    "emergency_closed": _("Ended an emergency access"),
    "emergency_reviewed": _("Reviewed an emergency access"),
    "restriction_agreed": _("Promised to tell less"),
    "restriction_ended": _("Ended a promise to tell less"),
    "record_withheld": _("Withheld a record"),
    "withholding_lifted": _("Opened a withheld record again"),
    "mandated_report_made": _("Recorded a report that a law asks for"),
    "redisclosure_asked": _("Asked to pass records on"),
    "disclosure_order_recorded": _("Recorded a court order for disclosure"),
    "disclosure_order_vacated": _("Recorded that an order is vacated"),
    "attendance_recorded": _("Recorded attendance"),
    "attendance_corrected": _("Corrected attendance"),
    "drug_test_recorded": _("Recorded a test result"),
    "drug_test_changed": _("Changed a test result"),
    "level_of_care_set": _("Recorded a level of care"),
    "contact_logged": _("Logged a contact"),
    "order_recorded": _("Recorded an order"),
    "report_filed": _("Filed a report"),
    "phase_changed": _("Changed the phase"),
    "team_assigned": _("Added to the team"),
    "decision_explained": _("Asked why a record opens"),
    "outside_registered": _("Put an outside agency into the list"),
    "outside_asked": _("Asked an outside agency"),
    "outside_answered": _("An outside agency answered by its link"),
    "outside_keyed_in": _("Wrote down what an outside agency told"),
    "outside_link_withdrawn": _("Withdrew a link to an outside agency"),
    "mail_sending": _("Handed a mail to the mail server"),
    "mail_ended": _("Mail ended"),
}

LABELS = OWN_ACCOUNT | RIGHTS | EXPORTS | RECORDS

STAFF_ACTS = (*OWN_ACCOUNT, *RIGHTS, *EXPORTS)
"""What an agency's administrator sees: accounts, rights and exports. None of it is about a participant."""

PAPERS = ("print", "packet")
"""How the row of a page ends that gave a paper or a file instead of a screen."""

REFUSED = ("401", "403", "404", "429", "refused", "locked", "throttled")
"""Outcomes of what was not let through; 404 stands for absent and hidden alike."""


class Kind(StrEnum):
    """In which of these an act is looked for."""

    SIGN_IN = "sign-in"
    RIGHTS = "rights"
    LOOK = "look"
    PAGE = "page"
    CHANGE = "change"
    EXPORT = "export"


KIND_LABELS: dict[Kind, Any] = {
    Kind.SIGN_IN: _("Signing in"),
    Kind.RIGHTS: _("Accounts and roles"),
    Kind.LOOK: _("Looks at records"),
    Kind.PAGE: _("Pages opened, forms sent"),
    Kind.CHANGE: _("Changes of records"),
    Kind.EXPORT: _("Exports and papers"),
}
STAFF_KINDS = (Kind.SIGN_IN, Kind.RIGHTS, Kind.EXPORT)


def act_words(act: str, note: str = "") -> str:
    """An act as people read it. A page is told by what was done with it, another act without a label by its code."""
    if act in LABELS:
        return str(LABELS[act])
    if "." not in act:
        return act.replace("_", " ").capitalize()
    if note.endswith(PAPERS):
        return gettext("Took a paper or file")
    return gettext("Opened a page") if note.startswith("GET") else gettext("Sent a form")


def outcome_words(outcome: str) -> tuple[str, str]:
    """Kind of tag and words for an outcome, be it a word or a status of HTTP."""
    if outcome in ("401", "403", "refused"):
        return "stop", gettext("refused")
    if outcome == "404":
        return "stop", gettext("not found")
    if outcome in ("locked", "throttled", "429"):
        return "stop", gettext("locked")
    if outcome in ("409", "422", "400"):
        return "due", gettext("to be mended")
    if outcome.startswith("5"):
        return "late", gettext("failed")
    return "done", gettext("done")
