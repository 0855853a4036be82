"""Asking an agency without an account, and keeping what it tells: only while a consent lets it tell who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.agencies.services import appoint
from portal.accounts.agencies.vocabulary import AccountStatus, AgencyKind
from portal.accounts.notices.models import Notice
from portal.casework import facts
from portal.casework.outside import gathering, queries
from portal.casework.outside.links import compare_code, end_link, try_code, withdraw_link
from portal.casework.outside.models import OutsideAnswer, OutsideLink, OutsideRequest
from portal.casework.outside.registering import ContactPerson, RegisterOutside, change_contact, register_outside
from portal.casework.outside.services import ANSWERED, AskAgency, LinkClosed, ask_agency
from portal.casework.outside.tokens import code_of, token_hash, token_of
from portal.casework.outside.vocabulary import TRIES, Channel, Ended
from portal.db import unit_of_work
from portal.gate.vocabulary import Regime, RoleName
from portal.web.files import FileStore
from portal.web.refused import EditedMeanwhile, Refused
from tests.casework.outside.asking import KEY, SOON, answer, ask, key_in, link_of, take_back, told
from tests.given import outside
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_scan

TODAY = date(2026, 11, 18)
Acts = Callable[..., Acting]


@pytest.fixture
def fresh(app: Flask, cedar: County) -> County:
    """Links of earlier tests are closed."""
    with app.app_context(), unit_of_work() as session:
        for link in session.scalars(select(OutsideLink).where(OutsideLink.ended_at.is_(None))):
            end_link(session, link.id, Ended.WITHDRAWN)
    return cedar


def test_an_agency_is_registered_without_any_way_to_sign_in(acting: Acts, cedar: County) -> None:
    with acting("coordinator") as (session, actor):
        for field, wrong in (
            ("name", RegisterOutside(" ", AgencyKind.EMPLOYER, ContactPerson("Ann Poe", "1"))),
            ("name", RegisterOutside("Cedar House", AgencyKind.EMPLOYER, ContactPerson("Ann Poe", "1"))),
            ("kind", RegisterOutside("North Clinic", AgencyKind.TREATMENT, ContactPerson("Ann Poe", "1"))),
            ("contact", RegisterOutside("Acme Tools", AgencyKind.EMPLOYER, ContactPerson("", "1"))),
            ("phone", RegisterOutside("Acme Tools", AgencyKind.EMPLOYER, ContactPerson("Ann Poe"))),
            ("mail", RegisterOutside("Acme Tools", AgencyKind.EMPLOYER, ContactPerson("Ann Poe", "1", "no address"))),
        ):
            with pytest.raises(Refused) as refused:
                register_outside(session, actor, wrong)
            assert refused.value.field == field
        made = register_outside(
            session, actor, RegisterOutside("Acme Tools", AgencyKind.EMPLOYER, ContactPerson("Ann Poe", "555-0101"))
        )
        account = session.get_one(UserAccount, made.user_id)
        assert (account.status, account.password_hash) == (AccountStatus.DISABLED, "")
        with pytest.raises(EditedMeanwhile):
            change_contact(session, actor, made, ContactPerson("Bo Ray", "555-0102"), 7)
        change_contact(session, actor, made, ContactPerson("Bo Ray", "555-0102"), made.version)
        assert made.user_id != account.id and account.full_name == "Ann Poe"
    with acting("casemanager") as (session, actor), pytest.raises(Refused):
        change_contact(session, actor, made, ContactPerson("Me", "555-0103"), None)


def test_no_link_is_made_until_a_consent_lets_the_agency_tell(app: Flask, acting: Acts, fresh: County) -> None:
    cedar = fresh.agencies["cedar"]
    for who, person in (("casemanager", "xio"), ("coordinator", "marcus"), ("casemanager", "marcus")):
        with acting(who) as (session, actor):
            with pytest.raises(Refused) as refused:
                ask_agency(session, actor, AskAgency(fresh.people[person], cedar, SOON), KEY)
            assert refused.value.field == "agency_id" and "No consent lets Cedar House tell you" in str(refused.value)
            assert session.scalars(select(OutsideRequest)).all() == []
    outside.ordinary_consent(app, fresh, "marcus-cedar")
    assert ask(app, fresh, "casemanager", "marcus")


def test_what_can_not_be_asked_is_refused_at_its_field(acting: Acts, app: Flask, fresh: County) -> None:
    xio, cedar = fresh.people["xio"], fresh.agencies["cedar"]
    for field, wrong in (
        ("", AskAgency(fresh.people["maya"], cedar, SOON)),
        ("agency_id", AskAgency(xio, fresh.agencies["riverbend"], SOON)),
        ("answer_by", AskAgency(xio, cedar, TODAY - timedelta(days=1))),
        ("answer_by", AskAgency(xio, cedar, TODAY + timedelta(days=15))),
    ):
        with acting("coordinator") as (session, actor), pytest.raises(Refused) as refused:
            ask_agency(session, actor, wrong, KEY)
        assert refused.value.field == field
    ask(app, fresh)
    with acting("coordinator") as (session, actor), pytest.raises(Refused, match="open already"):
        ask_agency(session, actor, AskAgency(xio, cedar, SOON), KEY)


def test_the_database_knows_neither_address_nor_code(app: Flask, fresh: County) -> None:
    link = link_of(app, ask(app, fresh))
    token, code = token_of(KEY, link.nonce), code_of(KEY, link.nonce)
    assert link.token_hash == token_hash(token) and len(token) == 64 and len(code) == 6
    assert token_of(b"another key", link.nonce) != token
    with app.app_context(), unit_of_work() as session:
        stored = session.connection().exec_driver_sql("SELECT * FROM outside_link").all()
        assert token not in str(stored) and f"'{code}'" not in str(stored)


def test_five_codes_close_the_link(app: Flask, fresh: County) -> None:
    link = link_of(app, ask(app, fresh))
    right = code_of(KEY, link.nonce)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    def tried(code: str) -> bool:
        with app.app_context(), unit_of_work() as session:
            left = try_code(session, link.id)
        with app.app_context(), unit_of_work() as session:
            return left and compare_code(session, link.id, code, KEY)

    assert [tried(wrong) for _ in range(TRIES - 1)] == [False] * (TRIES - 1)
    assert tried(f"{right[:3]} {right[3:]}")
    assert [tried(wrong) for _ in range(TRIES)] == [False] * TRIES
    assert not tried(right)
    assert link_of(app, link.request_id).ended_how == Ended.WRONG_CODES


def test_of_many_codes_at_once_five_are_compared(app: Flask, fresh: County) -> None:
    link = link_of(app, ask(app, fresh))
    with app.app_context(), unit_of_work() as session:
        assert [try_code(session, link.id) for _ in range(TRIES + 2)] == [True] * TRIES + [False] * 2


def test_an_answer_is_the_agencys_own_record_and_opens_by_consent_alone(
    app: Flask, acting: Acts, fresh: County
) -> None:
    asked = ask(app, fresh)
    made = answer(app, fresh, asked, "Helps  with the kitchen.")
    xio = fresh.people["xio"]
    for who, sees in (
        ("judge", 1),
        ("coordinator", 1),
        ("prosecutor", 0),
        ("officer", 0),
        ("defender", 0),
        ("casemanager", 0),
        ("counselor", 0),
        ("stranger", 0),
        ("clerk", 0),
        ("privacy", 0),
    ):
        with acting(who) as (session, _actor):
            rows = session.scalars(select(OutsideAnswer).where(OutsideAnswer.id == made)).all()
            assert len(rows) == sees, who
            assert len(facts.outside_of(session, [xio]).get(xio, ())) == sees, who
    with acting("judge") as (session, _actor):
        row = session.scalars(select(OutsideAnswer).where(OutsideAnswer.id == made)).one()
        assert row.origin_id == fresh.agencies["cedar"] and row.regime == Regime.PART2.bit
        assert (row.line, row.told_by, row.told_on) == ("Helps with the kitchen.", "Ruth Adler", TODAY)
        (told_line,) = gathering.told_about(session, [xio])[xio]
        assert told_line.heading == "Cedar House, by link, Nov 18"
    with app.app_context(), unit_of_work() as session:
        wanted = select(Notice).where(Notice.kind == ANSWERED, Notice.subject_id == asked)
        assert session.scalars(wanted).one().appointment_id == fresh.appointments["coordinator"]


def test_a_link_is_answered_once(app: Flask, acting: Acts, fresh: County) -> None:
    asked = ask(app, fresh)
    answer(app, fresh, asked)
    for again in (
        lambda: answer(app, fresh, asked),
        lambda: key_in(app, fresh, asked, told(channel=Channel.TELEPHONE, on=TODAY)),
    ):
        with pytest.raises(LinkClosed):
            again()
    link = link_of(app, asked)
    with acting("coordinator") as (session, actor):
        row = session.scalars(select(OutsideRequest).where(OutsideRequest.id == asked)).one()
        with pytest.raises(Refused, match="has ended already"):
            withdraw_link(session, actor, row, link)


def test_a_link_that_is_withdrawn_or_too_old_is_not_answered(app: Flask, acting: Acts, fresh: County) -> None:
    asked = ask(app, fresh)
    with pytest.raises(LinkClosed):
        answer(app, fresh, asked, at=NOW + timedelta(days=7))
    link = link_of(app, asked)
    with acting("coordinator") as (session, actor):
        row = session.scalars(select(OutsideRequest).where(OutsideRequest.id == asked)).one()
        withdraw_link(session, actor, row, link)
    with pytest.raises(LinkClosed):
        answer(app, fresh, asked)


def test_with_its_consent_the_link_ends_and_another_consent_does_not_bring_it_back(
    app: Flask, acting: Acts, fresh: County
) -> None:
    outside.ordinary_consent(app, fresh, "marcus-first")
    asked = ask(app, fresh, "casemanager", "marcus")
    marcus = fresh.people["marcus"]
    with acting("casemanager") as (session, _actor):
        relied = session.scalars(select(OutsideRequest).where(OutsideRequest.id == asked)).one().consent_id
        word = next(word for word, id_ in fresh.consents.items() if id_ == relied)
        assert gathering.asked_about(session, [marcus])[marcus][0].open
    take_back(app, fresh, word)
    outside.ordinary_consent(app, fresh, "marcus-later", at=NOW)
    for dead in (
        lambda: answer(app, fresh, asked),
        lambda: key_in(app, fresh, asked, told(channel=Channel.FAX, on=TODAY), "casemanager"),
    ):
        with pytest.raises(LinkClosed):
            dead()
    with acting("casemanager") as (session, _actor):
        line = gathering.asked_about(session, [marcus])[marcus][0]
        assert (line.open, line.words) == (False, "Closed, not answered")


def test_what_is_told_by_telephone_is_written_down_by_who_asked(app: Flask, acting: Acts, fresh: County) -> None:
    asked = ask(app, fresh)
    for field, wrong in (
        ("channel", told(channel=Channel.LINK, on=TODAY)),
        ("told_on", told(channel=Channel.TELEPHONE, on=None)),
        ("told_on", told(channel=Channel.TELEPHONE, on=TODAY + timedelta(days=1))),
        ("told_on", told(channel=Channel.TELEPHONE, on=TODAY - timedelta(days=1))),
        ("line", told("x" * 281, Channel.TELEPHONE, TODAY)),
        ("scan", told(channel=Channel.FAX, on=TODAY)),
        ("scan", told(channel=Channel.PAPER, on=TODAY)),
    ):
        with pytest.raises(Refused) as refused:
            key_in(app, fresh, asked, wrong)
        assert refused.value.field == field
    for other in ("casemanager", "officer", "counselor"):
        with pytest.raises(LinkClosed):
            key_in(app, fresh, asked, told(channel=Channel.TELEPHONE, on=TODAY), other)
    made = key_in(app, fresh, asked, told(channel=Channel.TELEPHONE, on=TODAY))
    with acting("judge") as (session, _actor):
        row = session.scalars(select(OutsideAnswer).where(OutsideAnswer.id == made)).one()
        assert row.origin_id == fresh.agencies["cedar"] and row.author_id == fresh.users["coordinator"]
        name = session.get_one(Agency, row.origin_id).name
        line = gathering.told_about(session, [row.participant_id])[row.participant_id][0]
        assert line.heading == f"{name}, by phone, Nov 18"


def test_a_fax_is_kept_with_what_was_written_down_and_opens_to_who_asked(
    app: Flask, acting: Acts, fresh: County
) -> None:
    """The judge reads the answers, and not the fax, which may say more (R42)."""
    asked = ask(app, fresh)
    with pytest.raises(Refused, match="Choose a PDF"):
        key_in(app, fresh, asked, told(channel=Channel.FAX, on=TODAY), scan=b"MZ\x90\x00" + b"\0" * 400)
    with acting("judge") as (session, _actor):
        assert session.scalars(select(OutsideAnswer).where(OutsideAnswer.request_id == asked)).all() == []
    made = key_in(app, fresh, asked, told(channel=Channel.FAX, on=TODAY), scan=a_scan())
    court, bridgeway = fresh.agencies["court"], fresh.agencies["bridgeway"]
    for who, agency, opens in (
        ("coordinator", court, True),
        ("coordinator", bridgeway, False),
        ("casemanager", bridgeway, False),
        ("casemanager", court, False),
        ("counselor", court, False),
    ):
        with acting(who) as (session, _actor):
            found = queries.paper_of(session, made, agency)
            assert (found is not None) is opens, who
            assert found is None or FileStore.of(app.config).content(found) == a_scan()
    by_phone = key_in(app, fresh, ask(app, fresh), told(channel=Channel.TELEPHONE, on=TODAY))
    with acting("coordinator") as (session, _actor):
        assert queries.paper_of(session, by_phone, court) is None


def test_who_is_owed_an_answer_knows_it(app: Flask, acting: Acts, fresh: County) -> None:
    xio = fresh.people["xio"]
    asked = ask(app, fresh)
    for who, keys in (("coordinator", 1), ("judge", 1), ("prosecutor", 0), ("counselor", 0), ("casemanager", 0)):
        with acting(who) as (session, _actor):
            owed = [one for one in facts.outside_asked(session, [xio]).get(xio, ()) if not one.answered]
            assert len(owed) == keys, who
    answer(app, fresh, asked)
    with acting("coordinator") as (session, _actor):
        assert all(one.answered for one in facts.outside_asked(session, [xio])[xio])


def test_a_paper_is_entered_elsewhere_only_where_nobody_could_enter_it(app: Flask, fresh: County) -> None:
    """One of Riverbend's at Riverbend; one of Cedar House by who has to do with the person, while it has nobody."""
    with pytest.raises(Refused, match="it is entered there"):
        outside.ordinary_consent(
            app, replace(fresh, agencies=fresh.agencies | {"cedar": fresh.agencies["riverbend"]}), "no"
        )
    with pytest.raises(Refused, match="it is entered there"):
        outside.ordinary_consent(app, fresh, "no", who="stranger")
    with app.app_context(), unit_of_work() as session:
        given = appoint(session, None, fresh.users["clerk"], fresh.agencies["cedar"], RoleName.PROGRAM_ADMIN)
        given.starts_at = NOW - timedelta(days=9)
    with pytest.raises(Refused, match="it is entered there"):
        outside.ordinary_consent(app, fresh, "no")
