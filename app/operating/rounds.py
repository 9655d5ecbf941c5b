"""When the worker last went round: kept in the database, where every process and every monitor finds it."""

from datetime import datetime, timedelta

from app.core import clock
from tenants import db
from tenants.models import Instance

LAST = "worker"  # under this name in `instance`
OFTEN = timedelta(seconds=20)  # how often it is noted
SILENT = timedelta(minutes=5)  # after that it is said to be missing
_noted: list[datetime] = []


def note() -> None:
    """This worker has just done all it found."""
    now = clock.now()
    if _noted and abs(now - _noted[0]) < OFTEN:  # a clock that was ahead and is set right holds nothing up
        return
    with db.unbound(write=True):
        db.session.merge(Instance(name=LAST, value={"at": now.isoformat()}))
        db.commit()
    _noted[:] = [now]


def last() -> datetime | None:
    """The last round of any worker; None where none has ever gone."""
    with db.unbound():
        found = db.session.get(Instance, LAST)
    return datetime.fromisoformat(found.value["at"]) if found else None


def is_silent(last: datetime) -> bool:
    """Whether that was too long ago, or is of a clock that was ahead: nobody has gone round since it was set right."""
    return abs(clock.now() - last) > SILENT
