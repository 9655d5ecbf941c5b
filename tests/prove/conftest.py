"""An instance of its own for each long run."""

import pytest

from tenants import db
from tests.support import postgres
from tests.support.instances import Stock, application


@pytest.fixture
def own(engine, tmp_path):
    """An application with a database of its own that writes as in production, and the server of that database."""
    cluster = postgres.start(durable=True) if engine == "postgresql" else None
    (tmp_path / "stock").mkdir()
    stock = Stock(tmp_path / "stock", lambda: cluster)
    try:
        yield application(stock.copy("empty", engine, tmp_path / "instance", "chaos")), cluster
    finally:
        db.end_request()
        db.engines.dispose()
        if cluster is not None:
            cluster.stop()
