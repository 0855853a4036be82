"""What was recorded at a hearing, in the words of the bench and the record page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

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
    for upcoming in recorded.next_dates:
        when = _(
            "%(day)s, %(time)s",
            day=day(upcoming.service_on, today),
            time=time_of(upcoming.starts_at, upcoming.docket.program.time_zone),
        )
        found.append(line(Recorded.NEXT_DATE, upcoming.id, "open", _("Next date"), when))
    return [*found, *(line(Recorded.ORDER, one.id, "plain", _("Order"), one.words) for one in recorded.orders)]


def phase_words(rules: ProgramRules | None, key: str) -> str:
    if rules is None:
        return key.lstrip("pd")
    phase = rules.phase(key)
    return _("%(number)d of %(all)d, %(name)s", number=phase.number, all=len(rules.phases), name=phase.name)


def short_words(recorded: RecordedAt, rules: ProgramRules | None) -> list[str]:
    """The same in one line a thing, for the clerk's docket."""
    found = [f"{ResponseKind(one.response.kind).label}: {one.response.label}" for one in recorded.responses]
    found += [_("Phase %(phase)s", phase=phase_words(rules, one.phase_key)) for one in recorded.phases]
    return [*found, *(order.words for order in recorded.orders)]
