"""A preview says before a paper is signed what each recipient sees once it is: by the gate, and on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from portal.consent.instruments.services import RecordConsent, record_consent
from portal.consent.previewing.services import preview
from portal.consent.words import SHORT_WORDS
from portal.gate.vocabulary import Category
from tests.clients import SignedInClient
from tests.consent.previewing.seeing import OUTSIDE, counts, granted, line_of, rows, said
from tests.given.county import NOW, Acting, County
from tests.given.papers import SIGNED

Act = Callable[..., Acting]


def signed(paper: RecordConsent) -> RecordConsent:
    name = paper.participant_name
    return replace(
        paper,
        signed_at=SIGNED,
        signatures=({"signer": "patient", "name": name, "at": SIGNED.isoformat(), "method": "paper"},),
    )


def test_it_says_what_each_then_sees(
    acting: Act, court_day: County, unsigned: RecordConsent, client_of: Callable[[str], SignedInClient]
) -> None:
    """For everybody of the county: the kinds by the gate, the rows one by one, and what the pages show."""
    county = court_day
    with acting("counselor") as (session, actor):
        found = preview(session, actor, unsigned, NOW)
        before, after = said(found, county, after=False), said(found, county)
        numbers = {who: counts(found, county, who) for who in OUTSIDE if line_of(found.openings[0], county, who)}
        own = rows(session, county, "marcus")
    assert found.defects == ()
    assert len({frozenset(one) for one in after.values()}) >= 4, "roles see different things"
    assert before["casemanager"] and not before["defender"], "what they see already, and what not yet"
    for who in OUTSIDE:
        with acting(who) as (session, _):
            assert granted(session, county, "marcus") == before[who], who
    assert attended(client_of("casemanager"), county) and not attended(client_of("defender"), county)
    with acting("counselor") as (session, actor):
        assert record_consent(session, actor, signed(unsigned)).defects == []
    for who in OUTSIDE:
        with acting(who) as (session, _):
            assert granted(session, county, "marcus") == after[who], who
            shown = {kind: number for kind, number in rows(session, county, "marcus").items() if kind in own}
        assert shown == {kind: seen for kind, (_, seen) in numbers.get(who, {}).items() if seen}, who
        client = client_of(who)
        assert attended(client, county) == (Category.ATTENDANCE in after[who]), who
        assert reasons(client, county) == after[who], who
    assert {kind: number for kind, (number, _) in numbers["defender"].items()} == own


def attended(client: SignedInClient, county: County) -> bool:
    """Whether the page of Marcus shows that he came to the group."""
    answer = client.get(f"/participants/{county.people['marcus']}")
    return answer.status_code == 200 and "Intensive outpatient group" in answer.text


def reasons(client: SignedInClient, county: County) -> set[Category]:
    """The kinds that the page "Why may I see this?" lists; none for whom it is no page."""
    answer = client.get(f"/participants/{county.people['marcus']}/why")
    lines = re.findall(r"<dt>What</dt><dd>(.*?)</dd>", answer.text, re.DOTALL) if answer.status_code == 200 else []
    text = ", ".join(lines).lower()
    return {kind for kind, words in SHORT_WORDS.items() if str(words) in text}
