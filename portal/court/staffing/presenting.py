"""Words of the staffing sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.court.dockets.models import Docket
from portal.court.dockets.presenting import near, note_of, short_kind
from portal.court.dockets.standing import OpenSanction, Standing
from portal.court.hearings.presenting import TAGS
from portal.court.staffing.gathering import Line, Show, shown
from portal.court.staffing.models import StaffingProposal, ViewByRole
from portal.court.staffing.services import NOTHING
from portal.gate.vocabulary import RoleName
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.vocabulary import Counting, Level, ResponseKind
from portal.web.dates import day, short_day, time_of
from portal.web.tags import tag


def lead(docket: Docket, now_words: str, today: date) -> str:
    """Judge, when the team meets, as of when the sheet is, and who is present."""
    parts = [f"{docket.judge.display_name}."]
    if docket.staffing_at is not None:
        parts.append(_("Team meets %(when)s.", when=near(docket.staffing_at, docket, today)))
    parts.append(_("As of %(time)s.", time=now_words))
    if docket.present:
        parts.append(_("Present: %(names)s.", names=docket.present.rstrip(".")))
    return " ".join(parts)


def figures(found: Sequence[Line], show: Show, docket: Docket) -> list[tuple[int, str, str, bool]]:
    def one(wanted: Show, words: str) -> tuple[int, str, str, bool]:
        chosen = None if wanted is Show.ALL else wanted.value
        address = url_for("court.staffing.sheet", docket_id=docket.id, show=chosen)
        return len(shown(found, wanted)), words, address, show is wanted

    deciding = len(shown(found, Show.DECIDE))
    return [
        one(Show.ALL, ngettext("person", "people", len(found))),
        one(Show.DECIDE, ngettext("needs a decision", "need a decision", deciding)),
        one(Show.PROPOSED, _("proposed so far")),
        one(Show.CONTESTED, _("contested")),
        one(Show.OUTSIDE, _("outside the matrix, with a reason")),
    ]


def phase_words(standing: Standing) -> str:
    """ "Phase 1, day 33. By video"."""
    parts = []
    if standing.phase_number:
        parts.append(_("Phase %(phase)d, day %(day)d", phase=standing.phase_number, day=standing.phase_day or 0))
    note = note_of(standing.hearing)
    return ". ".join([*parts, *([note] if note else [])])


def missed_words(standing: Standing) -> str:
    if standing.sessions is None:
        return ""
    return _("Missed %(missed)d of %(all)d sessions", missed=standing.sessions.missed, all=standing.sessions.scheduled)


def tests_words(standing: Standing) -> Markup:
    """Tests since the last hearing, those to look at in bold first."""
    strong = [
        Markup('<span class="strong">{} {}</span>').format(count, word.label)
        for word, count in standing.tests_to_look_at.items()
    ]
    order = [word for word in Counting if word not in standing.tests_to_look_at]
    plain = [Markup("{} {}").format(standing.tests[word], word.label) for word in order if standing.tests.get(word)]
    return Markup(", ").join([*strong, *plain])


def sanction_words(sanction: OpenSanction, today: date) -> str:
    parts = [sanction.label]
    if sanction.contested:
        parts.append(_("contested"))
    elif sanction.overdue and sanction.due_on:
        parts.append(_("overdue since %(day)s", day=short_day(sanction.due_on)))
    elif sanction.due_on:
        parts.append(_("by %(day)s", day=day(sanction.due_on, today)))
    return ", ".join([*parts, *([sanction.progress] if sanction.progress else [])])


def last_words(standing: Standing) -> str:
    last = standing.last_response
    if last is None:
        return _("Last: none yet")
    return _("Last: %(kind)s, %(day)s", kind=short_kind(last.kind), day=short_day(last.on))


def proposal_text(proposal: StaffingProposal, rules: ProgramRules | None) -> str:
    """ "Sanction, low: one-page letter", as the program words it."""
    if proposal.kind == NOTHING:
        return _("No response")
    kind = ResponseKind(proposal.kind)
    level = Level(proposal.level).label if proposal.level else ""
    head = _("%(kind)s, %(level)s", kind=kind.label, level=level) if level else kind.label
    return f"{head}: {what_words(proposal, rules)}"


def what_words(proposal: StaffingProposal, rules: ProgramRules | None) -> str:
    option = next((one for one in rules.responses.options if one.key == proposal.code), None) if rules else None
    label = option.label if option else proposal.code
    unit = option.unit if option else ""
    return f"{label}, {proposal.amount} {unit}".rstrip() if proposal.amount else label


def proposal_tag(proposal: StaffingProposal, rules: ProgramRules | None) -> Markup:
    shape = "plain" if proposal.kind == NOTHING else TAGS[ResponseKind(proposal.kind)]
    return tag(shape, proposal_text(proposal, rules))


def view_words(view: ViewByRole) -> str:
    """ "Defense counsel: praise alone."."""
    return f"{ROLE_LABELS[RoleName(view.role)]}: {view.words}"


def hour(standing: Standing) -> str:
    return time_of(standing.hearing.starts_at, standing.hearing.docket.program.time_zone)
