"""Programs and their versions: rules come from readable files and are kept whole."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.loading import rules_from_text
from portal.participants.programs.models import Program, ProgramVersion


def start_program(
    session: Session, actor: Principal | None, agency_id: UUID, name: str, number_prefix: str, rules: ProgramRules
) -> ProgramVersion:
    """A new program of an agency, with the first version of its rules."""
    program = Program(
        agency_id=agency_id,
        name=name,
        kind=rules.kind,
        number_prefix=number_prefix,
        has_hearings=rules.has_hearings,
    )
    session.add(program)
    session.flush()
    record_act(session, actor, "program_started", program)
    return add_version(session, actor, program, rules)


def add_version(session: Session, actor: Principal | None, program: Program, rules: ProgramRules) -> ProgramVersion:
    """Put rules in force for enrollments from now on; the same content again is the version that is there."""
    wanted = select(ProgramVersion).where(
        ProgramVersion.program_id == program.id, ProgramVersion.content_hash == rules.content_hash
    )
    known = session.scalar(wanted)
    if known is not None:
        return known
    last = session.scalar(select(func.max(ProgramVersion.number)).where(ProgramVersion.program_id == program.id))
    version = ProgramVersion(
        program_id=program.id, number=(last or 0) + 1, content_hash=rules.content_hash, content=rules.text
    )
    session.add(version)
    record_act(session, actor, "program_version_added", version)
    session.flush()
    signals.program_rules_changed.send(session, program_id=program.id)
    return version


@lru_cache(maxsize=64)
def _rules(content_hash: str, content: str) -> ProgramRules:
    return rules_from_text(content)


def rules_of(version: ProgramVersion) -> ProgramRules:
    """The rules of a version; equal content is read once in a process."""
    return _rules(version.content_hash, version.content)
