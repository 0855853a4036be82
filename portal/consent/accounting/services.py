"""Writing down who saw what: one audit row a request, one accounting row a disclosure (R160, R170)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.accounting.models import Disclosure
from portal.consent.grants.models import AccessBar, AccessGrant, RoleCeiling
from portal.gate.looking import FOREIGN, Looked
from portal.gate.reader import Reader
from portal.gate.vocabulary import Basis, Category, Regime
from portal.ids import NIL, new_id

NOTICE_ON_SCREEN = "2.32-statement-2"
NOTICE_ON_PAPER = "2.32-statement-1"
KIND_ORDER = ("part2_counseling_notes", "part2_legal_proceeding", "part2_cj", "part2_general", "part2_tpo")


@dataclass(frozen=True, slots=True)
class OpenGrant:
    """One grant that reaches this reader now: what it opens under the role's ceiling, and the paper it stands on."""

    participant_id: UUID
    holder_id: UUID
    categories: int
    regimes: int
    instrument_kind: str
    instrument_id: UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """One disclosure to account for: categories of one holder's records about one participant, under one instrument."""

    participant_id: UUID
    holder_id: UUID
    categories: int
    instrument_kind: str
    instrument_id: UUID


def open_grants(session: Session, reader: Reader, participants: Iterable[UUID]) -> list[OpenGrant]:
    """What the reader's grants in force open for these participants, best to rely on first; two statements.

    The order is that of the rules (section 18, "Relied on"): by kind, then the earliest end, then the lowest id. What
    was taken back or restricted is left out, as the predicate leaves it out: whoever asks what may come, or why, is
    answered as if the grant had never reached so far (R26, R120, R151).
    """
    wanted = {*participants}
    if not reader.keys or not wanted:
        return []
    statement = (
        select(AccessGrant, RoleCeiling.categories)
        .join(RoleCeiling, (RoleCeiling.matrix == AccessGrant.matrix) & (RoleCeiling.role == reader.role))
        .where(
            AccessGrant.participant_id.in_({*wanted, NIL, reader.undertaking}),
            AccessGrant.recipient.in_(reader.keys),
            AccessGrant.starts_at <= reader.at,
            AccessGrant.ends_at > reader.at,
            AccessGrant.purposes.bitwise_and(reader.purpose) != 0,
            AccessGrant.proceeding_id.in_([NIL, reader.proceeding]),
            RoleCeiling.starts_at <= reader.at,
            RoleCeiling.ends_at > reader.at,
        )
    )
    bars = bars_on(session, reader, wanted)
    grants = [
        OpenGrant(
            participant_id=NIL if grant.participant_id == reader.undertaking else grant.participant_id,
            holder_id=grant.holder_id,
            categories=grant.categories & ceiling & ~barred(grant, bars),
            regimes=open_regimes(grant, reader),
            instrument_kind=grant.instrument_kind,
            instrument_id=grant.instrument_id,
            ends_at=grant.ends_at,
        )
        for grant, ceiling in session.execute(statement)
    ]
    return sorted((one for one in grants if one.categories and one.regimes), key=reliance)


def bars_on(session: Session, reader: Reader, participants: Iterable[UUID]) -> list[AccessBar]:
    """The bars against this reader that a record made now would meet; older records may meet more (R122)."""
    wanted = select(AccessBar).where(
        AccessBar.participant_id.in_(list(participants)),
        AccessBar.recipient.in_([*reader.keys, NIL]),
        AccessBar.starts_at <= reader.at,
        AccessBar.ends_at > reader.at,
        AccessBar.created_before > reader.at,
        AccessBar.purposes.bitwise_and(reader.purpose) != 0,
    )
    return list(session.scalars(wanted))


def barred(grant: AccessGrant, bars: Iterable[AccessBar]) -> int:
    """The categories of a grant that bars take from it: those of its holder, and those against this very paper."""
    mask = 0
    for bar in bars:
        meant = bar.holder_id == grant.holder_id != NIL or bar.instrument_id == grant.instrument_id
        if meant and bar.participant_id == grant.participant_id and not grant.beats_bars:
            mask |= bar.categories
    return mask


def open_regimes(grant: AccessGrant, reader: Reader) -> int:
    """The regimes in which a grant serves: not Part 2 without hosting (R3), nor beside a claimed basis (S11)."""
    regimes = grant.regimes
    if grant.holder_id in reader.unhosted:
        regimes &= ~Regime.PART2.bit
    return regimes if grant.bases & reader.bases else regimes & Regime.HIPAA.bit


def reliance(grant: OpenGrant) -> tuple[int, datetime, str]:
    known = grant.instrument_kind in KIND_ORDER
    return (
        KIND_ORDER.index(grant.instrument_kind) if known else len(KIND_ORDER),
        grant.ends_at,
        str(grant.instrument_id),
    )


def disclosures(looked: Looked, reader: Reader, grants: list[OpenGrant]) -> list[Seen]:
    """What of the rows that were seen is a disclosure, and under which instrument each is accounted.

    Only records of other agencies under 42 CFR Part 2 or HIPAA are disclosures. The name in a list is not one, and what
    a service agreement opens is communication with the program (2.12(c)(4)): audited, not accounted for.
    """
    grants = [grant for grant in grants if grant.instrument_kind != Basis.QSOA]
    seen: list[Seen] = []
    for (participant, origin, regime), categories in looked.rows.items():
        rest = categories & ~Category.PRESENCE.bit
        if origin == reader.agency or not regime & FOREIGN:
            continue
        for grant in grants:
            share = rest & grant.categories
            fits = grant.participant_id in (participant, NIL) and grant.holder_id in (origin, NIL)
            if share and fits and grant.regimes & regime:
                seen.append(Seen(participant, origin, share, grant.instrument_kind, grant.instrument_id))
                rest &= ~share
    for participant, categories in looked.tallies.items():
        for grant in grants:
            share = categories & grant.categories
            foreign = grant.holder_id not in (reader.agency, NIL) and grant.regimes & FOREIGN
            if share and foreign and grant.participant_id == participant:
                seen.append(Seen(participant, grant.holder_id, share, grant.instrument_kind, grant.instrument_id))
    return list(dict.fromkeys(seen))


def account(
    session: Session,
    reader: Reader,
    seen: Iterable[Seen],
    *,
    session_id: UUID,
    zone: str,
    channel: str,
    address: str = "",
) -> None:
    """Write the disclosures; the same one within the same local hour of the same session is written once."""
    now = clock.now()
    hour = now.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H")
    rows = [
        {
            "id": new_id(),
            "at": now,
            "session_id": session_id,
            "participant_id": one.participant_id,
            "holder_id": one.holder_id,
            "user_id": reader.user,
            "agency_id": reader.agency,
            "role": reader.role,
            "instrument_id": one.instrument_id,
            "instrument_kind": one.instrument_kind,
            "categories": one.categories,
            "purpose": reader.purpose_name,
            "hour": hour,
            "channel": channel,
            "notice": NOTICE_ON_SCREEN if channel == "screen" else NOTICE_ON_PAPER,
            "address": address,
        }
        for one in seen
    ]
    if rows:
        dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        statement = dialect.insert(Disclosure).on_conflict_do_nothing()
        session.execute(statement, rows, execution_options={"render_nulls": True})
