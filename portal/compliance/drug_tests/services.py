"""Recording drug tests, confirming and correcting their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.compliance.drug_tests.models import AHEAD, BEFORE, TWICE, DrugTest, DrugTestDetail, LatestDrugTest
from portal.compliance.drug_tests.vocabulary import DrugTestReason, Matrix, ResultCode
from portal.gate.vocabulary import Category, Label
from portal.ids import new_id
from portal.participants.enrollments import queries as enrollments
from portal.participants.people import queries as people
from portal.web.refused import Refused

TAMPERED = frozenset({ResultCode.SUBST, ResultCode.ADULT})
WITHOUT_SAMPLE = frozenset({ResultCode.NOSHOW, ResultCode.EXCUSED, ResultCode.CANCELLED, ResultCode.REFUSED})


@dataclass(frozen=True, slots=True)
class SampleDetail:
    """How the sample was taken and what the laboratory measured; opened to fewer readers than the result."""

    matrix: str = Matrix.URINE
    observed: bool | None = None
    temperature_f: Decimal | None = None
    remarks: str = ""
    analytes: str = ""
    levels: str = ""


@dataclass(frozen=True, slots=True)
class RecordTest:
    """One test. `collected_on` is the day of collection, of selection when nothing was collected; `collected_time` is
    the local hour, None when nothing was collected or nobody noted it.
    """

    participant_id: UUID
    collected_on: date
    code: str
    collected_time: time | None = None
    panel: str = ""
    reason: str = DrugTestReason.RANDOM
    selected_on: date | None = None
    notified_at: datetime | None = None
    detail: SampleDetail = field(default_factory=SampleDetail)


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """A confirmation, or a correction, of the result that holds now. `why` stands in the test's details."""

    drug_test_id: UUID
    code: str
    why: str
    confirmed: bool = False


def record_test(session: Session, actor: Principal, command: RecordTest) -> DrugTest:
    """Add a result. Refused for an unknown code, a day ahead or before enrollment, and a second test at that time."""
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    code = code_of(command.code)
    collected_at = None
    if command.collected_time is not None and code not in WITHOUT_SAMPLE:
        collected_at = clock.local_moment(command.collected_on, command.collected_time, actor.zone)
    if people.participant(session, command.participant_id) is None:
        raise Refused("participant", _("Choose a participant."))
    if command.collected_on > today or (collected_at is not None and collected_at > now):
        raise Refused("collected_on", AHEAD)
    refuse_before_enrollment(session, command)
    refuse_twice(session, actor, command, collected_at)
    test_id = new_id()
    test = DrugTest(
        **gate_columns(actor, Category.DRUG_TEST, command.participant_id, command.collected_on),
        id=test_id,
        test_id=test_id,
        collected_on=command.collected_on,
        collected_at=collected_at,
        selected_on=command.selected_on,
        notified_at=command.notified_at,
        panel=command.panel.strip(),
        reason=DrugTestReason(command.reason),
        recorded_at=now,
        recorded_on=today,
        **marks_of(code),
    )
    session.add(test)
    session.flush()
    session.add(detail_of(actor, test, command.detail))
    record_act(session, actor, "drug_test_recorded", test)
    finish(session, actor, test)
    return test


def change_result(session: Session, actor: Principal, command: ChangeResult) -> DrugTest:
    """Confirm or correct a result: a new row holds, the first stays with who and when.

    Refused when the result is not the own agency's or no longer holds, and without a reason.
    """
    old = session.scalar(select(DrugTest).where(DrugTest.id == command.drug_test_id))
    if old is None or old.origin_id != actor.agency_id:
        raise Refused("code", _("Only the agency that recorded a result can change it."))
    if old.superseded_at is not None:
        raise Refused("code", _("Somebody else has corrected this result meanwhile. Open it again."))
    code = code_of(command.code)
    if code is ResultCode.PRESUMPT and command.confirmed:
        raise Refused("code", _("Choose what the laboratory confirmed."))
    if code == old.code and command.confirmed == old.confirmed:
        raise Refused("code", _("Choose another result; this one holds already."))
    if not command.why.strip():
        raise Refused("why", _("Enter why, for example “laboratory report of Thu Nov 19”."))
    now = clock.now()
    before = session.scalar(select(DrugTestDetail).where(DrugTestDetail.drug_test_id == old.id))
    old.superseded_at = now
    session.flush()
    new = DrugTest(
        **gate_columns(actor, Category.DRUG_TEST, old.participant_id, old.collected_on, old.labels),
        test_id=old.test_id,
        supersedes_id=old.id,
        collected_on=old.collected_on,
        collected_at=None if code in WITHOUT_SAMPLE else old.collected_at,
        selected_on=old.selected_on,
        notified_at=old.notified_at,
        panel=old.panel,
        reason=old.reason,
        recorded_at=now,
        recorded_on=clock.local_date(now, actor.zone),
        **marks_of(code, command.confirmed),
    )
    new.withheld = old.withheld
    session.add(new)
    session.flush()
    session.add(detail_of(actor, new, kept(before), command.why.strip()))
    record_act(session, actor, "drug_test_changed", new)
    finish(session, actor, new)
    return new


