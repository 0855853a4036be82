"""The `portal` command. What is heavy is imported by the command that needs it, so that each one starts fast."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import settings
from portal.commands.account import account
from portal.commands.audit import audit
from portal.commands.backup import backup, restore
from portal.commands.beside import scheduler_beside
from portal.commands.consent import consent
from portal.commands.database import database
from portal.commands.doctor import doctor
from portal.commands.starting import configured, report, var_here

if TYPE_CHECKING:
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


def run_server(bind: str, workers: int | None) -> None:
    from portal.serving import run

    run(bind, workers)


@portal.command()
@click.option("--bind", default=f"{HERE}:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", type=click.IntRange(1), help="Processes; as many as cores unless said.")
@click.option(
    "--scheduler/--no-scheduler",
    "beside",
    default=True,
    help="Bring the scheduler along; --no-scheduler for servers only.",
)
def serve(bind: str, workers: int | None, beside: bool) -> None:
    """Serve the portal (gunicorn), with the scheduler beside it.

    Behind a proxy that ends TLS; PORTAL_TRUSTED_PROXIES says how many stand in front. Where several machines serve, one
    scheduler works and the others stand by.
    """
    with scheduler_beside() if beside else nullcontext():
        run_server(bind, workers)


@portal.command()
def scheduler() -> None:
    """Do what is due: packets, papers, clean-up.

    Run one beside the servers; a second one stands by and takes over.
    """
    from portal.jobs import serve as work
    from portal.watching import logs

    app = configured()
    logs.set_up(app.config["LOG_FORMAT"])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a task still runs is no news
    stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    work(app, lambda: stopped)


@portal.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def open_court(file: Path) -> None:
    """Add the agencies, programs and people of FILE.

    For a real court's first day; docs/county.example.toml shows the form. What is there already stays as it is. New
    people get an activation code each, printed here once: hand it over in person. With it they set a password.
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
        click.echo(f"{one.username:<20} {one.code}   {one.name}")
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


for command in (account, audit, backup, consent, database, doctor, restore):
    portal.add_command(command)


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
