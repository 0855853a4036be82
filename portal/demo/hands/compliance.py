"""Tests, contacts of officers, questions, milestones, obligations."""

from __future__ import annotations

from decimal import Decimal

from portal import clock
from portal.compliance.behaviors.queries import Asked, questions_of
from portal.compliance.behaviors.services import AnswerQuestion, DecideQuestion, answer_question, decide_question
from portal.compliance.behaviors.vocabulary import Standing
from portal.compliance.drug_tests.services import ChangeResult, RecordTest, change_result, record_test
from portal.compliance.milestones.services import Attest, attest_milestone
from portal.compliance.obligations.services import AddProof, RecordObligation, add_proof, record_obligation
from portal.compliance.responses.services import complete_response
from portal.compliance.supervision.services import RecordContact, record_contact
from portal.demo.calendar import ZONE
from portal.demo.court_happenings import ResponseDone
from portal.demo.hands.people import enrollment_of
from portal.demo.happenings import (
    Attested,
    Obliged,
    Proved,
    QuestionAnswered,
    QuestionDecided,
    ResultChanged,
    Supervised,
    Tested,
)
from portal.demo.stage import Act, does

PANEL = "7 substances and fentanyl"


@does(Tested)
def test(act: Act, one: Tested) -> None:
    command = RecordTest(
        participant_id=act.known.people[one.person],
        collected_on=one.on,
        code=one.code,
        collected_time=one.taken_at,
        panel=PANEL,
        reason=one.why,
        selected_on=one.on,
    )
    act.known.tests[one.person, one.on] = record_test(act.session, act.actor, command).id


@does(ResultChanged)
def confirm(act: Act, one: ResultChanged) -> None:
    command = ChangeResult(act.known.tests[one.person, one.on], one.code, one.why, one.confirmed)
    act.known.tests[one.person, one.on] = change_result(act.session, act.actor, command).id


@does(Supervised)
def supervise(act: Act, one: Supervised) -> None:
    command = RecordContact(
        participant_id=act.known.people[one.person],
        met_on=clock.local_date(one.at, ZONE),
        mode=one.mode,
        result=one.result,
        minutes=one.minutes,
        words=one.words,
    )
    record_contact(act.session, act.actor, command)


def asked_of(act: Act, one: QuestionAnswered | QuestionDecided) -> Asked:
    """The question that the happening means, as the one who acts sees it; an open one before others of that day."""
    person = act.known.people[one.person]
    meant = [
        found
        for found in questions_of(act.session, [person]).get(person, [])
        if found.question.occurred_on == one.on and found.question.behavior_code == one.code
    ]
    if not meant:
        raise LookupError(f"no question {one.code} of {one.on}")
    return min(meant, key=lambda found: (found.standing is not Standing.OPEN, len(found.answers)))


@does(QuestionAnswered)
def answer(act: Act, one: QuestionAnswered) -> None:
    question = asked_of(act, one).question
    answer_question(act.session, act.actor, AnswerQuestion(question.id, one.words, one.document_seen))


@does(QuestionDecided)
def decide(act: Act, one: QuestionDecided) -> None:
    found = asked_of(act, one)
    command = DecideQuestion(found.question.id, one.outcome, one.reason, len(found.steps))
    decide_question(act.session, act.actor, command)


@does(Attested)
def attest(act: Act, one: Attested) -> None:
    command = Attest(one.milestone, clock.local_date(one.at, ZONE), one.words, Decimal(one.amount))
    attest_milestone(act.session, act.actor, enrollment_of(act, one.person), command)


@does(Obliged)
def oblige(act: Act, one: Obliged) -> None:
    command = RecordObligation(
        participant_id=act.known.people[one.person],
        kind=one.kind,
        label=one.label,
        target=one.target,
        unit=one.unit,
        ordered_on=clock.local_date(one.at, ZONE),
        due_on=one.due_on,
    )
    act.known.obligations[one.person, one.obligation] = record_obligation(act.session, act.actor, command).id


@does(Proved)
def prove(act: Act, one: Proved) -> None:
    obligation_id = act.known.obligations[one.person, one.obligation]
    command = AddProof(obligation_id, clock.local_date(one.at, ZONE), one.amount, one.words, one.seen)
    add_proof(act.session, act.actor, command)


@does(ResponseDone)
def finish(act: Act, one: ResponseDone) -> None:
    response_id = act.known.responses[one.person, one.ordered_on, one.option]
    complete_response(act.session, act.actor, response_id, clock.local_date(one.at, ZONE))
