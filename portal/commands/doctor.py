"""`portal doctor`."""

from __future__ import annotations

import click

from portal import settings


@click.command()
def doctor() -> None:
    """Look this installation over.

    Says of each thing that is wrong what it is and what to do; 1 when anything is.
    """
    from flask import Flask

    from portal.doctor import examine

    bare = Flask("portal")
    settings.load(bare)
    found = 0
    for line in examine(bare):
        found += bool(line.trouble)
        click.echo(f"{'WRONG' if line.trouble else 'well':<6}{line.name}{': ' if line.trouble else ''}{line.trouble}")
    if found:
        raise click.ClickException(f"{found} things are to be mended.")
