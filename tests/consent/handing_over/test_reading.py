"""The participant reads on the device at the desk who sees what, and who was told, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from portal.consent.accounting.requesting import suspend_accounting
from tests.clients import SignedInClient
from tests.consent.accounting.test_listing import tell
from tests.consent.accounting.test_suspending import asked
from tests.given.county import NOW, PASSWORD, Acting, County

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def page_of(county: County, who: str = "xio") -> str:
    return f"/participants/{county.people[who]}/to-read"


def test_it_says_what_the_sheet_says_and_only_the_desk_lists_who_was_told(client_of: Client, county: County) -> None:
    page = client_of("counselor").get(page_of(county)).text
    assert "What your team sees" in page and "Hand the device over" in page and "You can take a consent back." in page
    assert "Who was told" not in page
    assert "Who was told" in client_of("privacy").get(page_of(county)).text


def test_in_hands_it_is_all_that_opens(client_of: Client, county: County) -> None:
    client = client_of("privacy")
    page = page_of(county)
    handed = client.submit(page, {}, to=page.replace("to-read", "hand-over"))
    assert (handed.status_code, handed.location) == (303, page)
    shown = client.get(page).text
    assert "Give the device back" in shown and "Hand the device over" not in shown and "Sign out" not in shown
    for closed in (page_of(county, "marcus"), page.replace("to-read", "who"), page.replace("to-read", "disclosures")):
        answer = client.get(closed)
        assert answer.location.startswith("/hand-back?next=") and "Xiomara" not in answer.text, closed
    given = client.submit(
        "/hand-back?next=/participants", {"password": PASSWORD, "next": "/participants"}, "/hand-back"
    )
    assert (given.status_code, given.location) == (303, "/participants")


def test_who_has_no_records_shows_no_sheet(client_of: Client, county: County) -> None:
    assert client_of("defender").get(page_of(county)).location.endswith("/who")


def test_what_is_silent_for_a_time_stands_nowhere(client_of: Client, county: County, acting: Act) -> None:
    """R174: the agency of the law is not among those who were told, nor is its request named."""
    tell(acting, county, "officer", "part2_cj", NOW - timedelta(days=3))
    client = client_of("privacy")
    assert "Officer Example" in told_in(client.get(page_of(county)).text)
    with acting("privacy") as (session, actor):
        suspend_accounting(session, actor, asked(county))
    page = client.get(page_of(county)).text
    assert "Officer Example" not in told_in(page)
    assert "R. Vance" not in page and "silence" not in page.casefold() and "left out" not in page.casefold()


def told_in(page: str) -> str:
    """The part of the page that lists who was told."""
    return page.split("Who was told</h2>")[1]
