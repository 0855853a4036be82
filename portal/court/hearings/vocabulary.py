"""Words of what is recorded at a hearing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class Act(Worded):
    """What the clerk records with one key each."""

    INCENTIVE = "incentive", _("Incentive")
    SANCTION = "sanction", _("Sanction")
    ADJUSTMENT = "adjustment", _("Adjustment")
    PHASE = "phase", _("Phase")
    NEXT_DATE = "next_date", _("Next date")
    ORDER = "order", _("Order")


KEYS = {
    Act.INCENTIVE: "i",
    Act.SANCTION: "s",
    Act.ADJUSTMENT: "a",
    Act.PHASE: "p",
    Act.NEXT_DATE: "n",
    Act.ORDER: "o",
}


class Recorded(Worded):
    """Kinds of things that can be taken back at once."""

    RESPONSE = "response", _("Response")
    PHASE = "phase", _("Phase")
    NEXT_DATE = "next-date", _("Next date")
    ORDER = "order", _("Order")
