"""A court's team agreement: who may see what, in versions that every agency signs before they hold (R40, R43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from portal.consent.compile import compile_ceilings
from portal.consent.instruments.models import Agreement, AgreementSignature, MatrixLine
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.register import register
from portal.consent.team_agreements.queries import MATRICES, agencies_on_teams, agreeing_courts, papers_of
from portal.gate.vocabulary import Category, RoleName
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class ProposeVersion:
    """A version of a court's agreement: by matrix (cross_agency, team) and role all categories; and who signs."""

    court_id: UUID
    starts_at: datetime
    parties: tuple[UUID, ...]
    lines: Mapping[str, Mapping[str, tuple[Category, ...]]]


def propose_version(session: Session, actor: Principal, command: ProposeVersion) -> Agreement:
    """Put a version before the agencies. It holds from its start or from the last signature, whichever is later.

    All who take part are asked: every agency with somebody on a team of the court's programs (R43). Refused when one of
    them is missing, for whoever does not speak for the court, for counseling notes (never by agreement), for a matrix
    or a role that is none, and without the court's signature.
    """
    require_court(actor, command.court_id)
    if command.court_id not in command.parties or len(set(command.parties)) < 2:
        raise Refused("parties", _("Choose the court and at least one other agency."))
    if not command.lines or not set(command.lines) <= set(MATRICES):
        raise Refused("lines", _("Say which role sees what."))
    if any(Category.COUNSELING_NOTE in seen for roles in command.lines.values() for seen in roles.values()):
        raise Refused("lines", _("Counseling notes are never shared by agreement; they need a consent of their own."))
    known = {*RoleName, *register().cross_agency, *register().team}
    if any(role not in known for roles in command.lines.values() for role in roles):
        raise Refused("lines", _("Choose roles from the list."))
    require_all_agencies(session, command)
    first = not agreeing_courts(session, [command.court_id])
    version = Agreement(kind=AgreementKind.TEAM, agency_id=command.court_id, starts_at=command.starts_at)
    session.add(version)
    session.flush()
    session.add_all(
        AgreementSignature(agreement_id=version.id, agency_id=one) for one in dict.fromkeys(command.parties)
    )
    session.add_all(
        MatrixLine(agreement_id=version.id, matrix=matrix, role=role, categories=Category.mask(seen))
        for matrix, roles in command.lines.items()
        for role, seen in roles.items()
    )
    record_act(session, actor, "team_agreement_proposed", version)
    session.flush()
    compile_ceilings(session)
    if first:
        use_own_matrices(session, command.court_id)
    return version


def require_court(actor: Principal, court_id: UUID) -> None:
    if actor.agency_id != court_id or not actor.may(Permission.TEAM_AGREEMENT_PROPOSE):
        raise Refused("", _("Only those who speak for the court propose its agreement, or end it."))


def require_all_agencies(session: Session, command: ProposeVersion) -> None:
    missing = agencies_on_teams(session, command.court_id, clock.now()) - set(command.parties)
    if missing:
        names = session.scalars(select(Agency.name).where(Agency.id.in_(missing)).order_by(Agency.name))
        raise Refused(
            "parties",
            _("These work in the court's teams and must sign too: %(agencies)s.", agencies=", ".join(names)),
        )


def sign_version(session: Session, actor: Principal, version: Agreement) -> None:
    """Sign for one's own agency. With the last signature the version holds, in the same transaction.

    Refused for whoever does not speak for the agency, for an agency whose signature is not asked for, for a second one,
    and once the version has ended or a later one holds in its place.
    """
    if not actor.may(Permission.TEAM_AGREEMENT_SIGN):
        raise Refused("", _("Ask somebody who speaks for your agency to sign."))
    if version.ends_at is not None and version.ends_at <= clock.now():
        raise Refused("", _("This agreement has ended."))
    later = [paper for number, paper in papers_of(session, [version.agency_id]).items() if number > version.id]
    if any(paper.holds_from is not None for paper in later):
        raise Refused("", _("A later version has taken the place of this agreement."))
    wanted = select(AgreementSignature).where(
        AgreementSignature.agreement_id == version.id, AgreementSignature.agency_id == actor.agency_id
    )
    signature = session.scalar(wanted)
    if signature is None or signature.signed_at is not None:
        raise Refused("", _("This agreement does not wait for your agency's signature."))
    signature.signed_at, signature.signed_by_id = clock.now(), actor.user_id
    record_act(session, actor, "team_agreement_signed", version)
    session.flush()
    compile_ceilings(session)


def end_version(session: Session, actor: Principal, version: Agreement, ends_at: datetime) -> None:
    """A version ends: where no other follows, the product's own ceilings hold again.

    Refused for an earlier end, and for whoever does not speak for the court.
    """
    require_court(actor, version.agency_id)
    if version.ends_at is not None or ends_at <= version.starts_at:
        raise Refused("ends_at", _("Enter an end that lies after the start."))
    version.ends_at = ends_at
    record_act(session, actor, "team_agreement_ended", version)
    session.flush()
    compile_ceilings(session)


def use_own_matrices(session: Session, court_id: UUID) -> None:
    """Once, with a court's first agreement: its participants' grants name the court's matrices from now on."""
    wanted = select(AuditEvent.participant_id).where(AuditEvent.act == "enrolled", AuditEvent.agency_id == court_id)
    for participant_id in session.scalars(wanted.distinct().order_by(AuditEvent.participant_id)):
        signals.sharing_changed.send(session, participant_id=participant_id)
