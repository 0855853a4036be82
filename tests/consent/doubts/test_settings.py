"""The doubts of the law: strict until somebody who runs the site decides otherwise, with a reason, for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from portal.accounts.audit.models import AuditEvent
from portal.consent.doubts.models import SiteSetting
from portal.consent.doubts.queries import decisions, reading, state_labels, strict
from portal.consent.doubts.services import DecideDoubt, decide_doubt
from portal.consent.doubts.vocabulary import LABEL_OF, OFFERED, Doubt, Reading
from portal.consent.doubts.words import WORDS
from portal.consent.instruments.entering import end_of
from portal.consent.instruments.services import RecordConsent, record_consent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.readers import reader_for
from portal.db import write_intent
from portal.extensions import db
from portal.gate.vocabulary import Label
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import FORM, NOW, Acting, County

WHY = "Counsel of the county advised it on Nov 17."


@pytest.fixture
def decided(app: Flask, county: County) -> Callable[..., SiteSetting]:
    """Decide a doubt as the system administrator; each test leaves the strict reading behind."""

    def decide(doubt: Doubt, to: Reading = Reading.OTHER, at: Any = NOW, why: str = WHY, seen: int = -1) -> SiteSetting:
        with Acting(app, county, "sysadmin", at) as (session, actor):
            last = decisions(session, at).get(doubt)
            number = (last.number if last else 0) if seen < 0 else seen
            return decide_doubt(session, actor, DecideDoubt(doubt, to, why, number))

    return decide


def test_every_doubt_of_the_rules_is_told_in_plain_words() -> None:
    assert set(WORDS) == set(Doubt)
    told = " ".join(one.rule for one in WORDS.values())
    assert {int(number) for number in re.findall(r"D(\d+)", told)} == set(range(1, 17))
    for one in WORDS.values():
        for text in (one.question, one.strict, one.other):
            longest = max(len(sentence.split()) for sentence in re.split(r"[.?]\s*", str(text)))
            assert longest <= 30, text


def test_the_strict_reading_holds_at_first(app: Flask, county: County) -> None:
    with Acting(app, county, "judge") as (session, _):
        assert all(strict(session, doubt, NOW) for doubt in Doubt)
        assert state_labels(session, NOW) == {Label.HIV, Label.PSY, Label.DV, Label.GEN}


def test_a_decision_holds_from_its_moment_on_and_can_be_taken_back(
    app: Flask, county: County, decided: Callable[..., SiteSetting]
) -> None:
    later = NOW + timedelta(hours=1)
    decided(Doubt.D9)
    decided(Doubt.D9, Reading.STRICT, later)
    with Acting(app, county, "judge") as (session, _):
        assert reading(session, Doubt.D9, NOW - timedelta(microseconds=1)) is Reading.STRICT
        assert reading(session, Doubt.D9, NOW) is Reading.OTHER
        assert reading(session, Doubt.D9, later) is Reading.STRICT
        events = session.scalars(select(AuditEvent.note).where(AuditEvent.act == "site_setting_decided")).all()
        assert sorted(events) == [f"{Doubt.D9} other", f"{Doubt.D9} strict"]


@pytest.mark.parametrize("why", ["", "because", " " * 40, "x" * 401])
def test_no_decision_without_a_reason(decided: Callable[..., SiteSetting], why: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        decided(Doubt.D3, why=why)


@pytest.mark.parametrize("doubt", sorted(set(Doubt) - OFFERED))
def test_a_reading_that_is_not_built_is_not_offered(decided: Callable[..., SiteSetting], doubt: Doubt) -> None:
    with pytest.raises(Refused, match="one reading only"):
        decided(doubt)


def test_two_people_do_not_decide_past_each_other(decided: Callable[..., SiteSetting]) -> None:
    with pytest.raises(Refused, match="meanwhile"):
        decided(Doubt.D3, seen=7)
    with pytest.raises(Refused, match="already"):
        decided(Doubt.D3, Reading.STRICT)


def test_a_label_that_the_state_does_not_ask_for_is_not_asked_for(
    app: Flask, county: County, decided: Callable[..., SiteSetting]
) -> None:
    decided(Doubt.HIV)
    with Acting(app, county, "judge") as (session, actor):
        assert reader_for(session, actor, NOW).state_labels == Label.mask(set(LABEL_OF.values()) - {Label.HIV})
        before = NOW - timedelta(microseconds=1)
        assert reader_for(session, actor, before).state_labels == Label.mask(LABEL_OF.values())


def test_the_last_day_of_a_consent() -> None:
    day = date(2026, 11, 20)
    through, begins = end_of(day, "America/Chicago", True), end_of(day, "America/Chicago", False)
    assert (through.isoformat(), begins.isoformat()) == ("2026-11-21T06:00:00+00:00", "2026-11-20T06:00:00+00:00")


def team_form(participant_id: UUID, program: UUID) -> RecordConsent:
    return RecordConsent(
        participant_id=participant_id,
        kind=ConsentKind.GENERAL,
        participant_name="Marcus Bell",
        disclosers=({"type": "agency", "id": str(program)},),
        recipients=({"type": "class", "class": "court_team"},),
        categories=("attendance",),
        purposes=("cj_monitoring",),
        signed_at=NOW,
        expires_at=NOW + timedelta(days=30),
        form=FORM | {"patient_name": "Marcus Bell"},
        signatures=({"signer": "patient"},),
    )


def test_the_court_team_is_no_recipient_unless_the_site_says_so(
    app: Flask, county: County, decided: Callable[..., SiteSetting]
) -> None:
    form = team_form(county.people["marcus"], county.agencies["riverbend"])
    with Acting(app, county, "counselor") as (session, actor), pytest.raises(Refused, match="Name the agencies"):
        record_consent(session, actor, form)
    decided(Doubt.D11)
    with Acting(app, county, "counselor", NOW + timedelta(minutes=1)) as (session, actor):
        assert record_consent(session, actor, form).defects == []


def test_what_was_decided_is_never_changed(app: Flask, decided: Callable[..., SiteSetting]) -> None:
    decided(Doubt.PSY)
    with app.app_context(), write_intent():
        for statement in (update(SiteSetting).values(reason="another"), delete(SiteSetting)):
            with pytest.raises(DBAPIError, match=r"permission denied|site_setting_only_added"):
                db.session.execute(statement)
            db.session.rollback()


def test_the_page_lists_every_doubt_and_one_is_decided(client_of: Callable[[str], SignedInClient]) -> None:
    client = client_of("programadmin")
    page = client.get("/site-settings")
    assert page.status_code == 200
    for doubt, told in WORDS.items():
        assert str(told.title) in page.text
        assert (f"/site-settings/{doubt}" in page.text) == (doubt in OFFERED)
    short = client.submit("/site-settings/justice-staff-not-named", {"reading": "other", "reason": "no"})
    assert short.status_code == 422 and "Say why" in short.text
    done = client.submit("/site-settings/justice-staff-not-named", {"reading": "other", "reason": WHY})
    assert done.status_code == 303 and done.location == "/site-settings?done=setting-decided"
    after = client.get(done.location).text
    assert WHY in after and "Changed here" in after


def test_a_doubt_that_is_none_or_has_one_reading_is_not_there(client_of: Callable[[str], SignedInClient]) -> None:
    client = client_of("programadmin")
    for code in ("nothing", str(Doubt.D1), "../consents"):
        assert client.get(f"/site-settings/{code}").status_code == 404


def test_this_file_knows_every_offered_doubt() -> None:
    """A second reading that is offered must do something, and something here must say so."""
    here = Path(__file__).read_text(encoding="utf-8") + Path(__file__).with_name("test_effects.py").read_text("utf-8")
    assert {doubt for doubt in OFFERED - set(LABEL_OF) if f"Doubt.{doubt.name}" not in here} == set()
