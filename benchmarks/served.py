"""The application the benchmark serves: the product, and beside it the floors."""

import json
import os
from pathlib import Path

from app import create_app
from app.web import limits
from benchmarks import floors, scene
from config import from_environment

limits.POSTS = "1000000 per minute"  # counted as ever, but never reached
settings = from_environment()
app = create_app(settings)
app.config["PAGES_KEPT_SECONDS"] = float(os.environ.get("PAGES_KEPT_SECONDS", "0"))  # drawn each time, unless asked
cast = json.loads((Path(os.environ["INSTANCE_PATH"]) / "cast.json").read_text())
owner = os.environ.get("DATABASE_OWNER_URL", settings.database_url).replace("postgresql://", "postgresql+psycopg://")
statements: list[tuple[str, object]] = []  # of one vote; a route can no longer be added once it was cast
without_policies = settings.database_url if settings.is_sqlite else scene.bypassing(owner)
floors.add(app, without_policies, scene.the_community(app, cast), statements, scene.cases(cast))
statements += floors.vote_statements(app, scene.cases(cast)["casting a vote"])
