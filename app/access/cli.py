"""`permissions`: who may do what, on one page."""

import click

from app.core.registry import registry


@click.command("permissions")
def permissions() -> None:
    """Print who may do what: one line of conditions is enough, within a line every one must hold."""
    for permission in registry.permissions().values():
        lines = [" and ".join(condition.__name__ for condition in line) for line in permission.rule]
        click.echo(f"{permission.words}: {'; or '.join(lines)}".replace("_", " "))
