"""A consent asked one thing a page: forth and back, with what may not stand together refused where it is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.consent.grants.models import AccessGrant
from portal.consent.guided.models import ConsentDraft
from portal.consent.instruments.models import Consent
from portal.consent.papers.models import ConsentSignature
from tests.clients import SignedInClient
from tests.given.county import Acting, County
from tests.given.papers import a_scan

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
DRAFT = re.compile(r"/consent-drafts/([0-9a-f-]{36})")


def begun(client: SignedInClient, county: County, kind: str, person: str = "marcus") -> str:
    """A new draft's address, without the step."""
    answer = client.submit(f"/participants/{county.people[person]}/consents/guided", {"kind": kind})
    assert answer.status_code == 303, answer.text
    found = DRAFT.search(answer.location)
    assert found
    return found.group(0)


def answered(client: SignedInClient, county: County, draft: str, **other: dict[str, Any]) -> None:
    """Every page of an ordinary form, some of them in another way."""
    pages: dict[str, dict[str, Any]] = {
        "who-may-tell": {"disclosers": [str(county.agencies["riverbend"])]},
        "whom": {"agencies": [str(county.agencies["defense"])]},
        "what": {"categories": ["attendance", "progress_summary"]},
        "extra-protection": {f"label_{one}": "no" for one in ("HIV", "PSY", "DV", "GEN")},
        "what-for": {"purposes": ["defense_representation"]},
        "until-when": {"expiry": "date", "expires_on": "2027-01-15"},
    }
    for step, values in (pages | other).items():
        answer = client.submit(f"{draft}/{step}", values)
        assert answer.status_code == 303, (step, answer.text)


def grants_of(acting: Act, consent_id: UUID) -> list[AccessGrant]:
    with acting("counselor") as (session, _):
        wanted = select(AccessGrant).where(AccessGrant.instrument_id == consent_id, AccessGrant.categories != 0)
        return [one for one in session.scalars(wanted) if one.instrument_kind.startswith("part2")]


def the_last_consent(acting: Act, county: County, person: str = "marcus", who: str = "counselor") -> Consent:
    with acting(who) as (session, _):
        wanted = select(Consent).where(Consent.participant_id == county.people[person])
        return session.scalars(wanted.order_by(Consent.recorded_at.desc(), Consent.id.desc())).all()[0]


