"""A team agreement widens what a role may see when every agency has signed it, and not before (R40, R43)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.compile import difference, difference_of_agreements
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Agreement
from portal.consent.readers import reader_for
from portal.consent.register import register
from portal.consent.team_agreements.services import ProposeVersion, end_version, propose_version, sign_version
from portal.gate.vocabulary import Category
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def narrower(county: County, **roles: tuple[Category, ...]) -> ProposeVersion:
    """What the product has, but for some roles."""
    given = {role: Category.from_mask(mask) for role, mask in register().cross_agency.items()}
    return ProposeVersion(
        court_id=county.agencies["court"],
        starts_at=NOW - timedelta(days=1),
        parties=(county.agencies["court"], county.agencies["prosecution"]),
        lines={"cross_agency": {**given, **roles}},  # type: ignore[dict-item]
    )


def marks(acting: Act, county: County, who: str) -> int:
    with acting(who) as (session, _):
        wanted = select(Attendance).where(Attendance.participant_id == county.people["xio"])
        return len(session.scalars(wanted).all())


def sign(acting: Act, who: str, version_id: Any) -> None:
    with acting(who) as (session, actor):
        sign_version(session, actor, session.get_one(Agreement, version_id))


def holds(session: Session, county: County) -> bool:
    return difference_of_agreements(session) == [] and difference(session, county.people["xio"]) == []


def test_a_version_holds_with_the_last_signature_and_compiles_nobody(court_day: County, acting: Act) -> None:
    county = court_day
    assert marks(acting, county, "prosecutor") > 0
    with acting("coordinator") as (session, actor):
        first = propose_version(session, actor, narrower(county, prosecutor=(Category.DRUG_TEST,)))
        version_id = first.id
        assert holds(session, county)
    assert marks(acting, county, "prosecutor") > 0, "nobody has signed"
    sign(acting, "coordinator", version_id)
    assert marks(acting, county, "prosecutor") > 0, "one of two has signed"
    with acting("coordinator") as (session, _):
        before = sorted(session.scalars(select(AccessGrant.id)))
    sign(acting, "prosecutor", version_id)
    assert marks(acting, county, "prosecutor") == 0
    assert marks(acting, county, "officer") > 0
    with acting("coordinator") as (session, actor):
        assert sorted(session.scalars(select(AccessGrant.id))) == before
        assert holds(session, county)
        with pytest.raises(Refused):
            sign_version(session, actor, session.get_one(Agreement, version_id))
    with acting("coordinator") as (session, actor):
        end_version(session, actor, session.get_one(Agreement, version_id), clock.now())
        assert holds(session, county)
    assert marks(acting, county, "prosecutor") > 0


def test_another_courts_agreement_changes_nothing(county: County, acting: Act) -> None:
    with acting("diverter") as (session, actor):
        command = ProposeVersion(
            county.agencies["diversion"],
            NOW - timedelta(days=1),
            (county.agencies["diversion"], county.agencies["southgate"]),
            {"cross_agency": {}},
        )
        version_id = propose_version(session, actor, command).id
    sign(acting, "diverter", version_id)
    sign(acting, "stranger", version_id)
    with acting("coordinator") as (session, _):
        named = select(AccessGrant.matrix).where(AccessGrant.instrument_kind == "part2_cj").distinct()
        assert session.scalars(named).all() != []
        assert holds(session, county)


def test_counseling_notes_are_never_shared_by_agreement(county: County, acting: Act) -> None:
    with acting("coordinator") as (session, actor):
        for wrong in (
            narrower(county, judge=(Category.COUNSELING_NOTE,)),
            ProposeVersion(county.agencies["court"], NOW, (county.agencies["court"],), {"team": {}}),
            ProposeVersion(county.agencies["court"], NOW, tuple(county.agencies.values()), {"other": {}}),
        ):
            with pytest.raises(Refused):
                propose_version(session, actor, wrong)
        session.rollback()


def test_a_widened_role_opens_the_documents_that_tell_so(court_day: County, acting: Act) -> None:
    """R28: what was delivered under the agreement stays open to the role while the agreement holds."""
    with acting("coordinator") as (session, actor):
        seen = (*Category.from_mask(register().cross_agency["judge"]), Category.TREATMENT_PLAN)
        version_id = propose_version(session, actor, narrower(court_day, judge=seen)).id  # type: ignore[arg-type]
    with acting("judge") as (session, actor):
        assert not reader_for(session, actor, NOW).held & Category.TREATMENT_PLAN.bit
    sign(acting, "coordinator", version_id)
    sign(acting, "prosecutor", version_id)
    with acting("judge") as (session, actor):
        assert reader_for(session, actor, NOW).held & Category.TREATMENT_PLAN.bit
    with acting("counselor") as (session, actor):
        assert not reader_for(session, actor, NOW).held & Category.COUNSELING_NOTE.bit
