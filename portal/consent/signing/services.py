"""Who may sign: a state's rule for minors, and a death, which suspends what was signed in life (R50-R57)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.agencies.models import Agency
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.compile import consents_on_file
from portal.consent.doubts.queries import strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.instruments.models import Revocation
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.recorded import recorded
from portal.gate.vocabulary import Capacity, MinorRule, RoleName
from portal.participants.people.models import PersonalStanding
from portal.participants.people.services import StateStanding, state_standing
from portal.web.refused import Refused

MAJORITIES = range(12, 22)


def state_minor_rule(
    session: Session, actor: Principal | None, agency: Agency, age_of_majority: int, rule: MinorRule
) -> None:
    """Say from which age people sign alone, and whether a parent signs with those who are younger (R50-R52).

    Everybody whom the agency registered or enrolled is compiled anew: a form that lacked a signature may be sound now.
    Refused for whoever doesn't set up that agency (without an actor it is who runs the site), and for an age that no
    state has.
    """
    if actor is not None:
        require_setting_up(actor, agency)
    if age_of_majority not in MAJORITIES:
        raise Refused("age_of_majority", _("Enter the age of majority of your state, in years."))
    agency.age_of_majority, agency.minor_rule = age_of_majority, rule
    record_act(session, actor, "minor_rule_stated", agency, note=f"{age_of_majority} {rule}")
    session.flush()
    wanted = select(AuditEvent.participant_id).where(
        AuditEvent.act.in_(("participant_registered", "enrolled")), AuditEvent.agency_id == agency.id
    )
    for participant_id in session.scalars(wanted.distinct().order_by(AuditEvent.participant_id)):
        signals.sharing_changed.send(session, participant_id=participant_id)


def require_setting_up(actor: Principal, agency: Agency) -> None:
    """R50: the rule is the state's and counsel's; the agency's own administrator states it, or the site's for any."""
    own = actor.agency_id == agency.id or actor.role == RoleName.SYSTEM_ADMIN
    if not own or not actor.may(Permission.SITE_SETTINGS):
        raise Refused("", _("Ask the administrator of the agency; they record the rule that counsel gives."))


def record_death(session: Session, actor: Principal, participant_id: UUID, deceased_at: datetime) -> PersonalStanding:
    """Record a death. Every consent signed in life is suspended from now on, until somebody reviews it (R57),
    unless the site decided that consents outlive their signer (D9).

    Suspending is a revocation of all of it, recorded as not the participant's own; a criminal-justice consent ends at
    its revocable point, as after any revocation.
    """
    standing = state_standing(
        session, actor, StateStanding(participant_id, Capacity.OK, deceased_at, reason="participant died")
    )
    now = clock.now()
    ended = consents_on_file(session, participant_id) if strict(session, Doubt.D9, now) else []
    for consent_id in ended:
        suspended = Revocation(
            **recorded(actor, participant_id),
            consent_id=consent_id,
            received_at=now,
            written=False,
            scope=RevocationScope.ALL,
            taken_back_by="review",
        )
        session.add(suspended)
        record_act(session, actor, "consent_suspended", suspended, note="death")
    session.flush()
    signals.sharing_changed.send(session, participant_id=participant_id)
    return standing
