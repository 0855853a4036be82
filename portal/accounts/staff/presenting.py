"""How a member of the staff stands on the administrator's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup

from portal.accounts.access import principal
from portal.accounts.agencies.vocabulary import ROLE_LABELS, AccountStatus
from portal.accounts.staff.queries import Member
from portal.gate.vocabulary import RoleName
from portal.web.tags import tag


@dataclass(frozen=True, slots=True)
class ShownRole:
    """One appointment, in words."""

    id: UUID
    label: str
    medical_personnel: bool
    covering: bool
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One person, in words. `own`: the administrator; `ours`: this agency answers for the account."""

    id: UUID
    name: str
    username: str
    roles: tuple[ShownRole, ...]
    ended: tuple[ShownRole, ...]
    state: Markup
    disabled: bool
    own: bool
    ours: bool
    cjis_cleared: bool
    code_until: datetime | None
    last_signed_in_at: datetime | None
    locked: bool

    @property
    def roles_in_words(self) -> str:
        return ", ".join(one.label for one in self.roles or self.ended)


def shown_member(found: Member) -> ShownMember:
    user = found.user
    return ShownMember(
        id=user.id,
        name=user.display_name,
        username=user.username,
        roles=tuple(shown_role(one) for one in found.roles),
        ended=tuple(shown_role(one) for one in found.ended),
        state=state_tag(found),
        disabled=user.status == AccountStatus.DISABLED,
        own=user.id == principal().user_id,
        ours=user.agency_id == principal().agency_id,
        cjis_cleared=user.cjis_cleared,
        code_until=found.code_until,
        last_signed_in_at=found.last_signed_in_at,
        locked=found.locked,
    )


def shown_role(one: Any) -> ShownRole:
    label = str(ROLE_LABELS[RoleName(one.role)])
    return ShownRole(one.id, label, one.medical_personnel, one.covers_id is not None, one.starts_at, one.ends_at)


def state_tag(found: Member) -> Markup:
    if found.user.status == AccountStatus.DISABLED:
        return tag("stop", _("Disabled"))
    if found.user.status == AccountStatus.INVITED:
        return tag("wait", _("Invited")) if found.code_until else tag("due", _("Code too old"))
    return tag("stop", _("Locked")) if found.locked else tag("done", _("Open"))
