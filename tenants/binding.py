"""The binding in force: the binding of this request, command or job."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


@dataclass
class Binding:
    """What one request, command or job may see; its session opens at the first question."""

    write: bool = False
    community_id: uuid.UUID | None = None
    region_path: str | None = None
    across: str | None = None
    acting: bool = False  # a superior's act inside the community: its published rows, nothing else
    erasing: bool = False  # the community ends, and what is only ever appended to with it
    session: Session | None = field(default=None, repr=False)

    @property
    def bound(self) -> bool:
        return bool(self.community_id or self.region_path or self.across)

    def own_community(self) -> uuid.UUID:
        if self.community_id is None:
            raise LookupError("No community is bound.")
        return self.community_id

    def close(self) -> None:
        """Also where the database died meanwhile: there is nothing left to take back then."""
        session, self.session = self.session, None
        if session is None:
            return
        try:
            session.close()
        except DBAPIError:
            session.invalidate()


current: ContextVar[Binding | None] = ContextVar("binding", default=None)


def in_force() -> Binding:
    """The binding that is open now; LookupError where none is."""
    binding = current.get()
    if binding is None:
        raise LookupError("No binding is open: use db.as_community(), db.as_superior() or db.unbound().")
    return binding
