"""The privacy officer's pages: own people, looks at own records, and not a word of what other agencies have."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.queries import Wanted
from portal.accounts.audit.vocabulary import LOOKED, Kind
from portal.consent.trail import queries
from portal.db import unit_of_work
from portal.gate.vocabulary import Category
from portal.ids import new_id
from tests.clients import TOKEN, SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
ZONE = "America/Chicago"


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<select.*?</select>", " ", page, flags=re.DOTALL)))


def read(acting: Act, wanted: Wanted = Wanted(), **more: Any) -> list[AuditEvent]:
    with acting("privacy") as (session, _):
        found = list(queries.acts(session, wanted, ZONE, most=5000, **more).rows)
        session.expunge_all()
        return found


@pytest.fixture(scope="module")
def looked_at(app: Flask, court_day: County) -> County:
    """The judge, the case manager and the counselor opened Xio's page; a stranger at Southgate opened Maya's."""
    app.test_client_class = SignedInClient
    for who, person in (("judge", "xio"), ("casemanager", "xio"), ("counselor", "xio"), ("stranger", "maya")):
        client = app.test_client()
        assert isinstance(client, SignedInClient)
        client.sign_in(who, "a long password for tests")
        assert client.get(f"/participants/{court_day.people[person]}").status_code == 200
    return court_day


def test_the_rows_are_of_own_people_or_looks_at_own_records(looked_at: County, acting: Act) -> None:
    riverbend = looked_at.agencies["riverbend"]
    found = read(acting)
    others = [one for one in found if one.agency_id != riverbend]
    assert {one.act for one in others} == {LOOKED}
    assert {one.origin_id for one in found if one.act == LOOKED} == {riverbend}
    assert {one.user_id for one in others} >= {looked_at.users["judge"], looked_at.users["casemanager"]}
    assert {one.act for one in found if one.agency_id == riverbend} >= {"sign_in", "participants.people.overview"}


def test_the_page_says_who_looked_and_nothing_of_the_others_business(client_of: Client, looked_at: County) -> None:
    page = client_of("privacy").get("/audit").text
    shown = words(page)
    assert "Judge Example" in shown and "Marlow County Treatment Court" in shown
    assert "Xiomara Delgado-Pruitt" in shown and "Looked at records" in shown
    for hidden in ("Southgate", "Stranger Example", "Maya", str(looked_at.people["maya"]), "Hearings"):
        assert hidden not in page


def test_an_address_is_shown_of_own_people_only(client_of: Client, looked_at: County) -> None:
    """From where another agency's people work is that agency's matter."""
    shown = client_of("privacy").get(f"/participants/{looked_at.people['xio']}/looks").text
    lines = [words(line) for line in shown.split("<tr")]
    judges = [line for line in lines if "Judge Example" in line]
    counselors = [line for line in lines if "Counselor Example" in line]
    assert judges and not any("127.0.0.1" in line for line in judges)
    assert counselors and all("127.0.0.1" in line for line in counselors)


def test_who_looked_at_one_record(client_of: Client, looked_at: County) -> None:
    shown = words(client_of("privacy").get(f"/participants/{looked_at.people['xio']}/looks").text)
    for told in ("Judge Example", "Casemanager Example", "Your agency", "Bridgeway Case Management"):
        assert told in shown
    assert "attendance" in shown.lower()


@pytest.mark.parametrize("address", ["/participants/{0}/looks", "/audit?participant={1}"])
@pytest.mark.parametrize("whose", ["maya", "nobody"])
def test_whom_the_officer_may_not_know_is_not_found(
    client_of: Client, looked_at: County, address: str, whose: str
) -> None:
    person = looked_at.people.get(whose) or new_id()
    assert client_of("privacy").get(address.format(person, person.hex)).status_code == 404


def test_a_row_about_somebody_unknown_names_nobody(
    app: Flask, client_of: Client, looked_at: County, acting: Act
) -> None:
    """The counselor tried Maya's page: the act is there, Maya is not; also when a row of a service named her."""
    maya = looked_at.people["maya"]
    assert client_of("counselor").get(f"/participants/{maya}").status_code == 404
    with acting("counselor") as (session, actor):
        row = {"at": NOW, "act": "contact_logged", "user_id": actor.user_id, "agency_id": actor.agency_id}
        session.execute(insert(AuditEvent), [row | {"participant_id": maya, "subject_kind": "contact"}])
    page = client_of("privacy").get("/audit").text
    assert "not found" in words(page) and "Logged a contact" in words(page)
    for hidden in ("Maya", str(maya), maya.hex):
        assert hidden not in page
    assert maya.hex not in export(client_of("privacy")).lower().replace("-", "")


def test_a_look_at_nothing_but_counseling_notes_is_not_listed(looked_at: County, acting: Act) -> None:
    """Counseling notes open to their author alone: that there is one is nobody else's to know (R90)."""
    riverbend, xio = looked_at.agencies["riverbend"], looked_at.people["xio"]
    with acting("counselor") as (session, actor):
        row = {"at": NOW, "act": LOOKED, "user_id": actor.user_id, "agency_id": riverbend, "origin_id": riverbend}
        note = row | {"participant_id": xio, "categories": Category.COUNSELING_NOTE.bit, "note": "hidden"}
        session.execute(insert(AuditEvent), [note])
    assert "hidden" not in {one.note for one in read(acting)}
    with acting("privacy") as (session, _):
        assert "hidden" not in {one.note for one in queries.looks_at(session, xio).rows}


