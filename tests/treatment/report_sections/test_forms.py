"""The form of the section: filled from the clinic's own records, and read back as a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.treatment.report_sections.forms import SectionForm
from portal.treatment.report_sections.prefill import prefill
from portal.treatment.report_sections.vocabulary import LevelAdvice, Rating
from tests.given.county import Acting, County
from tests.treatment.conftest import Clinic

HEARING = UUID("01900000-0000-7000-8000-000000000002")
FROM, TO = date(2026, 11, 5), date(2026, 11, 18)


def test_the_form_starts_from_the_clinics_records(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio = county.people["xio"]
    with acting("counselor") as (session, actor), app.test_request_context():
        known = prefill(session, actor.agency_id, xio, FROM, TO, actor.zone)
        form = SectionForm(formdata=None)
        form.offer(known.level)
        form.fill(None, known)
        assert [choice.label for choice in form.level_advice.choices] == [
            "Not said",
            "Keep 2.1 intensive outpatient",
            "Step down to 1 outpatient",
            "Step up to 2.5 high-intensity outpatient",
        ]
        assert form.level_advice.data == LevelAdvice.KEEP
        assert form.next_sessions.data.startswith("Mon Nov 23, 6:00 PM; Tue Nov 24, 6:00 PM")


def test_what_was_typed_becomes_a_command(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    typed = MultiDict(
        {"rating": "on_track", "goals_met": "2", "goals_total": "4", "line": "Well done.", "medication": ""}
    )
    with acting("counselor"), app.test_request_context(method="POST"):
        form = SectionForm(formdata=typed)
        form.offer(None)
        assert form.validate(), form.errors
        command = form.command(county.people["xio"], HEARING, TO, FROM, TO)
        assert (command.rating, command.goals_met, command.line) == (Rating.ON_TRACK, 2, "Well done.")
        assert command.medication is None and command.level_advice is None
