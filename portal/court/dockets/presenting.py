"""Words that the pages of a docket put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.standing import Show, Standing, shown
from portal.court.dockets.vocabulary import DocketState, HearingKind, HearingMode, HearingState
from portal.participants.programs.vocabulary import Counting, ResponseKind
from portal.web.dates import day, local_day, relative, time_of
from portal.web.shell import NavItem

NOON = 12


def heading(docket: Docket, today: date) -> tuple[str, str]:
    """The title of a docket's pages, and how near the day is."""
    return _("Docket for %(day)s", day=day(docket.held_on, today)), f"({relative(docket.held_on, today)})"


def lead(docket: Docket, today: date) -> str:
    """Judge, courtroom, when the team meets and when reports are due."""
    who = ", ".join(part for part in (docket.judge.display_name, docket.courtroom) if part)
    parts = [f"{who}."]
    if docket.staffing_at is not None:
        parts.append(_("Staffing %(when)s.", when=near(docket.staffing_at, docket, today)))
    parts.append(_("Reports are due %(when)s.", when=near(docket.reports_due_at, docket, today)))
    if docket.state == DocketState.CLOSED:
        parts.append(_("Closed."))
    return " ".join(parts)


def near(at: datetime, docket: Docket, today: date) -> str:
    """ "today at 4:30 PM", "Wed Nov 18 at noon"."""
    zone = docket.program.time_zone
    on = local_day(at, zone)
    words = relative(on, today) if abs((on - today).days) <= 1 else day(on, today)
    local = at.astimezone(ZoneInfo(zone))
    hour = _("noon") if (local.hour, local.minute) == (NOON, 0) else time_of(at, zone)
    return _("%(day)s at %(hour)s", day=words, hour=hour)


def note_of(hearing: Hearing) -> str:
    """What is unusual about a hearing: by video, a phase review. Nothing for the ordinary one."""
    parts = []
    if hearing.kind != HearingKind.STATUS:
        parts.append(HearingKind(hearing.kind).label)
    if hearing.mode != HearingMode.IN_PERSON:
        parts.append(HearingMode(hearing.mode).label)
    if hearing.state == HearingState.MISSED:
        parts.append(HearingState.MISSED.label)
    return ", ".join(parts)


def hour_of(hearing: Hearing) -> str:
    """The hour without its half of the day, where the heading says "Morning"."""
    return time_of(hearing.starts_at, hearing.docket.program.time_zone).rpartition(" ")[0]


def half_of(hearing: Hearing) -> str:
    return time_of(hearing.starts_at, hearing.docket.program.time_zone).rpartition(" ")[2]


def hearing_state(hearing: Hearing) -> HearingState:
    return HearingState(hearing.state)


def state_of(docket: Docket) -> DocketState:
    return DocketState(docket.state)


def grouped(standings: Iterable[Standing], zone: str) -> list[tuple[str, list[Standing]]]:
    """Morning and afternoon, each with its number of hearings."""
    morning: list[Standing] = []
    afternoon: list[Standing] = []
    for one in standings:
        early = one.hearing.starts_at.astimezone(ZoneInfo(zone)).hour < NOON
        (morning if early else afternoon).append(one)
    titled = ((_("Morning"), morning), (_("Afternoon"), afternoon))
    return [
        (f"{name}, " + ngettext("%(num)d hearing", "%(num)d hearings", len(part)), part)
        for name, part in titled
        if part
    ]


def figures(standings: Sequence[Standing], show: Show, docket: Docket) -> list[tuple[int, str, str, bool]]:
    """The counts over the table; each leads to the people it counts."""

    def one(figure: int, words: str, wanted: Show) -> tuple[int, str, str, bool]:
        chosen = None if wanted is Show.ALL else wanted.value
        return figure, words, url_for("court.dockets.show", docket_id=docket.id, show=chosen), show is wanted

    owing = shown(standings, Show.OWED)
    sections = sum(len(person.owed) for person in owing)
    sanctions = sum(len(person.open_sanctions) for person in standings)
    late = sum(sanction.overdue for person in standings for sanction in person.open_sanctions)
    tests = sum(sum(person.tests_to_look_at.values()) for person in standings)
    open_words = ngettext("open sanction", "open sanctions", sanctions)
    return [
        one(len(standings), ngettext("hearing", "hearings", len(standings)), Show.ALL),
        one(sections, owed_words(sections, len(owing)), Show.OWED),
        one(
            len(shown(standings, Show.CONSENTS)),
            ngettext(
                "consent ends before next hearing",
                "consents end before next hearing",
                len(shown(standings, Show.CONSENTS)),
            ),
            Show.CONSENTS,
        ),
        one(
            sanctions,
            _("%(open)s, %(late)d overdue", open=open_words, late=late) if late else open_words,
            Show.SANCTIONS,
        ),
        one(tests, ngettext("positive or missed test", "positive or missed tests", tests), Show.TESTS),
    ]


def owed_words(sections: int, people: int) -> str:
    if not sections:
        return _("sections owed")
    return _(
        "%(sections)s owed, for %(people)s",
        sections=ngettext("section", "sections", sections),
        people=ngettext("%(num)d person", "%(num)d people", people),
    )


def day_items(dockets: Iterable[Docket], here: Docket, today: date) -> list[NavItem]:
    return [
        NavItem(day(one.held_on, today), url_for("court.dockets.show", docket_id=one.id), current=one.id == here.id)
        for one in dockets
    ]


def others(tests: Mapping[Counting, int]) -> str:
    """Tests that are neither negative nor to be looked at: excused, invalid, from before the program."""
    return ", ".join(f"{count} {word.label}" for word, count in tests.items() if count)


def short_kind(kind: ResponseKind) -> str:
    """A response's kind in a narrow column."""
    return _("Adjustment") if kind is ResponseKind.SERVICE_ADJUSTMENT else kind.label


def shortcuts(staffing: bool, bench: bool) -> list[tuple[list[str], str]]:
    keys = [(["j", "k"], _("next, previous row")), (["Enter"], _("open"))]
    if staffing:
        keys.append((["s"], _("staffing sheet")))
    if bench:
        keys.append((["b"], _("bench page")))
    return [*keys, (["?"], _("all keys"))]
