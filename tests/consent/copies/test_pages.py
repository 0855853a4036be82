"""Copies of the own records: shown before they go; what may not go stays; who gets them is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import clock
from portal.consent.accounting.models import Disclosure
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn, disclose
from portal.consent.withholding.services import lift_withholding, withhold
from portal.gate.vocabulary import Purpose
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
NOTHING = "Nothing of this may go to that person for that purpose."


def page(county: County, person: str = "xio") -> str:
    return f"/participants/{county.people[person]}/copies/new"


def asked(county: County, who: str, purpose: str, **more: object) -> dict[str, object]:
    wanted = {"target": str(county.appointments[who]), "purpose": purpose, "kinds": ["mark"]}
    return wanted | {"why": "She asked us to tell them."} | more


def shown(county: County, who: str, purpose: str) -> str:
    """What the hidden field says once the page has shown what may go."""
    return f"{county.appointments[who]},{purpose},mark,,"


def copies(acting: Act, county: County, who: str, person: str = "xio") -> list[UUID]:
    with acting(who) as (session, _):
        wanted = select(DeliveredCopy).where(DeliveredCopy.participant_id == county.people[person])
        return [one.record_id for one in session.scalars(wanted)]


def test_what_may_go_is_shown_with_its_consent_then_given(client_of: Client, court_day: County, acting: Act) -> None:
    client, wanted = client_of("counselor"), asked(court_day, "casemanager", "case_management")
    assert f'href="{page(court_day)}"' in client.get(f"/participants/{court_day.people['xio']}/consents").text
    assert "Marks of sessions (1)" in client.get(page(court_day)).text
    look = client.submit(page(court_day), wanted)
    assert look.status_code == 200 and "What may go to Bridgeway Case Management: Casemanager Example" in look.text
    assert "Ordinary consent, signed" in look.text and "1 record" in look.text
    assert shown(court_day, "casemanager", "case_management") in look.text
    assert copies(acting, court_day, "casemanager") == [], "looking gives nothing"
    done = client.submit(page(court_day), wanted | {"shown": shown(court_day, "casemanager", "case_management")})
    assert done.status_code == 303 and "done=copies-given" in done.location
    assert copies(acting, court_day, "casemanager") == [court_day.things["xio-mark"]]
    after = client.get(done.location).text
    assert "Copies given before" in after and "Casemanager Example" in after
    received = client_of("casemanager").get(f"/participants/{court_day.people['xio']}/received").text
    assert "From Riverbend Recovery" in received and "Ask to pass it on" in received
    with acting("privacy") as (session, _):
        wanted_rows = select(Disclosure).where(Disclosure.channel == "document")
        (row,) = session.scalars(wanted_rows)
        assert (row.participant_id, row.agency_id) == (court_day.people["xio"], court_day.agencies["bridgeway"])
        assert row.instrument_id == court_day.consents["xio-others"]
    with clock.set_to(NOW + timedelta(minutes=1)):
        listed = client_of("privacy").get(f"/participants/{court_day.people['xio']}/disclosures").text
    assert "Bridgeway Case Management" in listed


def test_one_record_is_given_from_its_own_page(client_of: Client, court_day: County, acting: Act) -> None:
    client, mark = client_of("counselor"), court_day.things["xio-mark"]
    address = f"/records/mark/{mark}/copy"
    assert f'href="{address}"' in client.get(f"/attendance/{mark}/correct").text
    wanted = asked(court_day, "judge", "cj_monitoring", kinds=[])
    look = unescape(client.submit(address, wanted).text)
    assert "Mark of" in look and "Criminal-justice consent, signed" in look
    ready = f"{court_day.appointments['judge']},cj_monitoring,,"
    assert ready in look
    done = client.submit(address, wanted | {"shown": ready})
    assert done.status_code == 303
    assert mark in copies(acting, court_day, "judge")
    assert client_of("judge").get(address).status_code == 404, "not the court's to give"


@pytest.mark.parametrize(
    ("who", "purpose"),
    [("deputy", "cj_monitoring"), ("casemanager", "criminal_investigation"), ("stranger", "treatment")],
)
def test_what_no_paper_lets_go_stays(client_of: Client, court_day: County, acting: Act, who: str, purpose: str) -> None:
    """In plain words, without the reason (R148); also when somebody sends it as if it had been shown."""
    client, wanted = client_of("counselor"), asked(court_day, who, purpose)
    before = copies(acting, court_day, who)
    look = client.submit(page(court_day), wanted)
    assert look.status_code == 200 and NOTHING in look.text and "Give the copies" not in look.text
    sent = client.submit(page(court_day), wanted | {"shown": shown(court_day, who, purpose)})
    assert sent.status_code == 422 and NOTHING in sent.text and "She asked us to tell them." in sent.text
    assert copies(acting, court_day, who) == before


def test_what_is_withheld_stays_though_a_consent_names_it(client_of: Client, court_day: County, acting: Act) -> None:
    """R16: and the page counts it among what may not go."""

    def turned(act: Callable[..., None], *reason: str) -> None:
        with acting("counselor") as (session, actor):
            act(session, actor, session.get_one(Attendance, court_day.things["xio-mark"]), *reason)

    turned(withhold, "A third person is named in it.")
    look = client_of("counselor").submit(page(court_day), asked(court_day, "defender", "defense_representation"))
    assert NOTHING in look.text
    turned(lift_withholding)
    look = client_of("counselor").submit(page(court_day), asked(court_day, "defender", "defense_representation"))
    assert NOTHING not in look.text and "Give the copies" in look.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": ""}, "Choose who is to get it."),
        ({"purpose": ""}, "Say what for."),
        ({"kinds": []}, "Choose which records."),
        ({"why": " "}, "Write in one sentence why"),
        ({"why": "x" * 281}, "Use 280 characters or fewer."),
        (
            {"first_on-month": "11", "first_on-day": "11", "first_on-year": "2026"}
            | {"last_on-month": "11", "last_on-day": "10", "last_on-year": "2026"},
            "Enter a last day that is not before the first day.",
        ),
    ],
    ids=["whom", "what for", "which", "why", "too long", "days"],
)
def test_what_is_missing_is_named_and_nothing_goes(
    client_of: Client, court_day: County, acting: Act, changes: dict[str, object], message: str
) -> None:
    values = asked(court_day, "prosecutor", "cj_monitoring") | changes
    ready = {"shown": shown(court_day, "prosecutor", "cj_monitoring")} if "why" in changes else {}
    answer = client_of("counselor").submit(page(court_day), values | ready)
    assert answer.status_code == 422 and message in unescape(answer.text)
    if "why" not in changes:
        assert "She asked us to tell them." in answer.text
    assert copies(acting, court_day, "prosecutor") == []


def test_the_days_bound_what_goes(client_of: Client, court_day: County) -> None:
    days = {"first_on-month": "11", "first_on-day": "12", "first_on-year": "2026"}
    look = client_of("counselor").submit(
        page(court_day), asked(court_day, "defender", "defense_representation", **days)
    )
    assert NOTHING in look.text, "the mark is of the day before"


def test_only_those_who_pass_records_on_give_them(court_day: County, acting: Act) -> None:
    with acting("counselor") as (session, _):
        mark = session.get_one(Attendance, court_day.things["xio-mark"])
    with acting("office") as (session, actor):
        to = PassOn(court_day.principal(session, "casemanager"), Purpose.CASE_MANAGEMENT, "She asked us.")
        with pytest.raises(Refused, match="Ask somebody of your agency who passes records on"):
            disclose(session, actor, [mark], to)
        session.rollback()
