"""What a consent would open, before anybody signs it; put through the engine as if it had been signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.accounts.principal import Principal
from portal.consent.grants.world import World
from portal.consent.instruments.services import RecordConsent, consent_of
from portal.consent.on_file import consent_fact
from portal.consent.previewing.known import known_world
from portal.consent.previewing.on_file import strata
from portal.consent.previewing.seats import Seat, seats
from portal.consent.previewing.sight import Sight, days
from portal.consent.previewing.table import Change, Numbers, Opening, Opens, opening
from portal.consent.previewing.words import ALWAYS, heads_of
from portal.consent.rules.form import form_defects
from portal.consent.rules.instruments import Consent
from portal.consent.rules.signers import signed_rightly
from portal.consent.rules.terms import PartyClass, PartyType, Signer
from portal.gate.reader import reader_of
from portal.gate.vocabulary import Category
from portal.participants.enrollments.models import LegalCase
from portal.participants.people.known import require_known

SIGNING: tuple[tuple[Signer, ...], ...] = (
    (Signer.PATIENT,),
    (Signer.PATIENT, Signer.PARENT),
    (Signer.REPRESENTATIVE,),
    (Signer.DIRECTOR,),
)
"""Who might have to sign (C4), the usual first."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose view of which programs' records is asked for, at which moment, before and after a change of papers."""

    world: World
    at: datetime
    seats: tuple[Seat, ...]
    change: Change
    holders: tuple[UUID, ...]
    asked: frozenset[Category] = frozenset()
    numbers: bool = False
    """Whether the own program's records are counted too, which asks every table."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a consent would open from `at` on, a table for each program that tells.

    `defects` are those that the form has even once it is signed: then it opens nothing, and the tables say so.
    `labels`: records that state law protects beyond this (HIV, and so on) stay closed, because the form names none.
    `no_program`: the form lets programs tell of which this reader knows none.
    """

    openings: tuple[Opening, ...]
    defects: tuple[str, ...]
    at: datetime
    labels_closed: bool = False
    no_program: bool = False


def preview(
    session: Session, actor: Principal, command: RecordConsent, at: datetime, further: Sequence[RecordConsent] = ()
) -> Preview:
    """Who would see what, if this form were signed as it stands; nothing is kept.

    `further`: forms of the same participant that would be signed with it; the tables then are of all of them together.
    Counted with what the session's reader may know of: the own program's papers are all there, and numbers of records
    are given of the own program's only (R141, R143). Refused for a participant whom the reader may not know of.
    """
    require_known(session, command.participant_id)
    commands = (command, *further)
    world = known_world(session, command.participant_id)
    papers = [as_if_signed(actor, one, world, at) for one in commands]
    known = [paper for paper, one in zip(papers, commands, strict=True) if knows_case(session, one)]
    if known:
        world = known_world(session, command.participant_id, *known)
    moment = max([at, *(paper.effective_from or at for paper in papers)])
    holders = holders_of(papers, world, moment)
    named = dict.fromkeys(recipient for paper in papers for recipient in paper.recipients)
    recipients = seats(session, world, named, moment, holders)
    change = Change(world.consents, (*world.consents, *papers))
    asked = frozenset(set(Category) & {kind for one in commands for kind in one.categories})
    question = Question(world, moment, recipients, change, holders, asked, numbers=True)
    defects = (one for paper in papers for one in form_defects(paper, world.participant.case(paper.case_id)))
    return Preview(
        openings=openings(session, actor, question),
        defects=tuple(dict.fromkeys(str(one) for one in defects)),
        at=moment,
        labels_closed=not any(paper.information.labels for paper in papers),
        no_program=not holders,
    )


def knows_case(session: Session, command: RecordConsent) -> bool:
    """Whether the reader knows the case that a court's form names: nobody learns of a team by naming a case."""
    wanted = select(LegalCase).where(LegalCase.id == command.legal_case_id)
    return command.legal_case_id is not None and session.scalar(wanted) is not None


def as_if_signed(actor: Principal, command: RecordConsent, world: World, at: datetime) -> Consent:
    """The facts of the paper. One that nobody signed yet counts as signed at `at` by those whom the rules ask for."""
    paper = consent_fact(consent_of(actor, replace(command, signed_at=command.signed_at or at)))
    if paper.signers:
        return paper
    tried = [replace(paper, signers=frozenset(str(one) for one in who)) for who in SIGNING]
    sound = (one for one in tried if signed_rightly(one, world.participant, one.signed_at or at))
    return next(sound, tried[0])


def holders_of(papers: Iterable[Consent], world: World, at: datetime) -> tuple[UUID, ...]:
    """The programs that papers let tell, by name, or as those that treat the participant, in the papers' order."""
    found: dict[UUID, None] = {}
    for discloser in (one for paper in papers for one in paper.disclosers):
        if discloser.type == PartyType.AGENCY and discloser.name in world.agencies:
            found[UUID(discloser.name)] = None
        elif discloser.name == PartyClass.TREATMENT_PROGRAMS:
            found |= {agency: None for agency, span in world.treating if span.start <= at < span.end}
    return tuple(found)


def openings(session: Session, actor: Principal, question: Question) -> tuple[Opening, ...]:
    """A table for each program: always the usual kinds, those that are asked about, and all that somebody sees."""
    papers = tuple({one.id: one for one in (*question.change.before, *question.change.after)}.values())
    world = replace(question.world, consents=papers)
    sight = Sight(session, world, question.at, actor.agency_id)
    when = days(papers, question.at, actor.zone)
    names = {one.id: one.name for one in session.scalars(select(Agency))}
    found = []
    for holder in question.holders:
        justice = sight.is_justice(holder)
        kinds = tuple(heads_of(justice=justice))
        numbers = None
        if question.numbers and holder == actor.agency_id:
            read = own_kinds(session, kinds)
            numbers = Numbers(read, strata(session, world, holder, read))
        every = opening(sight, (holder, names[holder]), question.seats, kinds, question.change, when, numbers)
        every = replace(every, whole=holder == actor.agency_id)
        found.append(narrowed(every, set(kinds) if justice else {*ALWAYS, *question.asked}))
    return tuple(found)


def own_kinds(session: Session, kinds: Iterable[Category]) -> frozenset[Category]:
    """Those that the reader reads of the own agency; of another kind the count would be none where there are some."""
    reader = reader_of(session)
    mask = reader.own_part2 | reader.own_hipaa | reader.own_cj
    return frozenset(one for one in kinds if one.bit & mask)


def narrowed(every: Opening, kept: set[Category]) -> Opening:
    cells = [cell for line in every.lines for cell in line.cells]
    shown = kept | {cell.category for cell in cells if cell.before != Opens.NO or cell.after != Opens.NO}
    return replace(
        every,
        categories=tuple(one for one in every.categories if one in shown),
        lines=tuple(
            replace(line, cells=tuple(cell for cell in line.cells if cell.category in shown)) for line in every.lines
        ),
    )
