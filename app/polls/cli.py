"""`polls recount`: anyone recomputes a published result and its root from the export alone."""

import sys

import click
from flask.cli import AppGroup

from app.polls import export
from tenants import saying

polls_cli = AppGroup("polls", help="Polls: recount.")


@polls_cli.command("recount")
@click.argument("file")
def recount(file: str) -> None:
    """Recount the exported poll in FILE; exit 1 on any difference."""
    document = saying.read_json(file)
    try:
        differences = export.recount(document)
    except (export.BadExport, KeyError, TypeError) as bad:
        raise saying.Sentence(f"{file}: {bad}") from None
    saying.result({"number": document.get("number"), "ballots": len(document["ballots"]), "differences": differences})
    sys.exit(1 if differences else 0)
