"""Deciding a doubt: by those who run the site, with a reason, kept for good."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.doubts.models import SiteSetting
from portal.consent.doubts.queries import decisions
from portal.consent.doubts.vocabulary import LONGEST_REASON, OFFERED, SHORTEST_REASON, Doubt, Reading
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class DecideDoubt:
    """`seen`: the number of the decision that the one who decides was looking at, 0 for none yet."""

    doubt: Doubt
    reading: Reading
    reason: str
    seen: int


def decide_doubt(session: Session, actor: Principal, command: DecideDoubt) -> SiteSetting:
    """Read a doubt in another way from now on. Nothing that was shown or filed before is touched.

    Refused without a reason, for a doubt with one reading only, for the reading that holds already, and when somebody
    else decided meanwhile.
    """
    reason = " ".join(command.reason.split())
    if command.doubt not in OFFERED:
        raise Refused("reading", _("The portal knows one reading only."))
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Refused("reason", _("Say why, and who advised it, in one or two sentences."))
    last = decisions(session, clock.now()).get(command.doubt)
    number = last.number if last is not None else 0
    if number != command.seen:
        raise Refused("", _("Somebody else decided this meanwhile. Look at the settings again."))
    if command.reading == (last.reading if last is not None else Reading.STRICT):
        raise Refused("reading", _("This is how it is read already."))
    setting = SiteSetting(
        doubt=command.doubt,
        number=number + 1,
        reading=command.reading,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=clock.now(),
    )
    session.add(setting)
    session.flush()
    record_act(session, actor, "site_setting_decided", setting, note=f"{command.doubt} {command.reading}")
    return setting
