"""A privacy officer learns why a record was shown or not; nobody else learns anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.audit.models import AuditEvent
from portal.consent.explaining.asking import NotForYou
from portal.consent.explaining.reasons import RULES
from portal.consent.explaining.services import Ask, Explanation, explain, record_refusal
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.consent.rules.codes import Effect, Reason
from portal.consent.turns.services import mark_false
from portal.db import unit_of_work
from portal.extensions import db
from portal.ids import new_id
from tests.given.county import NOW, Acting, County

OFFICER = "privacy"


def asked(app: Flask, record_id: UUID, whom: str, at: datetime = NOW, by: str = OFFICER, **more: str) -> Explanation:
    with app.app_context():
        try:
            with unit_of_work() as session:
                return explain(session, Ask(by, whom, record_id, at, **more), db.session.session_factory)
        finally:
            db.session.remove()


@pytest.fixture(scope="module")
def mark(filed_day: County) -> UUID:
    """An attendance mark of Riverbend about Xio."""
    return filed_day.things["xio-mark"]


def test_a_consent_that_covers_is_named(app: Flask, mark: UUID) -> None:
    told = asked(app, mark, "judge")
    assert told.found.decision.effect == Effect.PERMIT_WITH_OBLIGATIONS
    relied = [consent.id for consent, failure in told.found.consents if failure is None]
    assert set(told.found.decision.consent_ids) <= set(relied)
    text = "\n".join(told.lines())
    assert "Shown at 2026-11-18" in text and "relied on" in text and "One whole consent covers it" in text


def test_each_consent_comes_with_the_first_check_that_it_fails(app: Flask, mark: UUID) -> None:
    told = asked(app, mark, "stranger")
    assert told.found.decision.effect == Effect.DENY
    assert told.found.consents and all(failure is not None for _, failure in told.found.consents)
    assert any("fails C10" in line and "R31" in line for line in told.lines())


def test_before_the_papers_were_on_file_there_were_none(app: Flask, mark: UUID) -> None:
    told = asked(app, mark, "judge", at=datetime(2026, 3, 2, 16, tzinfo=NOW.tzinfo))
    assert told.found.decision.effect == Effect.DENY
    assert told.found.consents == () and told.found.later > 0


def test_a_revocation_counts_from_its_moment_on(app: Flask, county: County, mark: UUID) -> None:
    later = NOW + timedelta(hours=2)
    with Acting(app, county, "counselor", later) as (session, actor):
        consent = session.scalars(select(Consent).where(Consent.id == county.consents["xio-others"])).one()
        revoke_consent(session, actor, consent, Revoke())
    told = asked(app, mark, "casemanager", later)
    assert not told.found.decision.permits
    assert Reason.REVOKED in {failure.reason for _, failure in told.found.consents if failure is not None}
    assert asked(app, mark, "casemanager", later - timedelta(seconds=1)).found.decision.permits


def test_the_own_program_needs_no_consent(app: Flask, mark: UUID) -> None:
    assert asked(app, mark, "counselor").found.decision.reasons == (Reason.OWN_AGENCY,)


def test_another_purpose_may_be_asked_for(app: Flask, mark: UUID) -> None:
    told = asked(app, mark, "counselor", purpose="legal_proceeding")
    assert told.found.decision.reasons == (Reason.LEGAL_USE_BLOCKED,)


@pytest.mark.parametrize("by", ["counselor", "judge", "sysadmin", "programadmin", "nobody", ""])
def test_only_a_privacy_officer_may_ask(app: Flask, mark: UUID, by: str) -> None:
    with pytest.raises(NotForYou, match="Only a privacy officer"):
        asked(app, mark, "judge", by=by)


def test_another_programs_record_is_as_absent_as_none(app: Flask, filed_day: County) -> None:
    said = set()
    for record_id in (filed_day.things["hearing"], filed_day.things["obligation"], new_id()):
        with pytest.raises(NotForYou) as no:
            asked(app, record_id, "judge")
        said.add(str(no.value))
    assert said == {"There is no such record of your program."}


def test_the_question_is_in_the_trail_before_it_is_answered(app: Flask, mark: UUID) -> None:
    asked(app, mark, "judge")
    with app.app_context():
        event = last_of(app)
        assert (event.act, event.subject_id, event.outcome) == (
            "decision_explained",
            mark,
            "PERMIT_WITH_OBLIGATIONS",
        )
        assert event.participant_id is not None and event.user_id is not None


def test_a_refused_question_is_in_the_trail_too(app: Flask, mark: UUID) -> None:
    with app.app_context():
        with unit_of_work() as session:
            record_refusal(session, Ask("counselor", "judge", mark, NOW))
        event = last_of(app)
        assert (event.outcome, event.subject_id, event.participant_id) == ("refused", mark, None)


def test_no_name_of_the_participant_is_told(app: Flask, filed_day: County, mark: UUID) -> None:
    for whom in ("judge", "stranger"):
        text = "\n".join(asked(app, mark, whom).lines())
        assert "Xio" not in text and str(filed_day.people["xio"]) not in text


def test_every_reason_has_its_sentence() -> None:
    assert set(RULES) == set(Reason)


def last_of(app: Flask) -> AuditEvent:
    wanted = select(AuditEvent).where(AuditEvent.act == "decision_explained").order_by(AuditEvent.id.desc())
    return db.session().scalars(wanted).first() or pytest.fail("nothing in the trail")


def test_that_it_is_false_counts_from_when_it_was_known(app: Flask, county: County, mark: UUID) -> None:
    """R17, R183: what was seen before was seen by the consent."""
    later = NOW + timedelta(hours=3)
    with Acting(app, county, "privacy", later) as (session, actor):
        mark_false(session, actor, session.get_one(Consent, county.consents["xio-court"]), "Somebody else signed it")
    for at, known in ((later - timedelta(seconds=1), False), (later, True)):
        told = asked(app, mark, "judge", at)
        said = {failure.reason for _, failure in told.found.consents if failure is not None}
        assert (told.found.decision.permits, Reason.MATERIALLY_FALSE in said) == (not known, known)
