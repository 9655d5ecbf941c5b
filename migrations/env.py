"""Runs migrations on the connection it is given (app/operating/schema.py), or on the environment's owner database."""

from alembic import context
from sqlalchemy import Connection

from app.operating import schema


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=schema.metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        user_module_prefix="columns.",
        include_object=schema.included,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
