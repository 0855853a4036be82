"""Registers: what came in stays as it came, steps follow in order, clocks run by the rules, nobody else sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, make_url, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from portal.consent.accounting.models import AccountingRequest
from portal.consent.accounting.queries import account_of, is_free
from portal.consent.accounting.requesting import AskAccounting, ask_accounting
from portal.consent.accounting.summary import period
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.amendments.models import AmendmentRequest
from portal.consent.breaches.models import PrivacyBreach
from portal.consent.complaints.models import PrivacyComplaint
from portal.consent.complaints.services import Complain, receive_complaint
from portal.consent.complaints.vocabulary import ComplaintAbout, MadeBy
from portal.consent.demands.models import RecordsDemand
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.orders.services import record_order, vacate_order
from portal.consent.patient_notice.models import NoticeGiven
from portal.consent.registers.clocks import last_day
from portal.consent.registers.duties import duties
from portal.consent.registers.giving import Given
from portal.consent.registers.models import Matter, MatterStep
from portal.consent.registers.queries import matter, steps_of
from portal.consent.registers.services import TakeStep, possible, take_step
from portal.consent.registers.vocabulary import Step
from portal.database import owner_connection
from portal.gate.looking import tally
from portal.gate.reader import reader_of
from portal.gate.session import ForeignWrite
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.consent.test_exceptions import an_order
from tests.given.county import NOW, Acting, County
from tests.stages import server

Act = Callable[..., Acting]
TODAY = date(2026, 11, 18)
WORDS = "Done as the rules want it."
MODELS: dict[str, type[Matter]] = {
    "accounting": AccountingRequest,
    "amendment": AmendmentRequest,
    "complaint": PrivacyComplaint,
    "breach": PrivacyBreach,
    "demand": RecordsDemand,
}


def take(acting: Act, county: County, what: str, command: TakeStep, at: datetime = NOW, who: str = "privacy") -> None:
    with acting(who, at) as (session, actor):
        found = matter(session, MODELS[what], county.things[what])
        assert found is not None
        take_step(session, actor, found, command)


def refused(acting: Act, county: County, what: str, command: TakeStep, at: datetime = NOW) -> str:
    with pytest.raises(Refused) as no:
        take(acting, county, what, command, at)
    return no.value.field


@pytest.mark.parametrize("what", MODELS)
def test_a_register_is_known_at_its_agency_only(acting: Act, filed_day: County, what: str) -> None:
    """Neither the court nor another clinic, and not the system's administrator, whatever they ask."""
    for who in ("coordinator", "judge", "defender", "stranger", "sysadmin"):
        with acting(who) as (session, _):
            assert matter(session, MODELS[what], filed_day.things[what]) is None
            counted = tally(select(func.count()).select_from(MODELS[what]), (), 0)
            assert session.scalar(counted) == 0
    with acting("privacy") as (session, _):
        assert matter(session, MODELS[what], filed_day.things[what]) is not None


def test_nobody_enters_into_another_agencys_register(acting: Act, filed_day: County) -> None:
    with acting("privacy") as (session, actor):
        row = PrivacyComplaint(
            held_by_id=filed_day.agencies["southgate"],
            recorded_by_id=actor.user_id,
            received_on=TODAY,
            due_on=TODAY,
            words=WORDS,
            about="told",
            made_by="other",
        )
        session.add(row)
        with pytest.raises(ForeignWrite):
            session.flush()
        session.expunge_all()


def test_what_was_entered_is_never_changed(acting: Act, filed_day: County) -> None:
    with acting("privacy") as (session, _):
        found = matter(session, PrivacyComplaint, filed_day.things["complaint"])
        assert found is not None
        found.words = "Something else"
        with pytest.raises(ForeignWrite):
            session.flush()
        session.expunge_all()
    with acting("privacy") as (session, _):
        changed = update(PrivacyComplaint.__table__).values(words="Something else")
        with pytest.raises(DatabaseError):
            session.connection().execute(changed)
        session.rollback()


def test_not_even_the_owner_changes_or_removes_it(app: Flask, filed_day: County) -> None:
    """By raw SQL as the owner of the tables: the guard is the database's."""
    url = make_url(app.config["DATABASE_URL"])
    owner = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    tables: list[Any] = [*(one.__table__ for one in MODELS.values()), MatterStep.__table__, NoticeGiven.__table__]
    for table in tables:
        for act in (update(table).values(words="Something else"), delete(table)):
            with owner_connection(owner.render_as_string(hide_password=False)) as connection:
                if table.name != "matter_step":
                    assert connection.scalar(select(func.count()).select_from(table))
                    with pytest.raises(IntegrityError, match=f"{table.name}_only_added"):
                        connection.execute(act)
                connection.rollback()


