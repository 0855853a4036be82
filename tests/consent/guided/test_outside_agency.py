"""An agency without an account on a consent form: it can be named as the one that tells."""

from __future__ import annotations

import re

from flask import Flask

from portal.accounts.agencies.services import appoint
from portal.consent.guided import queries
from portal.gate.vocabulary import RoleName
from tests.consent.guided.test_pages import CASE, Act, Client, begun, court_form, the_last_consent
from tests.given import outside
from tests.given.county import NOW, County


def test_an_agency_without_an_account_is_named_as_the_one_that_tells(
    app: Flask, client_of: Client, county: County, acting: Act
) -> None:
    """On the court's form and on an ordinary one; it is never told anything, and treats nobody."""
    outside.register(app, county)
    cedar = str(county.agencies["cedar"])
    client, draft = court_form(client_of, county)
    assert client.submit(f"{draft}/who-may-tell", {"disclosers": [cedar]}).status_code == 303
    assert client.submit(f"{draft}/whom", {"agencies": [cedar]}).status_code == 422
    client.submit(f"{draft}/what", {"categories": ["progress_summary"]})
    client.submit(f"{draft}/case", CASE | {"legal_case": str(county.cases["marcus"])})
    check = client.submit(f"{draft}/until-when", {"expiry": "date", "expires_on": "2028-03-01"}).location
    page = client.get(client.submit(check, {}).location).text
    shown = re.search(r'name="document" value="([0-9a-f]{64})"', page)
    assert shown
    done = client.submit(f"{draft}/sign", {"document": shown.group(1), "name_patient": "Marcus Bell"})
    assert done.status_code == 303, done.text
    consent = the_last_consent(acting, county, who="coordinator")
    assert consent.defects == [] and [one["id"] for one in consent.disclosers] == [cedar]
    manager = client_of("casemanager")
    for kind, offered in (("part2_general", True), ("part2_tpo", False), ("part2_counseling_notes", False)):
        page = manager.get(f"{begun(manager, county, kind)}/who-may-tell").text
        assert (f'value="{cedar}"' in page) is offered, kind
    with acting("casemanager") as (session, _actor):
        given = appoint(session, None, county.users["clerk"], county.agencies["cedar"], RoleName.PROGRAM_ADMIN)
        given.starts_at = NOW
        assert cedar not in {str(one.id) for one in queries.outside(session)}, "whoever has an account enters it"
        session.rollback()
