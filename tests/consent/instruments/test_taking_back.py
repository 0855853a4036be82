"""Taking a consent back, whole or in part: what the page says before it is what each then sees; and its paper (R29)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.instruments.spoken import record_paper
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.previewing.revoking import Effect, effect_of
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.clients import TOKEN, SignedInClient
from tests.consent.previewing.seeing import granted, line_of
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
RECIPIENTS = ("casemanager", "defender")
COURT = ("judge", "coordinator", "prosecutor", "officer")


def sees_then(effect: Effect, county: County, *who: str) -> dict[str, set[Category]]:
    (one,) = effect.openings
    lines = {word: line_of(one, county, word) for word in who}
    return {word: set(line.seen()) for word, line in lines.items() if line is not None}


def test_a_part_changes_what_the_page_says_and_nothing_else(acting: Act, county: County) -> None:
    """R26, R66: of a category, then of a recipient; the court's own paper stays as it is."""
    parts = [
        Revoke(RevocationScope.CATEGORY, categories=("attendance", "drug_test")),
        Revoke(RevocationScope.RECIPIENT, {"type": "agency", "id": str(county.agencies["defense"])}),
    ]
    for minutes, command in enumerate(parts):
        at = NOW + timedelta(minutes=minutes)
        with acting("counselor", at) as (session, actor):
            consent = session.get_one(Consent, county.consents["xio-others"])
            effect = effect_of(session, actor, consent, command, at)
            assert not effect.later
            said = sees_then(effect, county, *RECIPIENTS, *COURT)
        with acting("counselor", at) as (session, actor):
            revoke_consent(session, actor, session.get_one(Consent, county.consents["xio-others"]), command)
        for who in (*RECIPIENTS, *COURT):
            with acting(who, at + timedelta(seconds=30)) as (session, _):
                assert granted(session, county, "xio") == said[who], (who, command)
        assert Category.ATTENDANCE in said["judge"] and Category.ATTENDANCE not in said["casemanager"]
    assert said["casemanager"] and not said["defender"]


def test_the_court_s_paper_says_from_when_and_how_it_is_then(acting: Act, county: County, client_of: Client) -> None:
    """R63: nothing changes today; once its point has come, the whole team sees nothing of it."""
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-court"])
        effect = effect_of(session, actor, consent, Revoke(), NOW)
        assert effect.later and effect.point is None
        assert set(map(frozenset, sees_then(effect, county, *COURT).values())) == {frozenset()}
    page = client_of("counselor").get(f"/consents/{county.consents['xio-court']}/revoke").text
    assert "Not at once" in page and "the end of the case" in page and "Nothing from Riverbend Recovery" in page


def test_who_is_not_on_the_team_is_told_of_its_posts(acting: Act, county: County) -> None:
    """The clinic's privacy officer knows that the court's paper reaches a team, by post, and nobody's name on it."""
    with acting("privacy") as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-court"])
        (one,) = effect_of(session, actor, consent, Revoke(), NOW).openings
    told = {line.seat.who: line for line in one.lines if line.seat.second.endswith("on the team")}
    assert {"Judge", "Coordinator", "Prosecutor"} <= set(told)
    assert all(Category.ATTENDANCE in told[who].seen(after=False) for who in ("Judge", "Prosecutor"))
    assert all(line.seen() == () and not line.seat.by_name for line in one.lines)


def test_each_consent_is_listed_with_what_ends_by_it(client_of: Client, county: County) -> None:
    page = unescape(client_of("counselor").get(f"/participants/{county.people['xio']}/consents/take-back").text)
    assert page.count("Take this one back") == 2
    assert "Not at once" in page and "At once" in page and "Sees then" in page
    court = unescape(client_of("coordinator").get(f"/participants/{county.people['xio']}/consents/take-back").text)
    assert court.count("Take this one back") == 1 and "Bridgeway" not in court


def test_who_does_not_know_every_paper_is_not_told_that_nothing_is_left(
    client_of: Client, county: County, acting: Act
) -> None:
    """R143: another paper may open the same; the words are the same whether or not there is one, on each page."""
    pages = (
        f"/participants/{county.people['xio']}/consents/take-back",
        f"/consents/{county.consents['xio-court']}/revoke",
        f"/consents/{county.consents['xio-court']}/event",
    )

    def read(who: str) -> list[str]:
        client = client_of(who)
        return [TOKEN.sub("", unescape(client.get(page).text)) for page in pages]

    before = read("coordinator")
    for page in before:
        assert "Not known to see anything from Riverbend Recovery" in page and "Nothing from" not in page
        assert "There may be others, which let people see more." in page
    for page in read("counselor")[:2]:
        assert "Nothing from Riverbend Recovery" in page, "to the program itself nothing is left out"
        assert "Not known" not in page and "There may be others" not in page
    with acting("counselor") as (session, actor):
        other = replace(a_paper(session, county, "xio", "prosecution"), purposes=("cj_monitoring",))
        paper = record_consent(session, actor, other).id
        assert paper in ids(session), "the counterexample"
    with acting("coordinator") as (session, _):
        assert paper not in ids(session)
    assert read("coordinator") == before
    with acting("counselor") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, paper), Revoke())


