"""Entering a signed form, and taking a consent back, as a person does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.consent.grants.models import AccessGrant
from tests.clients import SignedInClient
from tests.given.county import Acting, County

Client = Callable[[str], SignedInClient]


def filled(county: County, **changes: object) -> dict[str, object]:
    """A complete ordinary consent of Marcus Bell for his lawyer."""
    return {
        "kind": "part2_general",
        "patient_name": "Marcus Bell",
        "discloser": str(county.agencies["riverbend"]),
        "recipients": [str(county.agencies["defense"])],
        "categories": ["attendance", "progress_summary"],
        "purposes": ["defense_representation"],
        "signed_on-month": "11",
        "signed_on-day": "16",
        "signed_on-year": "2026",
        "expires_on": "2027-01-15",
        "signed": "y",
        "says_revocable": "y",
        "says_how": "y",
    } | changes


def grants_for(acting: Callable[..., Acting], county: County, agency: str) -> list[AccessGrant]:
    with acting("counselor") as (session, _):
        wanted = select(AccessGrant).where(
            AccessGrant.participant_id == county.people["marcus"], AccessGrant.instrument_kind == "part2_general"
        )
        key_of_agency = {one.recipient for one in session.scalars(wanted)}
        from portal.consent.grants.keys import agency_key

        return (
            [one for one in session.scalars(wanted) if one.recipient == agency_key(county.agencies[agency])]
            if (key_of_agency)
            else []
        )


def test_a_complete_form_opens_what_it_says(client_of: Client, county: County, acting: Callable[..., Acting]) -> None:
    page = f"/participants/{county.people['marcus']}/consents/new"
    answer = client_of("counselor").submit(page, filled(county))
    assert answer.status_code == 303
    assert "consent-recorded" in answer.location
    (grant,) = grants_for(acting, county, "defense")
    assert grant.ends_at.isoformat() == "2027-01-16T06:00:00+00:00"


def test_another_name_is_confirmed_on_the_page(client_of: Client, county: County) -> None:
    """F19: the box is there once the names differ, and the shelf says who ticked it."""
    page = f"/participants/{county.people['marcus']}/consents/new"
    client = client_of("counselor")
    assert "another name of this person" not in client.get(page).text
    other = filled(county, patient_name="Marc Bell") | {"signed_on-day": "3"}
    answer = client.submit(page, other)
    assert answer.status_code == 422
    assert "On file the name is Marcus Bell" in answer.text and "another name of this person" in answer.text
    done = client.submit(page, other | {"alias": "y"})
    assert done.status_code == 303 and "consent-recorded" in done.location
    assert "Signed as Marc Bell. Counselor Example made sure" in client.get(done.location).text


def test_nobody_opens_another_agency_s_records_by_entering_a_paper(
    client_of: Client, county: County, acting: Callable[..., Acting]
) -> None:
    page = f"/participants/{county.people['marcus']}/consents/new"
    recipients = [str(county.agencies["bridgeway"])]
    answer = client_of("casemanager").submit(page, filled(county, recipients=recipients))
    assert answer.status_code == 422
    assert "it is entered there" in answer.text and "Marcus Bell" in answer.text
    before = len(grants_for(acting, county, "bridgeway"))
    own = filled(county, recipients=[str(county.agencies["defense"])], discloser=str(county.agencies["bridgeway"]))
    assert client_of("counselor").submit(page, own).status_code == 422, "nor does the clinic for the case manager"
    assert len(grants_for(acting, county, "bridgeway")) == before


def test_a_deficient_form_is_kept_and_opens_nothing(
    client_of: Client, county: County, acting: Callable[..., Acting]
) -> None:
    page = f"/participants/{county.people['marcus']}/consents/new"
    recipients = [str(county.agencies["prosecution"])]
    answer = client_of("counselor").submit(page, filled(county, recipients=recipients, says_how=""))
    assert "consent-deficient" in answer.location
    assert grants_for(acting, county, "prosecution") == []
    shelf = client_of("counselor").get(f"/participants/{county.people['marcus']}/consents")
    assert "The form must say how to take it back." in shelf.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"signed_on-day": "19"}, "still to come"),
        ({"expires_on": "2026-11-01"}, "Enter an end that lies after the start."),
        ({"kind": "part2_cj"}, "Use an ordinary consent."),
        ({"discloser": ""}, "Say who may tell."),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    client_of: Client, county: County, changes: dict[str, object], message: str
) -> None:
    page = f"/participants/{county.people['marcus']}/consents/new"
    answer = client_of("counselor").submit(page, filled(county, **changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Marcus Bell"' in answer.text


def test_taking_back_an_ordinary_consent_is_felt_at_once(
    client_of: Client, county: County, acting: Callable[..., Acting]
) -> None:
    page = f"/consents/{county.consents['marcus-manager']}/revoke"
    client = client_of("counselor")
    assert "At once" in client.get(page).text
    answer = client.submit(page, {"scope": "all", "written": "written"})
    assert "done=consent-ended" in answer.location
    assert grants_for(acting, county, "bridgeway")[0].ends_at.isoformat() == "2026-11-18T15:00:00+00:00"
    shown = client_of("casemanager").get(f"/participants/{county.people['marcus']}/consents").text
    assert "Taken back" not in shown
    assert "Riverbend" not in shown
    again = client.submit(page, {"scope": "all", "written": "written"})
    assert again.status_code == 422
    assert "nothing is left to take back" in again.text


def test_a_criminal_justice_consent_goes_on_until_its_point(client_of: Client, county: County) -> None:
    page = f"/consents/{county.consents['xio-court']}/revoke"
    client = client_of("counselor")
    assert "Not at once" in client.get(page).text
    answer = client.submit(page, {"scope": "all", "written": "written"})
    assert "done=consent-ends-later" in answer.location
    shelf = client.get(answer.location).text
    assert "Goes on until its stated point" in shelf
    assert "Tell the participant:" in shelf and "has been told" not in shelf, "nothing here tells her by itself"
    assert "Why may I see this?" in client_of("judge").get(f"/participants/{county.people['xio']}/why").text
    assert "Riverbend Recovery" in client_of("judge").get(f"/participants/{county.people['xio']}/why").text
