"""What somebody would be shown, asked of the rules themselves: no second reading of the law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal, purposes_of, regime_of_agency
from portal.clock import local_date
from portal.consent.deciding import actor_of, matrices, participant_at, site_at
from portal.consent.grants.world import World
from portal.consent.rules import decide
from portal.consent.rules.facts import Facts, Record, Request
from portal.consent.rules.instruments import Consent
from portal.consent.rules.site import Matrices
from portal.consent.rules.terms import CONSENT_BASIS, Action
from portal.gate.vocabulary import UNDERTAKINGS, Basis, Category, Label, Regime

Papers = tuple[Consent, ...]


class Sight:
    """One participant's facts at one moment, for any number of readers, records and sets of papers.

    `asks` is the agency whose agreements count: an agreement is known to its parties only (decision 59).
    """

    def __init__(self, session: Session, world: World, at: datetime, asks: UUID) -> None:
        self.session, self.world, self.at, self.asks = session, world, at, asks
        self.site = site_at(session, world, at)
        self._matrices: dict[UUID, Matrices] = {}

    def opens(self, who: Principal, record: Record, papers: Papers) -> bool:
        """Whether by these papers the record is shown, for some purpose that the person may state (R34)."""
        proceedings = {None, *(one.proceeding_id for one in papers)}
        for purpose in purposes_of(who.role):
            for proceeding in proceedings:
                request = Request(Action.READ, str(purpose), CONSENT_BASIS, proceeding_id=proceeding)
                if decide(self.facts(who, record, request, papers), self.at).permits:
                    return True
        return False

    def claimed(self, who: Principal, record: Record) -> Basis | None:
        """By what the record is shown besides: a court order (R83), the emergency of this very person (R100), or an
        agreement of the program with the agency (R110, R115, R116); each opens while it is claimed."""
        for order in self.world.orders:
            if self.claims(who, record, Basis.COURT_ORDER, court_order=order):
                return Basis.COURT_ORDER
        for one in self.world.emergencies:
            mine = (one.user_id, one.agency_id) == (who.user_id, who.agency_id)
            is_open = one.span.start <= self.at < one.span.end
            if mine and is_open and self.claims(who, record, Basis.EMERGENCY, emergency=one.emergency):
                return Basis.EMERGENCY
        if record.origin != str(self.asks) or record.regime != Regime.PART2:
            return None
        return next((one for one in UNDERTAKINGS if self.claims(who, record, one)), None)

    def claims(self, who: Principal, record: Record, basis: Basis, **ground: Any) -> bool:
        requests = (Request(Action.READ, str(purpose), str(basis), **ground) for purpose in purposes_of(who.role))
        return any(decide(self.facts(who, record, one, ()), self.at).permits for one in requests)

    def facts(self, who: Principal, record: Record, request: Request, papers: Papers) -> Facts:
        return Facts(
            actor=actor_of(who),
            participant=participant_at(self.world, {(who.user_id, who.agency_id)}, self.at),
            record=record,
            request=request,
            consents=papers,
            restrictions=self.world.restrictions,
            site=replace(self.site, matrices=self.matrices_for(who.agency_id)),
        )

    def matrices_for(self, agency_id: UUID) -> Matrices:
        """The ceilings as far as that agency signed to them (R43), read once."""
        if agency_id not in self._matrices:
            self._matrices[agency_id] = matrices(self.session, self.world, self.at, agency_id)
        return self._matrices[agency_id]

    def record(self, holder: UUID, category: Category, day: date) -> Record:
        """A record as the program would make it now: of its own law, not withheld, without a label of state law."""
        agency = self.world.agencies[str(holder)]
        return Record(
            id="",
            category=category,
            origin=str(holder),
            regime=regime_of_agency(agency.part2_program, agency.hipaa),
            labels=frozenset({Label.SUD}),
            service_on=day,
            created_at=self.at,
            author="",
        )

    def is_justice(self, holder: UUID) -> bool:
        """Whether the agency's own records are told by the team agreement and not by consent (R130)."""
        agency = self.world.agencies[str(holder)]
        return regime_of_agency(agency.part2_program, agency.hipaa) == Regime.CJ


def days(papers: Iterable[Consent], at: datetime, zone: str) -> tuple[date, ...]:
    """Today, and the days around each edge of a paper's period: between two of them nothing changes (R35)."""
    today = local_date(at, zone)
    edges = set[date]()
    for one in papers:
        if first := one.information.record_from:
            edges |= {first, first - timedelta(days=1)}
        if last := one.information.record_to:
            edges |= {last, last + timedelta(days=1)}
    return (today, *sorted(day for day in edges if day < today))