def ids(session: Session) -> set[UUID]:
    return {one.id for one in session.scalars(select(Consent))}


def test_a_part_is_shown_before_it_is_done(client_of: Client, county: County, acting: Act) -> None:
    """Another part than the page has shown is shown first; the second press does it. So does the button to look."""
    client, address = client_of("counselor"), f"/consents/{county.consents['marcus-manager']}/revoke"
    assert 'name="shown" type="hidden" value="all"' in client.get(address).text
    part = {"scope": "category", "categories": ["attendance"], "written": "written", "shown": "all"}
    first = client.submit(address, part)
    assert first.status_code == 200 and "What changes if this part is taken back" in first.text
    said = unescape(first.text)
    assert said.index("Nothing is taken back yet.") < said.index("this part is no longer told: Attendance.")
    assert said.index("no longer told: Attendance.") < said.index("Sees then") < said.index("stop sharing</button>")
    assert "Nothing is taken back yet." not in client.get(address).text
    assert client.submit(address, part | {"shown": "attendance", "look": "1"}).status_code == 200
    with acting("counselor") as (session, _):
        wanted = select(Revocation).where(Revocation.consent_id == county.consents["marcus-manager"])
        assert session.scalars(wanted).all() == []
    done = client.submit(address, part | {"shown": "attendance"})
    assert done.status_code == 303 and "consent-part-ended" in done.location
    assert "What is left of the consent stands below." in client.get(done.location).text
    with acting("counselor") as (session, _):
        assert [one.categories for one in session.scalars(wanted)] == [["attendance"]]


@pytest.mark.parametrize(
    ("day", "message"), [(("11", "19", "2026"), "still to come"), (("1", "2", "2026"), "after the consent was signed")]
)
def test_a_day_that_cannot_be_is_named(
    client_of: Client, county: County, day: tuple[str, str, str], message: str
) -> None:
    """R27: what is typed stays, and nothing is taken back."""
    typed = dict(zip(("stated_on-month", "stated_on-day", "stated_on-year"), day, strict=True))
    address = f"/consents/{county.consents['xio-court']}/revoke"
    answer = client_of("counselor").submit(address, {"scope": "all", "written": "spoken"} | typed)
    assert answer.status_code == 422 and message in answer.text and f'value="{day[1]}"' in answer.text
    assert "Goes on until" not in client_of("counselor").get(f"/participants/{county.people['xio']}/consents").text


def test_what_was_said_waits_for_its_paper(client_of: Client, county: County, acting: Act) -> None:
    """R29: sharing stops with the word; the paper is a second event, once."""
    client, person = client_of("counselor"), county.people["marcus"]
    address = f"/consents/{county.consents['marcus-manager']}/revoke"
    assert client.submit(address, {"scope": "all", "written": "spoken"}).status_code == 303
    with acting("casemanager", NOW + timedelta(minutes=1)) as (session, _):
        assert granted(session, county, "marcus") == set()
    shelf = client.get(f"/participants/{person}/consents").text
    assert "The paper is still asked for." in shelf
    with acting("counselor") as (session, _):
        wanted = select(Revocation.id).where(
            Revocation.consent_id == county.consents["marcus-manager"], Revocation.written.is_(False)
        )
        spoken = session.scalars(select(Revocation).where(Revocation.id.in_(wanted))).one().id
    page = f"/participants/{person}/consents"
    assert client_of("casemanager").submit(page, {}, f"/revocations/{spoken}/paper").status_code == 404
    done = client.submit(page, {}, f"/revocations/{spoken}/paper")
    assert done.status_code == 303 and "revocation-written" in done.location
    shelf = client.get(done.location).text
    assert "The paper of what was said has come" in shelf and "still asked for" not in shelf
    with acting("counselor", NOW + timedelta(minutes=2)) as (session, actor):
        row = session.get_one(Revocation, spoken)
        with pytest.raises(Refused, match="recorded there"):
            record_paper(session, county.principal(session, "casemanager"), row)
        with pytest.raises(Refused, match="here already"):
            record_paper(session, actor, row)
        session.rollback()
