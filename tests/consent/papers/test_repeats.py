"""A form that is on file is not entered a second time by mistake, whoever entered it, as far as one knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent, Revoke, revoke_consent
from portal.consent.papers.services import enter_form
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.papers.test_scans import form
from tests.given.county import Acting, County
from tests.given.outside import register
from tests.given.papers import SIGNED, a_court_paper, a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def number_of(acting: Act, county: County) -> int:
    with acting("counselor") as (session, _):
        wanted = select(Consent).where(Consent.participant_id == county.people["marcus"])
        return len(session.scalars(wanted).all())


def test_the_same_form_is_said_to_be_on_file(client_of: Client, county: County, acting: Act) -> None:
    """At the field, with all that was typed, and with a way on for a second paper of that day."""
    client, page = client_of("counselor"), f"/participants/{county.people['marcus']}/consents/new"
    assert "another paper of that day" not in client.get(page).text
    wrong = client.submit(page, form(county) | {"signed_on-day": "30"})
    assert wrong.status_code == 422 and "another paper of that day" not in wrong.text
    assert client.submit(page, form(county)).status_code == 303
    before = number_of(acting, county)
    again = client.submit(page, form(county) | {"expires_on": "2027-04-01"})
    said = unescape(again.text)
    assert again.status_code == 422 and "This form is on file already" in said and 'href="#signed_on' in said
    assert 'value="Marcus Bell"' in said and 'value="2027-04-01"' in said and "Look at the consents on file" in said
    assert number_of(acting, county) == before
    assert client.submit(page, form(county) | {"another": "y"}).status_code == 303
    assert number_of(acting, county) == before + 1


@pytest.fixture
def paper(acting: Act, county: County) -> RecordConsent:
    with acting("counselor") as (session, _):
        return a_paper(session, county, "marcus", "defense", "probation")


def enter(session: Session, county: County, who: str, command: RecordConsent) -> Consent:
    return enter_form(session, county.principal(session, who), command, None)


OTHER: dict[str, Callable[[RecordConsent], dict[str, Any]]] = {
    "a recipient less": lambda one: {"recipients": one.recipients[:1]},
    "another kind of information": lambda _: {"categories": ("drug_test",)},
    "another purpose": lambda one: {"purposes": one.purposes[:1]},
    "another day": lambda one: {"signed_at": SIGNED.replace(day=SIGNED.day + 1)},
}


@pytest.mark.parametrize("name", OTHER)
def test_what_says_something_else_is_another_form(name: str, acting: Act, county: County, paper: RecordConsent) -> None:
    with acting("counselor") as (session, _):
        enter(session, county, "counselor", paper)
        assert enter(session, county, "counselor", replace(paper, **OTHER[name](paper))).id
        session.rollback()


def test_the_order_of_what_is_chosen_is_no_difference(acting: Act, county: County, paper: RecordConsent) -> None:
    turned = replace(paper, recipients=paper.recipients[::-1], purposes=paper.purposes[::-1])
    with acting("counselor") as (session, _):
        enter(session, county, "counselor", paper)
        with pytest.raises(Refused, match="on file already") as said:
            enter(session, county, "counselor", turned)
        assert said.value.field == "signed_on"
        session.rollback()


def test_what_was_taken_back_is_not_opened_by_entering_it_again(
    acting: Act, county: County, paper: RecordConsent
) -> None:
    """R25; nor what was replaced (R13), or is known to be false (R17)."""
    with acting("counselor") as (session, actor):
        first = enter(session, county, "counselor", paper)
        revoke_consent(session, actor, first, Revoke())
        with pytest.raises(Refused, match="on file already"):
            enter(session, county, "counselor", paper)
        for flag in ("superseded_at", "known_false_at"):
            with session.begin_nested() as undone:
                for one in session.scalars(select(Consent).where(Consent.participant_id == paper.participant_id)):
                    setattr(one, flag, SIGNED)
                session.flush()
                with pytest.raises(Refused, match="on file already"):
                    enter(session, county, "counselor", paper)
                undone.rollback()
        session.rollback()


def test_a_court_s_form_is_entered_once_too(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, _):
        paper = a_court_paper(session, county, "marcus")
        enter(session, county, "coordinator", paper)
        with pytest.raises(Refused, match="on file already"):
            enter(session, county, "coordinator", paper)
        session.rollback()


def test_a_paper_that_one_may_not_know_of_stays_unknown(app: Flask, acting: Act, county: County) -> None:
    """R143: Bridgeway keeps a paper of Cedar House; to the court, that is not told of it, the form is new."""
    register(app, county)
    with acting("casemanager") as (session, _):
        command = replace(
            a_paper(session, county, "marcus", "defense", holder="cedar"), categories=("progress_summary",)
        )
        kept = enter(session, county, "casemanager", command).id
        with pytest.raises(Refused, match="on file already"):
            enter(session, county, "casemanager", command)
    with acting("coordinator") as (session, _):
        assert session.scalar(select(Consent).where(Consent.id == kept)) is None, "the counterexample"
        assert enter(session, county, "coordinator", command).id != kept
        session.rollback()
