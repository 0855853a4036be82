"""`portal audit`: the sealed trail."""

from __future__ import annotations

from pathlib import Path

import click

from portal.commands.starting import Unusable, configured


@click.group()
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

    Names each row that was altered, is missing or was added, each broken seal, a cut end and a cut file of heads; 1
    when there is any. With --since it reads what was sealed from that seal on, which takes seconds: say the number
    with which the last run ended.
    """
    from portal.accounts.audit.sealing import last_seal
    from portal.accounts.audit.verifying import heads_in, verify
    from portal.extensions import db

    app = configured()
    here = Path(app.config["AUDIT_HEADS_FILE"] or Path(app.config["DATA_FOLDER"]) / "audit-heads.jsonl")
    path = heads or here
    try:
        kept = heads_in(path) if path.exists() else ()
    except ValueError as problem:
        raise Unusable(str(problem)) from None
    with app.app_context():
        found = 0
        for line in verify(db.session(), first=since, heads=kept, kept_here=path == here):
            found += 1
            click.echo(line)
        last = last_seal(db.session())
    if found:
        raise click.ClickException(f"The audit trail is not as it was written: {found} findings.")
    click.echo(f"The audit trail is as it was written; {len(kept)} seals are kept outside.")
    click.echo(f"Verified up to seal {last.number if last else 0}.")
