"""What accounts put on "Today", and what they tell."""

from __future__ import annotations

from portal.accounts.home.tasks import add_tasks
from portal.accounts.lost_factors import notices
from portal.accounts.lost_factors.tasks import removals_waiting
from portal.accounts.permissions import Permission
from portal.accounts.reviews.tasks import review_due
from portal.accounts.staff import telling


def wire() -> None:
    add_tasks(90, Permission.STAFF_MANAGE, review_due)
    add_tasks(80, Permission.STAFF_MANAGE, removals_waiting)
    notices.add_kinds()
    telling.add_kinds()
