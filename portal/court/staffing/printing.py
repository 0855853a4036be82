"""The staffing sheet and the docket on paper: the same lines as on the page, in the words that are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from portal.court.dockets import presenting as docket_words
from portal.court.dockets.models import Docket
from portal.court.dockets.standing import Standing
from portal.court.hearings.presenting import TAGS
from portal.court.packets.sheets import DocketRow, Proposed, Sheet, StaffingRow
from portal.court.staffing import presenting as words
from portal.court.staffing.gathering import Line
from portal.court.staffing.services import NOTHING
from portal.participants.programs.vocabulary import Counting, ResponseKind
from portal.web.dates import day, time_of


def sheet_of(docket: Docket, title: str, lead: str, at: datetime) -> Sheet:
    return Sheet(
        title=title,
        court=docket.program.agency.name,
        lead=lead,
        foot=_("Holds records protected by 42 CFR Part 2; do not share further, collect after the meeting."),
        as_of=at,
        time_zone=docket.program.time_zone,
    )


def staffing_sheet(docket: Docket, today: date, at: datetime) -> Sheet:
    lead = words.lead(docket, time_of(at, docket.program.time_zone), today)
    return sheet_of(docket, _("Staffing sheet for %(day)s", day=day(docket.held_on, today)), lead, at)


def docket_sheet(docket: Docket, today: date, at: datetime) -> Sheet:
    title, _near = docket_words.heading(docket, today)
    return sheet_of(docket, title, docket_words.lead(docket, today), at)


def strong_words(standing: Standing) -> str:
    return ", ".join(f"{count} {word.label}" for word, count in standing.tests_to_look_at.items())


def other_words(standing: Standing) -> str:
    order = [word for word in Counting if word not in standing.tests_to_look_at]
    return ", ".join(f"{standing.tests[word]} {word.label}" for word in order if standing.tests.get(word))


def owed_words(standing: Standing) -> str:
    return ", ".join(one.label for one in standing.owed)


def sanctions(standing: Standing, today: date) -> tuple[str, ...]:
    return tuple(words.sanction_words(one, today) for one in standing.open_sanctions)


def staffing_rows(lines: Sequence[Line], today: date) -> tuple[StaffingRow, ...]:
    return tuple(
        StaffingRow(
            time=words.hour(line.standing),
            participant=line.standing.participant.full_name,
            phase=words.phase_words(line.standing),
            sessions=words.missed_words(line.standing),
            strong=strong_words(line.standing),
            tests=other_words(line.standing),
            open_sanctions=sanctions(line.standing, today),
            last=words.last_words(line.standing),
            owed=owed_words(line.standing),
            all_in=line.standing.all_in,
            consent_ends=day(line.standing.consent_ends_on, today) if line.standing.consent_ends_on else "",
            proposed=proposed_of(line),
            next_date=day(line.next_on, today) if line.next_on else "",
        )
        for line in lines
    )


def proposed_of(line: Line) -> tuple[Proposed, ...]:
    return tuple(
        Proposed(
            text=words.proposal_text(one.proposal, line.rules),
            why=one.proposal.why,
            kind="" if one.proposal.kind == NOTHING else TAGS[ResponseKind(one.proposal.kind)],
            views=tuple(words.view_words(view) for view in one.views),
        )
        for one in line.proposals
    )


def docket_rows(standings: Sequence[Standing], today: date) -> tuple[DocketRow, ...]:
    return tuple(
        DocketRow(
            time=words.hour(one),
            participant=one.participant.full_name,
            docket_number=one.enrollment.number if one.enrollment else "",
            phase=_("%(phase)d, day %(day)d", phase=one.phase_number, day=one.phase_day) if one.phase_number else "",
            note=docket_words.note_of(one.hearing),
            owed=owed_words(one),
            all_in=one.all_in,
            sessions=words.missed_words(one),
            strong=strong_words(one),
            tests=other_words(one),
            open_sanctions=sanctions(one, today),
            last=words.last_words(one) if one.last_response else "",
            next_date=day(one.upcoming.service_on, today) if one.upcoming else "",
        )
        for one in standings
    )
