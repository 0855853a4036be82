"""The notice to patients: versions that stay, to whom it was given, to whom it is owed, in words that are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.consent.patient_notice.owing import owed_notices
from portal.consent.patient_notice.queries import current, given_to, versions
from portal.consent.patient_notice.services import GiveNotice, IssueNotice, give_notice, issue_notice
from portal.consent.patient_notice.vocabulary import Acknowledged, NoticeMethod
from portal.consent.patient_notice.wording import text_of
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
TODAY = date(2026, 11, 18)
TEXT = text_of("Riverbend Recovery", "Dana <b>Orr</b>", "555 0101", "dana@riverbend.example", TODAY)
NEXT = IssueNotice(TODAY, "Dana Orr", "555 0101", "dana@riverbend.example", TEXT, 1)


def given(county: County, person: str = "marcus") -> GiveNotice:
    return GiveNotice(county.people[person], 1, TODAY, NoticeMethod.READ_ALOUD, "Spanish", Acknowledged.NOT_ABLE)


def owed(app: Flask, acting: Act) -> list[str]:
    with acting("privacy") as (session, actor), app.test_request_context():
        return [one.about for one in owed_notices(session, actor, NOW)]


def test_it_is_owed_until_the_person_could_understand_it(app: Flask, acting: Act, filed_day: County) -> None:
    assert owed(app, acting) == ["Marcus Bell"]
    with acting("counselor") as (session, actor):
        give_notice(session, actor, given(filed_day))
    assert owed(app, acting) == ["Marcus Bell"]
    with acting("office") as (session, actor):
        give_notice(session, actor, replace(given(filed_day), acknowledged=Acknowledged.DECLINED))
    assert owed(app, acting) == []
    with acting("counselor") as (session, _):
        assert len(given_to(session, filed_day.people["marcus"])) == 2
    with acting("coordinator") as (session, _):
        assert given_to(session, filed_day.people["marcus"]) == []


def test_bad_input_is_refused_at_its_field(acting: Act, filed_day: County) -> None:
    wrong = [
        (replace(given(filed_day), given_on=date(2026, 11, 19)), "given_on"),
        (replace(given(filed_day), given_on=date(2026, 11, 9)), "given_on"),
        (replace(given(filed_day), number=7), "number"),
        (given(filed_day, "maya"), ""),
    ]
    for command, field in wrong:
        with acting("counselor") as (session, actor), pytest.raises(Refused) as no:
            give_notice(session, actor, command)
        assert no.value.field == field
    with acting("coordinator") as (session, actor), pytest.raises(Refused, match="gives its own notice"):
        give_notice(session, actor, given(filed_day, "xio"))
    with acting("stranger") as (session, actor), pytest.raises(Refused):
        give_notice(session, actor, given(filed_day, "maya"))
    for changed, field in (
        (replace(NEXT, phone=" "), "phone"),
        (replace(NEXT, effective_on=date(2026, 11, 9)), "effective_on"),
        (replace(NEXT, seen=0), ""),
    ):
        with acting("privacy") as (session, actor), pytest.raises(Refused) as no:
            issue_notice(session, actor, changed)
        assert no.value.field == field
    with acting("counselor") as (session, actor), pytest.raises(Refused, match="privacy officer"):
        issue_notice(session, actor, NEXT)


def test_versions_stay_as_they_were(acting: Act, filed_day: County) -> None:
    with acting("privacy") as (session, actor):
        issue_notice(session, actor, replace(NEXT, effective_on=date(2026, 12, 1)))
        now = current(session, actor.agency_id, TODAY)
        assert now is not None and now.number == 1
        later = current(session, actor.agency_id, date(2026, 12, 1))
        assert later is not None and later.number == 2
        assert [one.number for one in versions(session, actor.agency_id)] == [2, 1]


def test_another_agencys_notice_is_not_found(client_of: Client, filed_day: County) -> None:
    assert client_of("counselor").get("/privacy/notice/1").status_code == 200
    assert client_of("stranger").get("/privacy/notice/1").status_code == 404


def test_what_was_typed_is_no_markup() -> None:
    assert "<b>Orr" not in TEXT and "Dana &lt;b&gt;Orr" in TEXT


RULES = (
    "HOW HEALTH INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED",
    "YOUR RIGHTS WITH RESPECT TO YOUR HEALTH INFORMATION",
    "HOW TO FILE A COMPLAINT CONCERNING A VIOLATION OF THE PRIVACY OR SECURITY OF YOUR HEALTH INFORMATION",
    "OR OF YOUR RIGHTS CONCERNING YOUR INFORMATION",
    "YOU HAVE A RIGHT TO A COPY OF THIS NOTICE (IN PAPER OR ELECTRONIC FORM) AND TO DISCUSS IT WITH",
)


def test_the_rules_own_words_head_it_and_the_rest_reads_easily() -> None:
    """2.22(b)(1)(i) word for word; what is ours at eighth grade or below (Flesch-Kincaid)."""
    assert all(line in TEXT for line in RULES)
    assert TEXT.index(RULES[0]) < TEXT.index("The law that protects you")
    ours = re.sub(r"<[^>]+>", " ", TEXT.partition("<h3>")[2])
    assert grade(ours) <= 8.0


def grade(text: str) -> float:
    """Flesch-Kincaid: syllables are counted as groups of vowels, without a silent e at the end."""
    sentences = [one for one in re.split(r"[.!?:]\s", text) if re.search("[a-z]", one)]
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_shelf_leads_to_it_whoever_may(client_of: Client, filed_day: County) -> None:
    page = f"/participants/{filed_day.people['xio']}"
    for who, links in (("privacy", 3), ("counselor", 1), ("judge", 0)):
        shown = client_of(who).get(f"{page}/consents").text
        assert sum(f'{page}/{one}"' in shown for one in ("privacy", "disclosures", "patient-notice")) == links
