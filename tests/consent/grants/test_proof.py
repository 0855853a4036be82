"""The proof that the tables equal a fresh compile finds what is missing or too much, and compiling mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.agreements.services import agree
from portal.consent.compile import (
    compile_agreements,
    compile_ceilings,
    compile_participant,
    consents_on_file,
    difference,
    difference_of_agreements,
    world_on_file,
)
from portal.consent.grants.ceilings import ceiling_rows, matrices_of
from portal.consent.grants.models import AccessBar, AccessGrant, RoleCeiling
from portal.consent.instruments.models import AgreementSignature, Consent
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.team_agreements.queries import versions
from portal.consent.team_agreements.services import ProposeVersion, propose_version
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction
from portal.gate.vocabulary import UNDERTAKINGS, Category
from portal.ids import NIL, key_of, new_id
from portal.participants.enrollments.models import Enrollment
from portal.participants.programs.models import ProgramVersion
from tests.given.county import Acting, County

Act = Callable[..., Acting]


def columns(table: Any, row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in table.__table__.columns}


def told(table: Any, what: str, row: dict[str, Any]) -> str:
    words = " ".join(f"{name}={value}" for name, value in row.items() if name != "id")
    return f"{table.__tablename__}: {what} {words}"


def everything(session: Session, table: Any) -> list[list[str]]:
    """All rows of a table without their ids."""
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    return sorted([repr(getattr(row, name)) for name in names] for row in session.scalars(select(table)))


def prepared(session: Session, actor: Any, county: County) -> UUID:
    """A participant with a bar, and an agreement about everybody."""
    xio: UUID = county.people["xio"]
    agree_to_restriction(session, actor, AgreeToRestriction(xio))
    program, other = county.agencies["riverbend"], county.agencies["southgate"]
    services = Category.DRUG_TEST.bit
    privacy = county.principal(session, "privacy")
    agree(session, privacy, AgreementKind.QSO, program, clock.now(), party_id=other, categories=services)
    return xio


def rows_about(session: Session, table: Any, whose: Iterable[UUID] | None) -> list[dict[str, Any]]:
    wanted = select(table) if whose is None else select(table).where(table.participant_id.in_(whose))
    return [columns(table, row) for row in session.scalars(wanted)]


@pytest.mark.parametrize("table", [AccessGrant, AccessBar])
def test_each_row_of_a_participant_counts(table: Any, acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        xio = prepared(session, actor, county)
        proves(session, table, [xio], lambda: difference(session, xio), lambda: compile_participant(session, xio))
        session.rollback()


@pytest.mark.parametrize("table", [AccessGrant, RoleCeiling])
def test_each_row_about_everybody_counts(table: Any, acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        prepared(session, actor, county)
        whose = None
        if table is AccessGrant:
            undertaken = select(AccessGrant.participant_id).where(AccessGrant.instrument_kind.in_(UNDERTAKINGS))
            whose = [NIL, *session.scalars(undertaken)]
            assert len(whose) > 1
        mend = compile_agreements if table is AccessGrant else compile_ceilings
        proves(session, table, whose, lambda: difference_of_agreements(session), lambda: mend(session))
        session.rollback()


def proves(
    session: Session,
    table: Any,
    whose: Iterable[UUID] | None,
    difference: Callable[[], list[str]],
    mend: Callable[[], None],
) -> None:
    assert difference() == []
    before, rows = everything(session, table), rows_about(session, table, whose)
    session.execute(insert(table), [{**rows[0], "id": new_id()}])
    assert difference() == [told(table, "too much", rows[0])]
    mend()
    assert everything(session, table) == before
    one = rows_about(session, table, whose)[-1]
    session.execute(delete(table).where(table.id == one["id"]))
    assert difference() == [told(table, "missing", one)]
    mend()
    assert difference() == []
    assert everything(session, table) == before, "and no other row was touched"


def test_what_an_agreement_that_is_no_more_opened_goes(acting: Act, county: County) -> None:
    """Also that of an agency that has no agreement any longer."""
    with acting("counselor") as (session, actor):
        prepared(session, actor, county)
        before = everything(session, AccessGrant)
        one = rows_about(session, AccessGrant, [NIL])[0]
        gone = {**one, "id": new_id(), "participant_id": key_of("everybody, for nobody"), "instrument_kind": "qsoa"}
        session.execute(insert(AccessGrant), [gone])
        assert difference_of_agreements(session) == [told(AccessGrant, "too much", gone)]
        compile_agreements(session)
        assert everything(session, AccessGrant) == before
        session.rollback()


def test_the_versions_of_a_court_are_among_the_ceilings(acting: Act, county: County) -> None:
    """R43: once every agency has signed, by the court's own matrices; nobody is recompiled."""
    court, everybody = county.agencies["court"], tuple(county.agencies.values())
    with acting("coordinator") as (session, actor):
        lines = {"team": {"judge": (Category.HEARING,)}}
        propose_version(session, actor, ProposeVersion(court, clock.now(), everybody, lines))
        before = everything(session, AccessGrant)
        waiting = rows_about(session, RoleCeiling, None)
        assert Category.HEARING.bit not in {row["categories"] for row in waiting}
        for signature in session.scalars(select(AgreementSignature)):
            signature.signed_at = clock.now()
        session.flush()
        found = difference_of_agreements(session)
        assert found and all(line.startswith("role_ceiling: ") for line in found)
        compile_ceilings(session)
        own = [row for row in rows_about(session, RoleCeiling, None) if row["matrix"] == matrices_of(court)[1]]
        assert {(row["role"], row["categories"]) for row in own if row["starts_at"] == clock.now()} == {
            ("judge", Category.HEARING.bit)
        }
        assert difference_of_agreements(session) == []
        assert everything(session, AccessGrant) == before
        session.rollback()


