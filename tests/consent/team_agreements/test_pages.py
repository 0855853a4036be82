"""A team agreement on its pages: proposed from what holds, compared in words, signed by every agency, ended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.consent.register import register
from portal.consent.team_agreements.matrices import ACROSS, ROLES, TEAM, WORDS, changed, compared, product_lines
from portal.gate.vocabulary import Category, RoleName
from portal.treatment.sessions.models import Attendance
from tests.clients import SignedInClient
from tests.consent.test_team_agreements import SPEAK
from tests.given.county import Acting, County
from tests.leaks.filling import Forms

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


def test_a_version_changes_what_was_chosen_and_nothing_else() -> None:
    chosen = {(ACROSS, str(RoleName.JUDGE)): Category.ATTENDANCE.bit, (TEAM, str(RoleName.COURT_CLERK)): 0}
    lines = changed({}, chosen)
    assert lines[ACROSS][RoleName.JUDGE] == (Category.ATTENDANCE,)
    product = product_lines()
    for role, mask in product[ACROSS].items():
        assert role == RoleName.JUDGE or Category.mask(lines[ACROSS][role]) == mask
    unasked = product[TEAM][RoleName.COURT_CLERK] & ~Category.mask(WORDS[TEAM])
    assert unasked, "that a person is here, and the team"
    assert Category.mask(lines[TEAM][RoleName.COURT_CLERK]) == unasked


def test_versions_are_compared_in_words() -> None:
    after = {ACROSS: {RoleName.JUDGE: Category.mask((Category.ATTENDANCE, Category.TREATMENT_PLAN))}}
    found = {line.role: line for line in compared({}, after)[ACROSS]}
    assert found[RoleName.JUDGE].widened == ("Treatment plan",)
    assert "Drug test results" in found[RoleName.JUDGE].narrowed
    assert compared({}, {})[TEAM][0].widened == ()
    assert all(role in ROLES[TEAM] for role in (RoleName.CLINICIAN, RoleName.COLLECTOR))
    assert all(Category.COUNSELING_NOTE not in words for words in WORDS.values())


def as_it_stands(client: SignedInClient) -> dict[str, list[str]]:
    """The form with what is marked in it."""
    page = client.get("/team-agreements/new").text
    values: dict[str, list[str]] = {}
    for box in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]+)"', box)
        if "checked" in box and name and value:
            values.setdefault(name[1], []).append(value[1])
    (form,) = [one for one in Forms(page).found if one.action == "/team-agreements/new"]
    return values | {"starts_on": [form.values["starts_on"]]}


def test_the_form_begins_with_what_holds(client_of: Client, court_day: County) -> None:
    values = as_it_stands(client_of("coordinator"))
    judge = register().cross_agency["judge"]
    assert Category.mask(values["cross_agency-judge"]) == judge & Category.mask(WORDS[ACROSS])
    assert str(court_day.agencies["riverbend"]) in values["parties"]


def test_a_version_holds_when_the_last_agency_has_signed(client_of: Client, court_day: County, acting: Act) -> None:
    def marks(who: str) -> int:
        with acting(who) as (session, _):
            wanted = select(Attendance).where(Attendance.participant_id == court_day.people["xio"])
            return len(session.scalars(wanted).all())

    client = client_of("coordinator")
    values = as_it_stands(client)
    short = values | {"parties": [str(court_day.agencies["court"]), str(court_day.agencies["defense"])]}
    refused = client.submit("/team-agreements/new", short)
    assert refused.status_code == 422 and "must sign too" in refused.text
    judge = [one for one in values["cross_agency-judge"] if one != "attendance"] + ["treatment_plan"]
    done = client.submit("/team-agreements/new", values | {"cross_agency-judge": judge})
    assert done.status_code == 303, done.text
    page = done.location.split("?")[0]
    shown = client.get(page).text
    for words in ("Waits for signatures", "Sees more", "Treatment plan", "Sees less", "Sessions attended and missed"):
        assert words in shown
    assert client_of("deputy").get(page).status_code == 404, "whose agency is not asked"
    assert marks("judge") == 1
    for who in SPEAK:
        signer = client_of(who)
        assert "Read and sign" in signer.get("/").text
        assert marks("judge") == 1, "not before the last one"
        assert signer.submit(page, {}, to=f"{page}/sign").status_code == 303
        assert "Sign for your agency" not in signer.get(page).text
    assert marks("judge") == 0 and marks("casemanager") == 1
    again = client_of("defender").submit(page, {}, to=f"{page}/sign")
    assert again.status_code == 422 and "does not wait for your agency" in again.text
    assert "In force" in client.get("/team-agreements").text
    for words in ("Marlow County Public Defender: Wed Nov 18", "Defender Example"):
        assert words in client.get(page).text
    second = client.submit("/team-agreements/new", as_it_stands(client))
    compared_page = client.get(second.location.split("?")[0]).text
    assert "Version 1" in compared_page and "Sees more" not in compared_page, "it began with what holds"
    ended = client.submit(page, {"ends_at": "2026-11-18"}, to=f"{page}/end")
    assert ended.status_code == 303 and "The version has ended." in client.get(ended.location).text


@pytest.mark.parametrize("who", ["prosecutor", "casemanager", "privacy"])
def test_only_the_court_proposes_and_ends(client_of: Client, court_day: County, who: str) -> None:
    assert client_of(who).get("/team-agreements/new").status_code == 403
