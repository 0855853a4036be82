"""The pages of who asks: the list of agencies, the link with its code, and writing down what was told."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from portal.casework.outside.queries import request
from portal.casework.outside.vocabulary import Ended
from tests.casework.outside.asking import answer, ask, link_of
from tests.clients import SignedInClient
from tests.given import outside
from tests.given.county import Acting, County
from tests.given.papers import a_scan

Clients = Callable[[str], SignedInClient]
TOLD = {
    "channel": "telephone",
    "told_on-month": "11",
    "told_on-day": "18",
    "told_on-year": "2026",
    "told_by": "Ruth Adler",
    "place": "here",
    "conduct": "well",
    "rules": "not_said",
    "next_step": "stays",
    "line": "Helps in the kitchen.",
}


@pytest.fixture(scope="module")
def house(app: Flask, court_day: County) -> County:
    """Cedar House is registered, and no paper names it yet."""
    outside.register(app, court_day)
    return court_day


def of(county: County, person: str = "xio") -> str:
    return f"/participants/{county.people[person]}/outside"


def test_an_agency_is_put_into_the_list(house: County, client_of: Clients) -> None:
    coordinator = client_of("coordinator")
    refused = coordinator.submit("/outside-agencies/new", {"name": "Acme Tools", "contact": "Ann Poe", "phone": ""})
    assert refused.status_code == 422
    assert "Choose a kind of agency." in refused.text and 'value="Acme Tools"' in refused.text
    filled = {"name": "Acme Tools", "kind": "employer", "contact": "Ann Poe", "phone": "555-0101"}
    assert coordinator.submit("/outside-agencies/new", filled).location.endswith("done=outside-registered")
    shown = coordinator.get("/outside-agencies").text
    assert "Acme Tools" in shown and "Employer" in shown and "Ann Poe" in shown and "555-0101" in shown
    page = f"/outside-agencies/{house.agencies['cedar']}/contact"
    assert "not an address" in coordinator.submit(page, {"contact": "Ruth Adler", "mail": "not an address"}).text
    changed = {"contact": "Lou Adler", "phone": "555-0141", "mail": "ruth@cedar.example"}
    assert coordinator.submit(page, changed).status_code == 303
    assert "Lou Adler" in coordinator.get("/outside-agencies").text
    stale = coordinator.post(page, data=changed | {"version": "1", "form_key": "one"})
    assert stale.status_code in (400, 409)
    assert client_of("casemanager").get(page).status_code == 404


def test_no_consent_no_link_and_what_was_typed_stays(house: County, client_of: Clients) -> None:
    coordinator = client_of("coordinator")
    typed = {"agency_id": str(house.agencies["cedar"]), "answer_by": "2026-11-20"}
    refused = coordinator.submit(f"{of(house)}/new", typed)
    assert refused.status_code == 422
    assert "No consent lets Cedar House tell you about this person." in refused.text
    assert 'value="2026-11-20"' in refused.text and "aria-invalid" in refused.text
    assert "Nobody was asked yet" in coordinator.get(of(house)).text


def test_the_link_is_shown_with_its_code_and_can_be_withdrawn(app: Flask, house: County, client_of: Clients) -> None:
    outside.consent(app, house)
    coordinator = client_of("coordinator")
    typed = {"agency_id": str(house.agencies["cedar"]), "answer_by": "2026-11-24"}
    made = coordinator.submit(f"{of(house)}/new", typed)
    assert made.status_code == 303
    page = made.location.split("?")[0]
    shown = coordinator.get(page).text
    assert re.search(r"/one-time/[0-9a-f]{64}", shown) and re.search(r"<code[^>]*>\d{6}</code>", shown)
    assert "Waits for an answer" in shown and "not sent" in shown
    assert coordinator.submit(page, {}, f"{page}/withdrawn").status_code == 303
    over = coordinator.get(page).text
    assert "Withdrawn" in over and "/one-time/" not in over
    assert coordinator.get(f"{page}/told").status_code == 404
    for who in ("casemanager", "counselor", "judge", "diverter"):
        assert client_of(who).get(page).status_code in (403, 404), who


def test_who_may_read_a_question_of_another_agency_still_gets_no_link_of_it(
    app: Flask, house: County, client_of: Clients
) -> None:
    """A consent lets the court tell Bridgeway how Xio gets on; the link is the court's all the same."""
    request_id = ask(app, house)
    page = f"/outside-requests/{request_id}"
    outside.court_tells(app, house)
    with Acting(app, house, "casemanager") as (session, _actor):
        assert request(session, request_id) is not None
    manager = client_of("casemanager")
    assert [manager.get(one).status_code for one in (page, f"{page}/told")] == [404, 404]
    shown = client_of("coordinator")
    assert shown.submit(page, {}, f"{page}/withdrawn").status_code == 303


