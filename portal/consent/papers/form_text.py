"""What a consent form says, line by line, from what was chosen: the same words on page, paper and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.naming import party_names
from portal.consent.papers.wording import LABEL_WORDS, TITLES, TPO_PURPOSE, statements
from portal.consent.rules.terms import ALL, ExpiryType
from portal.consent.words import CATEGORY_WORDS, PURPOSE_WORDS
from portal.gate.vocabulary import STATE_LABELS, Category, Purpose
from portal.web.dates import day_with_year, local_day, through

OTHER_PURPOSES: dict[Purpose, Any] = {
    Purpose.PATIENT_REQUEST: _("Because I ask for it"),
    Purpose.LEGAL_PROCEEDING: _("For this one legal proceeding"),
}


Paper = RecordConsent | Consent
"""What would be signed, and what was."""


@dataclass(frozen=True, slots=True)
class Line:
    """A topic and what was chosen for it; several choices are a list."""

    topic: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormText:
    """A whole form in words, without signatures. `lines` is what was chosen, `statements` what the law has it say."""

    title: str
    participant: str
    lines: tuple[Line, ...]
    statements: tuple[str, ...]


def form_text(session: Session, paper: Paper, zone: str) -> FormText:
    kind = ConsentKind(paper.kind)
    tells = party_names(session, paper.disclosers)
    point = point_words(paper, zone)
    lines = [
        Line(gettext("Who may tell"), tuple(tells)),
        Line(gettext("Who may be told"), tuple(party_names(session, paper.recipients))),
        Line(gettext("What may be told"), what_words(paper)),
        Line(gettext("What for"), purpose_words(paper)),
        *case_lines(paper, kind, point),
        Line(gettext("Until when"), (until_words(session, paper, zone),)),
    ]
    return FormText(
        title=str(TITLES[kind]),
        participant=str(paper.form["patient_name"]),
        lines=tuple(lines),
        statements=tuple(statements(kind, ", ".join(tells), point)),
    )


def what_words(paper: Paper) -> tuple[str, ...]:
    """The kinds one by one, which of the specially protected facts are named and which are not, and the period."""
    chosen = set(paper.categories)
    words = [str(label) for one, label in CATEGORY_WORDS.items() if str(one) in chosen]
    if ALL in chosen:
        words = [gettext("All of it, but for counseling notes")]
    if Category.COUNSELING_NOTE in chosen:
        words.append(gettext("Counseling notes"))
    named = [str(LABEL_WORDS[one]) for one in STATE_LABELS if one in paper.sensitivities]
    left_out = [str(LABEL_WORDS[one]) for one in STATE_LABELS if one not in paper.sensitivities]
    if named:
        words.append(gettext("Also facts about: %(what)s", what=", ".join(named)))
    if left_out:
        words.append(gettext("No facts about: %(what)s", what=", ".join(left_out)))
    if paper.record_from or paper.record_to:
        words.append(period_words(paper.record_from, paper.record_to))
    return tuple(words)


def period_words(first: date | None, last: date | None) -> str:
    if first and last:
        return gettext("Only from %(first)s through %(last)s", first=day_with_year(first), last=day_with_year(last))
    if first:
        return gettext("Only from %(first)s on", first=day_with_year(first))
    return gettext("Only through %(last)s", last=day_with_year(last) if last else "")


def purpose_words(paper: Paper) -> tuple[str, ...]:
    chosen = set(paper.purposes)
    if paper.kind == ConsentKind.TPO and chosen == {Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS}:
        return (TPO_PURPOSE[:1].upper() + TPO_PURPOSE[1:],)
    known: dict[Purpose, Any] = {**PURPOSE_WORDS, **OTHER_PURPOSES}
    return tuple(str(words) for one, words in known.items() if str(one) in chosen)


def case_lines(paper: Paper, kind: ConsentKind, point: str) -> Sequence[Line]:
    """Which case it is for: 2.35 asks for more than 2.31 does."""
    if kind == ConsentKind.LEGAL_PROCEEDING:
        return [Line(gettext("The case"), (str(paper.form.get("proceeding", "")),))]
    if kind != ConsentKind.CRIMINAL_JUSTICE:
        return []
    return [
        Line(gettext("The case"), (str(paper.form.get("case_number", "")),)),
        Line(gettext("What the court decides at the end"), (str(paper.form.get("decision", "")),)),
        Line(gettext("How long, and why"), (paper.duration_text,)),
        Line(gettext("From when it can be taken back"), (point[:1].upper() + point[1:],)),
    ]


def point_words(paper: Paper, zone: str) -> str:
    if paper.revocable_at is None:
        return gettext("when the case ends")
    return gettext(
        "%(day)s, or when the case ends if that is sooner", day=day_with_year(local_day(paper.revocable_at, zone))
    )


def until_words(session: Session, paper: Paper, zone: str) -> str:
    if paper.expiry_kind == ExpiryType.NONE:
        return gettext("Until I take it back")
    ends = through(paper.expires_at, zone) if paper.expires_at else gettext("no day is named")
    if paper.expiry_kind != ExpiryType.EVENT:
        return ends[:1].upper() + ends[1:]
    who = session.get(UserAccount, UUID(paper.form["expiry_recorder"])) if paper.form.get("expiry_recorder") else None
    return gettext(
        "Until this happens: %(event)s. %(who)s writes it down. At the latest it holds %(ends)s.",
        event=paper.expiry_event,
        who=who.display_name if who else "",
        ends=ends,
    )
