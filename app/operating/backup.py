"""`backup DIR` and `restore DIR`: the whole database, checked, and never a key: those are kept apart (docs/operating.md)."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.operating import closing, files, manifests, ready, schema
from app.operating.commands import owner
from tenants import copies, db
from tenants.cli_output import Sentence, progress, result
from tenants.columns import Base
from tenants.copies import Unfit
from tenants.rls import wait_for_turn

MANIFEST = "backup.json"  # written last: a folder without it is no backup


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy the whole database into DIR, a new folder, while people are served. No key is part of it."""
    ready.refuse_other_version()
    ready.refuse_other_keys()
    try:
        files.new_folder(folder)
        rows = _take(folder)
        manifests.write(folder / MANIFEST, rows, database=_kind())
    except OSError as error:
        raise Sentence(f"{folder}: {error.strerror or error}. This is no backup.") from None
    except Unfit as unfit:
        raise Sentence(f"{unfit} This is no backup.") from None
    result({"folder": str(folder), "tables": len(rows), "rows": sum(rows.values())})


def _kind() -> str:
    return "sqlite" if db.engines.is_sqlite else "postgresql"


def _take(folder: Path) -> dict[str, int]:
    say = progress(len(Base.metadata.tables), "tables")
    if db.engines.is_sqlite:
        return copies.take_file(db.engines.app, folder, say)
    return copies.take_rows(owner(), folder, say)


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def restore(folder: Path) -> None:
    """Put a backup back into a database that holds nothing yet. Stop the server and the worker first."""
    manifest = manifests.read(folder / MANIFEST, "restore it with that one, then upgrade")
    if manifest["database"] != _kind():
        raise Sentence(f"{folder} is of {manifest['database']}, this database is {_kind()}: use `communities export`.")
    try:
        rows = _put_back(folder)
    except OSError as error:
        raise Sentence(f"{folder}: {error.strerror or error}. Nothing was restored.") from None
    except Unfit as unfit:
        raise Sentence(f"{unfit} Nothing was restored.") from None
    if rows != manifest["rows"]:
        raise Sentence(f"{folder}: the rows restored are not those that were copied; do not serve this database.")
    ready.refuse_other_version()
    ready.refuse_other_keys()
    _say_what_is_void()
    result({"folder": str(folder), "tables": len(rows), "rows": sum(rows.values()), "taken_at": manifest["taken_at"]})


def _say_what_is_void() -> None:
    """The closing key is part of no backup: it must stand where it stood."""
    try:
        closing.check()
    except Sentence as missing:
        click.echo(f"Nothing starts yet. {missing.message}", err=True)
        return
    click.echo(f"{closing.void_what_is_lost()} votes and rounds had closed since the backup and are void.", err=True)


def _put_back(folder: Path) -> dict[str, int]:
    say = progress(len(Base.metadata.tables), "tables")
    if db.engines.is_sqlite:
        file = Path(str(db.engines.app.url.database))
        files.private_folder(file.parent)
        return copies.put_back_file(folder, file, say)
    with owner().begin() as connection:
        wait_for_turn(connection)
        if schema.state(connection) is not schema.State.ABSENT:
            raise Unfit("This database is set up already: restore into an empty one (createdb).")
        schema.upgrade(connection, ready.roles())
        return copies.put_back_rows(connection, folder, say)
