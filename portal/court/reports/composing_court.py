"""The parts of a report that come from the court and from supervision: responses, obligations, milestones, advice."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.compliance.facts import ContactTold, ObligationTold, ResponseTold
from portal.compliance.milestones.vocabulary import MilestoneState as Reached
from portal.compliance.obligations.vocabulary import ObligationState as Stands
from portal.compliance.responses.vocabulary import ResponseState
from portal.compliance.supervision.vocabulary import ContactResult
from portal.court.reports import composing_treatment
from portal.court.reports.lines import (
    Advancement,
    Balance,
    DifferentView,
    Dispute,
    Fact,
    Milestone,
    NextDate,
    Obligation,
    Recommendation,
    Response,
    Statement,
)
from portal.court.reports.marks import MilestoneState, ObligationState, ResponseKind
from portal.court.reports.subject import Subject
from portal.court.staffing.presenting import proposal_text
from portal.court.staffing.queries import Proposed
from portal.gate.source import source_of
from portal.gate.vocabulary import RoleName
from portal.participants.programs import vocabulary as words
from portal.participants.programs.sentences import plain_number
from portal.web.dates import day

KINDS = {
    words.ResponseKind.INCENTIVE: ResponseKind.INCENTIVE,
    words.ResponseKind.SANCTION: ResponseKind.SANCTION,
    words.ResponseKind.SERVICE_ADJUSTMENT: ResponseKind.ADJUSTMENT,
}
STANDINGS = {
    Stands.MET: ObligationState.MET,
    Stands.PARTLY: ObligationState.PARTLY,
    Stands.NOT_MET: ObligationState.NOT_MET,
    Stands.NOT_YET_DUE: ObligationState.NOT_YET_DUE,
}
MILESTONES = {
    Reached.MET: MilestoneState.MET,
    Reached.WAIVED: MilestoneState.MET,
    Reached.CLOSE: MilestoneState.CLOSE,
    Reached.UNDER_WAY: MilestoneState.UNDER_WAY,
    Reached.NOT_YET: MilestoneState.NOT_YET,
    Reached.UNKNOWN: MilestoneState.UNKNOWN,
}


def contacts(subject: Subject) -> tuple[Fact, ...]:
    """Supervision contacts since the last hearing, by how they took place and what came of them; then the one line."""
    told = [one for one in subject.material.contacts.get(subject.id, ()) if subject.first <= one.on <= subject.last]
    found = []
    for mode in dict.fromkeys(one.mode for one in told):
        rows = [one for one in told if one.mode is mode]
        found.append(
            Fact(
                **subject.sources.line(one.source for one in rows), topic=mode.label, text=contact_words(subject, rows)
            )
        )
    return (*found, *supervision_lines(subject))


def contact_words(subject: Subject, rows: Iterable[ContactTold]) -> str:
    parts = []
    ordered = sorted(rows, key=lambda one: one.on)
    for result in ContactResult:
        days = [day(one.on, subject.last) for one in ordered if one.result is result]
        if days:
            parts.append(f"{len(days)} {result.label}, {', '.join(days)}")
    return "; ".join(parts)


def supervision_lines(subject: Subject) -> list[Fact]:
    found = []
    for one in subject.material.supervision_sections.get(subject.id, ()):
        subject.sources.written_by(one.source.origin_id, one.author_name, one.submitted_at)
        found.append(Fact(**subject.sources.line([one.source]), topic=_("Supervision"), text=one.line))
    return found


def obligations(subject: Subject) -> tuple[Obligation, ...]:
    """What is still owed, and what was ordered or settled since the last hearing."""
    found = []
    for one in subject.material.obligations.get(subject.id, ()):
        state = STANDINGS.get(one.standing.state)
        met_on = one.standing.met_on
        recent = one.standing.obligation.ordered_on >= subject.first or (met_on is not None and met_on >= subject.first)
        if state is None or not (one.standing.still_owed or recent):
            continue
        found.append(
            Obligation(
                **subject.sources.line([one.source, *one.proofs]),
                what=one.label,
                state=state,
                ordered_on=one.standing.obligation.ordered_on,
                due_on=one.due_on,
                note=obligation_note(one),
            )
        )
    return tuple(found)


def obligation_note(one: ObligationTold) -> str | None:
    standing = one.standing
    if standing.obligation.contested:
        return _("contested, not enforced")
    if standing.state is Stands.PARTLY or (standing.done and standing.still_owed):
        done, target = plain_number(standing.done), plain_number(standing.target)
        return _("%(done)s of %(target)s %(unit)s", done=done, target=target, unit=standing.unit.label)
    return None


def responses(subject: Subject) -> tuple[Response, ...]:
    """Responses since the last hearing, and questions of that time that nobody has answered yet.

    One that came with an obligation is done when that is.
    """
    obligations = subject.material.obligations.get(subject.id, ())
    met = {(one.hearing_id, one.label) for one in obligations if one.standing.state is Stands.MET}
    given = [
        Response(
            **subject.sources.line([one.source]),
            on=one.ordered_on,
            behavior=one.behavior or _("Ordered at the hearing"),
            response=one.label,
            kind=KINDS[one.kind],
            done=one.state is ResponseState.DONE or done_with_words(one) or (one.hearing_id, one.label) in met,
        )
        for one in subject.material.responses.get(subject.id, ())
        if one.state is not ResponseState.WITHDRAWN and subject.first <= one.ordered_on <= subject.last
    ]
    asked = [
        Response(
            **subject.sources.line([one.source]),
            on=one.on,
            behavior=_("%(behavior)s, not yet decided", behavior=one.behavior),
        )
        for one in subject.material.questions.get(subject.id, ())
        if one.open and subject.first <= one.on <= subject.last
    ]
    return tuple(sorted([*given, *asked], key=lambda line: line.on))


def done_with_words(one: ResponseTold) -> bool:
    """Praise and a warning are; that help was given is known only once somebody says so."""
    return one.state is ResponseState.ORDERED and one.kind is not words.ResponseKind.SERVICE_ADJUSTMENT


def balance(subject: Subject) -> Balance | None:
    told = subject.material.balance.get(subject.id)
    if told is None or not told.sources:
        return None
    return Balance(
        **subject.sources.line(told.sources),
        incentives=told.balance.incentives,
        sanctions=told.balance.sanctions,
        days=told.balance.days,
    )


def milestones(subject: Subject) -> tuple[Milestone, ...]:
    """The milestones of the phase as this addressee may know them; unknown is not "not met"."""
    told = subject.material.readiness.get(subject.id)
    if told is None:
        return ()
    return tuple(
        Milestone(
            **subject.sources.line(told.sources.get(one.key) or [subject.own]),
            need=one.label,
            state=MILESTONES[one.state],
            evidence=None if one.state is Reached.UNKNOWN else str(one.evidence),
        )
        for one in told.readiness.milestones
    )


def next_advancement(subject: Subject) -> Advancement | None:
    """The earliest day on which the next phase can begin; nothing in the last phase."""
    told = subject.material.readiness.get(subject.id)
    if told is None or subject.rules is None or subject.enrollment is None:
        return None
    if subject.rules.phase_after(subject.enrollment.phase_key) is None:
        return None
    note = None
    if told.readiness.ready:
        note = _("all milestones met")
    elif told.readiness.unknown:
        note = _("not before, as far as is known")
    return Advancement(**subject.sources.line([subject.own]), earliest_on=told.readiness.earliest_on, note=note)


def recommendations(subject: Subject) -> tuple[Recommendation, ...]:
    """Clinician on the level of care, then the team, with who sees it differently."""
    team = [
        Recommendation(
            **subject.sources.line([source_of(one.proposal)]),
            by=_("Team"),
            text=f"{proposal_text(one.proposal, subject.rules)}. {one.proposal.why}",
            views=views(subject, one),
        )
        for one in subject.material.proposals.get(subject.id_of_hearing, ())
    ]
    return (*composing_treatment.clinicians_advice(subject), *team)


def views(subject: Subject, proposed: Proposed) -> tuple[DifferentView, ...]:
    return tuple(
        DifferentView(
            **subject.sources.line([source_of(view)]), role=str(ROLE_LABELS[RoleName(view.role)]), text=view.words
        )
        for view in proposed.views
    )


def recommendation(subject: Subject) -> tuple[Statement, ...]:
    """What the team recommends in one sentence each, at the head of the report."""
    return tuple(
        Statement(
            **subject.sources.line([source_of(one.proposal)]),
            text=f"{proposal_text(one.proposal, subject.rules)}.",
            by=_("the team"),
        )
        for one in subject.material.proposals.get(subject.id_of_hearing, ())
    )


def disputes(subject: Subject) -> tuple[Dispute, ...]:
    """What is contested, marked and not taken out."""
    return tuple(
        Dispute(**subject.sources.line([one.source]), fact=one.label, says=_("contested"), by=_("participant"))
        for one in subject.material.responses.get(subject.id, ())
        if one.contested
    )


def next_dates(subject: Subject) -> tuple[NextDate, ...]:
    """Coming sessions, days on which something is due, and the next hearing, set or proposed."""
    found = composing_treatment.coming_sessions(subject)
    found += [
        NextDate(**subject.sources.line([one.source]), on=one.due_on, what=_("%(what)s due", what=one.label))
        for one in subject.material.obligations.get(subject.id, ())
        if one.due_on is not None and one.due_on > subject.last and one.standing.still_owed
    ]
    upcoming = subject.standing.upcoming
    if upcoming is not None:
        line = subject.sources.line([source_of(upcoming)])
        found.append(NextDate(**line, on=upcoming.service_on, at=upcoming.starts_at, what=_("Hearing")))
    else:
        proposed = [one.proposal for one in subject.material.proposals.get(subject.id_of_hearing, ())]
        for one in [row for row in proposed if row.next_on is not None][-1:]:
            line = subject.sources.line([source_of(one)])
            found.append(NextDate(**line, on=one.next_on or subject.last, what=_("Hearing"), proposed=True))
    return tuple(sorted(found, key=lambda line: (line.on, line.what)))


def summary(subject: Subject) -> tuple[Statement, ...]:
    """The overall view in figures: tests, verified sober days, sessions; each sentence with the records behind it."""
    found = []
    told = [one for one in subject.material.tests.get(subject.id, ()) if subject.first <= one.on <= subject.last]
    if told:
        counted: dict[str, int] = {}
        for test in told:
            if test.counts_as is not None:
                counted[test.counts_as.label] = counted.get(test.counts_as.label, 0) + 1
        text = ", ".join(f"{count} {label}" for label, count in counted.items())
        found.append(
            Statement(**subject.sources.line(one.source for one in told), text=_("Tests: %(counts)s.", counts=text))
        )
    days = subject.material.sober.get(subject.id)
    if days is not None and days.days.known and days.sources and days.days.verified_to_on is not None:
        text = ngettext(
            "%(num)d verified sober day through %(day)s.",
            "%(num)d verified sober days through %(day)s.",
            days.days.verified_days,
            day=day(days.days.verified_to_on, subject.last),
        )
        found.append(Statement(**subject.sources.line(days.sources), text=text))
    sessions = composing_treatment.in_period(subject)
    if sessions and subject.standing.sessions is not None:
        text = _(
            "Sessions: %(kept)d of %(all)d attended.",
            kept=subject.standing.sessions.scheduled - subject.standing.sessions.missed,
            all=subject.standing.sessions.scheduled,
        )
        found.append(Statement(**subject.sources.line(one.source for one in sessions), text=text))
    return tuple(found)
