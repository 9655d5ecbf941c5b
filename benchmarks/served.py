"""The application the benchmark serves: the product on its own server, and beside it the floors.

`python -m benchmarks.served PORT PROCESSES THREADS`
"""

import json
import os
import sys
from pathlib import Path

from flask import Flask

from app import create_app
from app.operating import http
from app.operating.processes import Process, Supervisor
from app.web import limits
from benchmarks import floors, scene
from config import from_environment
from tenants import db


def make() -> Flask:
    """Posts are counted as ever, but their limit is never reached; pages are drawn each time unless asked otherwise."""
    limits.POSTS = "1000000 per minute"
    settings = from_environment()
    app = create_app(settings)
    app.config["PAGES_KEPT_SECONDS"] = float(os.environ.get("PAGES_KEPT_SECONDS", "0"))
    cast = json.loads((Path(os.environ["INSTANCE_PATH"]) / "cast.json").read_text())
    owner = os.environ.get("DATABASE_OWNER_URL", settings.database_url).replace(
        "postgresql://", "postgresql+psycopg://"
    )
    without_policies = settings.database_url if settings.is_sqlite else scene.bypassing(owner)
    statements: list[tuple[str, object]] = []  # of one vote; a route can no longer be added once it was cast
    floors.add(app, without_policies, scene.the_community(app, cast), statements, scene.cases(cast))
    statements += floors.vote_statements(app, scene.cases(cast)["casting a vote"])
    return app


def serve(port: int, processes: int, threads: int) -> None:
    """As the command `serve` does it: forked from a process that has loaded everything and holds no connection."""
    door, app = http.bind("127.0.0.1", port, 3), make()
    db.engines.dispose()
    door.listen(http.WAITING)
    Supervisor([Process("HTTP process", lambda: http.serve(app, door, threads)) for _ in range(processes)]).run()


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
