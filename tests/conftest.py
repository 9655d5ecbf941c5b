"""Fixtures. Tests share one database a worker and engine: each makes its own communities, and tenancy keeps
them apart, as it does in production. Tests about a whole instance take `fresh_app`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from xdist.scheduler import LoadScopeScheduling

from app import create_app
from app.operating import keys, schema
from app.operating.commands import roles
from app.web import catalogues, limits
from config import Settings, from_environment
from tenants import db
from tests.support import postgres
from tests.support.factories import Make

ENGINES = ("sqlite", "postgresql")
NAMED_ROLES = {"app": "gongzhi_app", "superior": "gongzhi_superior", "reader": "gongzhi_reader"}


@pytest.fixture(autouse=True)
def _push_request_context() -> Iterator[None]:
    """pytest-flask would keep one request context round the whole test, and with it one identity."""
    return


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that uses the product runs on both databases, unless marked for one."""
    if "engine" in metafunc.fixturenames:
        marked = {mark.name for mark in metafunc.definition.iter_markers()}
        engines = ENGINES[:1] if "sqlite_only" in marked else ENGINES[1:] if "postgresql_only" in marked else ENGINES
        metafunc.parametrize("engine", engines, scope="session")


class OneByOne(LoadScopeScheduling):
    """Workers take test by test; those that look at one loaded demo stay on one of them."""

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith("tests/demo/test_told.py"):
            return nodeid
        return next((f"told on {engine}" for engine in ENGINES if f"[{engine}" in nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneByOne:
    return OneByOne(config, log)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    """One PostgreSQL for all workers; where there is none the test is skipped, in CI it fails."""
    if postgres.find_binaries() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed")
    base = tmp_path_factory.getbasetemp()
    yield from postgres.shared(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture(scope="session")
def keyset() -> dict[str, str]:
    return keys.new_keys()


def settings_for(
    engine: str, folder: Path, name: str, keyset: dict[str, str], request: pytest.FixtureRequest
) -> Settings:
    environ = {"INSTANCE_PATH": str(folder), **{key.upper(): value for key, value in keyset.items()}}
    if engine == "postgresql":
        cluster = request.getfixturevalue("cluster")
        cluster.create_database(name)
        environ["DATABASE_OWNER_URL"] = cluster.url("gongzhi_owner", name)
        environ["DATABASE_URL"] = cluster.url(NAMED_ROLES["app"], name)
        environ["DATABASE_SUPERIOR_URL"] = cluster.url(NAMED_ROLES["superior"], name)
        environ["DATABASE_READER_URL"] = cluster.url(NAMED_ROLES["reader"], name)
    return from_environment(environ)


def prepared(settings: Settings) -> Flask:
    """An application whose database is migrated, as `setup` leaves it."""
    catalogues.compile_all()
    settings.instance.mkdir(parents=True, exist_ok=True)
    limits.limiter.enabled = True  # else it would not look at this application at all
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    limits.limiter.enabled = False  # all tests come from one address; those about limits switch it on
    app.extensions["engines"] = db.engines
    with app.app_context():
        owner = db.engines.app if settings.is_sqlite else db.engines.owner
        with owner.begin() as connection:
            schema.upgrade(connection, roles())
    return app


@pytest.fixture(scope="session")
def session_app(
    engine: str, tmp_path_factory: pytest.TempPathFactory, keyset: dict[str, str], request: pytest.FixtureRequest
) -> Flask:
    if engine not in _prepared:  # pytest may set a session fixture up again when parameters alternate
        folder = tmp_path_factory.mktemp(engine)
        name = "gongzhi_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
        _prepared[engine] = prepared(settings_for(engine, folder, name, keyset, request))
    return _prepared[engine]


_prepared: dict[str, Flask] = {}


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application on this test's engine."""
    db.engines = session_app.extensions["engines"]
    yield session_app
    db.end_request()
    for name in {"app", "counting", "superior", "reader", "owner"} & set(vars(db.engines)):
        left = getattr(db.engines, name).pool.checkedout()
        assert not left, f"{left} connections of {name} are still in a transaction"


@pytest.fixture
def fresh_app(engine: str, tmp_path: Path, keyset: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application with an empty database of its own."""
    name = "fresh_" + tmp_path.name.lower().replace("-", "_")[:40] + os.environ.get("PYTEST_XDIST_WORKER", "")
    app = prepared(settings_for(engine, tmp_path, name, keyset, request))
    yield app
    db.end_request()
    app.extensions["engines"].dispose()


@pytest.fixture
def make(app: Flask) -> Make:
    return Make(app)


@pytest.fixture
def community(make: Make):
    return make.community()
