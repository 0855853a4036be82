"""`portal database`: making and upgrading it."""

from __future__ import annotations

import click

from portal import settings


@click.group()
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
