"""`backup DIR` and `restore DIR`: the whole database, checked, and never a key: those are kept apart (docs/operating.md)."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.core import clock, encryption
from app.operating import closing, files, ready, schema
from app.operating.commands import owner
from tenants import copies, db
from tenants.cli_output import Sentence, progress, read_json, result
from tenants.columns import Base
from tenants.copies import Unfit, fingerprint
from tenants.rls import wait_for_turn

MANIFEST = "backup.json"  # written last: a folder without it is no backup


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy the whole database into DIR, a new folder, while people are served. No key is part of it."""
    ready.refuse_other_version()
    ready.refuse_other_keys()
    if folder.exists() and any(folder.iterdir()):
        raise Sentence(f"{folder} is not empty: name a new folder.")
    try:
        files.private_folder(folder)
        rows = _take(folder)
        manifest = _manifest(folder, rows)
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    except OSError as error:
        raise Sentence(f"{folder}: {error.strerror or error}. This is no backup.") from None
    except Unfit as unfit:
        raise Sentence(f"{unfit} This is no backup.") from None
    result({"folder": str(folder), "tables": len(rows), "rows": sum(rows.values()), "taken_at": manifest["taken_at"]})


def _take(folder: Path) -> dict[str, int]:
    say = progress(len(Base.metadata.tables), "tables")
    if db.engines.is_sqlite:
        return copies.take_file(db.engines.app, folder, say)
    return copies.take_rows(owner(), folder, say)


def _manifest(folder: Path, rows: dict[str, int]) -> dict[str, Any]:
    return {
        "database": "sqlite" if db.engines.is_sqlite else "postgresql",
        "version": schema.head(),
        "taken_at": clock.now().isoformat(timespec="seconds"),
        "keys": ready.needed_keys(),
        "rows": rows,
        "files": {file.name: fingerprint(file) for file in sorted(folder.iterdir())},
    }


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_appcontext
def restore(folder: Path) -> None:
    """Put a backup back into a database that holds nothing yet. Stop the server and the worker first."""
    manifest = _read(folder)
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


def _read(folder: Path) -> dict[str, Any]:
    """What the backup says of itself, once that is known to be true and to fit here."""
    manifest: dict[str, Any] = read_json(str(folder / MANIFEST))
    here = "sqlite" if db.engines.is_sqlite else "postgresql"
    if manifest["database"] != here:
        raise Sentence(f"{folder} is of {manifest['database']} and this database is {here}: use `communities export`.")
    if manifest["version"] != schema.head():
        raise Sentence(f"{folder} was taken by another version of the product: restore it with that one, then upgrade.")
    given = encryption.checks()
    if others := [name for name, check in manifest["keys"].items() if given.get(name) != check]:
        raise Sentence(
            f"{folder} was written with other keys ({', '.join(others)}): bring back those of its time first."
        )
    for name, known in manifest["files"].items():
        file = folder / name
        if not file.exists() or fingerprint(file) != known:
            raise Sentence(f"{file} is missing or was changed since the backup. Nothing was restored.")
    return manifest


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
