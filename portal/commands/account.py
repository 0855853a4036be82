"""`portal account`: what the operator on the server does for somebody whom nobody inside can help."""

from __future__ import annotations

import click

from portal.commands.starting import configured


@click.group()
def account() -> None:
    """Let an administrator in again."""


@account.command("release")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Also remove the second factor, which the person lost.")
@click.option("--code", is_flag=True, help="Also make a new activation code, for a forgotten password.")
def account_release(username: str, second_factor: bool, code: bool) -> None:
    """Release the account of an administrator who is locked out.

    For the administrator whom nobody else can help; others are helped inside the portal. Make sure who asks. It is
    written into the audit trail as done on the server, and the person is told.
    """
    from portal.accounts.lost_factors.on_server import release_administrator
    from portal.accounts.sign_in.cookies import secret_key
    from portal.db import unit_of_work
    from portal.web.refused import Refused

    try:
        with configured().app_context(), unit_of_work() as session:
            done = release_administrator(session, username, secret_key(), second_factor=second_factor, code=code)
    except Refused as problem:
        raise click.ClickException(str(problem.message)) from None
    for line in done:
        click.echo(line)
