"""Why somebody may see another agency's records: the paper that opens them, or the other ground that is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.clock import END
from portal.consent.accounting.services import KIND_ORDER, OpenGrant, open_grants
from portal.consent.instruments import queries
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind
from portal.consent.words import categories_sentence
from portal.gate.reader import reader_of
from portal.gate.vocabulary import CLAIMABLE, Basis, Category
from portal.web.dates import day_with_year, local_day, through


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground in words. `holder` is the agency whose records they are, "" for every program that treats the person;
    `signed` the day of a consent, "" of anything else; `heed` what this ground does not allow."""

    holder: str
    what: str
    ground: str
    signed: str
    until: str
    heed: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A claimed ground: its name, how long it lasts where no end is set, and what it does not allow."""

    words: Any
    open_end: Any
    heed: Any


GROUNDS: Final = {
    Basis.EMERGENCY: Ground(
        _("A medical emergency, documented by you"),
        _("until you end it"),
        _("Look only at what you need to treat the emergency."),
    ),
    Basis.COURT_ORDER: Ground(
        _("A court order"),
        _("until the court takes it back"),
        _("Use them only as the order says."),
    ),
    Basis.QSOA: Ground(
        _("A service agreement with the program"),
        _("until one side ends it"),
        _("Use them only for that service."),
    ),
    Basis.AUDIT: Ground(
        _("An audit of the program"),
        _("until one side ends it"),
        _("Use them only for the audit."),
    ),
    Basis.RESEARCH: Ground(
        _("A study that the law allows"),
        _("until one side ends it"),
        _("Use them only for the study."),
    ),
}
NO_CHARGES: Final = _("They may not be used to investigate or charge the participant.")


def reasons(session: Session, participant_id: UUID) -> list[Reason]:
    """Whatever opens another agency's records to this reader now (R160), each once, best to rely on first.

    Grants that everybody has by law or by the seat on the team are no reasons of their own.
    """
    names = {one.id: one.name for one in queries.agencies(session)}
    found: dict[Any, Reason] = {}
    for grant in open_grants(session, reader_of(session), [participant_id]):
        holder = names.get(grant.holder_id, "")
        if grant.instrument_kind in KIND_ORDER:
            reason = by_consent(session, grant, holder)
        elif grant.instrument_kind in CLAIMABLE and grant.categories & ~Category.PRESENCE.bit:
            reason = by_claim(grant, holder)
        else:
            continue
        found.setdefault((grant.instrument_id, grant.holder_id, grant.categories), reason)
    return list(found.values())


def by_consent(session: Session, grant: OpenGrant, holder: str) -> Reason:
    consent = queries.consent(session, grant.instrument_id)
    court = grant.instrument_kind == ConsentKind.CRIMINAL_JUSTICE
    return Reason(
        holder=holder,
        what=categories_sentence(grant.categories),
        ground=str(CONSENT_KIND_LABELS[ConsentKind(grant.instrument_kind)]),
        signed=day_with_year(local_day(consent.signed_at)) if consent and consent.signed_at else "",
        until=ends(grant, gettext("until the case ends") if court else gettext("until it is taken back")),
        heed=str(NO_CHARGES),
    )


def by_claim(grant: OpenGrant, holder: str) -> Reason:
    ground = GROUNDS[Basis(grant.instrument_kind)]
    return Reason(
        holder=holder,
        what=categories_sentence(grant.categories),
        ground=str(ground.words),
        signed="",
        until=ends(grant, str(ground.open_end)),
        heed=str(ground.heed),
    )


def ends(grant: OpenGrant, open_end: str) -> str:
    return open_end if grant.ends_at == END else through(grant.ends_at)
