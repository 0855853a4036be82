"""Draws consents, revocations and restrictions: mostly sound and mostly about this world's records and readers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from portal.consent.grants.world import World
from portal.consent.rules.instruments import (
    Consent,
    CriminalJusticeTerms,
    Discloser,
    Expiry,
    FormWording,
    Information,
    Recipient,
    Restriction,
    Revocation,
)
from portal.consent.rules.terms import (
    ConsentKind,
    ExpiryType,
    Label,
    PartyType,
    RestrictionReach,
    RevocationScope,
    Signer,
)
from portal.gate.vocabulary import TPO
from portal.ids import key_of
from tests.consent.worlds.chance import (
    COURT_SET,
    LONG_AGO,
    OTHER_PROCEEDING,
    PROCEEDING,
    TICK,
    Drawn,
    Look,
    boundary,
    likely,
    maybe,
)
from tests.consent.worlds.site import PLACES, STAFF, agency_id, user_id

KINDS = (ConsentKind.GENERAL, ConsentKind.CJ, ConsentKind.TPO)
NAME = "Jordan Example"
SOUND = FormWording(NAME, True, "Write to the clinic", True, True, "None", False)
COURT_TEAM = Recipient(PartyType.CLASS, "court_team")
OTHER_NAME = replace(SOUND, patient_name="J. Example")
ALL = frozenset({"all"})


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws the papers of one participant."""

    rng: Random
    world: World
    records: tuple[Drawn, ...]
    looks: tuple[Look, ...]

    def consent(self, number: int) -> Consent:
        rng = self.rng
        kind = rng.choice(
            (*KINDS * 3, ConsentKind.CJ, *(ConsentKind.LEGAL, ConsentKind.COUNSELING) * 2, ConsentKind.RELEASE)
        )
        signed_at = likely(rng, LONG_AGO, boundary(rng), boundary(rng) + TICK, chance=0.15)
        base = Consent(
            id=str(key_of(self.world.participant_id, "consent", number)),
            kind=kind,
            participant=str(self.world.participant_id),
            participant_name=NAME,
            disclosers=self.disclosers(),
            information=self.information(kind),
            recipients=self.recipients(kind),
            purposes=self.purposes(kind),
            expiry=self.expiry(),
            signed_at=signed_at,
            effective_from=likely(rng, None, signed_at, LONG_AGO, boundary(rng), chance=0.25),
            recorded_at=signed_at + timedelta(hours=1),
            signers=self.signers(),
            form=likely(rng, SOUND, OTHER_NAME, replace(SOUND, how_to_revoke=" "), chance=0.03),
            terms=self.terms() if kind == ConsentKind.CJ else None,
            proceeding_id=self.proceeding(kind),
            known_false=rng.random() < 0.04,
            superseded_at=maybe(rng, 0.04),
        )
        return replace(base, revocations=tuple(self.revocation(base) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))))

    def disclosers(self) -> tuple[Discloser, ...]:
        named = [Discloser(PartyType.AGENCY, str(agency_id(word))) for word in ("north", "south", "mind")]
        classes = Discloser(PartyType.CLASS, likely(self.rng, "treatment_programs", "court_team", chance=0.2))
        usual = (named[0], *self.rng.sample(named[1:], self.rng.choice((0, 1, 2))))
        return likely(self.rng, usual, (classes,), (classes, named[1]), (named[1],), (), chance=0.15)

    def information(self, kind: ConsentKind) -> Information:
        rng = self.rng
        usual = frozenset((*COURT_SET, *(one.category for one in rng.sample(self.records, 4)))) - {"counseling_note"}
        narrow = frozenset(rng.sample(COURT_SET, 2))
        words = likely(rng, usual, narrow, chance=0.2)
        if kind == ConsentKind.TPO:
            words = likely(rng, ALL, words, words, words, ALL | {"counseling_note"}, chance=0.3)
        if kind == ConsentKind.COUNSELING:
            words = likely(rng, frozenset({"counseling_note"}), words | {"counseling_note"}, chance=0.04)
        if kind == ConsentKind.GENERAL:
            words = likely(rng, words, ALL, words | {"counseling_note"}, chance=0.02)
        labels = likely(rng, frozenset({Label.SUD}), frozenset({Label.HIV}), frozenset(Label), chance=0.5)
        first = boundary(rng).date() if rng.random() < 0.15 else None
        last = boundary(rng).date() if rng.random() < 0.15 else None
        return Information(words, labels, first, last)

    def purposes(self, kind: ConsentKind) -> frozenset[str]:
        rng = self.rng
        if kind == ConsentKind.LEGAL:
            return frozenset({likely(rng, "legal_proceeding", "treatment", chance=0.04)})
        if kind == ConsentKind.TPO:
            usual = frozenset(str(one) for one in rng.sample(sorted(TPO), rng.choice((1, 3, 3))))
            return likely(rng, usual, usual | {"cj_monitoring"}, chance=0.02)
        usual = frozenset({"cj_monitoring", "case_management", "treatment", "defense_representation", "operations"})
        if kind == ConsentKind.CJ:
            usual = likely(rng, frozenset({"cj_monitoring"}), usual)
        return likely(
            rng, usual, usual - {"treatment", "cj_monitoring"}, frozenset({"payment"}), usual | {"any"}, chance=0.1
        )

    def expiry(self) -> Expiry:
        rng = self.rng
        date = Expiry(ExpiryType.DATE, likely(rng, boundary(rng) + timedelta(days=300), boundary(rng), chance=0.25))
        event = Expiry(ExpiryType.EVENT, event="graduation", occurred_at=maybe(rng, 0.3), at=maybe(rng, 0.1))
        return likely(rng, date, event, event, event, Expiry(ExpiryType.NONE), Expiry(ExpiryType.DATE), chance=0.2)

    def signers(self) -> frozenset[str]:
        usual = frozenset({str(Signer.PATIENT)})
        others = (frozenset({str(one)}) for one in (Signer.PARENT, Signer.REPRESENTATIVE, Signer.DIRECTOR))
        return likely(self.rng, usual, usual | {str(Signer.PARENT)}, frozenset(), *others, chance=0.06)

    def terms(self) -> CriminalJusticeTerms:
        rng = self.rng
        case = likely(rng, rng.choice(self.world.participant.cases).id, None, str(key_of("no case")), chance=0.03)
        event = likely(rng, "final_disposition", "graduation", "graduation", "after_final_disposition", "", chance=0.2)
        return CriminalJusticeTerms(case, "18 months", maybe(rng, 0.5), event, maybe(rng, 0.2))

    def proceeding(self, kind: ConsentKind) -> str | None:
        if kind == ConsentKind.LEGAL:
            return likely(self.rng, str(PROCEEDING), str(OTHER_PROCEEDING), None, chance=0.3)
        return likely(self.rng, None, str(OTHER_PROCEEDING))

    def recipients(self, kind: ConsentKind) -> tuple[Recipient, ...]:
        some = tuple(self.recipient() for _ in range(self.rng.choice((1, 2, 3))))
        if kind == ConsentKind.CJ and self.rng.random() < 0.6:
            some = (*some, COURT_TEAM)
        return likely(self.rng, some, (), chance=0.02)

    def recipient(self) -> Recipient:
        """One of those who look in this world, more often than anybody; by name, agency, role or class."""
        rng = self.rng
        looking = [one.who for one in self.looks if one.who in STAFF]
        user, place, role = STAFF[rng.choice(looking if looking and rng.random() < 0.9 else tuple(STAFF))]
        agency = str(agency_id(place))
        agencies = frozenset(str(agency_id(word)) for word in rng.sample(tuple(PLACES), 2))
        return rng.choice(
            (
                Recipient(PartyType.AGENCY, agency),
                Recipient(PartyType.AGENCY, agency),
                Recipient(PartyType.PERSON, str(user_id(user)), agency=agency),
                Recipient(PartyType.PERSON, str(user_id(user))),
                Recipient(PartyType.ROLE, str(role), agency=agency),
                Recipient(PartyType.CLASS, rng.choice(("court_team", "treating_providers", "tpo_standard"))),
                Recipient(
                    PartyType.INTERMEDIARY,
                    "exchange",
                    participants=likely(rng, agencies | {agency}, frozenset(), chance=0.3),
                    treating_class=rng.random() < 0.6,
                ),
            )
        )

    def revocation(self, consent: Consent) -> Revocation:
        rng = self.rng
        scope = rng.choice((RevocationScope.RECIPIENT, *RevocationScope))
        of: dict[str, Any] = {}
        if scope == RevocationScope.RECIPIENT:
            named = (*consent.recipients, self.recipient(), self.recipient())
            of["recipient"] = rng.choice(named)
        if scope == RevocationScope.CATEGORY:
            listed = [one for one in consent.information.categories if one != "all"] or list(COURT_SET)
            of["category"] = likely(rng, rng.choice(sorted(listed)), "all", chance=0.1)
        return Revocation(boundary(rng), scope, **of)

    def restriction(self, number: int) -> Restriction:
        rng = self.rng
        record = rng.choice(self.records)
        return Restriction(
            id=str(key_of(self.world.participant_id, "restriction", number)),
            agency=str(agency_id(likely(rng, "north", record.origin, chance=0.4))),
            agreed_at=likely(rng, LONG_AGO, boundary(rng), chance=0.4),
            reach=rng.choice(list(RestrictionReach)),
            categories=rng.choice(
                (frozenset(), ALL, frozenset({str(record.category)}), frozenset({"hiv", "drug_test"}))
            ),
            recipients=rng.choice(((), (self.recipient(), self.recipient()), (COURT_TEAM,))),
            terminated_at=maybe(rng, 0.5),
            terminated_by=rng.choice(("patient", "program", None)),
        )
