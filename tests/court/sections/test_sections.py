"""Sections: prefilled, seen beforehand as each addressee reads them, kept, submitted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.treatment.report_sections.models import ProgressSummary
from tests.clients import SignedInClient
from tests.court.days import Days
from tests.given.county import Acting, County

TYPED = {
    "rating": "on_track",
    "goals_met": "2",
    "goals_total": "4",
    "level_advice": "keep",
    "medication": "yes",
    "line": "Asked for a ride on Saturdays.",
    "next_sessions": "Tue, 6:00 PM",
}


def page_of(days: Days, word: str, key: str = "treatment") -> str:
    return f"/report-sections/{days.hearings[word]}/{key}"


def preview_in(text: str) -> str:
    return text.partition('class="preview__label"')[2].partition("</section>")[0]


def test_the_preview_is_what_each_addressee_will_read(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    client = client_of("counselor")
    page = page_of(days, "xio")
    answer = client.submit(page, TYPED | {"draft": "1"})
    assert answer.status_code == 303
    shown = client.get(page).text
    assert "Asked for a ride on Saturdays." in shown and "the judge’s office" in shown
    judge = preview_in(shown)
    assert "under the consent of Thu Mar 5, 2026" in judge and "Keep 2.1" in judge and "Taken as prescribed" in judge
    prosecution = preview_in(client.get(f"{page}?as=prosecutor").text)
    assert "Asked for a ride" in prosecution and "Keep 2.1" not in prosecution and "Taken as" not in prosecution


def test_without_a_consent_nothing_comes_to_the_court(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    client = client_of("counselor")
    page = page_of(days, "marcus")
    assert "Nothing of this section comes to them." in preview_in(client.get(page).text)
    assert LINE_WORDS in preview_in(client.get(f"{page}?as=case_manager").text)


LINE_WORDS = "Asked for a Saturday peer meeting."


def test_an_open_draft_lacks_what_a_revocation_took(
    acting: Callable[..., Acting], client_of: Callable[[str], SignedInClient], county: County, days: Days
) -> None:
    page = f"{page_of(days, 'xio')}?as=defense_counsel"
    client = client_of("counselor")
    assert "Intensive outpatient group" in preview_in(client.get(page).text)
    with acting("counselor") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, county.consents["xio-others"]), Revoke())
    assert "Nothing of this section comes to them." in preview_in(client.get(page).text)


def test_a_line_that_is_too_long_is_kept_and_said(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    answer = client_of("counselor").submit(page_of(days, "xio"), TYPED | {"line": "too long " * 40})
    assert answer.status_code == 422 and "280 characters" in answer.text and "too long too long" in answer.text
    with acting("counselor") as (session, _):
        wanted = select(ProgressSummary).where(ProgressSummary.hearing_id == days.hearings["xio"])
        assert all(row.version == 1 for row in session.scalars(wanted))


def test_each_writer_owes_its_own_and_finds_no_other(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    assert "Case management" in client_of("casemanager").get("/report-sections").text
    officer = client_of("officer")
    assert "Supervision" in officer.get("/report-sections").text
    answer = officer.submit(page_of(days, "xio", "supervision"), {"line": "Kept every visit."})
    assert answer.status_code == 303
    assert "all in" not in client_of("judge").get(f"/dockets/{days.tomorrow}?show=owed").text
    for who, key in (("officer", "treatment"), ("casemanager", "supervision"), ("stranger", "treatment")):
        assert client_of(who).get(page_of(days, "xio", key)).status_code == 404
    assert client_of("counselor").get(f"/report-sections/{UUID(int=3)}/treatment").status_code == 404


def test_what_the_team_sees_is_printed_with_the_section(
    client_of: Callable[[str], SignedInClient], county: County, days: Days
) -> None:
    client = client_of("counselor")
    listed = client.get("/report-sections").text
    address = f"/participants/{county.people['xio']}/team-sheet"
    assert address in listed
    assert client.get(address).mimetype == "application/pdf"
    assert "team-sheet" not in client_of("officer").get("/report-sections").text
