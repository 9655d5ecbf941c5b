"""`communities export SLUG DIR` and `communities load DIR`: one community from one instance to another."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock, encryption
from app.operating import files, ready, schema
from tenants import db, transfer
from tenants.cli import communities
from tenants.cli_output import Sentence, progress, read_json, result
from tenants.models import Community
from tenants.transfer import Unfit

PEOPLE = Account.__tablename__
SAME_PERSON = ("phone_index", "email_index")
MANIFEST = "community.json"  # written last: a folder without it is no export


@communities.command("export")
@click.argument("slug")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export(slug: str, folder: Path) -> None:
    """Write one community into DIR, a new folder, for another instance with the same keys."""
    ready.refuse_unready()
    with db.unbound():
        community = db.session.scalar(select(Community).where(Community.slug == slug))
    if community is None:
        raise Sentence(f'There is no community "{slug}".')
    if folder.exists() and any(folder.iterdir()):
        raise Sentence(f"{folder} is not empty: name a new folder.")
    try:
        files.private_folder(folder)
        rows = transfer.export(community.id, folder, PEOPLE, progress(transfer.number_of_files(), "tables"))
        said: dict[str, Any] = {
            "slug": slug,
            "version": schema.head(),
            "taken_at": clock.now().isoformat(timespec="seconds"),
        }
        said |= {"keys": ready.needed_keys(), "rows": rows}
        (folder / MANIFEST).write_text(json.dumps(said, indent=1), encoding="utf-8")
    except OSError as error:
        raise Sentence(f"{folder}: {error.strerror or error}. Nothing was exported.") from None
    result({"slug": slug, "folder": str(folder), "rows": sum(rows.values())})


@communities.command("load")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def load(folder: Path) -> None:
    """Load a community that another instance exported. All or nothing."""
    ready.refuse_unready()
    said = read_json(str(folder / MANIFEST))
    if said["version"] != schema.head():
        raise Sentence(f"{folder} was exported by another version of the product: bring both to one version.")
    given = encryption.checks()
    if others := [name for name, check in said["keys"].items() if given.get(name) != check]:
        raise Sentence(f"{folder} was written with other keys ({', '.join(others)}): both instances need the same.")
    try:
        rows = transfer.load(folder, PEOPLE, SAME_PERSON, progress(transfer.number_of_files(), "tables"))
    except OSError as error:
        raise Sentence(f"{folder}: {error.filename}: {error.strerror or error}. Nothing was loaded.") from None
    except Unfit as unfit:
        raise Sentence(f"{unfit} Nothing was loaded.") from None
    if lost := [name for name, number in rows.items() if number != said["rows"][name]]:
        raise Sentence(f"{folder}: rows are missing of {', '.join(lost)}. Erase the community and export it again.")
    result({"slug": said["slug"], "rows": sum(rows.values())})