def test_a_form_is_filled_checked_read_and_signed(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    assert client.get(f"{draft}/check").location.endswith("/whom"), "the first page that is still open"
    answered(client, county, draft)
    check = client.get(f"{draft}/check").text
    for words in (
        "Riverbend Recovery",
        "Marlow County Public Defender",
        "Sessions attended and missed",
        "No facts about: HIV or AIDS, mental health care, violence at home, genetic tests",
        "Through Fri Jan 15, 2027",
        "You can take this consent back at any time.",
        "You may say no. Your care does not depend on signing this form.",
    ):
        assert words in check, words
    made = client.submit(f"{draft}/check", {})
    assert made.location.endswith("/sign")
    page = client.get(made.location).text
    shown = re.search(r'name="document" value="([0-9a-f]{64})"', page)
    assert shown and shown.group(1) in page
    pdf = client.get(f"{draft}/form.pdf")
    assert pdf.data.startswith(b"%PDF") and "attachment" in pdf.headers["Content-Disposition"]
    values = {"document": shown.group(1), "name_patient": "Marcus Bell", "drawing_patient": "M10 10L40 60L90 20"}
    done = client.submit(made.location, values | {"witness": "Jo Example", "language": "English"})
    assert done.status_code == 303 and "done=consent-signed" in done.location
    consent = the_last_consent(acting, county)
    assert consent.defects == [] and consent.signatures[0]["evidence"] == shown.group(1)
    assert len(grants_of(acting, consent.id)) == 1
    with acting("counselor") as (session, _):
        (row,) = session.scalars(select(ConsentSignature).where(ConsentSignature.consent_id == consent.id)).all()
        assert (row.method, row.name, row.witness) == ("drawn", "Marcus Bell", "Jo Example")
        assert session.scalars(select(ConsentDraft).where(ConsentDraft.form == "part2_general")).all() == []
    assert client.get(f"{draft}/check").status_code == 404, "a signed form is no draft any more"
    papers = client.get(done.location).text
    assert "Marcus Bell" in papers and shown.group(1) in papers and "No copy is recorded yet." in papers
    copied = client.submit(f"/consents/{consent.id}/papers", {"way": "printed"}, to=f"/consents/{consent.id}/copies")
    assert "Printed, by hand" in client.get(copied.location).text
    copy = client.get(f"/consents/{consent.id}/copy.pdf")
    assert copy.data.startswith(b"%PDF") and b"Marcus" not in copy.headers["Content-Disposition"].encode()


def test_one_goes_back_and_comes_back_later(client_of: Client, county: County) -> None:
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    answered(client, county, draft)
    assert re.search(r"<input[^>]*checked[^>]*value=.attendance", client.get(f"{draft}/what").text)
    later = client_of("counselor")
    start = later.get(f"/participants/{county.people['marcus']}/consents/guided").text
    assert "A form is under way" in start and draft in start
    assert begun(later, county, "part2_general") == draft, "one form of a kind at a time"
    assert client_of("supervisor").get(f"{draft}/what").status_code == 404, "a form on its way is one's own"
    assert later.submit(f"{draft}/check", {}, to=f"{draft}/discard").status_code == 303
    assert later.get(f"{draft}/what").status_code == 404


def test_a_form_that_was_changed_is_not_signed_unread(client_of: Client, county: County) -> None:
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    answered(client, county, draft)
    page = client.get(client.submit(f"{draft}/check", {}).location).text
    shown = re.search(r'name="document" value="([0-9a-f]{64})"', page)
    assert shown
    client.submit(f"{draft}/what", {"categories": ["diagnosis"]})
    assert client.get(f"{draft}/sign").location.endswith("/check"), "it is made anew first"
    client.submit(f"{draft}/check", {})
    late = client.submit(f"{draft}/sign", {"document": shown.group(1), "name_patient": "Marcus Bell"})
    assert late.status_code == 422 and "Read it again before signing." in late.text


WRONG = [
    ("part2_general", "what", {"categories": ["all"]}, "Choose the kinds one by one."),
    ("part2_general", "what", {"categories": ["attendance", "counseling_note"]}, "Nothing else can be on it."),
    ("part2_general", "what", {"categories": ["counseling_note"]}, "Start that form."),
    ("part2_general", "what", {}, "Choose at least one kind of information."),
    ("part2_general", "what", {"categories": ["whatever"]}, "Choose kinds of information from the list."),
    (
        "part2_general",
        "what",
        {"categories": ["attendance"], "record_from": "2026-05-02", "record_to": "2026-05-01"},
        "Enter a last day that is not before the first day.",
    ),
    ("part2_general", "what-for", {"purposes": ["any"]}, "“Any purpose” is not allowed."),
    ("part2_general", "what-for", {"purposes": ["treatment", "legal_proceeding"]}, "needs a form of its own."),
    ("part2_general", "what-for", {}, "Choose what it is for."),
    ("part2_tpo", "what-for", {"purposes": ["treatment", "case_management"]}, "Use an ordinary one."),
    ("part2_general", "whom", {}, "Choose who may be told."),
    ("part2_general", "whom", {"classes": ["court_team"]}, "The whole team is not taken."),
    ("part2_general", "whom", {"classes": ["tpo_standard"]}, "only on a form for treatment, payment and operations."),
    ("part2_general", "whom", {"classes": ["everybody"]}, "Choose from the list."),
    ("part2_general", "whom", {"go_between": "County exchange"}, "Name the members that the go-between may tell"),
    ("part2_general", "whom", {"post_role": "judge"}, "Choose both the agency and the post."),
    ("part2_general", "until-when", {"expiry": "none"}, "This form needs an end."),
    ("part2_general", "until-when", {"expiry": "date", "expires_on": "2026-11-18"}, "Enter a day after today."),
    ("part2_general", "until-when", {"expiry": "date"}, "Enter the last day on which it holds."),
    ("part2_general", "until-when", {"expiry": "event"}, "Write what happens when it ends"),
    ("part2_general", "until-when", {"expiry": "event", "event": "I move out"}, "Choose who writes down"),
    ("part2_general", "until-when", {}, "Say when it ends."),
    ("part2_general", "who-may-tell", {}, "Choose who may tell."),
    ("part2_general", "extra-protection", {"label_HIV": "yes"}, "Choose yes or no."),
    ("part2_legal_proceeding", "proceeding", {"court": "Marlow County Court"}, "Write the number of the case"),
]


@pytest.mark.parametrize(("kind", "step", "values", "words"), WRONG)
def test_what_may_not_stand_together_is_refused_where_it_is_chosen(
    client_of: Client, county: County, kind: str, step: str, values: dict[str, Any], words: str
) -> None:
    client = client_of("counselor")
    draft = begun(client, county, kind)
    answer = client.submit(f"{draft}/{step}", values)
    assert answer.status_code == 422
    assert words in answer.text and "Error: " in answer.text


def court_form(client_of: Client, county: County) -> tuple[SignedInClient, str]:
    client = client_of("coordinator")
    draft = begun(client, county, "part2_cj")
    client.submit(f"{draft}/who-may-tell", {"disclosers": [str(county.agencies["riverbend"])]})
    client.submit(f"{draft}/whom", {"agencies": [str(county.agencies["court"])]})
    client.submit(f"{draft}/what", {"categories": ["attendance"]})
    client.submit(f"{draft}/extra-protection", {f"label_{one}": "no" for one in ("HIV", "PSY", "DV", "GEN")})
    return client, draft


CASE = {"duration_text": "18 months, the usual length", "decision": "Whether the charge ends", "revocable": "at_end"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"duration_text": ""}, "Say how long it stays in force"),
        ({"decision": " "}, "Say what the court will decide"),
        ({"revocable": ""}, "Say from when on it can be taken back."),
        ({"revocable": "on_day"}, "Enter the day from which"),
        ({"revocable": "on_day", "revocable_on": "2028-03-03"}, "no later than the end of the case"),
        ({"revocable": "on_day", "revocable_on": "2026-11-18"}, "Enter a day after today"),
        ({"legal_case": ""}, "Choose the case."),
    ],
)
def test_the_court_s_form_names_case_length_and_point(
    client_of: Client, county: County, values: dict[str, Any], words: str
) -> None:
    """F14-F17: never later than the end of the case."""
    client, draft = court_form(client_of, county)
    whole = CASE | {"legal_case": str(county.cases["marcus"])} | values
    answer = client.submit(f"{draft}/case", whole)
    assert answer.status_code == 422 and words in answer.text


