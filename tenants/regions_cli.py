"""`regions …` and `bodies …`: what lies above communities, one by one; thousands come by `communities import`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tenants import bodies, cli_finding, profiles, provisioning
from tenants.cli_output import Sentence, result
from tenants.columns import new_id
from tenants.database import db
from tenants.divisions import COMMUNITY_LEVEL
from tenants.models import Body, BodyKind, Community, Region
from tenants.text import found_by

regions = AppGroup("regions", help="Regions above the communities: add, list, rename.")
body_lists = AppGroup("bodies", help="Whom communities of a region may pass a matter on to: add, list, end.")
LEVELS = click.IntRange(1, COMMUNITY_LEVEL - 1)  # province, city, district, subdistrict


@regions.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--under", metavar="CODE", help="The region it lies in; without one it stands at the top.")
@click.option("--level", type=LEVELS, help="1 province, 2 city, 3 district, 4 subdistrict. Default: one below --under.")
@click.option("--profile", type=click.Choice(profiles.names()), help="Default: that of --under, else cn.")
def add(code: str, name: str, under: str | None, level: int | None, profile: str | None) -> None:
    """Make one region."""
    code, above = cli_finding.fit(code, name), cli_finding.region(under) if under else None
    made = Region(
        id=new_id(), code=code, name=provisioning.region_name(name), level=_level(above, level), parent_id=above and above.id,
        path=f"{above.path if above else '/'}{code}/", profile=profile or (above.profile if above else "cn"),
    )  # fmt: skip
    with db.unbound(write=True):
        if db.session.scalar(select(Community.id).where(Community.code == code)) is not None:
            raise Sentence(f'"{code}" is a community already.')
        try:
            db.session.add(made)
            db.commit()
        except IntegrityError:
            raise Sentence(f'There is a region "{code}" already.') from None
    result(_line(made))


def _level(above: Region | None, level: int | None) -> int:
    if above is None:
        if level is None:
            raise Sentence("Say what it lies in (--under CODE) or, at the top, what it is (--level 1 to 4).")
        return level
    level = level or above.level + 1
    if not above.level < level < COMMUNITY_LEVEL:
        raise Sentence(
            f"{above.name} is of level {above.level}: what lies in it is of a level from {above.level + 1} to 4."
        )
    return level


def _line(region: Region) -> dict[str, str | int]:
    return {
        "code": region.code,
        "name": region.name,
        "level": region.level,
        "path": region.path,
        "profile": region.profile,
    }


@regions.command("list")
@click.option("--under", metavar="CODE", help="Only this one and those in it.")
def list_(under: str | None) -> None:
    """Every region, those above before those in them."""
    path = cli_finding.region(under).path if under else "/"
    query = select(Region).where(Region.path.startswith(path, autoescape=True)).order_by(Region.path)
    with db.unbound():
        result([_line(one) for one in db.session.scalars(query)])


@regions.command("rename")
@click.argument("code")
@click.argument("name")
def rename(code: str, name: str) -> None:
    """Give a region another name; its code, and what lies in it, stay."""
    found = cli_finding.region(code)
    cli_finding.fit(found.code, name)
    with db.unbound(write=True):
        renamed = db.session.get_one(Region, found.id)
        renamed.name = provisioning.region_name(name)
        renamed.found_by = found_by(renamed.name)
        db.commit()
    result(_line(renamed))


@body_lists.command("add")
@click.argument("code")
@click.argument("name")
@cli_finding.under("The region whose list it stands on: usually the subdistrict.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in BodyKind]), default=BodyKind.DEPARTMENT.value, show_default=True
)
def add_body(code: str, name: str, under: str, kind: str) -> None:
    """Put a body on a region's list; a CODE of the list again gives that body its new name and kind."""
    region, code = cli_finding.region(under), cli_finding.fit(code, name)
    with db.unbound(write=True):
        body = bodies.add(region, code, name, BodyKind(kind), datetime.now(UTC))
        db.commit()
    result(_body_line(body, region))


def _body_line(body: Body, region: Region) -> dict[str, str]:
    return {"code": body.code, "name": body.name, "kind": body.kind, "region": region.code}


@body_lists.command("list")
@cli_finding.under(
    "The region: its own list, then those of the regions it lies in, from which its communities choose too."
)
def list_bodies(under: str) -> None:
    """Whom communities of this region may pass a matter on to."""
    region = cli_finding.region(under)
    with db.unbound():
        above = {
            one.id: one for one in db.session.scalars(select(Region).where(Region.code.in_(region.path.split("/"))))
        }
        result([_body_line(body, above[body.region_id]) for body in bodies.above(region.path)])


@body_lists.command("end")
@click.argument("code")
@cli_finding.under("The region whose list it stands on.")
def end_body(code: str, under: str) -> None:
    """Take a body off the list; what was passed on to it stays with it."""
    region = cli_finding.region(under)
    with db.unbound(write=True):
        listed = {body.code: body for body in bodies.of_region(region)}
        body = listed.get(code.lower())
        if body is None:
            raise Sentence(f'There is no body "{code}" on the list of {region.name}.')
        bodies.end(body, datetime.now(UTC))
        db.commit()
    click.echo(f"{body.name} is off the list.", err=True)
