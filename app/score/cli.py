"""`score compute` works out one evidence file; `score run` recomputes communities and publishes ended quarters."""

import re
import uuid
from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core import clock
from app.score import formula, publishing
from app.score.evidence import BadEvidence
from tenants import cli_output, db
from tenants.models import Region

score_cli = AppGroup("score", help="The co-governance score: compute, run.")


@score_cli.command("compute")
@click.argument("file")
def compute(file: str) -> None:
    """Work out the score of the evidence in FILE; JSON on stdout, unrounded."""
    evidence = cli_output.read_json(file)
    try:
        cli_output.result(formula.compute(evidence))
    except BadEvidence as bad:
        raise cli_output.Sentence(f"{file}: {bad}") from None


@score_cli.command("run")
@click.option("--period", help='A quarter such as "2026Q3"; an ended one is published. Default: the running one.')
@click.option("--region", help="Only communities under this region's code.")
@click.option("--all", "everyone", is_flag=True, help="All communities, not only those with changes.")
def run(period: str | None, region: str | None, everyone: bool) -> None:
    """Recompute evidence and publish snapshots of ended quarters. Can be stopped and run again."""
    if period and not re.fullmatch(r"\d{4}Q[1-4]", period):
        raise cli_output.Sentence(f'"{period}" is no quarter: write it as 2026Q3.')
    if period and not "2000" < period <= clock.quarter(clock.now() + timedelta(days=1), "UTC"):
        raise cli_output.Sentence(f"{period} has not begun, or was before there was anything to count.")
    under = _path(region) if region else "/"
    ids: list[uuid.UUID]
    ids = publishing.all_communities(under) if everyone or period else publishing.dirty_communities(under)
    say, counted = cli_output.progress(len(ids), "communities"), iter(range(1, len(ids) + 1))
    done = publishing.run(ids, period, lambda _community: say(next(counted)))
    cli_output.result({"communities": done, "period": period or "running"})


def _path(code: str) -> str:
    with db.unbound():
        path = db.session.scalar(select(Region.path).where(Region.code == code))
    if path is None:
        raise cli_output.Sentence(f'There is no region "{code}".')
    return path
