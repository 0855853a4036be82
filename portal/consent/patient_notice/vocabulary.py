"""How a notice was given, and what the patient did."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class NoticeMethod(StrEnum):
    PAPER = "paper"
    SCREEN = "screen"
    EMAIL = "email"
    READ_ALOUD = "read_aloud"


METHOD_LABELS: Final = {
    NoticeMethod.PAPER: _("On paper"),
    NoticeMethod.SCREEN: _("On a screen"),
    NoticeMethod.EMAIL: _("By e-mail, as the person wished"),
    NoticeMethod.READ_ALOUD: _("Read aloud, with a copy"),
}


class Acknowledged(StrEnum):
    """164.520(c)(2)(ii): written acknowledgment, or why there is none."""

    SIGNED = "signed"
    DECLINED = "declined"
    NOT_ABLE = "not_able"


ACKNOWLEDGED_LABELS: Final = {
    Acknowledged.SIGNED: _("Signed that it was received"),
    Acknowledged.DECLINED: _("Took it and would not sign"),
    Acknowledged.NOT_ABLE: _("Could not understand it yet; give it again when able"),
}

TEXT_CODE: Final = "2.22-2024-1"
"""The wording in templates/consent/patient_notice/text.html; a new wording gets a new code."""
