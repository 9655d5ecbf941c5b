"""Taking turns over one row, where an act depends on what the row says."""

from tenants.database import db
from tenants.owned import InCommunity


def lock_row(row: InCommunity) -> None:
    """Read the row again and keep it until the commit: of two acts on it at once, the second sees what the first did.

    Rows that merely refer to it may still be written meanwhile.
    """
    db.session.flush()  # what this transaction changed would be read over
    db.session.refresh(row, with_for_update={"key_share": True})
