"""The numbers people see: "议题 12", counted per community in the transaction that uses them."""

from sqlalchemy import update

from tenants.database import db
from tenants.models import Counter

KINDS = ("proposal", "poll", "shift", "notice", "round", "report", "receipt")


def next_number(kind: str) -> int:
    """The next number of its kind in the bound community. Two at once wait for each other."""
    counted = db.session.execute(
        update(Counter)
        .where(Counter.kind == kind)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if counted is None:
        db.session.add(Counter(kind=kind, last=1))
        db.session.flush()  # takes the row's lock before the number is used
        return 1
    return counted
