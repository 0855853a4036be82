"""Papers of Marcus, which half of the county would be told by, filled in and not signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.consent.instruments.services import RecordConsent
from tests.given.county import Acting, County
from tests.given.papers import a_paper

KINDS = ("enrollment", "attendance", "drug_test", "level_of_care", "treatment_plan", "diagnosis", "assessment")
RECIPIENTS = ("bridgeway", "defense", "probation", "southgate", "sheriff", "diversion", "court", "prosecution")


@pytest.fixture
def unsigned(acting: Callable[..., Acting], county: County) -> RecordConsent:
    with acting("counselor") as (session, _):
        paper = a_paper(session, county, "marcus", *RECIPIENTS)
    return replace(
        paper,
        categories=KINDS,
        purposes=("case_management", "defense_representation", "cj_monitoring", "treatment", "operations"),
        signed_at=None,
        signatures=(),
    )
