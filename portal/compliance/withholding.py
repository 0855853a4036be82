"""What a program withholds is withheld here too: the questions it opened, and the latest test that is told of; and the
results that can be withheld from their own page."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.compliance.behaviors.models import Question
from portal.compliance.drug_tests.models import DrugTest, LatestDrugTest
from portal.compliance.drug_tests.presenting import result_label
from portal.compliance.drug_tests.services import keep_latest, latest_by_derivation
from portal.consent.withholding.kinds import Kind, add_kind
from portal.consent.withholding.services import follow
from portal.gate.protected import Gated
from portal.web.dates import day


def hear_withholding(session: Session, record: Gated, actor: Principal) -> None:
    """A question repeats the protection of what opened it; its answers and decisions follow it."""
    if isinstance(record, DrugTest):
        renew_latest(session, actor, record)
    for question in session.scalars(select(Question).where(Question.source_id == record.id)):
        if question.origin_id == record.origin_id:
            follow(session, actor, question, record)


def renew_latest(session: Session, actor: Principal, test: DrugTest) -> None:
    """The rollup tells of the last test that may be told of; where none is left, it is withheld itself."""
    latest = latest_by_derivation(session, actor, test.participant_id)
    row = session.scalar(
        select(LatestDrugTest).where(
            LatestDrugTest.participant_id == test.participant_id, LatestDrugTest.origin_id == actor.agency_id
        )
    )
    if row is None:
        return
    row.withheld = latest is None
    if latest is not None:
        row.collected_on = latest.collected_on
        keep_latest(session, actor, latest)
    session.flush()


def result_told(test: DrugTest) -> str:
    return gettext("Test of %(day)s: %(result)s", day=day(test.collected_on, g.today), result=result_label(test.code))


def add_kinds() -> None:
    add_kind(
        Kind(
            "result",
            _("Test results"),
            DrugTest,
            result_told,
            lambda test: url_for("compliance.drug_tests.change", drug_test_id=test.id),
        )
    )