def test_who_is_in_two_programs_has_the_ceilings_of_both(acting: Act, county: County) -> None:
    """R43: of a court's own matrices and the product's what both allow, from the first such person and on."""
    court, xio = county.agencies["court"], county.people["xio"]
    both, parties = (court, NIL), tuple(county.agencies.values())
    with acting("coordinator") as (session, actor):
        lines = {"team": {"judge": (Category.HEARING,)}}
        propose_version(session, actor, ProposeVersion(court, clock.now(), parties, lines))
        for signature in session.scalars(select(AgreementSignature)):
            signature.signed_at = clock.now()
        session.flush()
        compile_ceilings(session)
        assert together(session, both) == []
        first = session.get_one(Enrollment, county.enrollments["xio"])
        further = columns(Enrollment, first) | {"id": new_id(), "number": "second"}
        second = session.get_one(ProgramVersion, county.versions["diversion"])
        session.add(Enrollment(**further | {"program_id": second.program_id, "program_version_id": second.id}))
        session.flush()
        compile_participant(session, xio)
        wanted = sorted(ceiling_rows({court: versions(session)[court], NIL: ()}), key=repr)
        assert wanted and together(session, both) == wanted
        compile_participant(session, xio)
        compile_ceilings(session)
        assert together(session, both) == wanted, "once, and also when all are made anew"
        assert difference_of_agreements(session) == []
        session.rollback()


def together(session: Session, courts: tuple[UUID, ...]) -> list[dict[str, Any]]:
    """The ceilings for whoever is in programs of these at once, without their ids."""
    wanted = select(RoleCeiling).where(RoleCeiling.matrix.in_(matrices_of(*courts)))
    rows = [columns(RoleCeiling, row) for row in session.scalars(wanted)]
    return sorted(({name: row[name] for name in row if name != "id"} for row in rows), key=repr)


def test_a_changed_row_is_both_missing_and_too_much(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        xio = prepared(session, actor, county)
        row = rows_about(session, AccessGrant, [xio])[0]
        session.execute(update(AccessGrant).where(AccessGrant.id == row["id"]).values(categories=row["categories"] + 1))
        session.expire_all()
        changed = {**row, "categories": row["categories"] + 1}
        wanted = [told(AccessGrant, "missing", row), told(AccessGrant, "too much", changed)]
        assert difference(session, xio) == wanted
        session.rollback()


def test_the_papers_of_one_person_whoever_asks(acting: Act, county: County) -> None:
    """For what ends them all, also those that the one who records it may not see."""
    xio = county.people["xio"]
    with acting("counselor") as (session, _):
        seen = sorted(one for word, one in county.consents.items() if word.startswith("xio"))
        assert consents_on_file(session, xio) == seen and len(seen) > 1
        assert sorted(UUID(one.id) for one in world_on_file(session, xio).consents) == seen
    with acting("stranger") as (session, _):
        assert consents_on_file(session, xio) == seen
        assert session.scalars(select(Consent).where(Consent.participant_id == xio)).all() == []
