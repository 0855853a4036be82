"""What is refused when a paper is entered or taken back, so that nobody believes in what would change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.instruments.vocabulary import RevocationScope
from portal.web.refused import Refused
from tests.given.county import Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
CATEGORY, RECIPIENT = RevocationScope.CATEGORY, RevocationScope.RECIPIENT

NOTHING = [
    (Revoke(CATEGORY), "categories"),
    (Revoke(CATEGORY, categories=("attendence",)), "categories"),
    (Revoke(CATEGORY, categories=("attendance", "attendence")), "categories"),
    (Revoke(CATEGORY, categories=("diagnosis",)), "categories"),
    (Revoke(RECIPIENT), "recipient"),
    (Revoke(RECIPIENT, {}), "recipient"),
    (Revoke(RECIPIENT, {"type": "agency"}), "recipient"),
    (Revoke(RECIPIENT, {"type": "class", "class": "the helpers"}), "recipient"),
    (Revoke(RECIPIENT, {"type": "intermediary"}), "recipient"),
]


@pytest.mark.parametrize(("command", "field"), NOTHING, ids=str)
def test_taking_back_nothing_is_refused(acting: Act, county: County, command: Revoke, field: str) -> None:
    """R26, R181: a part that is not named, or that the consent does not have, would end nothing."""
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-others"])
        with pytest.raises(Refused) as no:
            revoke_consent(session, actor, consent, command)
        assert no.value.field == field
        assert session.scalars(select(Revocation).where(Revocation.consent_id == consent.id)).all() == []


@pytest.mark.parametrize(
    "categories", [("attendence",), ("attendance", "attendence"), ("attendance", "")], ids=lambda given: "+".join(given)
)
def test_a_kind_of_information_that_nobody_knows_is_refused(
    acting: Act, county: County, categories: tuple[str, ...]
) -> None:
    """R181: also beside others that are known."""
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), categories=categories)
        with pytest.raises(Refused) as no:
            record_consent(session, actor, paper)
        assert no.value.field == "categories"
        session.rollback()
