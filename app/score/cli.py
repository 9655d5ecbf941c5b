"""`score compute` works out one evidence file; `score run` recomputes communities; `score correct` counts a quarter again."""

import re
import sys
import uuid
from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core import clock
from app.score import formula, publishing
from app.score.evidence import BadEvidence
from tenants import cli_output, db, each_community
from tenants.models import Community, Region

score_cli = AppGroup("score", help="The co-governance score: compute, run, correct.")


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
@click.option(
    "--period", help='A quarter such as "2026Q3"; published from its tenth day after. Default: the running one.'
)
@click.option("--region", help="Only communities under this region's code.")
@click.option("--all", "everyone", is_flag=True, help="All communities, not only those with changes.")
def run(period: str | None, region: str | None, everyone: bool) -> None:
    """Recompute evidence and publish ended quarters, as the worker does by itself. Can be stopped and run again.

    Where the node that holds a community is away, the others go on; it is named, and the exit code is 1.
    """
    _require_quarter(period)
    under = _path(region) if region else "/"
    ids: list[uuid.UUID]
    ids = publishing.all_communities(under) if everyone or period else publishing.dirty_communities(under)
    say, counted = cli_output.progress(len(ids), "communities"), iter(range(1, len(ids) + 1))

    def refreshed(community_id: uuid.UUID) -> int:
        publishing.refresh(community_id, period)
        say(next(counted))
        return 1

    done, away = each_community.for_each(ids, refreshed)
    cli_output.result({"communities": done, "period": period or "running", "away": _codes(away)})
    if away:
        click.echo(f"Away and not done: {', '.join(_codes(away))}. Run this again when they are back.", err=True)
        sys.exit(1)


@score_cli.command("correct")
@click.argument("code")
@click.argument("period")
@click.option("--reason", required=True, help="Why it is counted again; it stands on the page.")
def correct(code: str, period: str, reason: str) -> None:
    """Count a published quarter of community CODE again: a new turn beside the old, by the version it was published under."""
    _require_quarter(period)
    with db.unbound():
        community_id = db.session.scalar(select(Community.id).where(Community.code == code))
    if community_id is None:
        raise cli_output.Sentence(f'There is no community "{code}".')
    with db.as_community(community_id):
        made = publishing.correct(period, reason[:300])
        if made is None:
            raise cli_output.Sentence(f"{period} of {code} has not been published, so there is nothing to correct.")
        db.commit()
        cli_output.result({"community": code, "period": period, "turn": made.turn, "score": made.score})


def _require_quarter(period: str | None) -> None:
    if period and not re.fullmatch(r"\d{4}Q[1-4]", period):
        raise cli_output.Sentence(f'"{period}" is no quarter: write it as 2026Q3.')
    if period and not "2000" < period <= clock.quarter(clock.now() + timedelta(days=1), "UTC"):
        raise cli_output.Sentence(f"{period} has not begun, or was before there was anything to count.")


def _codes(ids: list[uuid.UUID]) -> list[str]:
    with db.unbound():
        return list(db.session.scalars(select(Community.code).where(Community.id.in_(ids)).order_by(Community.code)))


def _path(code: str) -> str:
    with db.unbound():
        path = db.session.scalar(select(Region.path).where(Region.code == code))
    if path is None:
        raise cli_output.Sentence(f'There is no region "{code}".')
    return path
