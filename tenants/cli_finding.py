"""What an operator names on the command line, looked up; where there is no such thing, the sentence says what to do."""

from collections.abc import Callable
from zoneinfo import available_timezones

import click
from sqlalchemy import select

from tenants import divisions
from tenants.cli_output import Sentence
from tenants.database import db
from tenants.models import Community, Region


def region(code: str) -> Region:
    """By its code, whatever the case of its letters."""
    with db.unbound():
        found = db.session.scalar(select(Region).where(Region.code == code.lower()))
    if found is None:
        raise Sentence(
            f'There is no region "{code}". Add it first: flask --app wsgi regions add {code} NAME --under CODE'
            " (at the top: --level 1 to 4), or bring a table: flask --app wsgi communities import FILE."
        )
    return found


def community(slug: str) -> Community:
    """By the name in its address."""
    found = db.session.scalar(select(Community).where(Community.slug == slug))
    if found is None:
        raise Sentence(f'There is no community "{slug}". flask --app wsgi communities list names them all.')
    return found


def fit(code: str, name: str) -> str:
    """The code as it is kept. What is no code or name of a place is refused."""
    if reason := divisions.unfit(code.lower(), name):
        raise Sentence(f"{reason[0].upper()}{reason[1:]}.")
    return code.lower()


def under(meaning: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option --under: the region that something lies in or belongs to."""
    return click.option("--under", required=True, metavar="CODE", help=meaning)


def known_zone(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is not None and name not in available_timezones():
        raise Sentence(f'There is no time zone "{name}": write it as Asia/Shanghai.')
    return name
