"""The forms of a program's packet, as its file names them."""

from __future__ import annotations

from portal.gate.vocabulary import Category, Purpose
from portal.participants.programs.definition import PacketForm
from portal.participants.programs.reading import Table
from portal.participants.programs.reading_phases import read_roles

KINDS = {"part2_general", "part2_tpo", "part2_cj"}
"""What may be signed together with others; counseling notes and proceedings stand alone (F11, F12)."""
CLASSES = {"treating_providers", "tpo_standard"}
ALL = "all"


def read_packet_form(table: Table) -> PacketForm:
    """One [[packet]] table. Raises RulesUnreadable, which names the file and the key."""
    kind = table.text("kind")
    form = PacketForm(
        key=table.text("key"),
        kind=kind,
        label=table.text("label"),
        why=table.text("why"),
        roles=read_roles(table, "roles") if table.has("roles") else (),
        classes=known(table, "classes", CLASSES),
        categories=known(table, "categories", {*map(str, Category), ALL}),
        purposes=known(table, "purposes", set(map(str, Purpose))),
        days=table.whole_or_none("days"),
        duration=table.text("duration", ""),
        decision=table.text("decision", ""),
    )
    if kind not in KINDS:
        raise table.wrong("kind", f"must be one of {', '.join(sorted(KINDS))}")
    if form.days is None and kind != "part2_tpo":
        raise table.wrong("days", "is missing; only a form for treatment and payment can be without an end")
    if ALL in form.categories and kind != "part2_tpo":
        raise table.wrong("categories", "must name each kind of information; all is for treatment and payment only")
    if not (form.roles or form.classes) or not form.categories or not form.purposes:
        raise table.wrong("roles", "roles or classes, categories and purposes must each name something")
    if kind == "part2_cj" and not (form.duration and form.decision):
        raise table.wrong("duration", "the court's form says how long and why, and what the court decides at the end")
    table.close()
    return form


def known(table: Table, key: str, words: set[str]) -> tuple[str, ...]:
    given = table.texts(key)
    for one in given:
        if one not in words:
            raise table.wrong(key, f"must be of {', '.join(sorted(words))}; it is {one!r}")
    return given