def code_of(code: str) -> ResultCode:
    """The code as a word of the vocabulary. Refused when it is none."""
    try:
        return ResultCode(code)
    except ValueError:
        raise Refused("code", _("Choose one of the results.")) from None


def marks_of(code: ResultCode, confirmed: bool = False) -> dict[str, object]:
    return {
        "code": code,
        "confirmed": confirmed or code is ResultCode.POS_CONF,
        "tampered": code in TAMPERED,
        "pending_confirmation": code is ResultCode.PRESUMPT,
    }


def refuse_before_enrollment(session: Session, command: RecordTest) -> None:
    """The database looks again, also where the writer may not read the enrollment."""
    enrollment = enrollments.current(session, command.participant_id)
    if enrollment is not None and command.collected_on < enrollment.started_on:
        raise Refused("collected_on", BEFORE)


def refuse_twice(session: Session, actor: Principal, command: RecordTest, collected_at: datetime | None) -> None:
    """Only the own agency's tests are looked at: a refusal may tell nothing about another's."""
    same = select(DrugTest).where(
        DrugTest.participant_id == command.participant_id,
        DrugTest.origin_id == actor.agency_id,
        DrugTest.collected_on == command.collected_on,
        DrugTest.superseded_at.is_(None),
    )
    if any(test.collected_at == collected_at for test in session.scalars(same)):
        raise Refused("collected_time", TWICE)


def detail_of(actor: Principal, test: DrugTest, detail: SampleDetail, changed_why: str = "") -> DrugTestDetail:
    return DrugTestDetail(
        **gate_columns(actor, Category.TEST_DETAIL, test.participant_id, test.collected_on, test.labels),
        drug_test_id=test.id,
        matrix=Matrix(detail.matrix),
        observed=detail.observed,
        temperature_f=detail.temperature_f,
        remarks=detail.remarks.strip(),
        analytes=detail.analytes.strip(),
        levels=detail.levels.strip(),
        changed_why=changed_why,
    )


def kept(before: DrugTestDetail | None) -> SampleDetail:
    if before is None:
        return SampleDetail()
    return SampleDetail(
        before.matrix, before.observed, before.temperature_f, before.remarks, before.analytes, before.levels
    )


def finish(session: Session, actor: Principal, test: DrugTest) -> None:
    """The rollup, then whoever listens: a result may open a question."""
    session.flush()
    keep_latest(session, actor, test)
    signals.drug_test_recorded.send(session, drug_test=test, actor=actor)


def keep_latest(session: Session, actor: Principal, test: DrugTest) -> None:
    """The rollup row of the actor's agency repeats its last result that bears no label and is not withheld."""
    if test.labels != Label.SUD.bit or test.withheld:
        return
    row = session.scalar(
        select(LatestDrugTest).where(
            LatestDrugTest.participant_id == test.participant_id, LatestDrugTest.origin_id == actor.agency_id
        )
    )
    if row is None:
        row = LatestDrugTest(
            **gate_columns(actor, Category.DRUG_TEST, test.participant_id, test.collected_on),
            collected_on=test.collected_on,
        )
        session.add(row)
    if test.collected_on >= row.collected_on:
        row.drug_test_id, row.collected_on, row.code = test.id, test.collected_on, test.code
        row.service_on, row.created_at, row.author_id = test.service_on, test.created_at, test.author_id
    session.flush()


def latest_by_derivation(session: Session, actor: Principal, participant_id: UUID) -> DrugTest | None:
    """What the rollup row must equal: the last result of the agency, unlabelled and not withheld."""
    wanted = select(DrugTest).where(
        DrugTest.participant_id == participant_id,
        DrugTest.origin_id == actor.agency_id,
        DrugTest.superseded_at.is_(None),
        DrugTest.labels == Label.SUD.bit,
        DrugTest.withheld.is_(False),
    )
    return session.scalar(
        wanted.order_by(DrugTest.collected_on.desc(), DrugTest.recorded_at.desc(), DrugTest.id.desc()).limit(1)
    )
