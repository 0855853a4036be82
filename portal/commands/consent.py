"""`portal consent`: decision cases, replayed decisions, the grants."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path
from uuid import UUID

import click

from portal.commands.starting import Unusable, configured, report


@click.group()
def consent() -> None:
    """Try decision cases; check the grants."""


@consent.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--expect", is_flag=True, help="Compare each answer with the case's own expectation; 1 when one differs.")
def consent_check(file: Path, expect: bool) -> None:
    """Answer the decision cases in FILE.

    One line of JSON each; the format is that of the consent rules' own cases. Forms and lists go through a database
    that is made for it and thrown away. 2 when the file can't be used; a case that can't be read is denied (ERROR).
    """
    from portal.consent.checking.answers import NoCaseFile, check_file
    from portal.consent.checking.scratch import scratch_database
    from portal.database import upgrade

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    differing = 0
    try:
        for answer in check_file(file, partial(scratch_database, upgrade), expect):
            differing += bool(answer.get("differs"))
            click.echo(json.dumps(answer, ensure_ascii=False))
    except NoCaseFile as problem:
        raise Unusable(f"{file} is no file of decision cases: {problem}") from None
    if differing:
        raise click.ClickException(f"{differing} answers differ from what is expected.")


@consent.command("explain")
@click.option("--by", required=True, metavar="USERNAME", help="Who asks: a privacy officer of the record's program.")
@click.option("--as", "whom", required=True, metavar="USERNAME", help="Who read, or would have read.")
@click.option("--record", "record_id", required=True, type=click.UUID, metavar="ID", help="The record's id.")
@click.option("--at", required=True, metavar="MOMENT", help="When, with a zone: 2026-03-10T15:00:00Z.")
@click.option("--purpose", default="", help="For what; the role's usual purpose unless said.")
@click.option("--agency", default="", metavar="SHORT_NAME", help="For which agency, where there are several.")
@click.option(
    "--claiming",
    default="",
    type=click.Choice(["", "emergency", "court_order", "qsoa", "audit", "research"]),
    metavar="BASIS",
    help="What was claimed instead of a consent: emergency, court_order, qsoa, audit or research.",
)
@click.option("--proceeding", type=click.UUID, metavar="ID", help="The proceeding that was named.")
def consent_explain(
    by: str,
    whom: str,
    record_id: UUID,
    at: str,
    purpose: str,
    agency: str,
    claiming: str,
    proceeding: UUID | None,
) -> None:
    """Say why a record was shown at a moment, or was not.

    Decides anew on the instruments as they were on file, and names each consent of the program with the first check
    that it fails.
    Only for a privacy officer of the program that the record is from; that it was asked is in the audit trail.
    """
    from portal.consent.explaining.asking import NotForYou
    from portal.consent.explaining.services import Ask, explain, record_refusal
    from portal.consent.rules.values import moment
    from portal.db import unit_of_work
    from portal.extensions import db
    from portal.gate.vocabulary import Purpose

    if purpose and purpose not in set(Purpose):
        raise click.BadParameter(f"one of {', '.join(Purpose)}", param_hint="--purpose")
    try:
        ask = Ask(by, whom, record_id, moment(at), purpose, agency, claiming, str(proceeding or ""))
    except ValueError:
        raise click.BadParameter("a moment with its zone, as 2026-03-10T15:00:00Z", param_hint="--at") from None
    with configured().app_context():
        try:
            with unit_of_work() as session:
                told = explain(session, ask, db.session.session_factory)
        except NotForYou as no:
            with unit_of_work() as session:
                record_refusal(session, ask)
            raise click.ClickException(str(no)) from None
    for line in told.lines():
        click.echo(line)


@consent.command("export")
@click.option(
    "--by", required=True, metavar="USERNAME", help="Who exports: a privacy officer who may know the consent."
)
@click.option("--consent", "consent_id", required=True, type=click.UUID, metavar="ID", help="The consent's id.")
def consent_export(by: str, consent_id: UUID) -> None:
    """Write one consent as a FHIR Consent resource (R4B, which is R4's) with its security labels.

    Only what the officer may see; that it was exported is in the audit trail.
    """
    from portal.consent.explaining.asking import NotForYou
    from portal.consent.fhir.asking import export_for
    from portal.db import unit_of_work

    with configured().app_context():
        try:
            with unit_of_work() as session:
                content = export_for(session, by, consent_id)
        except NotForYou as no:
            raise click.ClickException(str(no)) from None
    click.echo(content)


@consent.command("rebuild")
@click.option("--check", is_flag=True, help="Compare and change nothing; 1 when something differs.")
def consent_rebuild(check: bool) -> None:
    """Make all grants anew from their instruments."""
    from portal.proving import differing_grants, rebuild_grants

    app = configured()
    if check:
        report("grant", differing_grants(app))
    else:
        click.echo(f"The grants of {rebuild_grants(app)} participants were made anew.")
