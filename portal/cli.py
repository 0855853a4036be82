"""The `portal` command."""

from __future__ import annotations

import os
import sys

import click

from portal import settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def portal() -> None:
    """The treatment-court portal.

    Settings come from config.py, from the file named in PORTAL_CONFIG, and from PORTAL_* in the environment.
    """


@portal.group()
def database() -> None:
    """Create and upgrade the database."""


@database.command("upgrade")
def database_upgrade() -> None:
    """Bring the database to this version: tables, role ceilings, and on PostgreSQL the policies and rights."""
    from portal.database import role_of, upgrade

    url = os.environ.get("PORTAL_DATABASE_URL", "")
    owner = os.environ.get("PORTAL_OWNER_DATABASE_URL", "") or url
    if not url:
        raise click.ClickException("Give the database's address in PORTAL_DATABASE_URL.")
    upgrade(owner, application_role=role_of(url))
    click.echo("The database is up to date.")


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