def test_only_the_desk_keeps_registers(acting: Act, filed_day: County) -> None:
    command = Complain(TODAY, ComplaintAbout.TOLD, MadeBy.OTHER, "Somebody was told of a visit.")
    for who in ("counselor", "office", "coordinator"):
        with acting(who) as (session, actor), pytest.raises(Refused, match="privacy officer"):
            receive_complaint(session, actor, command)
    for person in ("maya",):
        with acting("privacy") as (session, actor), pytest.raises(Refused, match="Not found or not available"):
            receive_complaint(session, actor, replace(command, participant_id=filed_day.people[person]))


def test_more_time_is_taken_once_in_time_and_not_too_long(acting: Act, filed_day: County) -> None:
    """164.528(c)(1)(ii): due Jan 9, so through Feb 8 at the latest, and told before Jan 9 is over."""
    longer = TakeStep(Step.EXTENDED, TODAY, WORDS, until_on=date(2027, 2, 8))
    assert refused(acting, filed_day, "accounting", replace(longer, until_on=date(2027, 2, 9))) == "until_on"
    assert refused(acting, filed_day, "accounting", replace(longer, until_on=date(2027, 1, 9))) == "until_on"
    assert refused(acting, filed_day, "accounting", replace(longer, until_on=None)) == "until_on"
    late = datetime(2027, 1, 11, 16, tzinfo=UTC)
    assert refused(acting, filed_day, "accounting", replace(longer, happened_on=date(2027, 1, 10)), late) == "step"
    assert refused(acting, filed_day, "complaint", longer) == "step"
    take(acting, filed_day, "accounting", longer)
    assert refused(acting, filed_day, "accounting", longer) == "step"
    with acting("privacy") as (session, _):
        request = matter(session, AccountingRequest, filed_day.things["accounting"])
        assert request is not None and request.due_on == date(2027, 1, 9)
        assert last_day(request.due_on, steps_of(session, [request.id])[request.id]) == date(2027, 2, 8)


def test_bad_steps_are_refused_at_their_field(acting: Act, filed_day: County) -> None:
    good = TakeStep(Step.NOTED, TODAY, WORDS)
    assert (
        refused(acting, filed_day, "complaint", replace(good, happened_on=TODAY + timedelta(days=1))) == "happened_on"
    )
    assert refused(acting, filed_day, "complaint", replace(good, happened_on=date(2026, 11, 9))) == "happened_on"
    assert refused(acting, filed_day, "complaint", replace(good, words="  ok ")) == "words"
    assert refused(acting, filed_day, "complaint", replace(good, words="x" * 1001)) == "words"
    assert refused(acting, filed_day, "complaint", replace(good, step=Step.NEUTRAL)) == "step"


def test_a_correction_is_refused_on_the_laws_grounds_only_and_then_disputed(acting: Act, filed_day: County) -> None:
    """164.526(a)(2), (d): a reason of the list; then the person disagrees, then the program may reply."""
    no = TakeStep(Step.REFUSED, TODAY, WORDS)
    assert refused(acting, filed_day, "amendment", TakeStep(Step.DISAGREED, TODAY, WORDS)) == "step"
    assert refused(acting, filed_day, "amendment", no) == "ground"
    assert refused(acting, filed_day, "amendment", replace(no, ground="too-much-work")) == "ground"
    take(acting, filed_day, "amendment", replace(no, ground="accurate"))
    assert refused(acting, filed_day, "amendment", TakeStep(Step.ACCEPTED, TODAY, WORDS)) == "step"
    take(acting, filed_day, "amendment", TakeStep(Step.DISAGREED, TODAY, WORDS))
    take(acting, filed_day, "amendment", TakeStep(Step.REPLIED, TODAY, WORDS))


def an_order_about(acting: Act, county: County, **changes: Any) -> Given:
    """Of today, about Xio, to the first agency that it names."""
    order = replace(an_order(county), participant_id=county.people["xio"], **changes)
    with acting("privacy") as (session, actor):
        return Given(record_order(session, actor, order).id, order.recipient_agencies[0])


def test_a_subpoena_gives_no_records_without_an_order(acting: Act, filed_day: County) -> None:
    """R82: an order permits, order and subpoena compel. An order without findings is none."""
    give = TakeStep(Step.COMPLIED, TODAY, WORDS, given=(Category.ATTENDANCE,))
    with acting("coordinator") as (session, actor):
        kept = session.get_one(DisclosureOrder, filed_day.things["disclosure-order"])
        vacate_order(session, actor, kept, kept.issued_at)
    assert refused(acting, filed_day, "demand", give) == "step"
    deficient = an_order_about(acting, filed_day, findings=(), deficient=True)
    assert refused(acting, filed_day, "demand", replace(give, under=(deficient,))) == "step"


