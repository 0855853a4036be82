"""Reading drug tests; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.drug_tests.models import DrugTest, DrugTestDetail, LatestDrugTest
from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.gate.reader import reader_of

RECENT = 50


def results_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[DrugTest]]:
    """Every result, also superseded ones, oldest first: derivations choose by what was known when."""
    found: dict[UUID, list[DrugTest]] = {}
    wanted = select(DrugTest).where(DrugTest.participant_id.in_(list(participant_ids)))
    for test in session.scalars(wanted.order_by(DrugTest.collected_on, DrugTest.recorded_at, DrugTest.id)):
        found.setdefault(test.participant_id, []).append(test)
    return found


def as_facts(tests: Iterable[DrugTest]) -> list[ResultFact]:
    """The results in the shape of the derivations."""
    return [ResultFact(str(one.test_id), one.collected_on, ResultCode(one.code), one.recorded_at) for one in tests]


def drug_test(session: Session, drug_test_id: UUID) -> DrugTest | None:
    return session.scalar(select(DrugTest).where(DrugTest.id == drug_test_id))


def current_test(session: Session, test_id: UUID) -> DrugTest | None:
    """The result of a test that holds now."""
    return session.scalar(select(DrugTest).where(DrugTest.test_id == test_id, DrugTest.superseded_at.is_(None)))


def history_of(session: Session, test_id: UUID) -> Sequence[DrugTest]:
    """All results of one test, oldest first."""
    return session.scalars(
        select(DrugTest).where(DrugTest.test_id == test_id).order_by(DrugTest.recorded_at, DrugTest.id)
    ).all()


def details_of(session: Session, drug_test_ids: Iterable[UUID]) -> dict[UUID, DrugTestDetail]:
    wanted = select(DrugTestDetail).where(DrugTestDetail.drug_test_id.in_(list(drug_test_ids)))
    return {detail.drug_test_id: detail for detail in session.scalars(wanted)}


def recent(session: Session, since_on: date, own_only: bool = False) -> Sequence[DrugTest]:
    """Results that hold now of the days since, newest first, at most a page of them."""
    wanted = select(DrugTest).where(DrugTest.collected_on >= since_on, DrugTest.superseded_at.is_(None))
    if own_only:
        wanted = wanted.where(DrugTest.origin_id == reader_of(session).agency)
    newest = wanted.order_by(DrugTest.collected_on.desc(), DrugTest.recorded_at.desc(), DrugTest.id)
    return session.scalars(newest.limit(RECENT)).all()


def pending(session: Session) -> Sequence[DrugTest]:
    """The own agency's results that await confirmation, oldest first."""
    wanted = select(DrugTest).where(
        DrugTest.origin_id == reader_of(session).agency,
        DrugTest.pending_confirmation,
        DrugTest.superseded_at.is_(None),
    )
    return session.scalars(wanted.order_by(DrugTest.collected_on, DrugTest.id)).all()


def latest_own_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, LatestDrugTest]:
    """The last result of the reader's own agency for each participant, from the rollup."""
    wanted = select(LatestDrugTest).where(
        LatestDrugTest.participant_id.in_(list(participant_ids)),
        LatestDrugTest.origin_id == reader_of(session).agency,
    )
    return {one.participant_id: one for one in session.scalars(wanted)}
