"""What a mail says: the same subject for all, no name, nothing of anybody, and the portal's own address."""

from __future__ import annotations

from email.message import EmailMessage

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from portal.accounts.notices.sending import Claimed, stamp
from portal.accounts.notices.smtp import MailServer

LANGUAGE = "en_US"


def write_mail(mine: Claimed, server: MailServer) -> EmailMessage:
    """The whole mail about a number of notices."""
    message = stamp(mine, server)
    with force_locale(LANGUAGE):
        message["Subject"] = _("Treatment Court Portal: something waits for you")
        lines = (
            ngettext(
                "%(num)d thing waits for you in the portal.", "%(num)d things wait for you in the portal.", mine.notices
            ),
            _("Sign in to see it: %(address)s", address=inbox_address()),
            _(
                "This mail names nobody, and nobody reads an answer to it. "
                "Under “Notices” in the portal you choose when mail comes."
            ),
        )
    message.set_content("\n\n".join(lines) + "\n")
    return message


def inbox_address() -> str:
    return f"{str(current_app.config['PUBLIC_ADDRESS']).rstrip('/')}/notices"
