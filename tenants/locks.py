"""Taking turns over one row, where an act depends on what the row says."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from tenants.database import db
from tenants.owned import InCommunity


def lock_row(row: InCommunity) -> None:
    """Read the row again and keep it until the commit: of two acts on it at once, the second sees what the first did.

    Rows that merely refer to it may still be written meanwhile.
    """
    db.session.flush()  # what this transaction changed would be read over
    db.session.refresh(row, with_for_update={"key_share": True, "of": type(row)})


def lock_or_make(model: Any, key: dict[str, Any], values: dict[str, Any]) -> Any:
    """The row with this key, made where there is none, with these values; of two at once, the second waits."""
    dialect = sqlite if db.engines.is_sqlite else postgresql
    made = dialect.insert(model).on_conflict_do_update(index_elements=[*key], set_=values).returning(model)
    return db.session.scalars(made.execution_options(populate_existing=True), {**key, **values}).one()