def test_what_was_told_by_telephone_is_written_down(app: Flask, house: County, client_of: Clients) -> None:
    coordinator = client_of("coordinator")
    request_id = ask(app, house)
    page = f"/outside-requests/{request_id}/told"
    assert "Does Xiomara Delgado-Pruitt live with you now?" in coordinator.get(page).text
    wrong = coordinator.submit(page, TOLD | {"place": "", "told_on-day": "30", "line": "x" * 281})
    assert wrong.status_code == 422
    for words in ("Choose an answer to this question.", "Shorten the line to 280 characters.", "x" * 281):
        assert words in wrong.text
    assert coordinator.submit(page, TOLD).status_code == 303
    shown = coordinator.get(f"/outside-requests/{request_id}").text
    assert "Cedar House, by phone, Nov 18" in shown and "Helps in the kitchen." in shown
    assert "House rules" not in shown, "a question that was not answered is left out"
    assert coordinator.get(page).status_code == 404
    assert link_of(app, request_id).ended_how == Ended.ANSWERED


def test_a_fax_is_written_down_with_its_scan(app: Flask, house: County, client_of: Clients) -> None:
    coordinator = client_of("coordinator")
    request_id = ask(app, house)
    page = f"/outside-requests/{request_id}/told"
    fax = TOLD | {"channel": "fax"}
    without = coordinator.submit(page, fax)
    assert without.status_code == 422 and "Add the scan of what the agency sent." in without.text
    program = coordinator.submit(page, fax | {"scan": (BytesIO(b"MZ\x90\x00" + b"\0" * 400), "fax.pdf")})
    assert program.status_code == 422 and "Choose a PDF, or a picture in PNG or JPEG." in program.text
    assert "Helps in the kitchen." in program.text and link_of(app, request_id).ended_at is None
    assert coordinator.submit(page, fax | {"scan": (BytesIO(a_scan()), "x.exe")}).status_code == 303
    shown = coordinator.get(f"/outside-requests/{request_id}").text
    assert "Cedar House, by fax, Nov 18" in shown
    (address,) = re.findall(r'href="(/outside-papers/[0-9a-f-]{36})"', shown)
    kept = coordinator.get(address)
    assert kept.data == a_scan() and kept.headers["Content-Disposition"] == 'attachment; filename="told.pdf"'
    never = client_of("casemanager").get("/outside-papers/00000000-0000-0000-0000-000000000000")
    denied = client_of("casemanager").get(address)
    assert (denied.status_code, denied.data) == (404, never.data)
    assert [client_of(who).get(address).status_code for who in ("judge", "counselor")] == [403, 403]


def test_the_overview_tells_those_whom_the_consent_tells(app: Flask, house: County, client_of: Clients) -> None:
    answer(app, house, ask(app, house), "Pays the rent on time.")
    for who, sees in (("judge", True), ("coordinator", True), ("prosecutor", False), ("counselor", False)):
        shown = client_of(who).get(f"/participants/{house.people['xio']}").text
        assert ("Pays the rent on time." in shown) is sees, who
        assert ("Cedar House" in shown) is sees, who
        assert ("From outside agencies" in shown) is sees, who


def test_a_mail_is_asked_for_only_where_there_is_an_address(house: County, client_of: Clients) -> None:
    coordinator = client_of("coordinator")
    page = f"/outside-agencies/{house.agencies['cedar']}/contact"
    coordinator.submit(page, {"contact": "Ruth Adler", "phone": "555-0140", "mail": ""})
    typed = {"agency_id": str(house.agencies["cedar"]), "answer_by": "2026-11-24", "mail": "y"}
    refused = coordinator.submit(f"{of(house)}/new", typed)
    assert "This agency has no e-mail address here." in refused.text
