"""The roster in a client: marked, saved once, corrected, and closed to whoever is not of the clinic."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from portal.treatment.groups import queries as groups
from portal.treatment.sessions import queries
from portal.treatment.sessions.rosters import LeaveGroup, leave_group
from tests.given.county import Acting, County
from tests.treatment.conftest import Clinic


def test_a_counselor_marks_a_roster_and_corrects_a_mark(
    app: Any, county: County, clinic: Clinic, client_of: Callable[[str], Any], acting: Callable[..., Acting]
) -> None:
    client = client_of("counselor")
    page = f"/sessions/{clinic.sessions[0]}/roster"
    xio, marcus = county.people["xio"].hex, county.people["marcus"].hex
    assert "Not marked yet" in client.get("/groups").text
    wrong = client.submit(page, {f"mark-{xio}": "ATT", f"minutes-{xio}": "91", f"mark-{marcus}": "ABS_EX"})
    assert wrong.status_code == 422
    assert "Xiomara Delgado-Pruitt: The session has 90 minutes." in wrong.text
    assert "Marcus Bell: Enter the reason for the excuse." in wrong.text
    typed = {f"mark-{xio}": "LATE", f"minutes-{xio}": "80", f"mark-{marcus}": "ABS_UN", f"minutes-{marcus}": "90"}
    shown = client.get(page).text
    hidden = dict(re.findall(r'name="(csrf_token|form_key|version)" value="([^"]*)"', shown))
    first, again = client.post(page, data=hidden | typed), client.post(page, data=hidden | typed)
    assert (first.status_code, first.location) == (303, again.location)
    with acting("counselor") as (session, _actor):
        rows = queries.history(session, clinic.sessions[0], county.people["marcus"])
        assert [(row.mark, row.minutes) for row in rows] == [("ABS_UN", 0)]
        mark = rows[0].id
    assert "The marks are saved." in client.get(first.location).text
    corrected = client.submit(f"/attendance/{mark}/correct", {"mark": "ABS_EX", "reason": "Bus strike"})
    assert corrected.status_code == 303
    shown = client.get(corrected.location).text
    assert "Bus strike" in shown and "Unexcused" in shown and "by Counselor Example" in shown
    late = {"mark": "ATT", "minutes": "90", "reason": "Marked on the wrong line"}
    met = client.submit(corrected.location, late, to=f"/attendance/{mark}/correct")
    assert met.status_code == 409 and "Two people changed this" in met.text
    mine = client.submit(corrected.location, late | {"keep": "mine"}, to=f"/attendance/{mark}/correct")
    assert mine.status_code == 303 and "90 minutes, by Counselor Example" in client.get(mine.location).text


def test_the_rest_is_filled_in_without_script_and_not_saved(
    app: Any, county: County, clinic: Clinic, client_of: Callable[[str], Any], acting: Callable[..., Acting]
) -> None:
    client = client_of("supervisor")
    filled = client.submit(f"/sessions/{clinic.sessions[1]}/roster", {"rest": "ATT"})
    assert filled.status_code == 200
    assert len(re.findall(r'value="ATT"[^>]* checked', filled.text)) == 2
    with acting("supervisor") as (session, _actor):
        assert queries.marks(session, clinic.sessions[1]) == {}


def test_a_mark_for_somebody_who_left_the_roster_is_told_and_nothing_is_lost(
    app: Any, county: County, clinic: Clinic, client_of: Callable[[str], Any], acting: Callable[..., Acting]
) -> None:
    """A colleague ends a membership while the form is open: that mark has no place any more."""
    client, meeting = client_of("counselor"), clinic.sessions[2]
    xio, marcus = county.people["xio"], county.people["marcus"]
    typed = {f"mark-{xio.hex}": "ATT", f"mark-{marcus.hex}": "ABS_UN", f"mark-{county.people['maya'].hex}": "ATT"}
    with acting("supervisor") as (session, actor):
        membership = groups.memberships_of(session, marcus, actor.agency_id)[0]
        leave_group(session, actor, LeaveGroup(membership.id, clinic.starts[1].date()))
    refused = client.submit(f"/sessions/{meeting}/roster", typed)
    assert refused.status_code == 422
    assert "Marcus Bell: Not on this roster any more. This mark is not saved." in refused.text
    assert "Somebody else: Not on this roster any more. This mark is not saved." in refused.text
    assert "Maya" not in refused.text
    assert 'value="ATT"' in refused.text and f"mark-{marcus.hex}" not in refused.text
    with acting("supervisor") as (session, _actor):
        assert queries.marks(session, meeting) == {}


def test_nobody_else_finds_rosters_and_marks(
    app: Any, county: County, clinic: Clinic, client_of: Callable[[str], Any]
) -> None:
    page = f"/sessions/{clinic.sessions[0]}/roster"
    absent = client_of("stranger").get("/sessions/00000000-0000-0000-0000-000000000000/roster")
    denied = client_of("stranger").get(page)
    assert denied.status_code == 404
    assert denied.data == absent.data
    assert client_of("judge").get(page).status_code == 403
    office = client_of("office")
    shown = office.get(page).text
    assert "Marcus Bell" in shown and "Save marks" not in shown and "Bus strike" not in shown


def test_the_overview_tells_each_reader_what_is_theirs(
    app: Any, county: County, clinic: Clinic, client_of: Callable[[str], Any]
) -> None:
    page = f"/participants/{county.people['xio']}"
    for who, level in (("judge", True), ("prosecutor", False)):
        shown = client_of(who).get(page).text
        assert "Treatment in the last 30 days" in shown and "Outpatient group" in shown
        assert ("Level of care" in shown) is level
        assert "Sessions with us" not in shown and "Daily use" not in shown and "Evening group" not in shown
    assert "Sessions with us" in client_of("counselor").get(page).text
