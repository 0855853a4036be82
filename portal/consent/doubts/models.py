"""What a site decided on a doubt. Rows are added, never changed: the last one holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.db import Base, Row
from portal.guards import guard


class SiteSetting(Row, Base):
    """One decision on one doubt; `number` counts the decisions on it, so that two people can't make the same one."""

    __tablename__ = "site_setting"
    __table_args__ = (UniqueConstraint("doubt", "number"), {"info": {"rights": "SELECT, INSERT"}})

    doubt: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    reading: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(400))
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    decided_by: Mapped[UserAccount] = relationship(viewonly=True)


guard("site_setting_only_added", "site_setting", "TRUE", on=("UPDATE", "DELETE"))
