"""A small application that shows every component on pages of its own; invented people, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, abort, g, render_template
from flask_babel import Babel, gettext, lazy_gettext
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal import paths
from portal.web import components
from portal.web.components import ConflictLine, MarkKey, tag_for
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.shell import Fact, Identity, NavItem, SignedIn
from portal.web.strip import DayStrip, SampleDay, SampleMark, SessionDay, SessionMark, SoberStretch

TODAY = date(2026, 11, 18)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = (
    "components", "docket", "docket-empty", "person", "roster", "bench", "task", "form-errors", "sign-in", "conflict",
)  # fmt: skip


class Readiness(Enum):
    """An enum of this gallery, mapped to tags like those of the product."""

    MET = "met"
    UNDER_WAY = "under way"
    NOT_YET = "not yet"


tag_for(
    Readiness,
    {
        Readiness.MET: ("done", lazy_gettext("Met")),
        Readiness.UNDER_WAY: ("part", lazy_gettext("Under way")),
        Readiness.NOT_YET: ("open", lazy_gettext("Not yet")),
    },
)


class ContactForm(FlaskForm):
    """One field of every kind."""

    form_key = HiddenField(default="key-1")
    happened_on = RememberedDateField("When", validators=[InputRequired(), NotAhead(lambda: TODAY)])
    begins = TimeField("Begins", validators=[Optional()])
    how = RadioField("How", choices=[SelectChoice("person", "In person"), SelectChoice("phone", "Phone")])
    minutes = IntegerField("Minutes", validators=[NumberRange(1, 480, "Enter a number from 1 to 480.")])
    place = SelectField("Place", choices=[SelectChoice("office", "Office"), SelectChoice("home", "Home")])
    topics = SelectMultipleField(
        "Topics",
        choices=[SelectChoice("housing", "Housing"), SelectChoice("work", "Work")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    with_whom = StringField("With whom", validators=[Optional(), Length(max=80)])
    note = TextAreaField("One line for the court", validators=[Length(max=280, message="Shorten it.")])
    next_on = DateField("Next contact", validators=[Optional()])
    told = BooleanField("The participant knows about this note")


@dataclass(frozen=True)
class DocketRow:
    """One line of the docket page."""

    hour: str
    name: str
    number: str
    phase: str
    reports: tuple[str, str]
    missed: str
    tests: str
    sanction: str
    ends: str
    next_on: date


MARKS = (
    MarkKey("ATT", "&Present", "here", totals="present"),
    MarkKey("TEL", "&Telehealth", "tele", totals="present"),
    MarkKey("LATE", "&Late", "late", asks="minutes reason", totals="present"),
    MarkKey("LEFT", "Left &early", "left", asks="minutes reason", totals="present"),
    MarkKey("ABS_EX", "E&xcused", "exc.", asks="reason", tone="due", totals="excused"),
    MarkKey("ABS_UN", "&Unexcused", "unex.", asks="reason", tone="alert", totals="unexcused"),
)


def ninety_days() -> DayStrip:
    """The strip of the mock-ups, with a stretch that is not verified and an absence not yet decided."""
    start = date(2026, 8, 21)
    odd = {
        date(2026, 9, 12): SampleMark.MISSED,
        date(2026, 9, 26): SampleMark.DILUTE,
        date(2026, 10, 17): SampleMark.POSITIVE,
        TODAY: SampleMark.PENDING,
    }
    days = [start + timedelta(days=number) for number in range(90)]
    samples = tuple(
        SampleDay(on, odd.get(on, SampleMark.NEGATIVE), "admitted" if odd.get(on) is SampleMark.POSITIVE else "")
        for on in days
        if on in odd or on.weekday() in (1, 5)
    )
    marks = {9: SessionMark.UNEXCUSED, 20: SessionMark.EXCUSED, 33: SessionMark.UNEXCUSED, 81: SessionMark.QUESTION}
    sessions = tuple(
        SessionDay(on, marks.get(place, SessionMark.ATTENDED))
        for place, on in enumerate(days)
        if on.weekday() in (0, 1, 3) or place in marks
    )
    hearings = tuple(date(2026, 8, 27) + timedelta(days=14 * number) for number in range(6))
    stretches = (
        SoberStretch(start, date(2026, 9, 11)),
        SoberStretch(date(2026, 9, 12), date(2026, 9, 14), verified=False),
        SoberStretch(date(2026, 9, 15), date(2026, 10, 16)),
        SoberStretch(date(2026, 10, 18), date(2026, 11, 17)),
    )
    return DayStrip(start, TODAY, samples, sessions, hearings, stretches)


IDENTITY = Identity(
    name="Xiomara Delgado-Pruitt",
    say="see-oh-MAH-rah del-GAH-doh PROO-it",
    goes_by="Xio",
    number="TC-2026-0147",
    facts=(
        Fact("Phase", "2 of 5, day 48", "of 90 or more"),
        Fact("Sober, verified", "31 days", "to Tue Nov 17"),
        Fact("Next hearing", "Thu Nov 19, 10:10 AM", "tomorrow"),
        Fact("Judge", "Hon. Lorraine Abernathy"),
    ),
)
DOCKET = (
    DocketRow("9:00", "Leilani Kahale", "TC-2025-0201", "4, day 48", ("done", "all in"), "0 of 3", "4 negative", "", "",
              date(2026, 12, 17)),
    DocketRow("9:10", "Terrence Blackwood", "TC-2026-0068", "1, day 19", ("due", "owed: Treatment"), "3 of 8",
              "1 positive", "Essay", "Mon Nov 30", date(2026, 12, 3)),
    DocketRow("9:20", "Cody Hutchins", "TC-2026-0142", "1, day 33", ("late", "owed: Supervision"), "2 of 8", "1 missed",
              "", "", date(2026, 12, 3)),
)  # fmt: skip
GROUP = (
    ("Walter Pruett", "ATT", 90, "", "PPPP"),
    ("Joaquin Reyes", "LATE", 80, "Bus, 10 minutes", "PPLP"),
    ("Xiomara Delgado-Pruitt", "", 90, "", "PPLU"),
    ("Cody Hutchins", "ABS_UN", 0, "Did not call", "PUPU"),
    ("Faduma Warsame", "ABS_EX", 0, "Child sick, clinic slip", "PXPP"),
    ("Terrence Blackwood", "", 90, "", "UPUP"),
)
CONFLICT = (
    ConflictLine("Response", "Service adjustment", "Service adjustment"),
    ConflictLine("What", "More testing for monitoring", "Clinical reassessment"),
    ConflictLine("Next date", "Thu Dec 3", ""),
)


def frame(current: str = "Dockets") -> dict[str, Any]:
    """What the application puts into every page's context."""
    labels = ("Today", "Dockets", "Participants", "Report board", "Responses", "Orders")
    return {
        "main_nav": [NavItem(label, "/page/docket", label == current) for label in labels],
        "signed_in": SignedIn(
            display_name="Dana Whitfield",
            role_label="Coordinator",
            agency_name="Marlow County Treatment Court",
            sign_out_href="/sign-out",
            account_href="/account",
            purpose_label="For monitoring",
            purpose_href="/purpose",
        ),
        "demonstration": True,
        "county": "Marlow County",
        "zone_label": "Central Time",
        "help_href": "/help",
        "done": "",
        "idle_seconds": 900,
        "unlock_href": "/confirm",
    }


