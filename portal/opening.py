"""The first day of a real court: its agencies, programs and people, from a file that the court's operator writes.

What is there already stays as it is, so the file can grow and be read again. Afterwards the agencies' own
administrators and the pages of the portal take over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.services import make_code
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.agencies.services import AddAgency, AddUser, add_agency, add_user, appoint
from portal.accounts.agencies.vocabulary import AgencyKind, HipaaStatus
from portal.consent.agreements.services import agree
from portal.consent.instruments.vocabulary import AgreementKind
from portal.gate.vocabulary import RoleName
from portal.participants.programs.loading import builtin_keys, builtin_rules, load_rules
from portal.participants.programs.models import Program
from portal.participants.programs.reading import RulesUnreadable
from portal.participants.programs.services import start_program

AGENCY = {
    "key", "name", "short_name", "kind", "justice", "part2_program", "hipaa", "time_zone", "county",
    "participation", "hosting",
}  # fmt: skip
PROGRAM = {"agency", "name", "prefix", "rules"}
PERSON = {"username", "name", "credentials", "agency", "role", "cleared_for_criminal_history"}
Word = TypeVar("Word", AgencyKind, HipaaStatus, RoleName)


class Unopenable(RuntimeError):
    """The file can't be used; the message says where and how to mend it. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone who may set a password with this code. It is shown once and kept as a hash."""

    username: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the file, with its place in words for what is wrong with it."""

    place: str
    given: Mapping[str, Any]

    def text(self, name: str, fallback: str | None = None) -> str:
        found = self.given.get(name, fallback)
        if not isinstance(found, str) or (fallback is None and not found.strip()):
            raise Unopenable(f"{self.place}: give {name} as a text.")
        return found.strip()

    def flag(self, name: str) -> bool:
        found = self.given.get(name, False)
        if not isinstance(found, bool):
            raise Unopenable(f"{self.place}: {name} is true or false.")
        return found

    def word(self, name: str, words: type[Word], fallback: str | None = None) -> Word:
        found = self.text(name, fallback)
        if found not in set(words):
            raise Unopenable(f"{self.place}: {name} is one of {', '.join(words)}; not {found!r}.")
        return words(found)


def open_court(session: Session, path: Path) -> list[NewPerson]:
    """Add what the file names and the database has not; who is new, with an activation code each.

    Raises Unopenable before anything is changed, or in the middle of a unit of work that is then undone.
    """
    document = read(path)
    agencies = {one.text("key"): agency_of(session, one) for one in entries(document, "agency", AGENCY)}
    for one in entries(document, "program", PROGRAM):
        add_program(session, one, known(agencies, one), path.parent)
    added = [add_person(session, one, known(agencies, one)) for one in entries(document, "person", PERSON)]
    return [one for one in added if one is not None]


def read(path: Path) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Unopenable(f"{path} can't be read: {problem}") from problem
    if unknown := set(document) - {"agency", "program", "person"}:
        raise Unopenable(f"{path}: only agency, program and person tables are known, not {', '.join(sorted(unknown))}.")
    return document


def entries(document: Mapping[str, Any], kind: str, names: set[str]) -> Iterator[Entry]:
    listed = document.get(kind, [])
    if not isinstance(listed, list):
        raise Unopenable(f"Write [[{kind}]] with two brackets: there may be several.")
    for number, given in enumerate(listed, 1):
        entry = Entry(f"{kind} {number}", given)
        if unknown := set(given) - names:
            raise Unopenable(f"{entry.place}: {', '.join(sorted(unknown))} is not known here.")
        yield entry


def known(agencies: Mapping[str, UUID], entry: Entry) -> UUID:
    key = entry.text("agency")
    if key not in agencies:
        raise Unopenable(f"{entry.place}: no agency of this file has the key {key!r}.")
    return agencies[key]


def agency_of(session: Session, entry: Entry) -> UUID:
    """The agency of this name, made now where it is not there; its agreements begin now."""
    command = AddAgency(
        name=entry.text("name"),
        short_name=entry.text("short_name"),
        kind=entry.word("kind", AgencyKind),
        cj_system=entry.flag("justice"),
        part2_program=entry.flag("part2_program"),
        hipaa=entry.word("hipaa", HipaaStatus, "none"),
        time_zone=time_zone(entry),
        county=entry.text("county", ""),
    )
    if command.kind is AgencyKind.TREATMENT and "part2_program" not in entry.given:
        raise Unopenable(f"{entry.place}: say whether it is a program under 42 CFR Part 2 (part2_program).")
    there = session.scalar(select(Agency.id).where(Agency.name == command.name))
    if there is not None:
        return there
    made = add_agency(session, None, command).id
    if entry.flag("participation"):
        agree(session, None, AgreementKind.PARTICIPATION, made, clock.now())
    if entry.flag("hosting"):
        agree(session, None, AgreementKind.HOSTING, made, clock.now())
    return made


def time_zone(entry: Entry) -> str:
    name = entry.text("time_zone")
    try:
        return ZoneInfo(name).key
    except (LookupError, OSError, ValueError) as problem:
        raise Unopenable(f"{entry.place}: {name!r} is no time zone; write America/Chicago, for example.") from problem


def add_program(session: Session, entry: Entry, agency_id: UUID, folder: Path) -> None:
    name, rules = entry.text("name"), entry.text("rules")
    try:
        chosen = builtin_rules(rules) if rules in builtin_keys() else load_rules(folder / rules)
    except RulesUnreadable as problem:
        raise Unopenable(f"{entry.place}: {problem}") from problem
    wanted = select(Program.id).where(Program.agency_id == agency_id, Program.name == name)
    if session.scalar(wanted) is None:
        start_program(session, None, agency_id, name, entry.text("prefix"), chosen)


def add_person(session: Session, entry: Entry, agency_id: UUID) -> NewPerson | None:
    """The account and the appointment, as far as they are not there; None for an account that was."""
    username, role = entry.text("username").lower(), entry.word("role", RoleName)
    user_id = session.scalar(select(UserAccount.id).where(UserAccount.username == username))
    new = None
    if user_id is None:
        cleared = entry.flag("cleared_for_criminal_history")
        account = AddUser(username, entry.text("name"), "", entry.text("credentials", ""), cjis_cleared=cleared)
        user = add_user(session, None, account)
        user_id = user.id
        new = NewPerson(username, user.full_name, make_code(session, None, user))
    wanted = select(Appointment.id).where(
        Appointment.user_id == user_id, Appointment.agency_id == agency_id, Appointment.role == role
    )
    if session.scalar(wanted) is None:
        appoint(session, None, user_id, agency_id, role)
    return new
