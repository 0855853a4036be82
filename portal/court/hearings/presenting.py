"""What was recorded at a hearing, in the words of the bench and the record page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.compliance.responses.queries import Answered
from portal.court.dockets.models import Hearing
from portal.court.hearings.queries import RecordedAt
from portal.court.hearings.vocabulary import Recorded
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.dates import day, time_of
from portal.web.tags import tag

TAGS = {
    ResponseKind.INCENTIVE: "incentive",
    ResponseKind.SANCTION: "sanction",
    ResponseKind.SERVICE_ADJUSTMENT: "adjustment",
}


def recorded_lines(
    hearing: Hearing, recorded: RecordedAt, rules: ProgramRules | None, today: date, may_undo: bool
) -> list[dict[str, Any]]:
    """Lines for the component `bench_recorded`, each with its way back."""

    def line(kind: Recorded, row_id: object, shape: str, word: str, text: str) -> dict[str, Any]:
        undo = url_for("court.hearings.undo", hearing_id=hearing.id, what=kind.value, row_id=row_id)
        return {"tag": tag(shape, word), "text": text, "undo_href": undo if may_undo else ""}

    found = []
    for one in recorded.responses:
        kind = ResponseKind(one.response.kind)
        text = one.response.label
        if one.response.due_on:
            text = _("%(what)s, by %(day)s", what=text, day=day(one.response.due_on, today))
        found.append(line(Recorded.RESPONSE, one.response.id, TAGS[kind], kind.label, text))
    for change in recorded.phases:
        word = phase_words(rules, change.phase_key)
        found.append(line(Recorded.PHASE, change.id, "done", _("Phase"), word))
    found += [
        line(Recorded.NEXT_DATE, one.id, "open", _("Next date"), when_words(one, today)) for one in recorded.next_dates
    ]
    return [*found, *(line(Recorded.ORDER, one.id, "plain", _("Order"), one.words) for one in recorded.orders)]


def when_words(hearing: Hearing, today: date) -> str:
    zone = hearing.docket.program.time_zone
    return _("%(day)s, %(time)s", day=day(hearing.service_on, today), time=time_of(hearing.starts_at, zone))


def next_words(recorded: RecordedAt, today: date) -> str:
    """The next hearing as it was set at this one, empty when none was."""
    return "; ".join(when_words(one, today) for one in recorded.next_dates)


def phase_words(rules: ProgramRules | None, key: str) -> str:
    if rules is None:
        return key.lstrip("pd")
    phase = rules.phase(key)
    return _("%(number)d of %(all)d, %(name)s", number=phase.number, all=len(rules.phases), name=phase.name)


def response_words(answered: Answered) -> str:
    """ "Sanction: Community service: 4 hours, by Wed Nov 25"."""
    row = answered.response
    words = f"{ResponseKind(row.kind).label}: {row.label}"
    return _("%(what)s, by %(day)s", what=words, day=day(row.due_on, row.ordered_on)) if row.due_on else words


def short_words(recorded: RecordedAt, rules: ProgramRules | None) -> list[str]:
    """The same in one line a thing, for the clerk's docket."""
    found = [response_words(one) for one in recorded.responses]
    found += [_("Phase %(phase)s", phase=phase_words(rules, one.phase_key)) for one in recorded.phases]
    return [*found, *(order.words for order in recorded.orders)]
