"""The schema: which tables there are, and how a database is brought up to them."""

import enum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

import tenants.models  # noqa: F401
from tenants.columns import Base
from tenants.rls import Roles

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def metadata() -> MetaData:
    """Every table of the product."""
    return Base.metadata


def included(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


def _config(connection: Connection | None, roles: Roles | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes.update(connection=connection, roles=roles)
    return config


def upgrade(connection: Connection, roles: Roles | None, to: str = "head") -> None:
    """Bring the database up. On PostgreSQL, `roles` names who is granted what."""
    command.upgrade(_config(connection, roles), to)


def downgrade(connection: Connection, roles: Roles | None, to: str = "base") -> None:
    command.downgrade(_config(connection, roles), to)


def differences(connection: Connection) -> list[Any]:
    """What the tables and the migrations disagree about; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": included})
    return compare_metadata(context, metadata())


class State(enum.StrEnum):
    """How a database stands to this version of the product."""

    ABSENT = "not set up yet: run `flask --app wsgi setup` first"
    OLDER = "older than this version of the product: run `flask --app wsgi db upgrade`"
    NEWER = "newer than this version of the product: run the version that made it"
    CURRENT = "current"


def head() -> str | None:
    """The version of the product as its tables know it."""
    return _revisions()[0]


def state(connection: Connection) -> State:
    """How the database at the other end stands to this version of the product."""
    found = MigrationContext.configure(connection).get_current_heads()
    if not found:
        return State.ABSENT
    head, known = _revisions()
    if found == (head,):
        return State.CURRENT
    return State.OLDER if known.issuperset(found) else State.NEWER


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    """The last migration there is, and all."""
    scripts = ScriptDirectory(str(SCRIPTS))
    return scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions())
