"""Xio takes back her ordinary consent for Riverbend (story 8): from the next page on its recipients see nothing of the
clinic's, nothing that was made of it, and no word that anything ended. What was filed stays as it was filed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.court.dockets.models import Docket
from portal.court.reports.models import ReportDocument
from portal.court.reports.services import FileReports, file_reports
from portal.extensions import db
from tests.access.subjects import address_of
from tests.access.test_access import expected
from tests.given.county import PASSWORD, Acting, County

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TOLD = (
    "Intensive outpatient",
    "Unexcused treatment absence",
    "Tue Nov 10",
    "2.1 intensive",
    "in a row now",
    "1 absent",
)
"""What the clinic told, and what was made of it: the mark, the question, the strip, the milestone, the level."""
TOTALS = ("Missed 1 of 1", "1 of 1 sessions", "1 question", "1 with a question")
ENDED = re.compile(
    r"revo[ck]|taken back|takes? (?:it )?back|withdr(?:ew|awn)|no longer (?:shar|told)|consent ended", re.IGNORECASE
)
RECIPIENTS = ("casemanager", "defender")
FILED = ("court.reports.show", "court.reports.paper", "court.packets.download")


def words_of(page: str) -> str:
    """What a person reads."""
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", without))


def read(answer: TestResponse) -> str:
    """The words of an answer, be it a page or paper."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return words_of(answer.text)


def sign_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"username": who, "password": PASSWORD})
    return client


def pages(app: Flask, county: County, who: str) -> dict[str, str]:
    """The words of every page that is open to this one, by endpoint; "" for what is not found any more."""
    client = sign_in(app, who)
    found = {}
    for (endpoint, method), line in expected().items():
        if method == "GET" and line[who] == "yes" and endpoint not in FILED:
            answer = client.get(address_of(app, county, endpoint), follow_redirects=True)
            assert answer.status_code in (200, 404), endpoint
            found[endpoint] = read(answer) if answer.status_code == 200 else ""
    return found


@pytest.fixture(scope="module")
def own_document(filed_day: County) -> str:
    return f"/reports/{filed_day.things['document-defense_counsel']}"


@pytest.fixture(scope="module")
def before(app: Flask, filed_day: County, own_document: str) -> dict[str, dict[str, str]]:
    app.config["WTF_CSRF_ENABLED"] = False
    known = {who: pages(app, filed_day, who) for who in RECIPIENTS}
    known["filed"] = {"report": words_of(sign_in(app, "defender").get(own_document).text)}
    return known


@pytest.fixture(scope="module")
def after(app: Flask, filed_day: County, before: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """The counselor records it on the page; then everything is opened anew."""
    answer = sign_in(app, "counselor").post(
        f"/consents/{filed_day.consents['xio-others']}/revoke", data={"scope": "all", "written": "written"}
    )
    assert answer.status_code == 303, words_of(answer.text)
    return {who: pages(app, filed_day, who) for who in RECIPIENTS}


def holding(known: dict[str, str], *markers: str) -> dict[str, list[str]]:
    found = {page: [one for one in markers if one in words] for page, words in known.items()}
    return {page: hits for page, hits in found.items() if hits}


@pytest.mark.parametrize("who", RECIPIENTS)
def test_a_recipient_loses_it_on_every_page(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]], who: str
) -> None:
    assert len(holding(before[who], *TOLD)) >= 3, "the consent told something before"
    assert holding(after[who], *TOLD, *TOTALS) == {}


def test_the_case_manager_saw_it_everywhere_before(before: dict[str, dict[str, str]]) -> None:
    shown = holding(before["casemanager"], *TOLD, *TOTALS)
    assert {
        "accounts.home.today",
        "casework.caseload.show",
        "compliance.behaviors.show",
        "compliance.behaviors.waiting",
        "compliance.milestones.shelf",
        "court.staffing.sheet",
        "participants.people.overview",
    } <= set(shown)


NAMED = ("Riverbend", "Joy Abara")
"""The clinic beside the person, as the care team lists its clinician (R143)."""
LISTS_ALL = {
    "consent.agreements.register",
    "consent.agreements.show",
    "consent.copies.choose",
    "consent.instruments.new",
    "consent.orders.new",
    "consent.redisclosures.ask",
    "consent.team_agreements.show",
}
"""A form that lists every agency, and what agencies agree among themselves, tell nothing of the person."""
SPEAKS_OF_IT = {
    "consent.guided.start",
    "consent.instruments.choose",
    "consent.instruments.new",
    "consent.instruments.shelf",
}
"""These speak of taking back to everybody and always."""


@pytest.mark.parametrize("who", RECIPIENTS)
def test_a_recipient_loses_the_clinics_name(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]], who: str
) -> None:
    assert "participants.people.overview" in holding(before[who], *NAMED)
    assert set(holding(after[who], *NAMED)) <= LISTS_ALL


def test_whom_no_consent_tells_never_reads_the_clinics_name(app: Flask, filed_day: County) -> None:
    words = pages(app, filed_day, "clerk")
    assert "Xiomara" in words["participants.people.overview"]
    assert "Defense counsel" in words["participants.people.overview"], "the rest of the team is there"
    assert set(holding(words, *NAMED)) <= LISTS_ALL


def test_the_question_is_no_address_any_more(after: dict[str, dict[str, str]]) -> None:
    left = after["casemanager"]
    assert left["compliance.behaviors.show"] == ""
    assert "No information in this report. This is not a finding." in left["compliance.milestones.shelf"]


@pytest.mark.parametrize("who", RECIPIENTS)
def test_no_page_says_that_anything_ended(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]], who: str
) -> None:
    said = {
        page: set(ENDED.findall(words)) - set(ENDED.findall(before[who][page])) for page, words in after[who].items()
    }
    assert {page: found for page, found in said.items() if found} == {}
    assert {page for page, words in after[who].items() if ENDED.search(words)} <= SPEAKS_OF_IT


def test_the_filed_report_stays_as_filed(
    app: Flask, before: dict[str, dict[str, str]], after: Mapping[str, object], own_document: str
) -> None:
    report = before["filed"]["report"]
    assert "Intensive outpatient" in report
    assert words_of(sign_in(app, "defender").get(own_document).text) == report


def test_a_new_version_is_without_it_for_the_recipient_alone(
    app: Flask, filed_day: County, after: Mapping[str, object], acting: Callable[..., Acting]
) -> None:
    things = filed_day.things
    with acting("coordinator") as (session, actor):
        docket = session.get_one(Docket, things["docket"])
        again = FileReports(frozenset({things["hearing"]}), "The hour of the hearing")
        new = {
            one.addressee_role: one.id
            for one in file_reports(session, actor, docket, db.session.session_factory, again)
        }
    said = {}
    for who, role in (("defender", "defense_counsel"), ("prosecutor", "prosecutor")):
        with acting(who) as (session, _actor):
            wanted = select(ReportDocument).where(ReportDocument.id == new[role])
            said[who] = session.scalars(wanted).one().content
    assert [one for one in TOLD if one in said["defender"]] == []
    assert "Intensive outpatient" in said["prosecutor"], "her consent for the court goes on"