def test_the_court_s_form_is_signed_and_opens_to_the_court(client_of: Client, county: County, acting: Act) -> None:
    client, draft = court_form(client_of, county)
    client.submit(f"{draft}/case", CASE | {"legal_case": str(county.cases["marcus"])})
    answer = client.submit(f"{draft}/until-when", {"expiry": "date", "expires_on": "2028-03-01"})
    assert answer.location.endswith("/check")
    check = client.get(answer.location).text
    assert "CR-2026-marcus" in check and "Whether the charge ends" in check
    page = client.get(client.submit(answer.location, {}).location).text
    shown = re.search(r'name="document" value="([0-9a-f]{64})"', page)
    assert shown
    done = client.submit(f"{draft}/sign", {"document": shown.group(1), "name_patient": "Marcus Bell"})
    assert done.status_code == 303, done.text
    consent = the_last_consent(acting, county, who="coordinator")
    assert (consent.kind, consent.defects, consent.revocable_event) == ("part2_cj", [], "final_disposition")


def test_without_a_case_there_is_no_court_s_form(client_of: Client, county: County) -> None:
    """F17: diversion before any charge."""
    page = f"/participants/{county.people['maya']}/consents/guided"
    answer = client_of("diverter").submit(page, {"kind": "part2_cj"})
    assert answer.status_code == 422 and "Choose an ordinary consent." in answer.text


