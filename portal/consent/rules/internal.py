"""S9 and S10: a copy that was delivered, and communication inside the program (2.12(c)(3); R3, R5, R6, R28)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules import obligations
from portal.consent.rules.actor import holds_copy
from portal.consent.rules.codes import Reason
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Facts
from portal.consent.rules.restriction import restricted
from portal.consent.rules.site import needs


def retained_copy(facts: Facts, at: datetime) -> Decision | None:
    """S9, R28: what was delivered before a revocation or expiry may be kept and used, still bound.

    From its receipt on, within the cross-agency ceiling; purpose, restrictions and consents are not looked at.
    """
    copy = facts.record.held_copy
    if copy is None or facts.actor.agency == facts.record.origin or not holds_copy(facts, at):
        return None
    if not needs(facts.site.matrices.cross_agency, facts.actor.role, facts.record.category):
        return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
    return permit(Reason.RETAINED_COPY, obligations.of_retained_copy(copy.received_under))


def inside_the_program(facts: Facts, at: datetime) -> Decision | None:
    """S10, R5, R6: staff who need it, of the program or of the entity with direct administrative control.

    Within the own-agency ceiling, and bound by restrictions; the purpose and the withheld flag are not looked at.
    """
    actor = facts.actor
    if actor.agency == facts.record.origin:
        reason = Reason.OWN_AGENCY
    elif facts.record.origin in facts.site.agency(actor.agency).controls:
        reason = Reason.ADMIN_CONTROL
    else:
        return None
    if not needs(facts.site.matrices.own_agency, actor.role, facts.record.category):
        return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
    if restricted(facts, at, actor, facts.request.purpose):
        return deny(Reason.RESTRICTION_2_26)
    return permit(reason)
