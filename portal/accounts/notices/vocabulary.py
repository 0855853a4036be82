"""Words of notices and of the mail that tells of them."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.web.tags import tag_for


class NoticeState(StrEnum):
    """WAITING until it is decided whether the page opens to the recipient; then OPEN in the inbox, or NOT_SENT."""

    WAITING = "waiting"
    OPEN = "open"
    NOT_SENT = "not_sent"


class MailState(StrEnum):
    """The way of one mail. Up to CLAIMED nothing of it was handed over, so it may be tried again.

    SENDING is committed before the text is handed to the server. A mail that is found there without its worker may have
    arrived or not: it becomes UNKNOWN and is never sent again. WITHHELD: none of its pages opened any more.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHHELD = "withheld"


class MailMode(StrEnum):
    """How somebody wants to be told by mail."""

    NONE = "none"
    AT_ONCE = "at_once"
    DAILY = "daily"


MODE_LABELS = {
    MailMode.NONE: _("No mail. I look into the portal."),
    MailMode.AT_ONCE: _("At once"),
    MailMode.DAILY: _("Once a day, all in one"),
}

tag_for(
    MailState,
    {
        MailState.WAITING: ("wait", _("waiting")),
        MailState.CLAIMED: ("part", _("on its way")),
        MailState.SENDING: ("part", _("on its way")),
        MailState.SENT: ("done", _("sent")),
        MailState.UNKNOWN: ("due", _("not known")),
        MailState.FAILED: ("late", _("failed")),
        MailState.WITHHELD: ("plain", _("not sent")),
    },
)
