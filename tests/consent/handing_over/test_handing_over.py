"""While the device is in the participant's hands only that sitting's forms open, until the password is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.consent.instruments.models import Consent
from portal.ids import new_id
from tests.access.subjects import WORDS
from tests.access.test_access import expected
from tests.clients import SignedInClient
from tests.consent.guided.test_pages import answered, begun
from tests.consent.program_packet.test_packet import NO_LABELS, documents, kinds
from tests.given.county import NOW, PASSWORD, Acting, County

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
NOT_OF_THE_SITTING = ("Xiomara", "Sign out", "Menu", 'aria-label="Main"', 'href="/participants', 'href="/notices')


@pytest.fixture
def handed(client_of: Client, county: County) -> tuple[SignedInClient, str]:
    """The coordinator's browser with a packet of Marcus in his hands, and the packet's address."""
    client = client_of("coordinator")
    start = f"/participants/{county.people['marcus']}/consents/packet"
    sitting = client.submit(start, {"programs": [str(county.agencies["riverbend"])]})
    packet, _slash, _first = sitting.location.rpartition("/")
    assert "Hand the device over" in client.get(sitting.location).text
    answer = client.submit(sitting.location, {}, to=packet.replace("packets", "drafts") + "/hand-over")
    assert answer.status_code == 303 and answer.location.startswith(packet)
    return client, packet


def typed(app: Flask, county: County, endpoint: str) -> str:
    """An address of this endpoint: about Marcus where it is about a person, of another thing where of a thing."""
    (rule, *_others) = (rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    about: dict[str, Any] = WORDS | {"participant_id": county.people["marcus"]}
    with app.test_request_context():
        return app.url_for(endpoint, **{name: about.get(name) or new_id() for name in rule.arguments})


def first_form(client: SignedInClient, packet: str) -> str:
    """Where the sitting stands."""
    return client.get(f"{packet}/sign", follow_redirects=True).request.path


def test_only_the_forms_are_in_reach(handed: tuple[SignedInClient, str]) -> None:
    client, packet = handed
    form = client.get(first_form(client, packet)).text
    assert "Marcus Bell" in form and "Do you want to sign this form?" in form and "Give the device back" in form
    assert not [one for one in NOT_OF_THE_SITTING if one in form]
    links = [part.split('href="', 1)[1].split('"', 1)[0] for part in form.split("<a ")[1:]]
    assert len(links) > 1 and all(one.startswith((packet, "/hand-back", "#")) for one in links), links


def test_a_typed_address_shows_nothing(app: Flask, handed: tuple[SignedInClient, str], county: County) -> None:
    """Every page that needs somebody who has signed in, and every form that does something."""
    client, packet = handed
    looked_at = 0
    for endpoint, method in expected():
        if expected()[endpoint, method]["anonymous"] != "sign":
            continue
        address = typed(app, county, endpoint)
        answer = client.get(address) if method == "GET" else client.post(address)
        assert answer.status_code in (302, 400, 401), (endpoint, answer.status_code)
        assert answer.status_code != 302 or answer.location.startswith("/hand-back?next="), endpoint
        assert "Xiomara" not in answer.text and "Marcus" not in answer.text, endpoint
        looked_at += 1
    assert looked_at > 200
    assert client.get(first_form(client, packet)).status_code == 200, "the sitting goes on"


def test_the_browser_gets_another_cookie(client_of: Client, county: County) -> None:
    """Then it forgets the owner's earlier pages, and "Back" asks for them anew; the old token opens nothing."""
    client = client_of("counselor")
    before = client.get_cookie("portal")
    page = f"/participants/{county.people['xio']}/to-read"
    client.submit(page, {}, to=page.replace("to-read", "hand-over"))
    after = client.get_cookie("portal")
    assert before is not None and after is not None and before.value != after.value
    assert "Give the device back" in client.get(page).text
    client.set_cookie("portal", before.value)
    assert client.get(page).location.startswith("/sign-in")


def test_what_a_form_brings_is_not_done(handed: tuple[SignedInClient, str]) -> None:
    """A form with a token of its own, for something that is none of the sitting's."""
    client, packet = handed
    answer = client.submit(first_form(client, packet), {}, to=packet + "/discard")
    assert answer.status_code == 401 and "Give the device back" in answer.text
    assert client.get(first_form(client, packet)).status_code == 200, "nothing was thrown away"


