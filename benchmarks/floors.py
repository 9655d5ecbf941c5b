"""The floors: what the same server does with the least that could give the same answer.

(r) the same HTML of the same rows from one flat template (benchmarks/flat.py);
(v) a bare POST that sends a vote's own statements through the driver by hand.
"""

import sqlite3
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from flask import Flask, request
from sqlalchemy import create_engine, event

from app.web.csrf import protect
from benchmarks import flat
from benchmarks.case import Case
from tenants import db


def add(app: Flask, url: str, community: Any, statements: list[tuple[str, Any]], cases: dict[str, Case]) -> None:
    """Put the floors beside the product, under /floor/…; `url` is read without any policy."""
    flat.add(app, create_engine(url), community, cases)
    connection = cache(lambda: _driver(db.engines.app.url))  # as the same role; made by the process that uses it

    @app.post("/floor/vote")
    @protect.exempt
    def floor_vote() -> tuple[str, int]:
        request.form.get("choice")
        cursor = connection().cursor()
        cursor.execute("BEGIN")
        for statement, values in statements:
            cursor.execute(statement, values)
            if statement.lstrip().startswith("SELECT"):
                cursor.fetchall()
        cursor.execute("COMMIT")
        return "", 204


def _driver(url: Any) -> Any:
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection
    address = f"host={url.host} port={url.port} user={url.username} password={url.password} dbname={url.database}"
    return psycopg.connect(address, autocommit=True)


def vote_statements(app: Flask, vote: Any) -> list[tuple[str, Any]]:
    """What a vote really sends in its transaction, as the driver gets it: one is cast, and listened to."""
    sent: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if not statement.startswith("BEGIN") and "rate_count" not in statement:  # counted beside, not in it
            sent.append((statement, values))

    event.listen(db.engines.app, "before_cursor_execute", listen)
    form = dict(parse_qsl(vote.body))
    client = app.test_client(use_cookies=False)
    answer = client.post(vote.path, data=form, headers={"Cookie": vote.headers["Cookie"]})
    event.remove(db.engines.app, "before_cursor_execute", listen)
    assert answer.status_code == 303, answer.text
    return sent
