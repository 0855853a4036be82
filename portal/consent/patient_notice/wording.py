"""The words of the notice, filled with a program's own contact."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from flask_babel import gettext as _
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from portal.accounts.principal import Principal
from portal.consent.patient_notice.models import PatientNotice
from portal.consent.registers.papers import sheet
from portal.paths import TEMPLATES
from portal.web.dates import day_with_year

WORDING = "consent/patient_notice/text.html"


def text_of(program: str, contact: str, phone: str, email: str, effective_on: date) -> str:
    """The whole notice as HTML; what was typed is escaped."""
    effective = day_with_year(effective_on)
    return _wording().render(program=program, contact=contact, phone=phone, email=email, effective=effective)


@cache
def _wording() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(WORDING)


def shown(text: str) -> Markup:
    """A notice as markup: it is our own wording, in which all that was typed is escaped."""
    return Markup(text)  # nosec B704  # our own wording, in which all that was typed is escaped


def notice_paper(actor: Principal, notice: PatientNotice, at: datetime) -> bytes:
    """The notice as it was issued, to be handed over."""
    return sheet(
        "pdf/patient_notice.html",
        _("Your privacy rights"),
        actor.agency_name,
        at,
        actor.zone,
        notice=notice,
        text=shown(notice.text),
    )