def test_what_was_given_under_an_order_is_accounted_for(acting: Act, filed_day: County) -> None:
    """R83, R173: under an order that was in force on that day, to whom and what it names; the person's list has it."""
    issued_at = NOW - timedelta(days=3)
    under = an_order_about(acting, filed_day, issued_at=issued_at, expires_at=NOW - timedelta(days=1))
    day = TODAY - timedelta(days=2)
    give = TakeStep(Step.COMPLIED, day, WORDS, under=(under,), given=(Category.ATTENDANCE,))
    nobody = Given(under.order_id, filed_day.agencies["southgate"])
    for wrong, field in (
        (replace(give, happened_on=TODAY), "step"),
        (replace(give, happened_on=day - timedelta(days=3)), "step"),
        (replace(give, under=()), "under"),
        (replace(give, under=(nobody,)), "under"),
        (replace(give, given=()), "given"),
        (replace(give, given=(Category.BILLING,)), "given"),
    ):
        assert refused(acting, filed_day, "demand", wrong) == field
    take(acting, filed_day, "demand", TakeStep(Step.NEUTRAL, day, WORDS))
    take(acting, filed_day, "demand", give)
    with acting("privacy") as (session, _):
        found = account_of(session, filed_day.people["xio"], period(TODAY), "America/Chicago", NOW)
        (line,) = [one for one in found.lines if one.instrument_kind == "court_order"]
        assert (line.agency_id, line.instrument_id, line.categories) == (
            under.agency_id,
            under.order_id,
            Category.ATTENDANCE.bit,
        )
        assert line.first_at.date() == day and line.on_paper


def test_a_neutral_answer_may_be_overtaken(acting: Act, filed_day: County) -> None:
    """R82: the letter goes out first; the court may order afterwards, and what it orders is given in parts."""
    before = [step(Step.NEUTRAL)]
    demand = RecordsDemand()
    assert {Step.OBJECTED, Step.COMPLIED, Step.WITHDRAWN} <= {*possible(demand, before)}
    assert Step.NEUTRAL not in possible(demand, before)
    assert Step.COMPLIED in possible(demand, [*before, step(Step.COMPLIED)])
    assert possible(demand, [*before, step(Step.WITHDRAWN)]) == (Step.NOTED,)
    assert Step.LOW_RISK not in possible(PrivacyBreach(), [step(Step.MUST_TELL)])


def test_the_first_accounting_in_twelve_months_is_free(acting: Act, filed_day: County) -> None:
    with acting("privacy") as (session, actor):
        first = matter(session, AccountingRequest, filed_day.things["accounting"])
        asked = AskAccounting(filed_day.people["xio"], RequestKind.ACCOUNTING, TODAY, False, "She asked at the desk.")
        second = ask_accounting(session, actor, asked)
        assert first is not None
        assert is_free(session, first, date(2025, 11, 10)) and not is_free(session, second, date(2025, 11, 18))
        with pytest.raises(Refused) as no:
            ask_accounting(session, actor, replace(asked, kind=RequestKind.INTERMEDIARY))
        assert no.value.field == "written"
        with pytest.raises(Refused) as no:
            ask_accounting(session, actor, replace(asked, from_on=TODAY, to_on=date(2026, 1, 1)))
        assert no.value.field == "to_on"
        listed = ask_accounting(session, actor, replace(asked, kind=RequestKind.INTERMEDIARY, written=True))
        assert listed.due_on == date(2026, 12, 18)


def test_what_is_due_is_told_to_the_agency_alone(app: Any, acting: Act, filed_day: County) -> None:
    with acting("privacy") as (session, actor), app.test_request_context():
        mine = duties(session, actor, NOW)
        assert [one.due_on for one in mine] == sorted(one.due_on for one in mine)
        assert {str(one.text) for one in mine} >= {"Answer", "Ask it back", "Judge the risk", "Tell the people"}
        assert reader_of(session).agency == filed_day.agencies["riverbend"]
    with acting("stranger") as (session, actor), app.test_request_context():
        assert [str(one.kind) for one in duties(session, actor, NOW)] == ["Notice to patients"], (
            "of its own program only"
        )


def step(word: Step, on: date = TODAY) -> MatterStep:
    return MatterStep(step=word, happened_on=on)
