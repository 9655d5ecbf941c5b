"""The application the benchmark serves: the product, and beside it the floors."""

import json
import os
from pathlib import Path

from app import create_app, limits
from benchmarks import floors, scene
from config import from_environment

limits.POSTS = "1000000 per minute"  # counted as ever, but never reached
settings = from_environment()
app = create_app(settings)
app.config["WTF_CSRF_ENABLED"] = False
cast = json.loads((Path(os.environ["INSTANCE_PATH"]) / "cast.json").read_text())
owner = os.environ.get("DATABASE_OWNER_URL", settings.database_url).replace("postgresql://", "postgresql+psycopg://")
community, statements = scene.floor_material(app, cast)
floors.add(
    app, settings.database_url if settings.is_sqlite else scene.bypassing(owner), community, {"statements": statements}
)
