"""`households import`: a register from the sheet that an office has."""

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.access import Visitor
from app.community.roll import operations as roll
from app.community.roll import whose
from app.community.roll.comparing import Choices, Plan, Say
from app.community.roll.lines import Problem, Reading
from app.core.refusal import Refused
from tenants import db
from tenants.cli_output import Sentence, progress, result
from tenants.models import Community, Region

NO_COMMUNITY = "no community of this name lies in the region"
MOST_SAID = 100  # bad lines of a sheet
households = AppGroup("households", help="Registers of households: import.")


class Operator(Visitor):
    """Whoever runs a command: in the record of acts by that word."""

    @property
    def office(self) -> str:
        return "operator"


@households.command("import")
@click.argument("code")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Say what it would do; write nothing.")
@click.option("--adults", type=click.IntRange(0, 9), default=2, show_default=True, help="Where the sheet says none.")
@click.option("--grid", default="", help="Of doors that the sheet gives no grid.")
@click.option("--compound", default="", help="Of doors that the sheet gives no compound.")
@click.option("--same-compound", is_flag=True, help="All lie in the one compound that the register holds.")
def import_households(
    code: str, file: str, dry_run: bool, adults: int, grid: str, compound: str, same_compound: bool
) -> None:
    """Bring the register of the community CODE up to the sheet FILE (.xlsx or .csv): all of it, or nothing.

    CODE may be a region: then a column of the sheet names the community of each door. Names of people, identity numbers
    and telephones are never read. The same sheet again changes nothing.
    """
    choices, content = Choices(adults, grid, compound, same_compound), _content(file)
    shares = _shares(file, content, _communities(code))
    plans = [(community, _plan(community, reading, choices)) for community, reading in shares]
    if problems := [one for _, plan in plans for one in plan.problems]:
        raise Sentence(_said(file, problems))
    if not dry_run:
        _write(shares, choices, progress(sum(len(plan.wanted) for _, plan in plans), "households"))
    counts = [{"community": community.name, **plan.counts} for community, plan in plans]
    totals = {name: sum(plan.counts[name] for _, plan in plans) for name in plans[0][1].counts}
    result({"written": not dry_run, **totals, "communities": counts})


Share = tuple[Community, Reading]


def _communities(code: str) -> list[Community]:
    """The community of this code or address, or all below the region."""
    with db.unbound():
        named = select(Community).where((Community.code == code) | (Community.slug == code))
        found = list(db.session.scalars(named))
        region = None if found else db.session.scalar(select(Region).where(Region.code == code))
        if region is not None:
            found = list(db.session.scalars(select(Community).where(Community.region_path.startswith(region.path))))
    if not found:
        raise Sentence(f'There is no community or region "{code}".')
    return found


def _shares(file: str, content: bytes, communities: list[Community]) -> list[Share]:
    """What the sheet says of each community. One community is meant even where the sheet does not name it."""
    if len(communities) == 1:
        with db.as_community(communities[0].id, write=False):
            known = roll.names_of_compounds()
        return [(communities[0], whose.own(communities[0].name, _readable(file, content, known)))]
    reading = _readable(file, content, [])
    lines, by_key = whose.by_community(reading.lines), {whose.key_of(one.name): one for one in communities}
    strange = [one.place for key in lines.keys() - by_key.keys() for one in lines[key]]
    problems = [*reading.problems, *(Problem(NO_COMMUNITY, place) for place in sorted(strange))]
    if problems:
        raise Sentence(_said(file, problems))
    return [(by_key[key], replace(reading, lines=lines[key])) for key in sorted(lines)]


def _plan(community: Community, reading: Reading, choices: Choices) -> Plan:
    with db.as_community(community.id, write=False):
        return roll.plan_of(community, reading, choices)


def _write(shares: list[Share], choices: Choices, say: Say) -> None:
    """Community after community, each whole: all of them were found right before the first is written."""
    done = 0
    for community, reading in shares:
        with db.as_community(community.id):
            plan = roll.plan_of(community, reading, choices)
            roll.write_at_once(Operator(community=community), community, plan, choices, _going_on(say, done))
            db.commit()
        done += len(plan.wanted)


def _going_on(say: Say, done: int) -> Say:
    return lambda more: say(done + more)


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Sentence(f"{file}: {error.strerror or error}") from None


def _readable(file: str, content: bytes, compounds: list[str]) -> Reading:
    try:
        return roll.read_sheet(content, compounds)
    except Refused as refused:
        raise Sentence(f"{file}: {refused}") from None


def _said(file: str, problems: list[Problem]) -> str:
    """Each on a line of its own: the file, the line, the reason."""
    said = [f"{file}{_where(one)}: {one.message % one.values}" for one in problems[:MOST_SAID]]
    more = len(problems) - len(said)
    return "\n".join([*said, *([f"{file}: and {more} more"] if more else [])])


def _where(problem: Problem) -> str:
    if problem.place is None:
        return ""
    sheet = f", sheet {problem.place.sheet}" if problem.place.sheet > 1 else ""
    return f"{sheet}, line {problem.place.line}"