def page_context(name: str) -> dict[str, Any]:
    """Everything the gallery's templates name, for every page the same."""
    sections = ("Overview", "Timeline", "Milestones", "Responses", "Orders", "Reports")
    form = ContactForm(
        data={"how": "person", "note": "Came on her own.", "minutes": 45, "happened_on": date(2026, 11, 17)}
    )
    return {
        **frame("Participants" if name == "person" else "Dockets"),
        "form": form,
        "today": TODAY,
        "strip": ninety_days(),
        "identity": IDENTITY,
        "section_nav": [NavItem(label, "/page/person", label == "Overview") for label in sections],
        "docket": DOCKET,
        "group": GROUP,
        "marks": MARKS,
        "readiness": list(Readiness),
        "page_name": name,
    }


def conflict_context() -> dict[str, Any]:
    """What the conflict page is given: both texts, and what the second person typed."""
    return {
        "title": gettext("Two people changed this proposal"),
        "action": "/page/conflict",
        "saved_by": "Gwen Tallchief",
        "saved_when": "4:52 PM",
        "lines": CONFLICT,
        "hidden": [("version", 4), ("why", "Two uses")],
    }


def wrong_form() -> ContactForm:
    """The contact form as it comes back: a day to come, too many minutes, a line that is too long."""
    posted = MultiDict(
        {
            "happened_on-month": "11",
            "happened_on-day": "20",
            "happened_on-year": "2026",
            "how": "letter",
            "minutes": "4000",
            "place": "office",
            "note": "x" * 300,
        }
    )
    form = ContactForm(formdata=posted, meta={"csrf": False})
    form.validate()
    return form


def create_app() -> Flask:
    """Build the gallery: strict undefined names, the product's policy for scripts and styles, English."""
    app = Flask(__name__, template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC))
    app.static_url_path = "/static"
    app.config.update(SECRET_KEY="gallery", TESTING=True, WTF_CSRF_TIME_LIMIT=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    own = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([cast(FileSystemLoader, app.jinja_loader), own])
    Babel(app, default_locale="en_US")
    CSRFProtect(app)
    components.register(app)

    @app.before_request
    def _moment() -> None:
        g.today, g.zone = TODAY, "America/Chicago"

    @app.after_request
    def _policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.get("/page/<name>")
    def page(name: str) -> str:
        if name == "conflict":
            return render_template("errors/409.html", **frame(), **conflict_context())
        if name not in PAGES:
            abort(404)
        context = page_context(name)
        if name == "roster":
            context["done"] = gettext("The marks are saved.")
        if name == "form-errors":
            context["form"] = wrong_form()
            name = "task"
        return render_template(f"gallery/{name}.html", **context)

    @app.get("/error/<int:code>")
    def error(code: int) -> str:
        return render_template(f"errors/{code}.html")

    return app
