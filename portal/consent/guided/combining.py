"""What may not stand together on one form, said at the field where it is chosen: pure (F03-F18, R18, R23, D11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _

from portal.consent.guided.answers import Answers, Party
from portal.consent.guided.vocabulary import PURPOSES_OF
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.rules.terms import ALL, ANY_PURPOSE, LEGAL, TPO, ExpiryType, PartyClass, PartyType
from portal.consent.words import CATEGORY_WORDS
from portal.gate.vocabulary import STATE_LABELS, Category
from portal.web.refused import Refused

OFFERED = frozenset({*map(str, CATEGORY_WORDS), ALL, str(Category.HIV), str(Category.COUNSELING_NOTE)})


def refuse_disclosers(disclosers: Sequence[Party]) -> None:
    """F02."""
    if not disclosers:
        raise Refused("disclosers", _("Choose who may tell."))


def refuse_recipients(kind: ConsentKind, recipients: Sequence[Party], *, name_the_team: bool) -> None:
    """F04, and the team as a class only where the site lets it (D11) and only on the court's form."""
    if not recipients:
        raise Refused("agencies", _("Choose who may be told."))
    classes = {one.get("class") for one in recipients}
    if PartyClass.COURT_TEAM in classes:
        if name_the_team:
            raise Refused("classes", _("Name the agencies, posts or people of the team. The whole team is not taken."))
        if kind != ConsentKind.CRIMINAL_JUSTICE:
            raise Refused("classes", _("The court’s team can be named on the court’s form only."))
    if PartyClass.TPO_STANDARD in classes and kind != ConsentKind.TPO:
        raise Refused("classes", _("This group can be named only on a form for treatment, payment and operations."))
    for one in recipients:
        if one["type"] == PartyType.INTERMEDIARY and not one.get("participants") and not one.get("treating_class"):
            raise Refused(
                "members", _("Name the members that the go-between may tell, or choose all that treat the person.")
            )


def refuse_categories(kind: ConsentKind, categories: Sequence[str]) -> None:
    """F03, F11."""
    chosen = set(categories)
    if not chosen:
        raise Refused("categories", _("Choose at least one kind of information."))
    if not chosen <= OFFERED:
        raise Refused("categories", _("Choose kinds of information from the list."))
    if ALL in chosen and kind != ConsentKind.TPO:
        raise Refused(
            "categories", _("Choose the kinds one by one. “All” is only for treatment, payment and operations.")
        )
    if Category.COUNSELING_NOTE in chosen and chosen != {Category.COUNSELING_NOTE}:
        raise Refused("categories", _("Counseling notes need a form of their own. Nothing else can be on it."))
    if (Category.COUNSELING_NOTE in chosen) != (kind == ConsentKind.COUNSELING_NOTES):
        raise Refused("categories", _("Counseling notes need a form of their own. Start that form."))


def refuse_labels(labels: Sequence[str]) -> None:
    if not set(labels) <= set(STATE_LABELS):
        raise Refused("labels", _("Choose from the list."))


def refuse_record_days(first: date | None, last: date | None) -> None:
    """R35: both ends are days of the period."""
    if first and last and last < first:
        raise Refused("record_to", _("Enter a last day that is not before the first day."))


def refuse_purposes(kind: ConsentKind, purposes: Sequence[str]) -> None:
    """F05, F05B, F12, F13."""
    chosen = set(purposes)
    if not chosen:
        raise Refused("purposes", _("Choose what it is for."))
    if ANY_PURPOSE in chosen:
        raise Refused("purposes", _("Choose each purpose. “Any purpose” is not allowed."))
    if kind != ConsentKind.LEGAL_PROCEEDING and chosen & LEGAL:
        raise Refused("purposes", _("A hearing or trial against the participant needs a form of its own."))
    if kind == ConsentKind.TPO and chosen - TPO:
        raise Refused("purposes", _("This form is for treatment, payment and operations only. Use an ordinary one."))
    if not chosen <= set(PURPOSES_OF[kind]):
        raise Refused("purposes", _("Choose from the list."))


def refuse_end(kind: ConsentKind, answers: Answers, today: date) -> None:
    """F07, F07B, F07C, R23: a day after today; an event with somebody who records it; none for TPO only."""
    if answers.expiry not in (ExpiryType.DATE, ExpiryType.EVENT, ExpiryType.NONE):
        raise Refused("expiry", _("Say when it ends."))
    if answers.expiry == ExpiryType.NONE:
        if kind != ConsentKind.TPO:
            raise Refused("expiry", _("This form needs an end. Only one for treatment and payment can be without."))
        return
    if answers.expiry == ExpiryType.EVENT:
        if not answers.event.strip():
            raise Refused("event", _("Write what happens when it ends, for example: the day I move out."))
        if not answers.recorder:
            raise Refused("recorder", _("Choose who writes down that it has happened."))
    field = "expires_on" if answers.expiry == ExpiryType.DATE else "review_on"
    if not answers.expires_on:
        raise Refused(field, _("Enter the last day on which it holds."))
    if date.fromisoformat(answers.expires_on) <= today:
        raise Refused(field, _("Enter a day after today. A consent can't end before it starts."))


def refuse_point(answers: Answers, today: date, latest: datetime | None, zone_day: date | None) -> None:
    """F14, F15, F16: how long and why; from when it can be taken back, no later than the end of the case.

    `zone_day` is the local day of the latest possible disposition, as far as it is known.
    """
    if not answers.duration_text.strip():
        raise Refused("duration_text", _("Say how long it stays in force, and why that long."))
    if not answers.decision.strip():
        raise Refused("decision", _("Say what the court will decide at the end, for example: whether the charge ends."))
    if answers.revocable not in ("at_end", "on_day"):
        raise Refused("revocable", _("Say from when on it can be taken back."))
    if answers.revocable == "on_day":
        if not answers.revocable_on:
            raise Refused("revocable_on", _("Enter the day from which it can be taken back."))
        if date.fromisoformat(answers.revocable_on) <= today:
            raise Refused("revocable_on", _("Enter a day after today, or choose an ordinary consent."))
        if latest is not None and zone_day is not None and date.fromisoformat(answers.revocable_on) > zone_day:
            raise Refused("revocable_on", _("Enter a day no later than the end of the case."))


def refuse_proceeding(answers: Answers) -> None:
    """R81, F12."""
    if not answers.court.strip():
        raise Refused("court", _("Write which court or board it is."))
    if not answers.number.strip():
        raise Refused("number", _("Write the number of the case, as it stands on its papers."))
