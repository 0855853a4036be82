"""What an operator does about work that failed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_act
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.services import retry
from portal.accounts.principal import Principal


def try_again(session: Session, actor: Principal, job: Job) -> None:
    """Put a job that failed for good back into the queue, as if new; the trail says who did."""
    failure = job.failure
    retry(session, job)
    record_act(session, actor, "job_tried_again", job, note=failure[:80])
