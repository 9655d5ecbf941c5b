"""`households import`: a register from the sheet that an office has."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.access import Visitor
from app.community.roll import operations as roll
from app.community.roll.comparing import Choices, Plan
from app.community.roll.lines import Problem, Reading
from app.core.refusal import Refused
from tenants import cli_finding, db
from tenants.cli_output import Sentence, progress, result
from tenants.models import Community

MOST_SAID = 100  # bad lines of a sheet
households = AppGroup("households", help="Registers of households: import.")


class Operator(Visitor):
    """Whoever runs a command: in the record of acts by that word."""

    @property
    def office(self) -> str:
        return "operator"


@households.command("import")
@click.argument("slug")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Say what it would do; write nothing.")
@click.option("--adults", type=click.IntRange(0, 9), default=2, show_default=True, help="Where the sheet says none.")
@click.option("--grid", default="", help="Of doors that the sheet gives no grid.")
@click.option("--compound", default="", help="Of doors that the sheet gives no compound.")
@click.option("--same-compound", is_flag=True, help="All lie in the one compound that the register holds.")
def import_households(
    slug: str, file: str, dry_run: bool, adults: int, grid: str, compound: str, same_compound: bool
) -> None:
    """Bring the register of the community SLUG up to the sheet FILE (.xlsx or .csv): all of it, or nothing.

    Names, identity numbers and telephones in it are never read. The same sheet again changes nothing.
    """
    choices, content = Choices(adults, grid, compound, same_compound), _content(file)
    community = _community(slug)
    with db.as_community(community.id, write=False):
        reading = _readable(file, content, roll.names_of_compounds())
    with db.as_community(community.id, write=not dry_run):
        plan = roll.plan_of(community, reading, choices)
        if plan.problems:
            raise Sentence(_problems(file, plan))
        if not dry_run:
            say = progress(len(plan.wanted), "households")
            roll.write_at_once(Operator(community=community), community, plan, choices, say)
            db.commit()
    result({"community": community.name, "written": not dry_run, **plan.counts})


def _community(slug: str) -> Community:
    with db.unbound():
        return cli_finding.community(slug)


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


def _problems(file: str, plan: Plan) -> str:
    """Each on a line of its own: the file, the line, the reason."""
    said = [f"{file}{_where(one)}: {one.message % one.values}" for one in plan.problems[:MOST_SAID]]
    more = len(plan.problems) - len(said)
    return "\n".join([*said, *([f"{file}: and {more} more"] if more else [])])


def _where(problem: Problem) -> str:
    if problem.place is None:
        return ""
    sheet = f", sheet {problem.place.sheet}" if problem.place.sheet > 1 else ""
    return f"{sheet}, line {problem.place.line}"
