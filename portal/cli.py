"""The `portal` command. What is heavy is imported by the command that needs it, so that each one starts fast."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from portal import settings

if TYPE_CHECKING:
    from flask import Flask

    from portal.demo.keeping import Places

HERE = "127.0.0.1"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def portal() -> None:
    """The treatment-court portal.

    Settings come from config.py, from the file named in PORTAL_CONFIG, and from PORTAL_* in the environment. Without an
    address in PORTAL_DATABASE_URL, commands that only read use the demonstration county, where it has been made.
    """


@portal.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to serve.")
@click.option("--serve/--no-serve", default=True, help="Serve when everything is made; --no-serve stops there.")
@click.option("--fresh", is_flag=True, help="Put the county back to how it was made, without what was done in it.")
def demo(port: int, serve: bool, fresh: bool) -> None:
    """Make the demonstration county and serve it.

    Nine months of an invented court, up to yesterday. It is made once a day and kept, with what you do in it. Says who
    can sign in.
    """
    from portal import clock
    from portal.demo.calendar import Calendar
    from portal.demo.keeping import ForeignDatabase, ready

    # Papers made with the county say where a copy of them can be checked.
    os.environ.setdefault("PORTAL_PUBLIC_ADDRESS", f"http://{HERE}:{port}")
    try:
        places = ready(var_here(), Calendar.at(clock.now()), click.echo, fresh)
    except ForeignDatabase as foreign:
        raise click.ClickException(str(foreign)) from None
    tell_accounts(places)
    if not serve:
        return
    click.echo(f"\nServing at http://{HERE}:{port}  (Ctrl-C ends it)\n")
    sys.stdout.flush()
    os.environ.update(in_environment(places, f"http://{HERE}:{port}"))
    with scheduler_beside():
        run_server(f"{HERE}:{port}", None)


def tell_accounts(places: Places) -> None:
    accounts = json.loads(places.accounts.read_text(encoding="utf-8"))
    width = max(len(one["username"]) for one in accounts)
    click.echo("\nWho can sign in:\n")
    for one in accounts:
        click.echo(f"  {one['username']:<{width}}  {one['display_name']}, {one['agency']}")
    click.echo(f'\nThe passphrase of all of them: "{accounts[0]["password"]}"')
    for packet in places.packets:
        click.echo(f"Packet for the next docket: {packet}")


def in_environment(places: Places, address: str) -> dict[str, str]:
    """The demonstration's settings for this process and those that it starts."""
    chosen = places.settings() | {"PUBLIC_ADDRESS": address}
    return {f"PORTAL_{name}": str(value) for name, value in chosen.items()}


@contextmanager
def scheduler_beside() -> Iterator[None]:
    """A scheduler for as long as the server runs, behind it in the queue for the processor.

    Server processes that are forked from here leave it alone.
    """
    here = os.getpid()
    child = subprocess.Popen([sys.executable, "-m", "portal.cli", "scheduler"])
    os.setpriority(os.PRIO_PROCESS, child.pid, 10)
    try:
        yield
    finally:
        if os.getpid() == here:
            child.terminate()
            try:
                child.wait(timeout=3)
            except subprocess.TimeoutExpired:  # in the middle of a paper: the next one to look makes it
                child.kill()
                child.wait()


def run_server(bind: str, workers: int | None) -> None:
    from portal.serving import run

    run(bind, workers)


@portal.command()
@click.option("--bind", default=f"{HERE}:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", type=click.IntRange(1), help="Processes; as many as cores unless said.")
def serve(bind: str, workers: int | None) -> None:
    """Serve the portal (gunicorn).

    Behind a proxy that ends TLS; PORTAL_TRUSTED_PROXIES says how many stand in front.
    """
    run_server(bind, workers)


@portal.command()
def scheduler() -> None:
    """Do what is due: packets, papers, clean-up.

    Run one beside the servers; a second one stands by and takes over.
    """
    from portal.jobs import serve as work

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a task still runs is no news
    stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    work(configured(), lambda: stopped)


@portal.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def open_court(file: Path) -> None:
    """Add the agencies, programs and people of FILE.

    For a real court's first day; docs/county.example.toml shows the form. What is there already stays as it is. New
    people get a passphrase each, printed here once: hand it over in person.
    """
    from portal import opening
    from portal.db import unit_of_work
    from portal.web.refused import Refused

    try:
        with configured().app_context(), unit_of_work() as session:
            added = opening.open_court(session, file)
    except (opening.Unopenable, Refused) as problem:
        raise click.ClickException(str(getattr(problem, "message", problem))) from None
    for one in added:
        click.echo(f"{one.username:<20} {one.passphrase}   {one.name}")
    click.echo(f"{len(added)} people are new." if added else "Nobody is new.")


@portal.command()
@click.option("--docket", default="next", show_default=True, help='"next", or the id of a docket.')
@click.option("--as", "username", required=True, metavar="USERNAME", help="Whose packet.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="FILE.pdf"
)
def packet(docket: str, username: str, out: Path) -> None:
    """Write a person's packet of a docket.

    The file is what the browser's download gives.
    """
    from portal.court.packets.cli import NoPacket, write_packet

    with configured().app_context():
        try:
            size = write_packet(username, docket, out)
        except NoPacket as none:
            raise click.ClickException(str(none)) from None
    click.echo(f"{out}: {size:,} bytes")


