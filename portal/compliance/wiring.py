"""What this room hears and offers. Rooms above connect what it needs from its neighbors: see `sources`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal import signals
from portal.accounts.home import tasks as home
from portal.accounts.permissions import Permission
from portal.compliance import panels as offered
from portal.compliance import tasks
from portal.compliance.behaviors.services import hear_attendance, hear_drug_test
from portal.compliance.sources import add_attendance_source, add_contact_source, add_strip_source
from portal.compliance.withholding import add_kinds, hear_withholding
from portal.participants.people import panels

__all__ = ["add_attendance_source", "add_contact_source", "add_strip_source", "wire"]

SECTIONS = (
    (20, _("Milestones"), "compliance.milestones.shelf", Permission.MILESTONE_READ),
    (30, _("Tests"), "compliance.drug_tests.shelf", Permission.TEST_READ),
    (40, _("Responses"), "compliance.responses.shelf", Permission.MILESTONE_READ),
    (50, _("Obligations"), "compliance.obligations.shelf", Permission.MILESTONE_READ),
    (60, _("Supervision"), "compliance.supervision.shelf", Permission.CONTACT_READ),
)


def wire() -> None:
    """Signals, panels, figures, pages and tasks. Doing it twice changes nothing."""
    signals.attendance_recorded.connect(hear_attendance)
    signals.drug_test_recorded.connect(hear_drug_test)
    signals.withholding_changed.connect(hear_withholding)
    add_kinds()
    panels.add_fact(20, offered.sober_fact)
    panels.add_main(10, offered.questions_panel)
    panels.add_main(20, offered.strip_panel)
    panels.add_main(50, offered.milestones_panel)
    panels.add_aside(20, offered.tests_panel)
    panels.add_aside(30, offered.responses_panel)
    panels.add_aside(40, offered.obligations_panel)
    panels.add_aside(50, offered.supervision_panel)
    for order, label, endpoint, permission in SECTIONS:
        panels.add_section(order, panels.Section(label, endpoint, permission))
    home.add_tasks(20, Permission.QUESTION_READ, tasks.questions)
    home.add_tasks(30, Permission.TEST_RECORD, tasks.pending_results)
    home.add_tasks(40, Permission.PROOF_RECORD, tasks.proofs)
