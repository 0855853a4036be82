"""The pages of a sitting: which program tells, yes or no to each form, a signature for each."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from portal import clock
from portal.consent.guided.asking import made
from portal.consent.guided.forms import OpenCheckboxes, yes_or_no
from portal.consent.papers.forms import SignForm, names_for, said, signatures_of
from portal.consent.papers.services import Signing
from portal.consent.papers.signing import Required
from portal.consent.papers.wording import LABEL_QUESTIONS
from portal.consent.program_packet.filling import NO, YES, Choice
from portal.consent.program_packet.services import Sitting
from portal.consent.words import CATEGORY_WORDS
from portal.gate.vocabulary import Category
from portal.participants.programs.definition import PacketForm
from portal.web.forms import CheckboxesField, PortalForm

ALL_WORDS = _("All of it, but for counseling notes")


class StartForm(PortalForm):
    programs = CheckboxesField(_("Which treatment program knows about you?"))


class ChoiceForm(PortalForm):
    categories = OpenCheckboxes(_("What may be told"))
    agreed = RadioField(
        _("Do you want to sign this form?"),
        choices=[SelectChoice(YES, _("Yes, I will sign it")), SelectChoice(NO, _("No, I will not sign it"))],
        validators=[InputRequired(_("Choose yes or no."))],
    )


def choice_form(form: PacketForm, before: Choice | None, labels: list[str]) -> Any:
    """The kinds that the program asks for are marked; a mark can be taken off. Each label is a question of its own."""
    fields = {f"label_{one}": yes_or_no(LABEL_QUESTIONS[one]) for one in labels}
    kind = type("ChoiceAsked", (ChoiceForm,), fields)
    known = {f"label_{one}": YES if before and one in before.labels else NO for one in labels}
    chosen = before.categories if before and before.categories else form.categories
    shown = made(kind, categories=list(chosen), agreed=before.agreed if before else None, **known)
    shown.categories.choices = [
        SelectChoice(one, ALL_WORDS if one == "all" else CATEGORY_WORDS[Category(one)]) for one in form.categories
    ]
    return shown


def choice_of(shown: Any, labels: list[str]) -> Choice:
    named = tuple(one for one in labels if shown[f"label_{one}"].data == YES)
    return Choice(shown.agreed.data, tuple(shown.categories.data or ()), named)


def packet_sign_form(sitting: Sitting, asked: Required) -> Any:
    """One page, a signature for each form that was agreed to."""
    fields: dict[str, Any] = {}
    for one in sitting.agreed:
        fields |= names_for(asked, f"{one.key}-")
        fields[f"{one.key}-document"] = HiddenField(validators=[Length(max=64)])
    form = type("PacketSignForm", (SignForm,), fields)()
    form.signers = asked.asked
    return form


def signings_of(form: Any, sitting: Sitting, asked: Required) -> dict[str, Signing]:
    return {
        one.key: Signing(
            signatures=signatures_of(form, asked, f"{one.key}-"),
            signed_at=clock.now(),
            document_sha256=str(form[f"{one.key}-document"].data or ""),
            language=said(form.language),
            interpreter=said(form.interpreter),
            witness=said(form.witness),
        )
        for one in sitting.agreed
    }
