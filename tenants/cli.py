"""`communities …`: import divisions, add, list, erase, distribute; who tells members joins the group from above."""

import time
from dataclasses import asdict
from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tenants import cli_finding, cli_output, distribution, divisions, importing, listing, profiles, provisioning
from tenants.database import across_communities, db
from tenants.divisions import Division
from tenants.models import Community, CommunityKind, Listing, Region

communities = AppGroup("communities", help="Communities: import, add, list, suspend, resume, close, erase, distribute.")


@communities.command("import")
@click.argument("file")
@click.option(
    "--under", metavar="CODE", help="Import only this division; if FILE does not name it, put its top rows under it."
)
@click.option(
    "--profile",
    type=click.Choice(profiles.names()),
    default="cn",
    show_default=True,
    help="Profile of new communities.",
)
@click.option("--zone", callback=cli_finding.known_zone, help="Time zone of new communities; default: the profile's.")
def import_(file: str, under: str | None, profile: str, zone: str | None) -> None:
    """Make regions and communities from FILE, a table with the columns code, name, parent and level (1–5).

    FILE is a spreadsheet (.xlsx, .xls, .ods) or text (UTF-8 or GB 18030, with commas, semicolons or tabs), packed or
    not (.gz, .xz). A bad row is named by its line, and then nothing is changed.
    """
    started = time.monotonic()
    try:
        rows = _under(divisions.read(file), under)
        say = cli_output.progress(len(rows), "divisions")
        done = importing.import_divisions(
            rows, datetime.now(UTC), say, profile=profile, zone=zone or profiles.zone(profile)
        )
    except OSError as error:
        raise cli_output.Sentence(f"{file}: {error.strerror or error}") from None
    except divisions.BadRow as bad:
        where = f"{file}, line {bad.line}" if bad.line else file
        raise cli_output.Sentence(f"{where}: {bad}. Nothing was changed.") from None
    click.echo(f"{done.regions + done.communities} new, {done.changed} changed.", err=True)
    cli_output.result(asdict(done) | {"seconds": round(time.monotonic() - started, 2)})


def _under(rows: list[Division], code: str | None) -> list[Division]:
    """The division `code` of the table; where only the database knows it, the table's top rows lie under it."""
    if code is None or (kept := divisions.under(rows, code.lower())):
        return kept if code else rows
    code = cli_finding.region(code).code
    top = divisions.top_level(rows)
    return [division._replace(parent=code) if division.level == top else division for division in rows]


@communities.command("add")
@click.argument("code")
@click.argument("name")
@cli_finding.under("The region it lies in.")
@click.option("--kind", type=click.Choice([kind.value for kind in CommunityKind]), help="Default: by the name.")
@click.option("--profile", type=click.Choice(profiles.names()), help="Default: the region's.")
@click.option("--zone", callback=cli_finding.known_zone, help="Time zone; default: the profile's.")
def add(code: str, name: str, under: str, kind: str | None, profile: str | None, zone: str | None) -> None:
    """Make one community; CODE is also its address."""
    region, code = cli_finding.region(under), cli_finding.fit(code, name)
    given = {"profile": profile or region.profile, "zone": zone or profiles.zone(profile or region.profile)}
    given |= {"kind": CommunityKind(kind)} if kind else {}
    with db.unbound(write=True):
        if db.session.scalar(select(Region.id).where(Region.code == code)) is not None:
            raise cli_output.Sentence(f'"{code}" is a region already.')
        try:
            made = provisioning.create_community(region, code, name, datetime.now(UTC), **given)
            db.commit()
        except IntegrityError:
            raise cli_output.Sentence(f'There is a community "{code}" already.') from None
    listing.keep_lines([made.id])
    cli_output.result({"slug": made.slug, "name": made.name, "kind": made.kind, "region": under})


@communities.command("list")
@click.option("--under", metavar="CODE", help="Only those in this region.")
def list_(under: str | None) -> None:
    """Every community, by region and name."""
    path = cli_finding.region(under).path if under else "/"
    query = select(
        Community.id, Community.slug, Community.code, Community.name, Community.region_path,
        Community.opened_at.is_not(None).label("opened"), Community.suspended_at.is_not(None).label("suspended"),
        Community.closed_at.is_not(None).label("closed"),
    ).where(Community.region_path.startswith(path, autoescape=True))  # fmt: skip
    with db.unbound():
        rows = db.session.execute(query.order_by(Community.region_path, Community.name, Community.id)).all()
    with across_communities("households of communities") as session:
        lines = select(Listing.community_id, Listing.households).where(
            Listing.region_path.startswith(path, autoescape=True)
        )
        households = {line.community_id: line.households for line in session.execute(lines)}
    found = []
    for row in rows:
        named = {name: value for name, value in row._asdict().items() if name != "id"}
        found.append({**named, "households": households.get(row.id, 0)})
    cli_output.result(found)


@communities.command("erase")
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(slug: str, yes: bool) -> None:
    """Erase a community and everything in it. There is no way back but a backup."""
    with db.unbound():
        community = cli_finding.community(slug)
    if not yes:
        click.confirm(f"Erase {community.name} ({slug}) and everything in it?", abort=True, err=True)
    try:
        provisioning.erase_community(community.id)
    except LookupError as missing:  # the owner's address
        raise cli_output.Sentence(str(missing)) from None
    click.echo(f"{community.name} is erased.", err=True)


@communities.command("distribute")
@click.option("--dry-run", is_flag=True, help="Print the statements and run nothing.")
def distribute(dry_run: bool) -> None:
    """Spread the tables over a Citus cluster: once, after the migrations, as the owner."""
    if db.engines.is_sqlite:
        raise cli_output.Sentence("SQLite is one file: only a PostgreSQL with Citus is spread over machines.")
    bound = [str(engine.url.username) for engine in (db.engines.app, db.engines.superior, db.engines.owner)]
    if dry_run:
        for statement in distribution.script(bound):
            click.echo(f"{statement};")
        return
    with db.engines.owner.begin() as connection:
        if reason := distribution.why_not(connection):
            raise cli_output.Sentence(f"{reason} Nothing was changed.")
        distribution.run(connection, distribution.spreading(bound))
    with db.engines.owner.begin() as connection:
        distribution.run(connection, distribution.emptying())
    click.echo("The tables are spread over the cluster, and the coordinator keeps none of their rows.", err=True)
