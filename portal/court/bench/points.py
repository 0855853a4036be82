"""What the bench says in one line each: good first, then concerns, then what was asked for and whether it was done.

Pure: it chooses and words what the reader's queries returned. It says what is known, never what somebody said in
treatment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.casework.facts import NeedTold
from portal.casework.needs.vocabulary import NeedState
from portal.compliance.behaviors.vocabulary import SourceKind
from portal.compliance.behaviors.vocabulary import Standing as QuestionStanding
from portal.compliance.facts import ContactTold, ObligationTold, QuestionTold, ReadinessTold, SoberTold
from portal.compliance.milestones.vocabulary import MilestoneState
from portal.compliance.obligations.vocabulary import ObligationState
from portal.compliance.supervision.vocabulary import ContactResult
from portal.court.dockets.standing import Standing
from portal.court.hearings.models import Order
from portal.participants.programs.sentences import plain_number
from portal.web.dates import day, short_day


@dataclass(frozen=True, slots=True)
class Point:
    """One line: `kind` is good, concern, open or plain; `second` is smaller words after it."""

    kind: str
    text: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that the bench words for one person."""

    standing: Standing
    sober: SoberTold | None
    readiness: ReadinessTold | None
    questions: Sequence[QuestionTold]
    needs: Sequence[NeedTold]
    contacts: Sequence[ContactTold]
    obligations: Sequence[ObligationTold]
    orders: Sequence[Order]


def since_then(known: Known, today: date) -> list[Point]:
    """Since the last hearing, good first."""
    good = [*sober_points(known, today), *test_points(known), *session_points(known), *life_points(known, today)]
    good += contact_points(known)
    return [*good, *milestone_points(known, today), *concerns(known, today)]


def sober_points(known: Known, today: date) -> list[Point]:
    if known.sober is None or not known.sober.days.known or not known.sober.days.verified_days:
        return []
    days = known.sober.days
    through = _("through %(day)s", day=day(days.verified_to_on, today)) if days.verified_to_on else ""
    return [
        Point(
            "good", ngettext("%(num)d verified sober day", "%(num)d verified sober days", days.verified_days), through
        )
    ]


def test_points(known: Known) -> list[Point]:
    one = known.standing
    if not one.tests_negative:
        return []
    if one.tests_to_look_at or one.tests_between:
        return [Point("good", ngettext("%(num)d negative test", "%(num)d negative tests", one.tests_negative))]
    text = ngettext("%(num)d test, negative", "%(num)d tests, all negative", one.tests_negative)
    return [Point("good", text)]


def session_points(known: Known) -> list[Point]:
    sessions = known.standing.sessions
    if sessions is None or not sessions.scheduled:
        return []
    kept = sessions.scheduled - sessions.missed
    if kept == sessions.scheduled:
        return [Point("good", ngettext("The one session kept", "All %(num)d sessions kept", kept))]
    return [Point("good", _("%(kept)d of %(all)d sessions kept", kept=kept, all=sessions.scheduled))] if kept else []


def life_points(known: Known, today: date) -> list[Point]:
    return [
        Point("good", need.label, _("%(area)s, %(day)s", area=need.area.label, day=day(need.changed_on, today)))
        for need in known.needs
        if need.state is NeedState.MET and known.standing.first <= need.changed_on <= today
    ]


def contact_points(known: Known) -> list[Point]:
    kept = sum(one.result is ContactResult.KEPT for one in known.contacts)
    return [Point("good", ngettext("%(num)d contact kept", "%(num)d contacts kept", kept))] if kept else []


def milestone_points(known: Known, today: date) -> list[Point]:
    if known.readiness is None:
        return []
    first = known.standing.first
    return [
        Point("good", _("Milestone met: %(need)s", need=one.label), day(one.met_on, today))
        for one in known.readiness.readiness.milestones
        if one.state is MilestoneState.MET and one.met_on is not None and first <= one.met_on <= today
    ]


def concerns(known: Known, today: date) -> list[Point]:
    """Questions since then, and tests that no question stands for. An open question says that nobody has decided."""
    found = []
    for one in known.questions:
        if one.on < known.standing.first or one.standing not in (QuestionStanding.OPEN, QuestionStanding.FOUND):
            continue
        text = _("%(behavior)s, %(day)s", behavior=one.behavior, day=day(one.on, today))
        if one.open:
            found.append(Point("open", text, _("a question; nobody has decided it yet")))
        else:
            found.append(Point("concern", text))
    asked = any(one.kind is SourceKind.DRUG_TEST for one in known.questions)
    if not asked:
        found += [Point("concern", f"{count} {word.label}") for word, count in known.standing.tests_to_look_at.items()]
    found += [Point("open", f"{count} {word.label}") for word, count in known.standing.tests_between.items()]
    return found


def asked_for(known: Known, today: date) -> list[Point]:
    """What was ordered at the last hearing, and what is still owed from before it."""
    points = [obligation_point(one, today) for one in known.obligations if relevant(one, known.standing)]
    points += [Point("plain", order.words) for order in known.orders]
    return sorted(points, key=lambda point: {"concern": 0, "open": 1}.get(point.kind, 2))


def relevant(one: ObligationTold, standing: Standing) -> bool:
    """Ordered since the last hearing or at it, or still owed; what is ordered at this one was not asked for before."""
    if one.hearing_id == standing.hearing.id:
        return False
    return one.standing.still_owed or one.standing.obligation.ordered_on >= standing.first


def obligation_point(one: ObligationTold, today: date) -> Point:
    due = _(", by %(day)s", day=day(one.due_on, today)) if one.due_on else ""
    state = one.standing
    if state.state is ObligationState.MET:
        return Point("good", f"{one.label}{due}", ObligationState.MET.label)
    if not state.still_owed:
        return Point("plain", f"{one.label}{due}", state.state.label)
    left = _(
        "%(done)s of %(target)s %(unit)s done",
        done=plain_number(state.done),
        target=plain_number(state.target),
        unit=state.unit.label,
    )
    return Point("concern" if state.overdue else "open", f"{one.label}{due}", left if state.done else state.state.label)


def last_here(standing: Standing, today: date) -> tuple[str, str] | None:
    """When the person stood here last, and how long ago that is."""
    if standing.previous is None:
        return None
    on = standing.previous.service_on
    weeks, days = divmod((standing.hearing.service_on - on).days, 7)
    ago = ngettext("%(num)d week ago", "%(num)d weeks ago", weeks) if weeks and not days else ""
    return short_day(on), ago or ngettext("%(num)d day ago", "%(num)d days ago", weeks * 7 + days)


def kinds(points: Iterable[Point]) -> list[dict[str, str]]:
    """In the shape of the component `bench_list`."""
    return [{"kind": one.kind, "text": one.text, "second": one.second} for one in points]