@portal.command()
@click.option("--check", is_flag=True, required=True, help="Compare and change nothing.")
def derive(check: bool) -> None:
    """Check what is derived from the records.

    What is kept beside them must equal a fresh derivation; 1 when something differs.
    """
    from portal.proving import differing_rollups

    assert check
    report("rollup", differing_rollups(configured()))


class Unusable(click.ClickException):
    """What was given can't be worked on at all."""

    exit_code = 2


@portal.group()
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
def consent_explain(by: str, whom: str, record_id: UUID, at: str, purpose: str, agency: str) -> None:
    """Say why a record was shown at a moment, or was not.

    Decides anew on the instruments as they were on file, and names each consent with the first check that it fails.
    Only for a privacy officer of the program that the record is from; that it was asked is in the audit trail.
    """
    from portal.consent.explaining.asking import NotForYou
    from portal.consent.explaining.services import Ask, explain, record_refusal
    from portal.consent.rules.values import moment
    from portal.db import unit_of_work
    from portal.gate.vocabulary import Purpose

    if purpose and purpose not in set(Purpose):
        raise click.BadParameter(f"one of {', '.join(Purpose)}", param_hint="--purpose")
    try:
        ask = Ask(by, whom, record_id, moment(at), purpose, agency)
    except ValueError:
        raise click.BadParameter("a moment with its zone, as 2026-03-10T15:00:00Z", param_hint="--at") from None
    with configured().app_context():
        try:
            with unit_of_work() as session:
                told = explain(session, ask)
        except NotForYou as no:
            with unit_of_work() as session:
                record_refusal(session, ask)
            raise click.ClickException(str(no)) from None
    for line in told.lines():
        click.echo(line)


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


def report(what: str, lines: Iterator[str]) -> None:
    """Each difference on a line; the command fails when there is one."""
    found = 0
    for line in lines:
        found += 1
        click.echo(line)
    if found:
        raise click.ClickException(f"{found} differences.")
    click.echo(f"Every {what} is what a fresh derivation gives.")


@portal.group()
def audit() -> None:
    """Check the audit trail."""


@audit.command("verify")
@click.option("--since", type=click.IntRange(1), default=1, metavar="SEAL", help="From this seal on; 1 reads all.")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file of heads kept outside; the configured one unless said.",
)
def audit_verify(since: int, heads: Path | None) -> None:
    """Verify the sealed audit trail.

    Names each row that was altered, is missing or was added, each broken seal, and a cut end; 1 when there is any.
    """
    from portal.accounts.audit.verifying import heads_in, verify
    from portal.extensions import db

    app = configured()
    path = heads or Path(app.config["AUDIT_HEADS_FILE"] or Path(app.config["DATA_FOLDER"]) / "audit-heads.jsonl")
    try:
        kept = heads_in(path) if path.exists() else ()
    except ValueError as problem:
        raise Unusable(str(problem)) from None
    with app.app_context():
        found = 0
        for line in verify(db.session(), first=since, heads=kept):
            found += 1
            click.echo(line)
    if found:
        raise click.ClickException(f"The audit trail is not as it was written: {found} findings.")
    click.echo(f"The audit trail is as it was written; {len(kept)} seals are kept outside.")


@portal.group()
def database() -> None:
    """Create and upgrade the database."""


@database.command("upgrade")
def database_upgrade() -> None:
    """Bring the database to this version: tables, role ceilings, and on PostgreSQL the policies and rights."""
    from flask import Flask
    from sqlalchemy.exc import ArgumentError, OperationalError

    from portal.database import role_of, upgrade

    bare = Flask("portal")
    settings.load(bare)
    url = bare.config["DATABASE_URL"]
    if not url:
        raise click.ClickException("Give the database's address in PORTAL_DATABASE_URL.")
    try:
        upgrade(bare.config["OWNER_DATABASE_URL"] or url, application_role=role_of(url))
    except (ArgumentError, OperationalError) as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        raise click.ClickException(f"The database can't be reached: {said}") from None
    click.echo("The database is up to date.")


def configured() -> Flask:
    """The application by its settings; by the demonstration's where no database is named and the county is made."""
    from portal import create_app
    from portal.demo.keeping import Places

    if not os.environ.get("PORTAL_DATABASE_URL") and not os.environ.get("PORTAL_CONFIG"):
        places = Places(var_here())
        if places.placed.exists() and places.database.exists():
            click.echo(f"Using the demonstration county in {places.database}.", err=True)
            return create_app(places.settings())
    return create_app()


def var_here() -> Path:
    """The folder that the demonstration lies in."""
    from portal.paths import var_folder

    return Path(os.environ.get("PORTAL_DATA_FOLDER", "") or var_folder())


def main() -> None:
    """Run the command; what an operator can mend is said in one line, without a traceback."""
    try:
        portal(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except settings.UnsafeSettings as problem:
        click.echo(f"The portal does not start: {problem}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
