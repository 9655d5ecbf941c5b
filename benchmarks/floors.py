"""The floors: what the same server does with the least that could give the same answer.

(b) one ORM query of 20 rows through the list's own template, without tenant, session or permission;
(v) a bare POST that sends a vote's own statements through the driver by hand.
"""

import sqlite3
import uuid
from typing import Any

import psycopg
from flask import Flask, g, render_template, request
from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.access import Visitor
from app.html import Page
from app.limits import limiter
from app.proposals.models import Proposal


def add(app: Flask, url: str, community: Any, elector: dict[str, Any]) -> None:
    """Put the floors into an application of their own, under /floor/…"""
    engine = create_engine(url)
    plain = make_url(url)

    @app.get("/floor/list")
    def floor_list() -> str:
        g.slug, g.community, g.visitor = community.slug, community, Visitor(community=community)
        with Session(engine) as session:
            rows = session.scalars(
                select(Proposal).where(Proposal.community_id == community.id).order_by(Proposal.number.desc()).limit(20)
            ).all()
            page = Page(rows, None)
            return render_template(
                "proposals/index.html", page=page, kind=None, word=None, mine=False, current_section="proposals"
            )

    connection = _driver(plain)

    @app.post("/floor/vote")
    @limiter.exempt
    def floor_vote() -> tuple[str, int]:
        request.form.get("choice")
        cursor = connection.cursor()
        cursor.execute("BEGIN")
        for statement, values in elector["statements"]:
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


def vote_statements(
    sqlite: bool, login: uuid.UUID, community: Any, member: uuid.UUID, poll: Any, unit: uuid.UUID, sealed: bytes
) -> list[Any]:
    """The statements a vote needs, by hand: login, community, binding, member, poll, elector, its update."""
    mark, key = ("?", (lambda one: one.bytes)) if sqlite else ("%s", (lambda one: one))
    own = key(community.id)
    statements = [
        (
            f"SELECT l.id, a.id FROM login_session l JOIN account a ON a.id = l.account_id WHERE l.id = {mark}",
            (key(login),),
        ),
        (f"SELECT id FROM community WHERE slug = {mark}", (community.slug,)),
        (f"SELECT id, household_id FROM membership WHERE community_id = {mark} AND id = {mark}", (own, key(member))),
        (f"SELECT * FROM poll WHERE community_id = {mark} AND number = {mark}", (own, poll.number)),
        (
            f"SELECT id FROM elector WHERE community_id = {mark} AND poll_id = {mark} AND unit_id = {mark}",
            (own, key(poll.id), key(unit)),
        ),
        (
            f"UPDATE elector SET membership_id = {mark}, sealed = {mark} WHERE community_id = {mark} AND poll_id = {mark} AND unit_id = {mark}",
            (key(member), sealed, own, key(poll.id), key(unit)),
        ),
    ]
    if not sqlite:
        statements.insert(2, (f"SET LOCAL app.community_id = '{community.id}'", None))
    return statements
