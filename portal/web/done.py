"""What a page says after a form: the address carries a code, the text comes from this table (no name in a cookie)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

TEXTS: dict[str, Any] = {
    "saved": _("Saved."),
    "sign-in-again": _("You were signed out. Sign in again; what you sent was not saved."),
    "activated": _("Your password is set. Sign in with it."),
    "locked": _("Too many failures. This name is locked; ask your administrator to release it."),
    "password-changed": _("Your password is changed. You are signed out everywhere else."),
    "session-ended": _("That session is ended."),
    "sessions-ended": _("All other sessions are ended."),
    "passkey-added": _("The passkey is added. From now on it signs you in with your password."),
    "passkey-removed": _("The passkey is removed."),
    "passkey-refused": _("The passkey did not fit. Try again, or use a code."),
    "provider-silent": _("That sign-in does not answer now. Use your username and password, or try again later."),
    "provider-refused": _("That sign-in did not work. Begin again here."),
    "provider-unknown": _(
        "Nobody is connected with that sign-in. Sign in with your username, then connect it on your account’s page."
    ),
    "provider-taken": _("That sign-in can't be connected with your account. Ask your administrator."),
    "provider-connected": _("Connected. From now on you can sign in through your agency."),
    "provider-named": _("The sign-in is offered from now on."),
    "provider-ended": _("The sign-in is not offered any more."),
    "reviewed": _("The review is done. The next one is due in a quarter of a year."),
    "covered": _("The role is given for these days. It ends by itself."),
    "released": _("The lock is released. The person can sign in again."),
    "removal-asked": _("Asked. Another administrator looks at it; it waits for one day."),
    "factor-removed": _("The second factor is removed. The person is told, and sets up a new one at the next sign-in."),
    "removal-refused": _("The request is ended. Nothing was removed."),
    "appointed": _("The role is given. It holds from now on."),
    "appointment-ended": _("The role is ended. It ended just now."),
    "account-disabled": _("The account is disabled. Whoever was signed in with it is out."),
    "account-enabled": _("The account is open again."),
    "consent-recorded": _("The consent is recorded. It holds from now on."),
    "consent-deficient": _("The form is kept, but something is missing in it. It opens nothing until that is mended."),
    "consent-ended": _("The consent is taken back. It ended just now."),
    "consent-ends-later": _(
        "The request is recorded. This consent goes on until its stated point, then it ends by itself."
    ),
    "matter-entered": _("Entered. The clock runs from the day it came in."),
    "notice-issued": _("The version is issued. Give it to people from that day on."),
    "notice-given": _("Saved: the notice was given."),
    "step-taken": _("Added to the history."),
    "accounting-suspended": _("Recorded. Until then what this agency was told stays out of every list."),
    "revocation-written": _("The paper is recorded beside what was said."),
    "emergency-open": _(
        "The emergency is documented. You see what other programs have about this person, for this emergency only."
    ),
    "emergency-ended": _("The emergency is over. What it opened is closed again."),
    "emergency-reviewed": _("The review is recorded."),
    "order-recorded": _("The order is on file. Those whom it names can stand on it from now on."),
    "order-deficient": _("The order is kept, but something is missing in it. It opens nothing."),
    "order-vacated": _("Recorded. The order opens nothing from that moment on."),
    "restriction-agreed": _("The promise is recorded. It holds from now on."),
    "restriction-ended": _("The end of the promise is recorded."),
    "withheld": _("The record is withheld. No consent opens it from now on."),
    "lifted": _("The record is open to consents again."),
    "agreement-recorded": _("The agreement is recorded."),
    "agreement-ended": _("The end is recorded. After that day the agreement opens nothing."),
    "version-proposed": _("The version is before the agencies. It holds when all of them have signed."),
    "version-signed": _("Signed for your agency."),
    "version-ended": _("The version has ended."),
    "report-by-law-made": _("The report is recorded. The person finds it in the list of disclosures."),
    "passed-on": _("All of it is passed on, with the notice that goes with such records."),
    "passed-on-part": _("A part is passed on. The rest may not go to that person for that purpose."),
    "not-passed": _("Nothing of this may go to that person for that purpose. Your request is kept."),
    "marks-saved": _("The marks are saved."),
    "mark-corrected": _("The mark is corrected. The first one stays in the history."),
    "session-cancelled": _("The session is cancelled. It counts for nobody."),
    "session-planned": _("The session is planned."),
    "sessions-planned": _("The sessions are planned, and the group is on their rosters."),
    "group-started": _("The group is started. Add its members and plan its sessions."),
    "group-joined": _("Added to the group, and to the rosters that are planned."),
    "group-left": _("Taken out of the group. What is marked stays."),
    "service-added": _("The service is added."),
    "admitted": _("Admitted. The agency treats this person from that day on."),
    "discharged": _("Discharged. Groups and planned sessions end with that day."),
    "level-set": _("The level of care is recorded."),
    "contact-saved": _("The contact is saved."),
    "proof-saved": _("The proof is saved."),
    "reason-attached": _("The reason is attached."),
    "question-decided": _("The question is decided."),
    "test-saved": _("The result is saved."),
    "proposal-saved": _("The proposal is saved."),
    "section-submitted": _("The section is submitted."),
    "section-kept": _("The draft is kept."),
    "filed": _("The reports are filed."),
    "packet-asked": _("The packet is being made. This page shows it when it is ready."),
    "hearing-recorded": _("Recorded."),
    "setting-decided": _("The setting is decided. It holds from now on."),
    "calendar-revoked": _("The calendar is stopped. Its address leads nowhere from now on."),
    "job-again": _("The job is tried again. It stands in the queue."),
    "participant-registered": _("The participant is registered."),
}


def done_text(code: str) -> str:
    """The sentence for a code; nothing for a code that is not in the table."""
    return str(TEXTS[code]) if code in TEXTS else ""
