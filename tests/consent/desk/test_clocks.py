"""By when something is owed, and what an accounting that was given had on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.accounting.models import AccountingRequest
from portal.consent.accounting.queries import account_of
from portal.consent.accounting.requesting import AskAccounting, ask_accounting
from portal.consent.accounting.summary import period
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.desk.papers import notes
from portal.consent.mandated_reports.services import ReportByLaw, report_by_law
from portal.consent.mandated_reports.vocabulary import Channel, ReportKind
from portal.consent.mandated_reports.vocabulary import Step as Part
from portal.consent.registers.clocks import breach_clocks
from portal.consent.registers.services import TakeStep, possible, take_step
from portal.consent.registers.vocabulary import Step
from portal.consent.registers.working_days import after_working_days
from portal.web.refused import Refused
from tests.consent.at_once import at_once
from tests.consent.desk.test_steps import TODAY, WORDS, step
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def ask(acting: Act, county: County, kind: RequestKind, on: date = TODAY) -> list[str]:
    """The notes beside a request that came in on a day."""
    with acting("privacy", NOW + timedelta(days=800)) as (session, actor):
        asked = AskAccounting(county.people["xio"], kind, on, True, "She asked in a letter.")
        return notes(session, ask_accounting(session, actor, asked))


def test_the_list_of_a_go_between_takes_no_more_time(acting: Act, county: County) -> None:
    """2.24, R136: 30 days, and no rule lets them be made longer."""
    with acting("privacy") as (session, actor):
        asked = AskAccounting(county.people["xio"], RequestKind.INTERMEDIARY, TODAY, True, "She asked in a letter.")
        request = ask_accounting(session, actor, asked)
        assert Step.EXTENDED not in possible(request, [])
        longer = TakeStep(Step.EXTENDED, TODAY, WORDS, until_on=request.due_on + timedelta(days=9))
        with pytest.raises(Refused) as no:
            take_step(session, actor, request, longer)
        assert no.value.field == "step"
        other = ask_accounting(session, actor, replace(asked, kind=RequestKind.ACCOUNTING))
        assert Step.EXTENDED in possible(other, [])
        session.rollback()


def test_two_who_take_more_time_at_once_take_it_once(acting: Act, county: County) -> None:
    """164.528(c)(1)(ii): the second one finds what the first has done."""
    with acting("privacy") as (session, actor):
        asked = AskAccounting(county.people["marcus"], RequestKind.ACCOUNTING, TODAY, True, "She asked in a letter.")
        request_id = ask_accounting(session, actor, asked).id

    def extends(session: Session, actor: Principal) -> None:
        request = session.get_one(AccountingRequest, request_id)
        longer = TakeStep(Step.EXTENDED, TODAY, WORDS, until_on=request.due_on + timedelta(days=9))
        take_step(session, actor, request, longer)

    with pytest.raises(Refused) as no:
        at_once(acting, ("privacy", extends), ("privacy", extends))
    assert no.value.field == "step"


def test_which_list_is_free(acting: Act, county: County) -> None:
    """164.528(c)(2): the first in twelve months; the list of a go-between is another right, and costs none of them."""
    assert ask(acting, county, RequestKind.INTERMEDIARY) == []
    assert "it is free" in ask(acting, county, RequestKind.ACCOUNTING)[0]
    assert "may ask a fair fee" in ask(acting, county, RequestKind.ACCOUNTING, date(2027, 11, 17))[0]
    assert "it is free" in ask(acting, county, RequestKind.ACCOUNTING, date(2028, 11, 17))[0], "a year to the day"


def test_a_list_that_was_given_stays_as_it_was(acting: Act, county: County) -> None:
    """What was told before and entered only afterwards is on the next list, not on that one."""
    given_at, xio = NOW + timedelta(days=1), county.people["xio"]
    with acting("privacy", NOW + timedelta(days=2)) as (session, actor):
        made = ReportByLaw(
            participant_id=xio,
            kind=ReportKind.CRIME,
            step=Part.INITIAL,
            recipient_agency_id=county.agencies["sheriff"],
            recipient_name="Deputy Example",
            channel=Channel.PHONE,
            reported_at=NOW,
            told="A window of the clinic was broken.",
        )
        report_by_law(session, actor, made)

        def kinds(as_of: datetime) -> list[str]:
            found = account_of(session, xio, period(TODAY), "America/Chicago", as_of)
            return [one.instrument_kind for one in found.lines]

        assert "crime_on_premises" in kinds(NOW + timedelta(days=3))
        assert "crime_on_premises" not in kinds(given_at)
        session.rollback()


def test_the_clocks_of_a_breach() -> None:
    """60 days from the discovery; few people go to the Secretary with the year's, many at once, and to the media."""
    found_on = date(2026, 11, 25)
    owed = [(str(one.label), one.due_on) for one in breach_clocks(found_on, 499, [])]
    assert owed == [
        ("Ask it back", date(2026, 11, 27)),
        ("Judge the risk", date(2026, 12, 3)),
        ("Tell the people", date(2027, 1, 24)),
        ("Tell Health and Human Services", date(2027, 3, 1)),
    ]
    many = {str(one.label): one.due_on for one in breach_clocks(found_on, 500, [])}
    assert many["Tell Health and Human Services"] == date(2027, 1, 24)
    assert "Tell the news media" not in many, "164.406: more than 500"
    more = {str(one.label): one.due_on for one in breach_clocks(found_on, 501, [])}
    assert more["Tell Health and Human Services"] == more["Tell the news media"] == date(2027, 1, 24)
    low = breach_clocks(found_on, 500, [step(Step.LOW_RISK)])
    assert [str(one.label) for one in low] == ["Ask it back", "Judge the risk"]
    assert all(one.done_on for one in low)
    overtaken = breach_clocks(found_on, 1, [step(Step.LOW_RISK), step(Step.MUST_TELL)])
    assert [str(one.label) for one in overtaken if one.done_on is None] == [
        "Tell the people",
        "Tell Health and Human Services",
    ]


def test_working_days_skip_weekends_and_federal_holidays() -> None:
    assert after_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert after_working_days(date(2026, 11, 25), 1) == date(2026, 11, 27), "Thanksgiving"
    assert after_working_days(date(2026, 7, 2), 1) == date(2026, 7, 6), "the 4th, kept on Friday the 3rd"
