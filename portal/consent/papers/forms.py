"""The page on which a form is signed: a name, and a drawn line, for everybody whom the rules ask for."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.consent.papers.services import Signature, Signing
from portal.consent.papers.signing import Required
from portal.consent.papers.vocabulary import COPY_LABELS
from portal.consent.papers.wording import SIGNER_LABELS
from portal.consent.rules.terms import Signer
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm

ALIAS = _("It is another name of this person. I made sure of it.")


class SignForm(PortalForm):
    """What every signing asks. `document` is the hash of the form that was shown."""

    document = HiddenField(validators=[Length(max=64)])
    language = StringField(_("Language in which it was read"), validators=[Length(max=40)], default="English")
    interpreter = StringField(_("Interpreter"), validators=[Optional(), Length(max=200)])
    witness = StringField(_("Witness"), validators=[Optional(), Length(max=200)])


class PaperSignForm(SignForm):
    """A form that was printed and signed: what is on it, and its scan."""

    signed_on = RememberedDateField(_("Date on the paper"), validators=[NotAhead(lambda: clock.now().date())])
    scan = FileField(_("Scan of the signed paper"))


class CopyForm(PortalForm):
    way = RadioField(
        _("How did the participant get the copy?"),
        choices=[SelectChoice(str(way), words) for way, words in COPY_LABELS.items()],
        validators=[InputRequired(_("Say how the copy was given."))],
    )


class CopiesForm(CopyForm):
    consents = CheckboxesField(_("Which copies?"), validators=[InputRequired(_("Choose the forms."))])


def names_for(asked: Required, prefix: str = "") -> dict[str, Any]:
    """The further fields of a signing form, by name."""
    fields: dict[str, Any] = {}
    for one in asked.asked:
        words = SIGNER_LABELS[one]
        fields[f"{prefix}name_{one}"] = StringField(words, validators=[Length(max=200)])
        fields[f"{prefix}drawing_{one}"] = HiddenField(validators=[Length(max=20_000)])
        if one == Signer.PATIENT:
            fields[f"{prefix}alias"] = BooleanField(ALIAS)
    return fields


def signing_form(base: type[SignForm], asked: Required, **values: Any) -> Any:
    """A form of this kind with the names that are asked for. `signers` says in which order they stand on the page."""
    made = type(base.__name__, (base,), names_for(asked))
    form = made(**values)
    form.signers = asked.asked
    return form


def signatures_of(form: Any, asked: Required, prefix: str = "") -> tuple[Signature, ...]:
    """Of everybody who typed a name; a line alone is no signature."""
    return tuple(
        Signature(
            one,
            said(form[f"{prefix}name_{one}"]),
            str(form[f"{prefix}drawing_{one}"].data or ""),
            confirmed=one == Signer.PATIENT and bool(form[f"{prefix}alias"].data),
        )
        for one in asked.asked
        if said(form[f"{prefix}name_{one}"])
    )


def signed_here(form: Any, asked: Required) -> Signing:
    """On this device, now, under the document that was shown."""
    return Signing(
        signatures=signatures_of(form, asked),
        signed_at=clock.now(),
        document_sha256=str(form.document.data or ""),
        language=said(form.language),
        interpreter=said(form.interpreter),
        witness=said(form.witness),
    )


def signed_on_paper(form: Any, asked: Required, scan_sha256: str, zone: str) -> Signing:
    """At the noon of the paper's day, or now when it is today; without a date where it has none (F09)."""
    on = form.signed_on.data
    at = min(clock.local_moment(on, clock.noon(), zone), clock.now()) if on else None
    return Signing(
        signatures=signatures_of(form, asked),
        signed_at=at,
        document_sha256=scan_sha256,
        on_paper=True,
        language=said(form.language),
        interpreter=said(form.interpreter),
        witness=said(form.witness),
    )


def said(field: Any) -> str:
    return " ".join(str(field.data or "").split())
