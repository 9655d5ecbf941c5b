"""`communities export SLUG DIR` and `communities load DIR`: one community from one instance to another."""

from pathlib import Path

import click
from sqlalchemy import select

from app.accounts.models import Account
from app.operating import files, manifests, ready
from tenants import db, transfer
from tenants.cli import communities
from tenants.cli_output import Sentence, progress, result
from tenants.copies import Unfit
from tenants.models import Community

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
    try:
        files.new_folder(folder)
        rows = transfer.export(community.id, folder, PEOPLE, progress(transfer.number_of_files(), "tables"))
        manifests.write(folder / MANIFEST, rows, slug=slug)
    except OSError as error:
        raise Sentence(f"{folder}: {error.strerror or error}. Nothing was exported.") from None
    result({"slug": slug, "folder": str(folder), "rows": sum(rows.values())})


@communities.command("load")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def load(folder: Path) -> None:
    """Load a community that another instance exported. All or nothing."""
    ready.refuse_unready()
    said = manifests.read(folder / MANIFEST, "bring both instances to one version")
    try:
        rows = transfer.load(folder, PEOPLE, SAME_PERSON, progress(transfer.number_of_files(), "tables"))
    except OSError as error:
        raise Sentence(f"{folder}: {error.filename}: {error.strerror or error}. Nothing was loaded.") from None
    except Unfit as unfit:
        raise Sentence(f"{unfit} Nothing was loaded.") from None
    result({"slug": said["slug"], "rows": sum(rows.values())})
