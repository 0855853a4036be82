"""Where each line of a report comes from: letters for agencies, and the instrument that opened the record.

Built anew for each document, for one participant and one addressee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flask_babel import gettext as _

from portal.clock import END
from portal.consent.accounting.services import KIND_ORDER, OpenGrant
from portal.consent.instruments.models import Consent
from portal.consent.words import categories_sentence
from portal.court.reports.lines import Provenance, Source
from portal.gate.vocabulary import Category
from portal.ids import NIL
from portal.web.dates import day_with_year, last_day, local_day

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Recorded(Protocol):
    """What every room says of the record behind a fact."""

    @property
    def table(self) -> str: ...

    @property
    def record_id(self) -> UUID: ...

    @property
    def origin_id(self) -> UUID: ...

    @property
    def category(self) -> Category: ...


@dataclass(slots=True)
class Sources:
    """Letters given so far, what each agency's records are shown under, and the consents relied on."""

    addressee_agency_id: UUID
    names: Mapping[UUID, str]
    grants: Sequence[OpenGrant]
    consents: Mapping[UUID, Consent]
    zone: str
    letters: dict[UUID, str] = field(default_factory=dict)
    relied: dict[UUID, dict[UUID, OpenGrant]] = field(default_factory=dict)
    authors: dict[UUID, dict[str, datetime]] = field(default_factory=dict)

    def provenance(self, source: Recorded) -> Provenance:
        """The record of one source, under the letter of its agency."""
        grant = self.grant_for(source)
        letter = self.letters.setdefault(source.origin_id, LETTERS[len(self.letters) % len(LETTERS)])
        if grant is not None and grant.instrument_kind in KIND_ORDER:
            self.relied.setdefault(source.origin_id, {})[grant.instrument_id] = grant
        return Provenance(
            letter=letter,
            origin_agency_name=self.names.get(source.origin_id, ""),
            table=source.table,
            record_id=str(source.record_id),
            version=int(getattr(source, "version", 1)),
            instrument_id=str(grant.instrument_id) if grant is not None and grant.instrument_id != NIL else None,
        )

    def line(self, sources: Iterable[Recorded]) -> dict[str, Any]:
        """`provenance` and `also` of a line that rests on one or several records. ValueError without any."""
        found = tuple(dict.fromkeys(self.provenance(source) for source in sources))
        if not found:
            raise ValueError("a line of a report without the record behind it")
        return {"provenance": found[0], "also": found[1:]}

    def grant_for(self, source: Recorded) -> OpenGrant | None:
        """The grant relied on, None for the addressee's own records."""
        if source.origin_id == self.addressee_agency_id:
            return None
        for grant in self.grants:
            if grant.holder_id in (source.origin_id, NIL) and grant.categories & source.category.bit:
                return grant
        return None

    def written_by(self, origin_id: UUID, author: str, submitted_at: datetime) -> None:
        """Say who wrote an agency's section, and when."""
        if author:
            self.authors.setdefault(origin_id, {})[author] = submitted_at

    def written(self) -> list[tuple[str, str, datetime]]:
        """Everybody who wrote a section: agency, name, when it was submitted."""
        return [
            (self.names.get(origin_id, ""), author, at)
            for origin_id, authors in self.authors.items()
            for author, at in authors.items()
        ]

    def legend(self) -> tuple[Source, ...]:
        """The letters with agency, author, and what the records are shown under."""
        found = []
        for origin_id, letter in self.letters.items():
            authors = self.authors.get(origin_id, {})
            found.append(
                Source(
                    letter=letter,
                    agency=self.names.get(origin_id, ""),
                    shown_under=self.shown_under(origin_id),
                    author=", ".join(authors) or None,
                    submitted_at=max(authors.values(), default=None),
                )
            )
        return tuple(found)

    def shown_under(self, origin_id: UUID) -> str:
        if origin_id == self.addressee_agency_id:
            return _("own record")
        relied = self.relied.get(origin_id)
        if not relied:
            return _("team agreement")
        return "; ".join(self.consent_words(grant) for grant in relied.values())

    def consent_words(self, grant: OpenGrant) -> str:
        consent = self.consents.get(grant.instrument_id)
        signed = self.signed_words(consent)
        if grant.ends_at == END:
            return _("consent of %(day)s", day=signed)
        return _("consent of %(day)s, through %(end)s", day=signed, end=self.last_day(grant.ends_at))

    def signed_words(self, consent: Consent | None) -> str:
        if consent is None or consent.signed_at is None:
            return _("its own day")
        return day_with_year(local_day(consent.signed_at, self.zone))

    def last_day(self, ends_at: datetime) -> str:
        """The last day on which it holds; a consent ends at the midnight after it."""
        return day_with_year(last_day(ends_at, self.zone))

    def scope(self, recipient: str, purpose: str) -> tuple[str, ...]:
        """What each consent relied on lets whom tell, in one sentence each."""
        found = []
        for origin_id, relied in self.relied.items():
            for grant in relied.values():
                consent = self.consents.get(grant.instrument_id)
                what = categories_sentence(grant.categories)
                sentence = _(
                    "The consent of %(day)s lets %(agency)s tell %(recipient)s: %(what)s; %(purpose)s",
                    day=self.signed_words(consent),
                    agency=self.names.get(origin_id, ""),
                    recipient=recipient,
                    what=what[:1].lower() + what[1:],
                    purpose=purpose,
                )
                if grant.ends_at != END:
                    sentence = _("%(sentence)s, through %(end)s", sentence=sentence, end=self.last_day(grant.ends_at))
                found.append(f"{sentence}.")
        return tuple(dict.fromkeys(found))

    @property
    def kinds(self) -> str:
        """The kinds of instrument that the document travels under."""
        kinds = {grant.instrument_kind for relied in self.relied.values() for grant in relied.values()}
        return " ".join(sorted(kinds))
