"""Instances for tests: an empty one and one with the whole demo are made once a run, by whichever worker needs them
first, and copied for whoever asks: on SQLite the file, on PostgreSQL by `CREATE DATABASE … TEMPLATE`.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, demo
from app.demo import cards
from app.operating import closing, keys, schema
from app.operating.ready import roles
from app.web import catalogues, limits
from config import Settings, from_environment
from tenants import db
from tests.support import postgres
from tests.support.directions import NAME
from tests.support.files import locked

OPERATOR = {  # whoever runs the instance has said so: people may sign in
    "OPERATOR_NAME": NAME, "OPERATOR_ADDRESS": f"{NAME} 1", "OPERATOR_CONTACT": "0531-12345678",
    "OPERATOR_ICP": "鲁ICP备00000000号",
}  # fmt: skip
NAMED_ROLES = {"app": "gongzhi_app", "superior": "gongzhi_superior", "reader": "gongzhi_reader"}


def application(settings: Settings) -> Flask:
    """The product on a database that is there, as tests use it."""
    app = create_app(settings)
    app.config.update(TESTING=True, PAGES_KEPT_SECONDS=0, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    limits.limiter.enabled = False  # all tests come from one address; those about limits switch it on
    app.extensions["engines"] = db.engines
    return app


@dataclass
class Stock:
    """The originals of one run, in a folder that all its workers see; `cluster` is asked for when PostgreSQL is."""

    folder: Path
    cluster: Callable[[], postgres.Cluster]

    def keyset(self) -> dict[str, str]:
        """One for the run: what an original holds was encrypted with it."""
        file = self.folder / "keyset.json"
        with locked(self.folder / "keyset.lock"):
            if not file.exists():
                file.write_text(json.dumps(keys.new_keys()))
        return json.loads(file.read_text())

    def settings(self, engine: str, folder: Path, database: str) -> Settings:
        """Of an instance at `folder`; on PostgreSQL in the database of this name."""
        environ = {"INSTANCE_PATH": str(folder), "CLOSING_KEY": str(folder / "closing.key")} | OPERATOR
        environ |= {key.upper(): value for key, value in self.keyset().items()}
        if engine == "postgresql":
            cluster = self.cluster()
            environ["DATABASE_OWNER_URL"] = cluster.url("gongzhi_owner", database)
            environ["DATABASE_URL"] = cluster.url(NAMED_ROLES["app"], database)
            environ["DATABASE_SUPERIOR_URL"] = cluster.url(NAMED_ROLES["superior"], database)
            environ["DATABASE_READER_URL"] = cluster.url(NAMED_ROLES["reader"], database)
        return from_environment(environ)

    def copy(self, kind: str, engine: str, folder: Path, database: str) -> Settings:
        """An instance of the caller's own, with what the original of this kind ("empty", "demo") holds."""
        shutil.copytree(self._original(kind, engine), folder, dirs_exist_ok=True)
        if engine == "postgresql":
            self.cluster().create_database(database, template=f"original_{kind}")
        return self.settings(engine, folder, database)

    def _original(self, kind: str, engine: str) -> Path:
        beside = self.cluster().folder if engine == "postgresql" else self.folder  # gone with the cluster, if that goes
        folder, ready = self.folder / f"{kind}-{engine}", beside / f"{kind}.ready"
        with locked(self.folder / f"{kind}-{engine}.lock"):
            if not ready.exists():
                shutil.rmtree(folder, ignore_errors=True)
                ORIGINALS[kind](self, engine, folder)
                ready.touch()
        return folder


def _make_empty(stock: Stock, engine: str, folder: Path) -> None:
    """Migrated, as `setup --no-demo` leaves it."""
    folder.mkdir(parents=True)
    catalogues.compile_all()
    if engine == "postgresql":
        stock.cluster().create_database("original_empty")
    app = application(stock.settings(engine, folder, "original_empty"))
    with app.app_context():
        with (db.engines.app if db.engines.is_sqlite else db.engines.owner).begin() as connection:
            schema.upgrade(connection, roles())
        closing.make_ready()
    _leave(app)


def _make_demo(stock: Stock, engine: str, folder: Path) -> None:
    app = application(stock.copy("empty", engine, folder, "original_demo"))
    (folder / "casts.json").write_text(json.dumps(load_demo(app)))
    _leave(app)


def load_demo(app: Flask) -> dict[str, dict[str, str]]:
    """Community → role → the account that plays it."""
    casts, remember = {}, cards.remember
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(cards, "remember", lambda towns, above: (casts.update(towns), remember(towns, above)))
        demo.load(lambda _line: None)
    return {slug: {role: str(who.account_id) for role, who in town.cast.items() if who} for slug, town in casts.items()}


def _leave(app: Flask) -> None:
    """Nobody has the database open: PostgreSQL copies no other, and a file of SQLite is whole only then."""
    db.end_request()
    app.extensions["engines"].dispose()


ORIGINALS = {"empty": _make_empty, "demo": _make_demo}