def test_the_password_gives_it_back_and_the_trail_says_so(handed: tuple[SignedInClient, str], acting: Act) -> None:
    client, _packet = handed
    page = "/hand-back?next=/participants"
    assert "Please give this device to Coordinator Example now." in client.get(page).text
    wrong = client.submit(page, {"password": "not the password", "next": "/participants"}, to="/hand-back")
    assert wrong.status_code == 422 and "This is not the password." in unescape(wrong.text)
    assert client.get("/participants").location.startswith("/hand-back"), "still handed over"
    given = client.submit(page, {"password": PASSWORD, "next": "/participants"}, to="/hand-back")
    assert (given.status_code, given.location) == (303, "/participants")
    assert "Sign out" in client.get("/participants").text
    assert client.get("/hand-back").location == "/", "nothing is to be given back"
    with acting("coordinator") as (session, actor):
        wanted = select(AuditEvent.act).where(AuditEvent.user_id == actor.user_id, AuditEvent.act.like("device_%"))
        acts = session.scalars(wanted.order_by(AuditEvent.at, AuditEvent.id)).all()
    assert acts[-2:] == ["device_handed_over", "device_handed_back"]


def test_five_wrong_passwords_end_the_session(handed: tuple[SignedInClient, str]) -> None:
    client, packet = handed
    for _one in range(4):
        assert client.submit("/hand-back", {"password": "not the password"}).status_code == 422
    ended = client.submit("/hand-back", {"password": "not the password"})
    assert ended.status_code == 303 and ended.location.startswith("/sign-in")
    assert client.get(f"{packet}/check").location.startswith("/sign-in")


def test_after_a_while_the_forms_are_locked_and_stay_handed_over(handed: tuple[SignedInClient, str]) -> None:
    """The lock's password opens the forms again, and them only; any other page is opened by the hand-back's."""
    client, packet = handed
    with clock.set_to(NOW + timedelta(minutes=16)):
        form = f"{packet}/check"
        locked = client.get(form)
        assert locked.location.startswith("/confirm?next=") and "Marcus" not in locked.text
        assert client.get("/participants").location.startswith("/hand-back?next=")
        opened = client.submit(locked.location, {"password": PASSWORD, "next": form}, to="/confirm")
        assert (opened.status_code, opened.location) == (303, form)
        assert client.get(first_form(client, packet)).status_code == 200
        assert client.get("/participants").location.startswith("/hand-back?next=")


def test_it_is_signed_in_hand_and_then_given_back(
    handed: tuple[SignedInClient, str], county: County, acting: Act
) -> None:
    client, packet = handed
    before = signed_now(acting, county)
    page = first_form(client, packet)
    while not page.endswith("/check"):
        said: dict[str, Any] = {"agreed": "yes", "categories": kinds(client, page)}
        page = client.submit(page, said | NO_LABELS).location
    assert "Throw these forms away" not in client.get(page).text
    made = client.submit(page, {})
    papers = documents(client.get(made.location).text)
    names = {f"{key.removesuffix('-document')}-name_patient": "Marcus Bell" for key in papers}
    signed = client.submit(made.location, papers | names)
    assert signed.status_code == 303 and "/consents/copies" in signed.location
    assert client.get(signed.location).location.startswith("/hand-back?next="), "asked to give it back"
    assert names and signed_now(acting, county) == before + len(names)


def signed_now(acting: Act, county: County) -> int:
    with acting("coordinator") as (session, _):
        wanted = select(Consent).where(Consent.participant_id == county.people["marcus"], Consent.signed_at == NOW)
        return len(session.scalars(wanted).all())


def test_one_consent_is_handed_over_too(client_of: Client, county: County) -> None:
    """The guided form: its check and its signing, not its questions."""
    client = client_of("counselor")
    draft = begun(client, county, "part2_general")
    answered(client, county, draft)
    handed = client.submit(f"{draft}/check", {}, to=f"{draft}/hand-over")
    assert (handed.status_code, handed.location) == (303, f"{draft}/sign")
    for closed in ("until-when", "sign-on-paper"):
        assert client.get(f"{draft}/{closed}").location.startswith("/hand-back?next="), closed
    check = client.get(f"{draft}/check").text
    assert "Give the device back" in check and "Throw this form away" not in check and "/until-when" not in check


def test_only_the_own_sitting_is_handed_over(handed: tuple[SignedInClient, str], client_of: Client) -> None:
    _client, packet = handed
    address = packet.replace("packets", "drafts") + "/hand-over"
    assert client_of("counselor").submit("/participants", {}, to=address).status_code == 404
