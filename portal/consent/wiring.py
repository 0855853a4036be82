"""What consent hears and offers: it recompiles on every change, and has a page in each participant's navigation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.accounts.home import tasks as home
from portal.accounts.permissions import Permission
from portal.consent import compile as compiler
from portal.consent import notices
from portal.consent.answers.lapses import ending_soon
from portal.consent.answers.offered import who_panel
from portal.consent.desk.presenting import due_matters
from portal.consent.desk.tasks import desk_duties
from portal.consent.emergencies import bedside
from portal.consent.emergencies import notices as emergency_notices
from portal.consent.emergencies import tasks as emergency_tasks
from portal.consent.instruments import recorders
from portal.consent.orders import notices as order_notices
from portal.consent.orders.offered import orders_panel
from portal.consent.orders.tasks import orders_entered
from portal.consent.patient_notice.owing import owed_notices
from portal.consent.registers.duties import add_duties
from portal.consent.team_agreements.tasks import signatures_due
from portal.consent.turns.tasks import events_to_record
from portal.participants.people import panels


def wire() -> None:
    compiler.wire()
    notices.add_kinds()
    recorders.add_kinds()
    home.add_tasks(60, Permission.CONSENT_RECORD, ending_soon)
    home.add_tasks(61, Permission.CONSENT_REVOKE, events_to_record)
    emergency_notices.add_kinds()
    bedside.wire()
    home.add_tasks(5, Permission.EMERGENCY_REVIEW, emergency_tasks.reviews_due)
    order_notices.add_kinds()
    home.add_tasks(6, Permission.PRIVACY_DESK, orders_entered)
    home.add_tasks(95, Permission.EMERGENCY_OPEN, emergency_tasks.way_in)
    panels.add_aside(95, emergency_tasks.way_in_panel)
    panels.add_aside(96, orders_panel)
    panels.add_aside(97, who_panel)
    home.add_tasks(80, Permission.TEAM_AGREEMENT_SIGN, signatures_due)
    panels.add_section(
        90, panels.Section(_("Consents"), "consent.instruments.shelf", Permission.CONSENT_READ, "consent")
    )
    add_duties(due_matters)
    add_duties(owed_notices)
    home.add_tasks(40, Permission.PRIVACY_DESK, desk_duties)
    panels.add_section(95, panels.Section(_("Who looked"), "consent.trail.looks", Permission.AUDIT_READ))
