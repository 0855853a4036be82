"""Whoever reads the trail reads names of pages, not of endpoints."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.accounts.audit.places import PLACES, place_of
from tests.access.test_access import endpoints

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_every_part_of_the_portal_has_a_name_for_people(app: Flask) -> None:
    parts = {endpoint.rpartition(".")[0] for endpoint, _method in endpoints(app)}
    assert {one for one in parts if "." in one} == set(PLACES)
    assert len(PLACES) > 40


@pytest.mark.usefixtures("app")
def test_a_page_is_told_by_its_part_and_an_unknown_one_by_itself() -> None:
    assert place_of("court.dockets.show") == "Dockets"
    assert place_of("elsewhere.page") == "elsewhere.page"
