"""All that a new participant is asked to sign, in one sitting: each form by itself, none of them forced."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.audit.models import AuditEvent
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import record_consent
from portal.consent.program_packet.filling import Choice, Filled
from portal.consent.program_packet.models import ConsentRefusal
from portal.consent.program_packet.services import (
    begin_packet,
    choose,
    command_for,
    sitting_of,
)
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import Acting, County

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
PACKET = re.compile(r"/consent-packets/[0-9a-f-]{36}")
NO_LABELS = {f"label_{one}": "no" for one in ("HIV", "PSY", "DV", "GEN")}


def kinds(client: SignedInClient, page: str) -> list[str]:
    """The kinds of information that a form of the packet comes with, as a browser would send them."""
    return re.findall(r'<input checked[^>]*name="categories"[^>]*value="(\w+)"', client.get(page).text)


def sat(client: SignedInClient, county: County, person: str, *declined: str) -> str:
    """A sitting up to its check; the packet's address."""
    start = f"/participants/{county.people[person]}/consents/packet"
    answer = client.submit(start, {"programs": [str(county.agencies["riverbend"])]})
    assert answer.status_code == 303, answer.text
    found = PACKET.search(answer.location)
    assert found
    while not answer.location.endswith("/check"):
        page = answer.location
        said = {"agreed": "no" if page.rsplit("/", 1)[1] in declined else "yes", "categories": kinds(client, page)}
        assert said["categories"], page
        answer = client.submit(page, said | NO_LABELS)
        assert answer.status_code == 303, answer.text
    return found.group(0)


