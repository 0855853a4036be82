"""A question opens with a mark, goes with its correction, and is as protected as the mark that opened it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.behaviors import queries
from portal.compliance.behaviors.models import Question, QuestionAnswer
from portal.compliance.behaviors.queries import Asked
from portal.compliance.behaviors.services import AnswerQuestion, DecideQuestion, answer_question, decide_question
from portal.compliance.behaviors.vocabulary import Standing
from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.compliance.facts import questions_of
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.participants.programs.vocabulary import AttendanceMark
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.recording import CorrectMark, correct_mark
from portal.web.files import FileStore
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_scan

Acts = Callable[..., Acting]
EXCUSE = AttendanceMark.EXCUSED


def question_of(session: Session, court_day: County) -> Asked:
    found = queries.asked(session, court_day.things["question"])
    assert found is not None
    return found


def correct(acting: Acts, court_day: County, mark: AttendanceMark) -> None:
    """The clinic corrects the mark that opened the question."""
    with acting("counselor") as (session, actor):
        row = sessions.marks(session, court_day.things["held"])[court_day.people["xio"]]
        correct_mark(session, actor, CorrectMark(row.id, mark, "The bus company confirms it"))


def test_an_unexcused_mark_asks_once_and_nobody_has_found_anything(acting: Acts, court_day: County) -> None:
    with acting("casemanager") as (session, _actor):
        told = questions_of(session, [court_day.people["xio"]])[court_day.people["xio"]]
        assert [(one.behavior, one.standing, one.open) for one in told] == [
            ("Unexcused treatment absence", Standing.OPEN, True)
        ]


def test_the_question_repeats_the_protection_of_its_mark(acting: Acts, court_day: County) -> None:
    with acting("counselor") as (session, _actor):
        mark = sessions.mark(session, court_day.things["xio-mark"])
        asked = question_of(session, court_day).question
        assert mark is not None
        for name in ("participant_id", "origin_id", "regime", "category", "labels", "withheld", "service_on"):
            assert getattr(asked, name) == getattr(mark, name), name
    for who in ("stranger", "diverter"):
        with acting(who) as (session, _actor):
            assert queries.asked(session, court_day.things["question"]) is None


def test_a_reason_is_attached_under_the_clinics_protection(acting: Acts, court_day: County) -> None:
    with acting("casemanager") as (session, actor):
        with pytest.raises(Refused):
            answer_question(session, actor, AnswerQuestion(court_day.things["question"], "  "))
        answer_question(session, actor, AnswerQuestion(court_day.things["question"], "Bus strike on that day", True))
    with acting("counselor") as (session, actor):
        answer = session.scalars(select(QuestionAnswer)).one()
        assert (
            answer.origin_id == court_day.agencies["riverbend"] and answer.author_id == court_day.users["casemanager"]
        )


def test_the_paper_of_a_reason_opens_to_whom_the_reason_opens(app: Flask, acting: Acts, court_day: County) -> None:
    store = FileStore.of(app.config)
    with acting("casemanager") as (session, actor):
        with pytest.raises(Refused, match="Choose a PDF") as no:
            store.keep(session, b"MZ\x90\x00" + b"\0" * 400, "scan")
        assert no.value.field == "scan"
        paper = store.keep(session, a_scan(), "scan")
        command = AnswerQuestion(court_day.things["question"], "The company's notice")
        answer = answer_question(session, actor, command, paper)
        assert answer.document_seen and answer.origin_id == court_day.agencies["riverbend"]
        attached, plain = answer.id, answer_question(session, actor, command).id
    for who, opens in (
        ("casemanager", True),
        ("counselor", True),
        ("officer", True),
        ("stranger", False),
        ("diverter", False),
        ("clerk", False),
    ):
        with acting(who) as (session, _actor):
            found = queries.paper_of(session, attached)
            assert (found is not None) is opens, who
            assert found is None or (found.sha256, store.content(found)) == (sha256(a_scan()).hexdigest(), a_scan())
            assert queries.paper_of(session, plain) is None


def test_two_people_do_not_decide_over_each_other(acting: Acts, court_day: County) -> None:
    found = DecideQuestion(court_day.things["question"], "found", "No call, no reason", step=0)
    with acting("officer") as (session, actor):
        decide_question(session, actor, found)
    with acting("casemanager") as (session, actor):
        with pytest.raises(Refused) as refused:
            decide_question(
                session, actor, DecideQuestion(court_day.things["question"], "excused", "Bus strike", step=0)
            )
        assert refused.value.field == "outcome"
        assert question_of(session, court_day).standing is Standing.FOUND


def test_a_corrected_mark_asks_a_person_again_and_then_falls_away(acting: Acts, court_day: County) -> None:
    correct(acting, court_day, EXCUSE)
    with acting("officer") as (session, actor):
        asked = question_of(session, court_day)
        assert asked.standing is Standing.OPEN and [step.outcome for step in asked.steps] == ["found", "reopened"]
        decide_question(
            session, actor, DecideQuestion(asked.question.id, "excused", "The bus stood still", len(asked.steps))
        )
    correct(acting, court_day, AttendanceMark.UNEXCUSED)
    with acting("officer") as (session, actor):
        assert question_of(session, court_day).standing is Standing.EXCUSED


def test_a_mark_corrected_before_anybody_decided_takes_its_question_back(acting: Acts, court_day: County) -> None:
    marcus = court_day.people["marcus"]
    with acting("counselor") as (session, actor):
        row = sessions.mark(session, court_day.things["marcus-mark"])
        assert row is not None
        second = correct_mark(session, actor, CorrectMark(row.id, AttendanceMark.UNEXCUSED, "Took the wrong row")).id
        assert [one.standing for one in queries.questions_of(session, [marcus])[marcus]] == [Standing.OPEN]
        third = correct_mark(session, actor, CorrectMark(second, AttendanceMark.EXCUSED, "Medical visit")).id
        assert [one.standing for one in queries.questions_of(session, [marcus])[marcus]] == [Standing.WITHDRAWN]
        correct_mark(session, actor, CorrectMark(third, AttendanceMark.UNEXCUSED, "No slip after all"))
        assert [one.standing for one in queries.questions_of(session, [marcus])[marcus]] == [Standing.OPEN]
        assert len(session.scalars(select(Question).where(Question.participant_id == marcus)).all()) == 1


def test_a_missed_test_asks_and_only_a_finding_of_use_ends_the_line(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("collector") as (session, actor):
        missed = record_test(session, actor, RecordTest(xio, (NOW - timedelta(days=2)).date(), "NOSHOW")).test_id
    with acting("officer") as (session, actor):
        asked = next(one for one in queries.open_of(session, [xio])[xio] if one.question.source_key == missed)
        assert asked.question.behavior_code == "B4"
        decide_question(session, actor, DecideQuestion(asked.question.id, "found", "He says he used", 0, "use"))
        findings = queries.findings(queries.questions_of(session, [xio])[xio])
        assert [(finding.test_key, str(finding.outcome)) for finding in findings] == [(str(missed), "use")]


def test_a_revoked_consent_takes_the_question_with_it(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]

    def visible(who: str) -> set[UUID]:
        with acting(who, NOW + timedelta(hours=1)) as (session, _actor):
            return {one.question.id for one in queries.questions_of(session, [xio]).get(xio, [])}

    assert court_day.things["question"] in visible("casemanager")
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, court_day.consents["xio-others"])
        revoke_consent(session, actor, consent, Revoke())
    assert court_day.things["question"] not in visible("casemanager")
    assert court_day.things["question"] in visible("counselor")
