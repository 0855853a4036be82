"""Words of questions and decisions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class SourceKind(Worded):
    """Which record raised a question."""

    ATTENDANCE = "attendance", _("Session")
    DRUG_TEST = "drug_test", _("Drug test")
    CONTACT = "contact", _("Contact")


class Outcome(Worded):
    """What became of a question. The last two are steps that follow a corrected record."""

    FOUND = "found", _("Found")
    NOT_FOUND = "not_found", _("Not found")
    EXCUSED = "excused", _("Excused")
    WITHDRAWN = "withdrawn", _("The record was corrected; nothing is asked any more")
    REOPENED = "reopened", _("The record was corrected; asked again")


DECISIONS = (Outcome.EXCUSED, Outcome.NOT_FOUND, Outcome.FOUND)
"""What a person may decide."""


class Standing(Worded):
    """How a question stands now."""

    OPEN = "open", _("Open")
    FOUND = "found", _("Found")
    NOT_FOUND = "not_found", _("Not found")
    EXCUSED = "excused", _("Excused")
    WITHDRAWN = "withdrawn", _("Fell away")


STANDING_AFTER = {
    Outcome.FOUND: Standing.FOUND,
    Outcome.NOT_FOUND: Standing.NOT_FOUND,
    Outcome.EXCUSED: Standing.EXCUSED,
    Outcome.WITHDRAWN: Standing.WITHDRAWN,
    Outcome.REOPENED: Standing.OPEN,
}
