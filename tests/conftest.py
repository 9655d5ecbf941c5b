"""Fixtures. Tests share one database a worker and engine: each makes its own communities, and tenancy keeps
them apart, as it does in production. Tests about a whole instance take `fresh_app`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core import closing_key
from app.operating import keys
from tenants import db
from tests.support import postgres
from tests.support.factories import Make
from tests.support.instances import Stock, application

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def _push_request_context() -> Iterator[None]:
    """pytest-flask would keep one request context round the whole test, and with it one identity."""
    return


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that uses the product runs on both databases, unless marked for one."""
    if "engine" in metafunc.fixturenames:
        marked = {mark.name for mark in metafunc.definition.iter_markers()}
        engines = ENGINES[:1] if "sqlite_only" in marked else ENGINES[1:] if "postgresql_only" in marked else ENGINES
        if "postgresql_in_prove" in marked:
            engines = (ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.prove))
        metafunc.parametrize("engine", engines, scope="session")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    """One PostgreSQL for all workers; where there is none the test is skipped, in CI it fails."""
    if postgres.find_binaries() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed")
    base = tmp_path_factory.getbasetemp()
    yield from postgres.shared(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Stock:
    """What is made once a run, for all its workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "stock"
    folder.mkdir(exist_ok=True)
    return Stock(folder, lambda: request.getfixturevalue("cluster"))


@pytest.fixture(scope="session")
def session_app(engine: str, tmp_path_factory: pytest.TempPathFactory, stock: Stock) -> Flask:
    if engine not in _prepared:  # pytest may set a session fixture up again when parameters alternate
        name = "gongzhi_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
        _prepared[engine] = application(stock.copy("empty", engine, tmp_path_factory.mktemp(engine), name))
    return _prepared[engine]


_prepared: dict[str, Flask] = {}


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application on this test's engine."""
    db.engines = session_app.extensions["engines"]
    closing_key.configure(keys.closing_key_file(session_app.config["SETTINGS"]))
    yield session_app
    db.end_request()
    for name in {"app", "counting", "superior", "reader", "owner"} & set(vars(db.engines)):
        left = getattr(db.engines, name).pool.checkedout()
        assert not left, f"{left} connections of {name} are still in a transaction"


@pytest.fixture
def fresh_app(engine: str, tmp_path: Path, stock: Stock) -> Iterator[Flask]:
    """An application with an empty database of its own."""
    name = "fresh_" + tmp_path.name.lower().replace("-", "_")[:40] + os.environ.get("PYTEST_XDIST_WORKER", "")
    app = application(stock.copy("empty", engine, tmp_path, name))
    yield app
    db.end_request()
    app.extensions["engines"].dispose()


@pytest.fixture
def make(app: Flask) -> Make:
    return Make(app)


@pytest.fixture
def community(make: Make):
    return make.community()
