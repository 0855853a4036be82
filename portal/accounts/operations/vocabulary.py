"""What the scheduler's tasks are called, and what it is to be doing well."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.tags import tag_for

GONE_AFTER = timedelta(minutes=1)
"""A scheduler that gave no sign of life for so long is not there."""

TASK_LABELS: dict[str, Any] = {
    "queue": _("Doing what waits in the queue"),
    "notices": _("Deciding which notices open"),
    "mail": _("Mail about notices"),
    "sections_owed": _("Telling who owes a section of a report"),
    "papers_end": _("Telling which papers end before the next hearing"),
    "revocations": _("Telling which papers that were taken back no longer hold"),
    "packets_ahead": _("Packets of the coming dockets"),
    "audit_seal": _("Sealing the audit trail"),
    "idle_accounts": _("Closing accounts that nobody used for 90 days"),
    "purge": _("Clearing away what is out of date"),
    "outside_links": _("Links to agencies without an account"),
}
"""By the name that a task has in `portal/jobs.py`."""


class Health(StrEnum):
    """How a task went last."""

    WELL = "well"
    FAILED = "failed"
    NEVER = "never"


tag_for(
    Health,
    {
        Health.WELL: ("done", _("done")),
        Health.FAILED: ("late", _("failed")),
        Health.NEVER: ("open", _("not yet")),
    },
)