def test_days_people_kinds_and_outcomes_narrow_it(looked_at: County, acting: Act) -> None:
    everything = read(acting)
    counselor = looked_at.users["counselor"]
    assert {one.user_id for one in read(acting, Wanted(user_id=counselor))} == {counselor}
    assert {one.act for one in read(acting, Wanted(kind=Kind.LOOK))} == {LOOKED}
    assert all("." in one.act for one in read(acting, Wanted(kind=Kind.PAGE)))
    assert {one.act for one in read(acting, Wanted(kind=Kind.SIGN_IN))} <= {"sign_in", "sign_out"}
    changes = {one.act for one in read(acting, Wanted(kind=Kind.CHANGE))}
    assert "attendance_recorded" in changes and not {"sign_in", LOOKED} & changes
    assert all(one.outcome == "404" for one in read(acting, Wanted(refused=True)))
    today = clock.local_date(NOW, ZONE)
    before = read(acting, Wanted(to_on=today - timedelta(days=1)))
    after = read(acting, Wanted(from_on=today))
    assert before and after and len(before) + len(after) == len(everything)


def test_pages_of_fifty_go_on_where_the_last_ended(
    client_of: Client, app: Flask, looked_at: County, acting: Act
) -> None:
    with acting("counselor") as (session, actor):
        row = {"at": NOW, "act": "probe", "user_id": actor.user_id, "agency_id": actor.agency_id}
        session.execute(insert(AuditEvent), [row | {"note": str(number)} for number in range(120)])
    wanted, found, after = Wanted(kind=Kind.CHANGE), [], None
    with acting("privacy") as (session, _):
        while True:
            page = queries.acts(session, wanted, ZONE, after=after)
            found += page.rows
            after = page.after
            if after is None:
                break
            assert len(page.rows) == 50
        keys = [(one.at, one.id.hex) for one in found]
        foreign = select(AuditEvent.id).where(AuditEvent.user_id == looked_at.users["judge"], AuditEvent.act != LOOKED)
        stranger = session.scalar(foreign.limit(1))
        assert queries.acts(session, wanted, ZONE, after=stranger).rows == queries.acts(session, wanted, ZONE).rows
    assert len(set(keys)) == len(keys) == len(read(acting, wanted)) > 120
    assert keys == sorted(keys, reverse=True)
    assert "Next" in client_of("privacy").get("/audit?kind=change").text


def export(client: SignedInClient, values: dict[str, str] | None = None) -> str:
    hidden = dict(TOKEN.findall(client.get("/audit").text))
    answer = client.post("/audit/export", data=hidden | (values or {}))
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data.decode("utf-8-sig")


def test_the_file_holds_what_the_page_shows_and_its_taking_is_written_down(
    client_of: Client, looked_at: County, acting: Act
) -> None:
    lines = list(csv.DictReader(StringIO(export(client_of("privacy"), {"kind": "look"}))))
    looks = read(acting, Wanted(kind=Kind.LOOK))
    assert [line["Row"] for line in lines] == [str(one.id) for one in looks]
    assert {line["Participant"] for line in lines} == {str(looked_at.people["xio"])}
    assert {line["Address"] for line in lines if line["Who"] == "Judge Example"} == {""}
    taken = [one for one in read(acting) if one.act == "audit_exported"]
    assert taken[0].note == f"{len(lines)} rows"
    assert taken[0].user_id == looked_at.users["privacy"]


def test_no_name_is_a_formula(client_of: Client, app: Flask, looked_at: County) -> None:
    def rename(name: str) -> None:
        with app.app_context(), unit_of_work() as session:
            mine = update(UserAccount).where(UserAccount.id == looked_at.users["supervisor"])
            session.execute(mine.values(full_name=name))

    client_of("supervisor").get("/participants")
    rename('=HYPERLINK("https://evil.example")')
    found = export(client_of("privacy"))
    rename("Supervisor Example")
    people = {line["Who"] for line in csv.DictReader(StringIO(found))}
    assert '\'=HYPERLINK("https://evil.example")' in people
    assert not any(one.startswith("=") for one in people)


def test_the_file_is_for_who_gave_the_password_lately(client_of: Client, looked_at: County) -> None:
    client = client_of("privacy")
    hidden = dict(TOKEN.findall(client.get("/audit").text))
    with clock.set_to(NOW + timedelta(minutes=11)):
        answer = client.post("/audit/export", data=hidden)
    assert answer.status_code == 401
    assert "Password" in answer.text


def test_looking_at_the_trail_is_in_the_trail(client_of: Client, looked_at: County, acting: Act) -> None:
    client_of("privacy").get(f"/participants/{looked_at.people['xio']}/looks")
    mine = [one for one in read(acting, Wanted(user_id=looked_at.users["privacy"])) if one.act == "consent.trail.looks"]
    assert mine[0].participant_id == UUID(str(looked_at.people["xio"]))
