"""What commands share: the application that they work on, and how differences and unusable input are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask


class Unusable(click.ClickException):
    """What was given can't be worked on at all."""

    exit_code = 2


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


def report(what: str, lines: Iterator[str]) -> None:
    """Each difference on a line; the command fails when there is one."""
    found = 0
    for line in lines:
        found += 1
        click.echo(line)
    if found:
        raise click.ClickException(f"{found} differences.")
    click.echo(f"Every {what} is what a fresh derivation gives.")
