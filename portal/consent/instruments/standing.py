"""Whether a paper can open anything, by the rules that compile it, and why it can't: one answer for every page.

What has ended could open something once; that is told elsewhere. A paper with a reason against it never could: its form
is deficient (R15), somebody has not signed (R51-R57), it is known to be false (R17), or it is none of Part 2 (R14).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consent.compile import world_on_file
from portal.consent.grants.compiling import life_of
from portal.consent.grants.world import World
from portal.consent.instruments import queries
from portal.consent.instruments.models import Consent
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.papers.signing import required
from portal.consent.papers.wording import SIGNER_LABELS
from portal.consent.rules.form import form_defects
from portal.consent.rules.instruments import Consent as Fact
from portal.consent.rules.terms import ConsentKind
from portal.consent.words import DEFECT_WORDS


def reasons_against(session: Session, consent: Consent) -> tuple[str, ...]:
    """Why a paper opens nothing, in words; empty when it is in force, was, or will be."""
    return reasons_in(world_on_file(session, consent.participant_id), consent)


def reasons_in(world: World, consent: Consent) -> tuple[str, ...]:
    """The same in a world that is loaded already, for several papers of one participant."""
    fact = next(one for one in world.consents if one.id == str(consent.id))
    found = []
    if fact.known_false:
        found.append(_("The program knows that something on it is false."))
    if fact.kind == ConsentKind.RELEASE:
        found.append(_("A general release is not enough for these records."))
    defects = form_defects(fact, world.participant.case(fact.case_id))
    found += [str(DEFECT_WORDS[one]) for one in defects]
    if fact.signed_at is not None:
        lacking = required(world.participant, fact.signed_at).missing(fact.signers)
        found += [_("Still to sign: %(who)s", who=SIGNER_LABELS[one]) for one in lacking]
    if not found and life_of(never_ended(fact), world) is None:
        found.append(_("By the rules it can’t be relied on."))
    return tuple(found)


def in_force(session: Session, consent: Consent, at: datetime) -> bool:
    """Sound, begun, and neither ended nor taken back, be it for a later point (R63)."""
    revocations = queries.revocations_of(session, [consent.id]).get(consent.id, [])
    if consent.signed_at is None or max(consent.signed_at, consent.effective_from) > at:
        return False
    if any(one.scope == RevocationScope.ALL for one in revocations):
        return False
    return not has_ended(session, consent, at) and not reasons_against(session, consent)


def has_ended(session: Session, consent: Consent, at: datetime) -> bool:
    """Whether nothing is left of it, whatever ended it."""
    revocations = queries.revocations_of(session, [consent.id]).get(consent.id, [])
    ended_at = queries.ended_at(session, consent, revocations)
    return ended_at is not None and ended_at <= at


def never_ended(fact: Fact) -> Fact:
    """The paper as if nothing had happened to it since it was signed."""
    return replace(fact, revocations=(), superseded_at=None, expiry=replace(fact.expiry, occurred_at=None))
