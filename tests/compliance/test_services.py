"""Responses, obligations and contacts: recorded once, moved by events, two people meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.compliance.facts import balance_of, contacts_of, next_contact_of, obligations_of, responses_of
from portal.compliance.obligations.services import (
    AddProof,
    CheckProof,
    RecordObligation,
    add_proof,
    check_proof,
    record_obligation,
    release_obligation,
)
from portal.compliance.obligations.vocabulary import ObligationState, ProofState
from portal.compliance.responses.limits import Limit, Note
from portal.compliance.responses.services import (
    ChangeResponse,
    RecordResponse,
    change_response,
    complete_response,
    record_response,
)
from portal.compliance.responses.vocabulary import ResponseState
from portal.compliance.supervision import queries as supervision
from portal.compliance.supervision.services import RecordContact, record_contact
from portal.participants.programs.sentences import say
from portal.web.refused import Refused
from tests.given.county import Acting, County

TODAY = date(2026, 11, 18)
Acts = Callable[..., Acting]


def test_a_limit_flags_an_order_and_never_stops_it(acting: Acts, court_day: County) -> None:
    note = Note(Limit.JAIL_OVER, say(Limit.JAIL_OVER, most=6), stops=True, needs_reason=True)
    command = RecordResponse(
        court_day.people["xio"], "sanction", "8 days in jail", TODAY, level="high", contested=True, notes=(note,)
    )
    with acting("coordinator") as (session, actor):
        row = record_response(session, actor, command).id
    with acting("prosecutor") as (session, _actor):
        told = next(
            one
            for one in responses_of(session, [court_day.people["xio"]])[court_day.people["xio"]]
            if one.response_id == row
        )
        assert told.flags == ("jail_over",) and told.contested and told.state is ResponseState.CONTESTED


def test_a_response_is_carried_out_by_an_event_of_another_agency(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("casemanager") as (session, actor):
        step = complete_response(session, actor, court_day.things["response"], TODAY, "She was called first")
        assert step.origin_id == court_day.agencies["court"] and step.author_id == court_day.users["casemanager"]
    with acting("officer") as (session, actor):
        with pytest.raises(Refused):
            change_response(session, actor, ChangeResponse(court_day.things["response"], "not_done", TODAY, step=0))
        told = next(one for one in responses_of(session, [xio])[xio] if one.response_id == court_day.things["response"])
        assert (told.state, told.done_on) == (ResponseState.DONE, TODAY)
        assert balance_of(session, [xio], TODAY)[xio].balance.incentives == 1


def test_a_proof_counts_once_a_person_has_seen_it(acting: Acts, court_day: County) -> None:
    xio, obligation = court_day.people["xio"], court_day.things["obligation"]

    def standing(who: str) -> ObligationState:
        with acting(who) as (session, _actor):
            told = next(one for one in obligations_of(session, [xio], TODAY)[xio] if one.obligation_id == obligation)
            return told.standing.state

    assert standing("judge") is ObligationState.NOT_YET_DUE
    with acting("officer") as (session, actor):
        check_proof(session, actor, CheckProof(obligation, court_day.things["proof"], ProofState.ACCEPTED))
    assert standing("judge") is ObligationState.PARTLY
    with acting("casemanager") as (session, actor):
        for wrong in (
            AddProof(obligation, TODAY + timedelta(days=1), Decimal(1)),
            AddProof(obligation, date(2026, 11, 1), Decimal(1)),
            AddProof(obligation, TODAY, Decimal(0)),
        ):
            with pytest.raises(Refused):
                add_proof(session, actor, wrong)
        waiting = add_proof(session, actor, AddProof(obligation, TODAY, Decimal(1), "Told on the phone", seen=False))
        assert waiting.origin_id == court_day.agencies["probation"]
        proof = waiting.proof_id
    assert standing("judge") is ObligationState.PARTLY
    with acting("officer") as (session, actor):
        check_proof(session, actor, CheckProof(obligation, proof, ProofState.ACCEPTED))
        with pytest.raises(Refused):
            check_proof(session, actor, CheckProof(obligation, proof, ProofState.RETURNED))
    assert standing("judge") is ObligationState.MET


def test_the_court_ends_an_obligation(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("coordinator") as (session, actor):
        row = record_obligation(session, actor, RecordObligation(xio, "writing", "Letter", Decimal(1), "items", TODAY))
        release_obligation(session, actor, row.id, TODAY, "Done in court")
        with pytest.raises(Refused):
            release_obligation(session, actor, row.id, TODAY)
        told = next(one for one in obligations_of(session, [xio], TODAY)[xio] if one.obligation_id == row.id)
        assert told.standing.state is ObligationState.RELEASED


def test_an_officers_words_are_apart_from_the_contact(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("officer") as (session, actor):
        for field, wrong in (
            ("met_on", RecordContact(xio, TODAY + timedelta(days=1), "office", "kept")),
            ("minutes", RecordContact(xio, TODAY, "office", "kept", 4000)),
            ("mode", RecordContact(xio, TODAY, "pigeon", "kept")),
            ("result", RecordContact(xio, TODAY, "office", "great")),
        ):
            with pytest.raises(Refused) as refused:
                record_contact(session, actor, wrong)
            assert refused.value.field == field
        record_contact(session, actor, RecordContact(xio, TODAY, "home", "kept", 30, "Her aunt was there"))
        due = next_contact_of(session, [xio], TODAY)[xio]
        assert (due.last_kept_on, due.due_on) == (TODAY, TODAY + timedelta(days=7))
    for who, notes in (("judge", 1), ("prosecutor", 0), ("casemanager", 0)):
        with acting(who) as (session, _actor):
            made = supervision.contacts_of(session, [xio])[xio]
            assert len(contacts_of(session, [xio])[xio]) == len(made) == 2
            assert len(supervision.notes_of(session, made)) == notes
    with acting("counselor") as (session, _actor):
        assert contacts_of(session, [xio]) == {}
