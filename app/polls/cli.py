"""`polls recount`: anyone recomputes a published result and its root from the export alone."""

import sys

import click
from flask.cli import AppGroup

from app.polls import export
from tenants import cli_output

polls_cli = AppGroup("polls", help="Polls: recount.")


@polls_cli.command("recount")
@click.argument("file")
def recount(file: str) -> None:
    """Recount the exported poll in FILE; exit 1 on any difference."""
    document = cli_output.read_json(file)
    try:
        differences = export.recount(document)
    except (export.BadExport, KeyError, TypeError) as bad:
        raise cli_output.Sentence(f"{file}: {bad}") from None
    cli_output.result(
        {"number": document.get("number"), "ballots": len(document["ballots"]), "differences": differences}
    )
    sys.exit(1 if differences else 0)
