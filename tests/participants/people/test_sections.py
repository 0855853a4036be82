"""To which entry of a person's navigation a page belongs."""

from __future__ import annotations

import pytest

from portal.accounts.permissions import Permission
from portal.participants.people.page import section_of
from portal.participants.people.panels import Section

CONSENTS = Section("Consents", "consent.instruments.shelf", Permission.CONSENT_READ, "consent")
LOOKS = Section("Who looked", "consent.trail.looks", Permission.AUDIT_READ)
NEEDS = Section("Needs", "casework.needs.shelf", Permission.CASELOAD_READ)


@pytest.mark.parametrize(
    ("endpoint", "section"),
    [
        ("consent.instruments.revoke", CONSENTS),
        ("consent.turns.falsehood", CONSENTS),
        ("consent.trail.looks", LOOKS),
        ("casework.needs.edit", NEEDS),
        ("casework.contacts.shelf", None),
        ("participants.people.overview", None),
        ("", None),
    ],
)
def test_a_page_belongs_to_its_feature_else_to_its_room(endpoint: str, section: Section | None) -> None:
    assert section_of(endpoint, [CONSENTS, LOOKS, NEEDS]) is section
