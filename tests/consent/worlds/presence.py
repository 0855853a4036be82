"""Who may know that a person is in the portal at all: an oracle of its own, because the rules know no such category.

Presence is told by the team, by treating the person, by running the program, and by any consent that would open
something to the reader. It falls under the rules of a record of the agency that registered the person, and under what
that agency promised the person.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from portal.consent.grants.world import World
from portal.consent.rules import walk
from portal.consent.rules.codes import Reason
from portal.consent.rules.consents import first_failure
from portal.consent.rules.facts import Facts, Inquiry
from portal.consent.rules.instruments import Consent
from portal.consent.rules.parties import on_any_team, treats
from portal.consent.rules.restriction import restricted
from portal.consent.rules.site import Agency
from portal.consent.rules.terms import ALL, EVALUATOR, PARTICIPANT, Category, ConsentKind, PartyType, Regime
from portal.gate.vocabulary import Basis
from tests.consent.worlds.facts import Asking

CLAIMED = {Reason.COURT_ORDER, Reason.EMERGENCY_2_51}


def knows_of(about: Asking, facts: Facts, world: World) -> bool:
    """`facts` are those of the person's own row, of category presence and of the justice system's regime."""
    at = about.at
    if walk(facts, at).permits or claims_something(about, facts):
        return True
    actor = facts.actor
    if restricted(facts, at, actor, facts.request.purpose):
        return False
    if actor.role in (PARTICIPANT, EVALUATOR) or actor.agency == facts.record.origin or no_content(facts, at):
        return False
    treated = any(str(agency) == actor.agency and span.start <= at for agency, span in world.treating)
    runs = actor.agency in {str(agency) for agency in world.program_agencies}
    told = any(
        opens_something(consent, facts, at) for consent in facts.consents if consent.participant == facts.participant.id
    )
    return treated or runs or told or on_any_team(actor.user, at, facts)


def claims_something(about: Asking, facts: Facts) -> bool:
    """Whether an order or an emergency would open some record of some program to the one who claims it now.

    An agreement of a program tells of the program's own rows, and of nobody whom another agency registered.
    """
    if about.look.claim not in (Basis.COURT_ORDER, Basis.EMERGENCY) or facts.actor.role == PARTICIPANT:
        return False
    nowhere = Agency("nowhere", "treatment", cj_system=False, part2_program=False, hipaa="none")
    site = replace(facts.site, agencies={**facts.site.agencies, "nowhere": nowhere})
    named = {one for order in about.people[facts.participant.id].orders for one in order.categories}
    for category in sorted({Category.ATTENDANCE, *(Category(one) for one in named)}):
        record = replace(facts.record, category=category, regime=Regime.PART2, origin="nowhere")
        probe = replace(facts, record=record, site=site)
        if any(CLAIMED & set(walk(one, about.at).reasons) for one in about.claims(probe)):
            return True
    return False


def no_content(facts: Facts, at: datetime) -> bool:
    """S2, S3: whoever may see nothing of anybody; asked about a record that is everybody's."""
    from portal.consent.rules.actor import agency_not_participating, technical_role

    return agency_not_participating(facts, at) is not None or technical_role(facts, at) is not None


def opens_something(consent: Consent, facts: Facts, at: datetime) -> bool:
    """Whether some record exists, or could, that this consent would open to this reader now, role ceilings aside."""
    purpose = next(iter(consent.purposes), "")
    request = replace(facts.request, purpose=purpose, proceeding_id=consent.proceeding_id)
    on = consent.information.record_from or consent.information.record_to or facts.record.service_on
    if consent.information.record_to is not None and on > consent.information.record_to:
        on = consent.information.record_to
    for category in categories_of(consent):
        record = replace(facts.record, category=category, labels=frozenset(), service_on=on)
        some = replace(facts, record=record, request=request)
        for holder in disclosers_of(consent, facts):
            if first_failure(consent, Inquiry(some, at, facts.actor, holder)) is None:
                return True
    return False


def categories_of(consent: Consent) -> tuple[Category, ...]:
    listed = consent.information.categories
    if ALL in listed and consent.kind == ConsentKind.TPO:
        return tuple(Category)
    return tuple(one for one in Category if one in listed)


def disclosers_of(consent: Consent, facts: Facts) -> tuple[str, ...]:
    named = tuple(one.name for one in consent.disclosers if one.type == PartyType.AGENCY)
    return named + tuple(one for one in facts.site.agencies if treats(one, facts))
