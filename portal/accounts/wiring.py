"""What accounts put on "Today"."""

from __future__ import annotations

from portal.accounts.home.tasks import add_tasks
from portal.accounts.permissions import Permission
from portal.accounts.reviews.tasks import review_due


def wire() -> None:
    add_tasks(90, Permission.STAFF_MANAGE, review_due)