def test_a_paper_is_kept_with_its_scan_and_what_is_missing_on_it(
    client_of: Client, county: County, acting: Act, app: Flask
) -> None:
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    answered(client, county, draft)
    client.submit(f"{draft}/check", {})
    page = f"{draft}/sign-on-paper"
    program = client.submit(page, {"scan": (BytesIO(b"MZ\x90\x00"), "scan.pdf"), "name_patient": "Marcus Bell"})
    assert program.status_code == 422 and "Choose a PDF, or a picture" in program.text
    assert 'value="Marcus Bell"' in program.text
    ahead = {"signed_on-month": "11", "signed_on-day": "19", "signed_on-year": "2026"}
    late = client.submit(page, ahead | {"scan": (BytesIO(a_scan()), "scan.png"), "name_patient": "Marcus Bell"})
    assert late.status_code == 422 and "still to come" in late.text
    done = client.submit(page, {"scan": (BytesIO(a_scan()), "../../x.exe"), "name_patient": "Marcus Bell"})
    assert "done=consent-deficient" in done.location
    shown = client.get(done.location).text
    assert "Enter the day it was signed." in shown and "Not in force" in shown
    consent = the_last_consent(acting, county)
    assert consent.defects == ["D09_NO_SIGN_DATE"] and grants_of(acting, consent.id) == []
    paths = re.findall(r'href="(/consent-papers/[0-9a-f-]{36})"', shown)
    scan = client.get(paths[1])
    assert scan.data == a_scan() and scan.headers["Content-Disposition"] == 'attachment; filename="consent-scan.pdf"'
    for who in ("judge", "stranger", "casemanager"):
        assert client_of(who).get(paths[1]).status_code == 404


def test_posts_people_groups_and_go_betweens_can_be_told(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    probation, officer = county.agencies["probation"], county.users["officer"]
    post = {"post_agency": str(probation), "post_role": "probation_officer", "more": "yes"}
    assert client.submit(f"{draft}/whom", post).location.endswith("/whom"), "one more can be added"
    page = client.get(f"{draft}/whom").text
    assert "Supervision officer at Marlow County Probation" in page
    kept = {"kept": [f"role:probation_officer@{probation}"], "person": f"{officer}@{probation}"}
    between = {"go_between": "County exchange", "members": [str(county.agencies["southgate"])], "treating": ["yes"]}
    answered(client, county, draft, whom=kept | {"classes": ["treating_providers"]} | between)
    check = client.get(f"{draft}/check").text
    for words in (
        "Supervision officer at Marlow County Probation",
        "Officer Example at Marlow County Probation",
        "Every provider that treats me",
        "County exchange, for: Southgate Counseling, its members who treat me",
    ):
        assert words in check, words


def test_an_event_ends_it_and_a_named_person_writes_it_down(client_of: Client, county: County) -> None:
    """R23: with a day by which it ends anyway."""
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    ends = {
        "expiry": "event",
        "event": "I move out of the recovery house",
        "recorder": str(county.users["counselor"]),
        "review_on": "2027-06-30",
    }
    answered(client, county, draft, **{"until-when": ends})
    check = client.get(f"{draft}/check").text
    assert "Until this happens: I move out of the recovery house. Counselor Example writes it down." in check
    assert "At the latest it holds through Wed Jun 30, 2027." in check
    page = client.get(f"{draft}/until-when").text
    assert str(county.users["counselor"]) in page
    assert all(str(county.users[who]) not in page for who in ("judge", "prosecutor", "defender")), "who could not do it"


def test_what_a_choice_asks_for_is_not_called_optional(client_of: Client, county: County) -> None:
    """Once an event is chosen, all three fields below it are asked for."""
    client = client_of("counselor")
    begun = client.submit(f"/participants/{county.people['marcus']}/consents/guided", {"kind": "part2_general"})
    page = f"{begun.location.rsplit('/', 1)[0]}/until-when"
    shown = client.get(page)
    assert shown.status_code == 200 and "What happens then" in shown.text and "(optional)" not in shown.text
    lacking = client.submit(page, {"expiry": "event", "review_on": "", "expires_on": ""})
    assert lacking.status_code == 422 and "Write what happens when it ends" in lacking.text
