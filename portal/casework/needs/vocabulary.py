"""Words of needs and goals (case-management practice: areas of assessment)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class Area(Worded):
    """An area of life. The first five are those of the progress report."""

    HOUSING = "housing", _("Housing")
    WORK = "work", _("Work")
    SCHOOL = "school", _("School")
    FAMILY = "family", _("Family")
    HEALTH = "health", _("Health")
    INCOME = "income", _("Income and benefits")
    TRANSPORT = "transport", _("Transport")
    PAPERS = "papers", _("ID and papers")
    LEGAL = "legal", _("Fines and legal matters")
    OTHER = "other", _("Other")


REPORTED = (Area.HOUSING, Area.WORK, Area.SCHOOL, Area.FAMILY, Area.HEALTH)


class NeedState(Worded):
    OPEN = "open", _("Open")
    IN_WORK = "in_work", _("Being worked on")
    MET = "met", _("Met")
    SET_ASIDE = "set_aside", _("Set aside")

    @property
    def still_open(self) -> bool:
        return self in (NeedState.OPEN, NeedState.IN_WORK)
