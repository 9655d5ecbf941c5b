"""`jobs failed|overdue`: what the operator must know of jobs, and the order to try them again."""

import click
from flask.cli import AppGroup

from app.outbox import failures
from app.outbox.failures import Standing
from tenants.cli_output import result

jobs = AppGroup("jobs", help="Jobs that failed or are overdue; --retry tries them again.")
again = click.option("--retry", is_flag=True, help="Try them again with the next round, as if they were new.")


@jobs.command("failed")
@again
def failed(retry: bool) -> None:
    """Jobs whose last try failed."""
    _name(failures.failed(), retry)


@jobs.command("overdue")
@again
def overdue(retry: bool) -> None:
    """Closings, counts and rolls that should have been done by now."""
    _name(failures.overdue(), retry)


def _name(found: list[Standing], retry: bool) -> None:
    result([_line(job) for job in found])
    if retry:
        for job in found:
            failures.try_again(job)
        click.echo(f"{len(found)} jobs are tried again by the worker's next round.", err=True)


def _line(job: Standing) -> dict[str, object]:
    words = {
        "community": str(job.community_id),
        "due": job.due_at.isoformat(timespec="seconds"),
        "state": job.state.value,
    }
    return {"id": str(job.id), "kind": job.kind, **words, "tries": job.tries, "error": job.error}
