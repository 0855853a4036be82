"""An agency of the law asks for silence: what it was told stays out of the list for its time, no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import clock
from portal.consent.accounting.models import AccountingSuspension
from portal.consent.accounting.queries import account_of
from portal.consent.accounting.requesting import Suspend, suspend_accounting
from portal.consent.accounting.summary import period
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.accounting.test_listing import ZONE, tell
from tests.given.county import NOW, Acting, County
from tests.pdf.reading import words

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
TODAY = date(2026, 11, 18)


def asked(county: County) -> Suspend:
    return Suspend(
        participant_id=county.people["xio"],
        agency_id=county.agencies["probation"],
        official="Officer R. Vance",
        written=False,
        stated_on=TODAY,
        through_on=None,
        words="An inquiry that the list would spoil.",
    )


def listed(acting: Act, county: County, at: datetime) -> tuple[bool, bool]:
    """Whether probation stands on the list, and among what is left out."""
    with acting("privacy", at) as (session, _):
        found = account_of(session, county.people["xio"], period(date(2026, 12, 31)), ZONE, at)
        office = county.agencies["probation"]
        return office in {one.agency_id for one in found.lines}, office in {one.agency_id for one in found.left_out}


def test_silence_by_word_of_mouth_lasts_thirty_days(
    acting: Act, county: County, client_of: Client, tmp_path: Path
) -> None:
    tell(acting, county, "officer", "part2_cj", NOW - timedelta(days=3))
    assert listed(acting, county, NOW) == (True, False)
    with acting("privacy") as (session, actor):
        made = suspend_accounting(session, actor, asked(county))
        assert made.ends_at == datetime(2026, 12, 18, 6, tzinfo=UTC)
    assert listed(acting, county, NOW) == (False, True)
    assert listed(acting, county, made.ends_at - timedelta(seconds=1)) == (False, True)
    assert listed(acting, county, made.ends_at) == (True, False)
    page = f"/participants/{county.people['xio']}/disclosures"
    with clock.set_to(NOW + timedelta(minutes=1)):
        client = client_of("privacy")
        assert "Officer R. Vance" in client.get(page).text and "Left out of the list for now" in client.get(page).text
        paper = tmp_path / "accounting.pdf"
        paper.write_bytes(client.get(f"{page}/paper").data)
    printed = words(paper).lower()
    assert "probation" not in printed and "silence" not in printed and "vance" not in printed


WRONG = [
    ({"through_on": date(2026, 12, 18)}, "through_on"),
    ({"written": True, "through_on": None}, "through_on"),
    ({"written": True, "through_on": TODAY - timedelta(days=1)}, "through_on"),
    ({"stated_on": TODAY + timedelta(days=1)}, "stated_on"),
    ({"official": "  "}, "official"),
    ({"words": "Because"}, "words"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG, ids=str)
def test_what_the_law_does_not_allow_is_refused(
    acting: Act, county: County, changes: dict[str, object], field: str
) -> None:
    with acting("privacy") as (session, actor):
        before = len(session.scalars(select(AccountingSuspension)).all())
        with pytest.raises(Refused) as no:
            suspend_accounting(session, actor, replace(asked(county), **changes))
        assert no.value.field == field
        assert len(session.scalars(select(AccountingSuspension)).all()) == before


def test_only_the_law_may_ask_and_only_the_desk_records_it(acting: Act, county: County) -> None:
    with acting("privacy") as (session, actor), pytest.raises(Refused) as no:
        suspend_accounting(session, actor, replace(asked(county), agency_id=county.agencies["bridgeway"]))
    assert no.value.field == "agency"
    with acting("counselor") as (session, actor), pytest.raises(Refused, match="privacy officer"):
        suspend_accounting(session, actor, asked(county))
    with acting("privacy") as (session, actor), pytest.raises(Refused, match="Not found or not available"):
        suspend_accounting(session, actor, replace(asked(county), participant_id=county.people["maya"]))


def test_a_form_that_came_back_keeps_what_was_typed(client_of: Client, county: County) -> None:
    page = f"/participants/{county.people['xio']}/disclosures/silence"
    values = {
        "agency": str(county.agencies["sheriff"]),
        "official": "Deputy L. Ames",
        "form": "spoken",
        "stated_on-month": "11",
        "stated_on-day": "18",
        "stated_on-year": "2026",
        "through_on": "2027-03-01",
        "words": "An inquiry that the list would spoil.",
    }
    client = client_of("privacy")
    answer = client.submit(page, values)
    assert answer.status_code == 422 and "30 days at most" in answer.text and "Deputy L. Ames" in answer.text
    done = client.submit(page, values | {"through_on": ""})
    assert done.status_code == 303 and "accounting-suspended" in done.location
