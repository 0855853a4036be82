"""What a court must have found for each section; an order that lacks it opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.consent.agreements.services import end_agreement
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Agreement
from portal.consent.orders.findings import REQUIRED, CourtFinding, missing_findings
from portal.consent.orders.services import record_order, vacate_order
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.consent.test_exceptions import an_order
from tests.given.county import Acting, County

Act = Callable[..., Acting]


@pytest.mark.parametrize("section", REQUIRED)
def test_each_section_asks_for_its_findings(section: str) -> None:
    assert missing_findings(section, tuple(CourtFinding)) == ()
    assert missing_findings(section, ()) == REQUIRED[section]
    for one in REQUIRED[section]:
        assert missing_findings(section, set(CourtFinding) - {one}) == (one,)


@pytest.mark.parametrize("section", REQUIRED)
@pytest.mark.parametrize("lacking", CourtFinding)
def test_an_order_without_a_finding_is_refused_or_kept_and_opens_nothing(
    section: str, lacking: CourtFinding, acting: Act, county: County
) -> None:
    with acting("clerk") as (session, actor):
        found = tuple(one for one in CourtFinding if one != lacking)
        command = replace(an_order(county), section=section, findings=found)
        if lacking in REQUIRED[section]:
            with pytest.raises(Refused) as said:
                record_order(session, actor, command)
            assert said.value.field == "findings"
        order = record_order(session, actor, replace(command, deficient=True))
        assert order.findings == (lacking not in REQUIRED[section])
        opened = select(AccessGrant).where(AccessGrant.instrument_id == order.id, AccessGrant.categories != 0)
        opens = order.findings and section in ("2.64", "2.65")
        assert bool(session.scalars(opened).all()) == opens, "2.66 and 2.67 serve no purpose against a patient"
        session.rollback()


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a section that is none": ({"section": "2.61"}, "section"),
    "an order of tomorrow": ({"issued_at": timedelta(days=1)}, "issued_at"),
    "an end before its start": ({"expires_at": timedelta(days=-2)}, "expires_at"),
    "no notice": ({"notice": False}, "notice"),
    "nobody who may be told": ({"recipient_agencies": ()}, "recipient_agencies"),
    "nothing that may be told": ({"categories": ()}, "categories"),
    "confidential without a ground": ({"covers_confidential": True}, "ground"),
    "notes without a ground": ({"categories": (Category.CLINICAL_NOTE,)}, "ground"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_at_its_field(name: str, acting: Act, county: County) -> None:
    changes, field = WRONG[name]
    moments = {key: clock.now() + one if isinstance(one, timedelta) else one for key, one in changes.items()}
    with acting("coordinator") as (session, actor):
        with pytest.raises(Refused) as said:
            record_order(session, actor, replace(an_order(county), **moments))
        assert said.value.field == field
        session.rollback()


def test_an_agency_that_left_is_told_nothing(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        wanted = select(Agreement).where(
            Agreement.agency_id == county.agencies["prosecution"], Agreement.kind == "participation"
        )
        for agreement in session.scalars(wanted):
            end_agreement(session, None, agreement, clock.now())
        with pytest.raises(Refused) as said:
            record_order(session, actor, an_order(county))
        assert said.value.field == "recipient_agencies"
        session.rollback()


@pytest.mark.parametrize("days", [-2, 1])
def test_it_is_taken_back_between_its_day_and_now(days: int, acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        order = record_order(session, actor, an_order(county))
        with pytest.raises(Refused) as said:
            vacate_order(session, actor, order, clock.now() + timedelta(days=days))
        assert said.value.field == "vacated_at"
        session.rollback()
