"""The numbers people see: "议题 12", counted per community in the transaction that uses them."""

from sqlalchemy.dialects import postgresql, sqlite

from tenants.database import db
from tenants.models import Counter


def next_number(kind: str) -> int:
    """The next number of its kind in the bound community. Two at once wait for each other, also for the first."""
    dialect = sqlite if db.engines.is_sqlite else postgresql
    first = dialect.insert(Counter).on_conflict_do_update(
        index_elements=["community_id", "kind"], set_={"last": Counter.last + 1}
    )
    last: int = db.session.execute(first.returning(Counter.last), {"kind": kind, "last": 1}).scalar_one()
    return last
