"""Filing: each addressee's own document, assembled as that addressee, frozen, accounted for, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, func, make_url, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.accounting.models import Disclosure
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.court.dockets.models import Docket
from portal.court.reports import queries
from portal.court.reports.content import ReportContent, content_hash, from_json, provenance_of
from portal.court.reports.models import FilingRecord, ReportDocument, ReportPaper, ReportSeal
from portal.court.reports.papers import render_paper
from portal.court.reports.services import FileReports, file_reports
from portal.database import owner_connection
from portal.extensions import db
from portal.gate.session import ForeignWrite
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.court.conftest import LINE
from tests.court.days import Days
from tests.given.county import NOW, Acting, County
from tests.stages import server

LATER = NOW + timedelta(hours=2)
READERS = {
    "judge": RoleName.JUDGE,
    "prosecutor": RoleName.PROSECUTOR,
    "defender": RoleName.DEFENSE_COUNSEL,
    "officer": RoleName.PROBATION_OFFICER,
}


@pytest.fixture(scope="module")
def filed(app: Flask, county: County, days: Days) -> Days:
    with Acting(app, county, "coordinator") as (session, actor):
        docket = session.get_one(Docket, days.tomorrow)
        assert len(file_reports(session, actor, docket, db.session.session_factory, FileReports())) == 8
    return days


def received(session: Session, days: Days, role: str, word: str) -> ReportDocument | None:
    found = queries.documents_for(session, days.tomorrow, role).get(days.hearings[word])
    return queries.document(session, found.id) if found else None


def content(acting: Callable[..., Acting], days: Days, who: str, word: str, at: Any = NOW) -> ReportContent:
    with acting(who, at) as (session, _):
        document = received(session, days, READERS[who], word)
        assert document is not None
        assert content_hash(from_json(document.content)) == document.sha256
        return from_json(document.content)


@pytest.mark.parametrize("who", READERS)
def test_each_addressee_gets_what_consent_and_role_open(acting: Callable[..., Acting], filed: Days, who: str) -> None:
    """The prosecution reads progress, but neither level of care nor medication; all of them read attendance."""
    told = content(acting, filed, who, "xio")
    topics = {line.topic for line in told.progress}
    assert [line.question for line in told.attendance] == [1]
    assert any(line.text == LINE for line in told.progress)
    assert ({"Level of care", "Medication"} <= topics) is (who != "prosecutor")
    assert (told.level_of_care is None) is (who == "prosecutor")
    assert len(told.tests) == 1


@pytest.mark.parametrize("who", READERS)
def test_without_a_consent_nothing_of_the_clinic_is_there(acting: Callable[..., Acting], filed: Days, who: str) -> None:
    told = content(acting, filed, who, "marcus")
    assert (told.attendance, told.progress, told.level_of_care, told.notice.scope) == ((), (), None, ())
    assert "Riverbend Recovery" not in {source.agency for source in told.sources}
    assert all(author.agency != "Riverbend Recovery" for author in told.header.authors)
    assert len(told.tests) == 1


def test_every_line_names_its_record_and_the_paper_relied_on(
    acting: Callable[..., Acting], county: County, filed: Days
) -> None:
    told = content(acting, filed, "judge", "xio")
    clinics = [one for one in provenance_of(told) if one.origin_agency_name == "Riverbend Recovery"]
    assert {one.table for one in clinics} >= {"attendance", "progress_summary", "level_recommendation", "question"}
    assert {one.instrument_id for one in clinics} == {str(county.consents["xio-court"])}
    assert "Riverbend Recovery tell the judge’s office" in told.notice.scope[0]
    assert {one.instrument_id for one in provenance_of(told) if one.table == "drug_test"} == {None}


def test_filing_is_accounted_as_a_delivery(acting: Callable[..., Acting], county: County, filed: Days) -> None:
    with acting("coordinator") as (session, _):
        rows = session.scalars(select(Disclosure).where(Disclosure.channel == "report")).all()
    assert {one.participant_id for one in rows} == {county.people["xio"]}
    assert {one.agency_id for one in rows} == {
        county.agencies[a] for a in ("court", "prosecution", "defense", "probation")
    }
    assert {one.notice for one in rows} == {"2.32-statement-1"}


@pytest.mark.parametrize("who", ["counselor", "stranger", "clerk", "diverter", "casemanager", "deputy", "sysadmin"])
def test_nobody_else_finds_a_document(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], filed: Days, who: str
) -> None:
    """The answer is the same, byte for byte, as for an address that never was."""
    with acting("judge") as (session, _):
        document = received(session, filed, RoleName.JUDGE, "xio")
        assert document is not None
    client = client_of(who)
    never = client.get(f"/reports/{UUID(int=7)}")
    for address in (
        f"/reports/{document.id}",
        f"/reports/{document.id}/paper.pdf",
        f"/packets/{filed.tomorrow}/packet.pdf",
    ):
        denied = client.get(address)
        assert (denied.status_code, denied.data) == (404, never.data)


def test_the_judges_office_opens_it_and_the_prosecution_opens_its_own(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], filed: Days
) -> None:
    with acting("prosecutor") as (session, _):
        own = received(session, filed, RoleName.PROSECUTOR, "xio")
        assert own is not None and received(session, filed, RoleName.JUDGE, "xio") is None
    page = client_of("prosecutor").get(f"/reports/{own.id}").text
    assert LINE in page and "clinician recommends" not in page
    assert "No information in this report. This is not a finding." in page
    assert client_of("staff").get(f"/reports/{own.id}").status_code == 404


def test_a_filed_report_stays_as_filed_when_the_consent_ends(
    acting: Callable[..., Acting], county: County, filed: Days
) -> None:
    """The defense's ordinary consent is taken back: its report stays, the next version lacks the clinic's facts."""
    before = content(acting, filed, "defender", "xio")
    with acting("counselor") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, county.consents["xio-others"]), Revoke())
    assert content(acting, filed, "defender", "xio", LATER) == before
    with acting("coordinator", LATER) as (session, actor):
        docket = session.get_one(Docket, filed.tomorrow)
        command = FileReports(frozenset({filed.hearings["xio"]}), "A test result came in late.")
        again = file_reports(session, actor, docket, db.session.session_factory, command)
        assert {one.version for one in again} == {2}
    after = content(acting, filed, "defender", "xio", LATER)
    assert after.header.correction == "A test result came in late." and after.header.version == 2
    assert (after.attendance, after.progress) == ((), ())
    assert content(acting, filed, "judge", "xio", LATER).attendance == content(acting, filed, "judge", "xio").attendance


def test_filing_twice_files_once(acting: Callable[..., Acting], filed: Days) -> None:
    with acting("coordinator", LATER) as (session, actor):
        docket = session.get_one(Docket, filed.tomorrow)
        with pytest.raises(Refused):
            file_reports(session, actor, docket, db.session.session_factory, FileReports())


@pytest.mark.parametrize("filed_table", [ReportDocument, ReportPaper, FilingRecord, ReportSeal])
def test_nobody_changes_or_removes_what_was_filed(
    app: Flask, acting: Callable[..., Acting], filed: Days, filed_table: Any
) -> None:
    """Not even the owner of the tables, by raw SQL: the guard is the database's."""
    with acting("judge") as (session, judge):
        document = received(session, filed, RoleName.JUDGE, "xio")
        assert document is not None
    with app.app_context(), clock.set_to(NOW):
        assert render_paper(db.session.session_factory, judge, document.id) is not None
    url = make_url(app.config["DATABASE_URL"])
    owner = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    table = filed_table.__table__
    for act in (update(table).values(id=table.c.id), delete(table)):
        with owner_connection(owner.render_as_string(hide_password=False)) as connection:
            assert connection.scalar(select(func.count()).select_from(table))
            with pytest.raises(IntegrityError, match=f"{table.name}_frozen"):
                connection.execute(act)
            connection.rollback()


def test_the_session_changes_nothing_that_was_delivered(acting: Callable[..., Acting], filed: Days) -> None:
    with acting("judge") as (session, _):
        document = received(session, filed, RoleName.JUDGE, "xio")
        assert document is not None
        document.categories = 0
        with pytest.raises(ForeignWrite):
            session.flush()
        session.rollback()


def test_a_copy_can_be_checked_without_a_name(app: Flask, acting: Callable[..., Acting], filed: Days) -> None:
    with acting("judge") as (session, _):
        document = received(session, filed, RoleName.JUDGE, "xio")
        assert document is not None
    page = app.test_client().get(f"/verify/{document.sha256[:16]}")
    assert page.status_code == 200 and document.sha256 in page.text and "Xiomara" not in page.text
    assert app.test_client().get("/verify/0123456789abcdef").status_code == 404