def documents(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="([a-z-]+-document)" value="([0-9a-f]{64})"', page))


def test_a_whole_packet_is_read_signed_and_copied(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("coordinator")
    start = client.get(f"/participants/{county.people['marcus']}/consents/packet").text
    assert "Talk with your lawyer first: Defender Example." in start
    assert [one in start for one in ("The court.", "Your lawyer.", "Your case manager.", "Your other care.")] == [
        True
    ] * 4
    packet = sat(client, county, "marcus", "care")
    check = client.get(f"{packet}/check").text
    assert check.count("To sign") == 3 and check.count("Not signed") == 1
    assert "Marlow County Public Defender" in check and "Bridgeway Case Management" in check
    assert check.count("Who would see what, with all these forms signed") == 1
    made = client.submit(f"{packet}/check", {})
    page = client.get(made.location).text
    shown = documents(page)
    assert set(shown) == {"court-document", "lawyer-document", "case-management-document"}
    names = {f"{key.removesuffix('document')}name_patient": "Marcus Bell" for key in shown}
    lacking = client.submit(made.location, shown | names | {"lawyer-name_patient": ""})
    assert lacking.status_code == 422 and "This name is missing." in lacking.text
    with acting("coordinator") as (session, _):
        assert session.scalars(select(ConsentRefusal)).all() == [], "nobody leaves with half a packet"
    done = client.submit(made.location, shown | names)
    assert done.status_code == 303, done.text
    assert "done=packet-signed" in done.location
    copies = client.get(done.location).text
    with acting("coordinator") as (session, _):
        wanted = select(Consent).where(Consent.participant_id == county.people["marcus"])
        signed = [one for one in session.scalars(wanted) if one.held_by_id == county.agencies["court"]]
        assert sorted(one.kind for one in signed) == ["part2_cj", "part2_general", "part2_general"]
        assert all(one.defects == [] for one in signed)
        assert {one.signatures[0]["evidence"] for one in signed} == set(shown.values())
        (refused,) = session.scalars(select(ConsentRefusal)).all()
        assert (refused.form_key, refused.label) == ("care", "Your other care")
        acts = set(session.scalars(select(AuditEvent.act).where(AuditEvent.participant_id == refused.participant_id)))
        assert {"consent_recorded", "consent_signed", "consent_declined"} <= acts
    assert all(f"/consents/{one.id}/copy.pdf" in copies for one in signed)
    given = client.submit(done.location, {"consents": [str(one.id) for one in signed], "way": "printed"})
    assert given.status_code == 303
    assert "Every copy is recorded." in client.get(f"/participants/{county.people['marcus']}/consents/copies").text
    assert client.get(f"{packet}/check").status_code == 404, "a sitting that is over is none any more"
    shelf = client_of("counselor").get(f"/participants/{county.people['marcus']}/consents").text
    assert "Marlow County Public Defender" in shelf, "the program that tells knows of it at once"


def test_a_refusal_is_known_where_it_was_said_only(client_of: Client, county: County, acting: Act) -> None:
    """R18: nothing is computed from it, and nobody else reads it."""
    client = client_of("coordinator")
    packet = sat(client, county, "xio", "court", "lawyer", "case-management", "care")
    made = client.submit(f"{packet}/check", {})
    assert client.submit(made.location, {}).status_code == 303
    with acting("coordinator") as (session, _):
        mine = session.scalars(select(ConsentRefusal).where(ConsentRefusal.participant_id == county.people["xio"]))
        assert len(mine.all()) == 4
    for who in ("counselor", "officer", "prosecutor", "defender", "casemanager"):
        with acting(who) as (session, _):
            assert session.scalars(select(ConsentRefusal)).all() == []


def test_diversion_has_no_court_s_form(client_of: Client, county: County) -> None:
    """F17: no case, no form that rests on one."""
    page = client_of("diverter").get(f"/participants/{county.people['maya']}/consents/packet").text
    assert "The program." in page and "The court" not in page.replace("The court’s", "")


@pytest.mark.parametrize("who", ["counselor", "casemanager", "stranger", "diverter", "privacy"])
def test_only_who_runs_the_program_takes_its_packet(acting: Act, county: County, who: str) -> None:
    with acting(who) as (session, actor), pytest.raises(Refused):
        begin_packet(session, actor, county.people["marcus"], (str(county.agencies["riverbend"]),))


def test_a_packet_narrows_what_the_program_asks_for_and_never_widens_it(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        draft = begin_packet(session, actor, county.people["marcus"], (str(county.agencies["riverbend"]),))
        for wrong in (Choice("yes", ("diagnosis",)), Choice("yes", ("attendance", "counseling_note")), Choice("yes")):
            with pytest.raises(Refused) as no:
                choose(session, actor, draft, "lawyer", wrong)
            assert no.value.field == "categories"
        with pytest.raises(Refused):
            choose(session, actor, draft, "lawyer", Choice("perhaps", ("attendance",)))
        choose(session, actor, draft, "lawyer", Choice("yes", ("attendance",)))
        sitting = sitting_of(session, actor, county.people["marcus"], Filled((), {}))
        assert sitting.form("lawyer").categories != ("attendance",)
        session.rollback()


def test_outside_the_packet_the_court_still_enters_nobody_else_s_paper(acting: Act, county: County) -> None:
    """What a sitting may do is no way round who may enter a paper."""
    with acting("coordinator") as (session, actor):
        filled = Filled((str(county.agencies["riverbend"]),))
        sitting = sitting_of(session, actor, county.people["marcus"], filled)
        command: Any = command_for(session, actor, sitting, sitting.form("lawyer"))
        with pytest.raises(Refused, match="it is entered there"):
            record_consent(session, actor, command)


def test_what_changed_since_is_not_signed_unread(client_of: Client, county: County) -> None:
    client = client_of("coordinator")
    packet = sat(client, county, "marcus", "care", "case-management", "lawyer")
    page = client.get(client.submit(f"{packet}/check", {}).location).text
    shown = documents(page)
    client.submit(f"{packet}/court", {"agreed": "yes", "categories": ["attendance"]} | NO_LABELS)
    assert client.get(f"{packet}/sign").location.endswith("/check")
    client.submit(f"{packet}/check", {})
    late = client.submit(f"{packet}/sign", shown | {"court-name_patient": "Marcus Bell"})
    assert late.status_code == 422 and "Read it again before signing." in late.text
    assert client.submit(f"{packet}/check", {}, to=f"{packet}/discard").status_code == 303
