"""The program's packet of one participant in a real browser, from the first page to the copies; also without script."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from portal.consent.instruments.models import Consent
from portal.consent.papers.models import ConsentSignature
from tests.browser import sitting
from tests.browser.desk import Desk
from tests.given import filled_forms
from tests.given.county import Acting, County

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_packet_is_signed_in_one_sitting(chromium: Browser, app: Flask, county: County, script: bool) -> None:
    with sitting.county_served(app) as address:
        desk = Desk(chromium, address, script=script)
        desk.arrive()
        sitting.signs_in(desk, "coordinator")
        sitting.begins(desk)
        sitting.answers_each_form(desk)
        sitting.checks_and_signs(desk, draws=script)
        sitting.takes_the_copies(desk)
        sitting.leaves(desk)
    with Acting(app, county, "coordinator") as (session, _):
        court, marcus = county.agencies["court"], county.people["marcus"]
        wanted = select(Consent).where(Consent.held_by_id == court, Consent.participant_id == marcus)
        signed = session.scalars(wanted).all()
        assert len(signed) >= len(sitting.AGREED)
        assert all(one.defects == [] for one in signed)
        methods = {one.method for one in session.scalars(select(ConsentSignature)).all()}
        assert methods == ({"typed", "drawn"} if script else methods | {"typed"})


STEPS = ("who-may-tell", "whom", "what", "extra-protection", "what-for", "until-when", "check", "sign", "sign-on-paper")


def test_each_page_of_a_single_form_is_fit_to_be_used_by_all(chromium: Browser, app: Flask, county: County) -> None:
    """Given to axe-core in the browser, one after another, as the counselor meets them."""
    filled_forms.build(app, county, Acting)
    draft, paper = county.things["consent-draft"], county.things["unsigned-consent"]
    people = f"/participants/{county.people['xio']}/consents"
    pages = [f"{people}/guided", *(f"/consent-drafts/{draft}/{step}" for step in STEPS)]
    pages += [f"/consents/{paper}/papers", f"/consents/{paper}/signature", f"{people}/copies", people]
    with sitting.county_served(app) as address:
        for who, addresses in (("counselor", pages), ("coordinator", ["/consents/on-paper"])):
            desk = Desk(chromium, address)
            desk.arrive()
            sitting.signs_in(desk, who)
            for one in addresses:
                answer = desk.page.goto(one)
                assert answer is not None and answer.status == 200 and desk.page.url.endswith(one), one
                desk.look()
            assert len(desk.seen) > len(addresses)
            desk.leave()
