"""S8: a holder passes on what it received (2.33(b), 2.35(d); R70-R76)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules import obligations
from portal.consent.rules.codes import Reason
from portal.consent.rules.consents import disclose, names_reader
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Facts, Inquiry
from portal.consent.rules.parties import treats
from portal.consent.rules.regimes import hipaa_allows
from portal.consent.rules.site import needs
from portal.consent.rules.terms import TPO, ConsentKind, Purpose


def redisclosure(facts: Facts, at: datetime) -> Decision | None:
    """S8: stops here for every redisclosure that is not a legal use (R70 went to S7).

    The originating agency has nothing to *re*disclose: for its staff only the consents remain (R72).
    """
    if not facts.redisclosing:
        return None
    if facts.actor.agency != facts.record.origin:
        decision = official_duty(facts, at) or under_tpo(facts)
        if decision is not None:
            return decision
    return by_consent_naming_the_holder(facts, at)


def received_under(facts: Facts) -> str:
    """The kind of consent under which the holder got it. ValueError when that was not said."""
    if facts.request.redisclosure is None:
        raise ValueError("a redisclosure without its origin")
    return facts.request.redisclosure.received_under


def official_duty(facts: Facts, at: datetime) -> Decision | None:
    """R71, 2.35(d): from one justice person to another, both on the team of one same open case, for monitoring.

    The target's role ceiling stops it for good.
    """
    if received_under(facts) != ConsentKind.CJ or facts.request.purpose != Purpose.CJ_MONITORING:
        return None
    actor, target = facts.actor, facts.target
    if not (facts.site.agency(actor.agency).cj_system and facts.site.agency(target.agency).cj_system):
        return None
    shares_open_case = any(
        case.on_team(actor.user, at) and case.on_team(target.user, at) and not case.disposed(at)
        for case in facts.participant.cases
    )
    if not shares_open_case or not named_as_site_asks(facts, at):
        return None
    if not needs(facts.site.matrices.cross_agency, target.role, facts.record.category):
        return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
    return permit(Reason.REDISCLOSURE_OFFICIAL_DUTY, obligations.of_official_duty())


def named_as_site_asks(facts: Facts, at: datetime) -> bool:
    """D5: where the site reads 2.35(d) strictly, a consent in force must name the target too, whatever it covers."""
    if not facts.site.official_duty_only_to_named:
        return True
    inquiry = Inquiry(facts, at, facts.target, facts.record.origin)
    own = (one for one in facts.consents if one.participant == facts.participant.id)
    return any(names_reader(one, inquiry) for one in own)


def under_tpo(facts: Facts) -> Decision | None:
    """R73 a covered entity or business associate, as HIPAA allows; R74 a Part 2 program, to a treating agency.

    Only for treatment, payment and operations; neither ceiling nor restriction, and no consent is named.
    """
    if received_under(facts) != ConsentKind.TPO or facts.request.purpose not in TPO:
        return None
    holder = facts.site.agency(facts.actor.agency)
    target = facts.target.agency
    if holder.hipaa_bound and hipaa_allows(facts, target):
        return permit(Reason.REDISCLOSURE_HIPAA, obligations.of_hipaa_redisclosure(facts))
    if holder.part2_program and treats(target, facts):
        return permit(Reason.REDISCLOSURE_PER_CONSENT, obligations.of_redisclosure_per_consent(facts))
    return None


def by_consent_naming_the_holder(facts: Facts, at: datetime) -> Decision:
    """R72: the consents with the holder as discloser and the target as reader; else R71's or R75's no.

    The origin's restrictions still bind; its withholding binds its own staff, not a holder with its own copy.
    """
    inquiry = Inquiry(facts, at, facts.target, facts.actor.agency)
    decision = disclose(inquiry, absent=Reason.REDISCLOSURE_NOT_PERMITTED)
    if decision.permits:
        return decision
    if received_under(facts) == ConsentKind.CJ:
        return deny(Reason.REDISCLOSURE_CJ_LIMIT)
    return deny(Reason.REDISCLOSURE_NOT_PERMITTED)
