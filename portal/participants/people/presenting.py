"""Small words about people that templates call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask

from portal.accounts.home.tasks import Task
from portal.participants.enrollments.models import Enrollment
from portal.participants.enrollments.vocabulary import STATUS_LABELS, EnrollmentStatus
from portal.participants.programs.services import rules_of
from portal.web.tags import tag


def phase_label(enrollment: Enrollment) -> str:
    """ "2 of 5" and the phase's name, by the version of the rules that the enrollment is pinned to."""
    rules = rules_of(enrollment.program_version)
    phase = rules.phase(enrollment.phase_key)
    return f"{phase.number} of {len(rules.phases)}, {phase.name}"


def status_label(enrollment: Enrollment) -> str:
    return str(STATUS_LABELS[EnrollmentStatus(enrollment.status)])


def task_lines(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Tasks in the shape of the component `act_list`."""
    return [
        {"tag": tag(one.tag_kind, one.when), "text": one.text, "href": one.href, "link": one.link, "more": one.text}
        for one in tasks
    ]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(phase_label=phase_label, status_label=status_label, task_lines=task_lines)
