"""The schema: which tables there are, and how a database is brought up to them."""

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


def is_current(connection: Connection) -> bool:
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
