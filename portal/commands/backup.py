"""`portal backup` and `portal restore`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import settings

if TYPE_CHECKING:
    from flask import Flask

    from portal.backup.manifest import Manifest
    from portal.backup.places import Places


@click.command()
@click.option(
    "--to", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A new file."
)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="KEY",
    help="A public key (age1… or ssh-ed25519 …) whose holder can open it; several may be given. BACKUP_RECIPIENTS "
    "unless said.",
)
@click.option("--with-keys", is_flag=True, help="Take along the key that signs the audit's seals.")
def backup(to: Path, recipients: tuple[str, ...], with_keys: bool) -> None:
    """Back up the database and the files into one encrypted file.

    While the portal runs, and as of one moment. On PostgreSQL as the owner (PORTAL_OWNER_DATABASE_URL). The server
    can't read its own backups: only the holders of the secret keys can. The SECRET_KEY is not in it; keep it elsewhere.
    """
    from sqlalchemy.exc import OperationalError

    from portal.backup import databases, keys, making, places

    bare = settings_alone()
    wanted = recipients or bare.config["BACKUP_RECIPIENTS"].split(",")
    try:
        allowed = keys.recipients(wanted)
        if not allowed:
            raise click.ClickException("Say for whom: name a public key in --recipient or PORTAL_BACKUP_RECIPIENTS.")
        record(bare)
        made = making.make(places.Places.of(bare.config), to, allowed, with_keys=with_keys)
    except FileExistsError:
        raise click.ClickException(f"{to} is there already: name a new file.") from None
    except (keys.KeyUnreadable, databases.DatabaseFailed, places.BackupRunning) as problem:
        raise click.ClickException(str(problem)) from None
    except OperationalError as problem:
        raise click.ClickException(f"The database can't be reached: {first_line(problem)}") from None
    except OSError as problem:
        raise click.ClickException(f"{to} could not be written: {problem.strerror}.") from None
    click.echo(f"{to}: {to.stat().st_size:,} bytes, {sum(made.state.rows.values()):,} rows, {len(made.parts)} parts")


def settings_alone() -> Flask:
    """The settings without an application: a database is to be reached that may have no tables, or no walls."""
    from flask import Flask

    bare = Flask("portal")
    settings.load(bare)
    if not bare.config["DATABASE_URL"]:
        raise click.ClickException("Give the database's address in PORTAL_DATABASE_URL.")
    if bare.config["DATABASE_URL"].startswith("postgresql") and not bare.config["OWNER_DATABASE_URL"]:
        raise click.ClickException(
            "Give the owner's address in PORTAL_OWNER_DATABASE_URL: the application's role can't read everything."
        )
    return bare


def record(bare: Flask) -> None:
    """That a copy of everything was made stands in the trail, and in the copy itself."""
    from portal.accounts.audit.services import record_act
    from portal.commands.starting import configured
    from portal.db import unit_of_work

    with configured().app_context(), unit_of_work() as session:
        record_act(session, None, "backup_made")


def first_line(problem: Exception) -> str:
    return str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="KEYFILE",
    help="The file of the secret key, as age-keygen wrote it.",
)
def restore(file: Path, identity: Path) -> None:
    """Restore FILE into an empty database and an empty folder.

    The whole backup is proved before anything is written. Then the audit trail is verified and the grants are compared
    with a fresh compile; 1 when something is found.
    """
    from sqlalchemy.exc import OperationalError

    from portal.backup import archive, databases, keys, places, restoring

    bare = settings_alone()
    where = places.Places.of(bare.config)
    try:
        manifest = restoring.restore(where, file, keys.identities(identity))
    except (
        keys.KeyUnreadable,
        archive.Unreadable,
        databases.DatabaseFailed,
        places.BackupRunning,
        restoring.Refused,
    ) as problem:
        raise click.ClickException(str(problem)) from None
    except OperationalError as problem:
        raise click.ClickException(f"The database can't be reached: {first_line(problem)}") from None
    except OSError as problem:
        raise click.ClickException(f"It could not be written: {problem.strerror} ({problem.filename}).") from None
    for line in restoring.worth_knowing(where, manifest):
        click.echo(line)
    tell_outcome(where, manifest)


def tell_outcome(where: Places, manifest: Manifest) -> None:
    from portal.commands.starting import configured

    app = configured()
    found = 0
    for line in findings(app, where, manifest):
        found += 1
        click.echo(line)
    rows = sum(manifest.state.rows.values())
    click.echo(f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {rows:,} rows, {len(manifest.parts)} parts.")
    if found:
        raise click.ClickException(f"Not all is as it was written: {found} findings. Ask whoever made the backup.")
    click.echo("The audit trail is as it was written; every grant is what a fresh compile gives.")


def findings(app: Flask, where: Places, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the trail as of the backup's moment, and with the grants; then the trail's end is sealed."""
    from portal import clock
    from portal.accounts.audit.sealing import seal_all
    from portal.accounts.audit.verifying import heads_in, verify
    from portal.extensions import db
    from portal.proving import differing_grants

    known = manifest.state.sealed.number if manifest.state.sealed else 0
    heads = heads_in(where.heads) if where.heads.exists() else ()
    with app.app_context(), clock.set_to(manifest.made_at):
        wrong = list(verify(db.session(), heads=tuple(head for head in heads if head.number <= known)))
        db.session.remove()
    yield from wrong
    yield from differing_grants(app)
    if not wrong:
        with app.app_context():
            seal_all(db.session.session_factory, where.folder, where.heads)
