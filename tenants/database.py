"""One session, one binding: a community, a region above, or none. What it may see, guard.py decides."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from sqlalchemy import CursorResult, Engine, Select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from tenants.binding import Binding, current, in_force
from tenants.engines import Engines
from tenants.guard import BoundSession, Changed, about_to_change, tell_server

Opened = AbstractContextManager[Binding]


class Placed(Protocol):
    """A community, as far as a binding needs to know it: its own row, or its published line."""

    @property
    def community_id(self) -> uuid.UUID: ...

    @property
    def region_path(self) -> str: ...


class Database:
    """`db`: the one door to the data. Models, operations and queries use `db.session` and nothing else."""

    engines: Engines

    def connect(self, engines: Engines) -> None:
        self.engines = engines

    @property
    def binding(self) -> Binding:
        return in_force()

    @property
    def session(self) -> Session:
        binding = self.binding
        if binding.session is None:
            binding.session = BoundSession(self._engine(binding), expire_on_commit=False, info={"binding": binding})
        return binding.session

    @property
    def community_id(self) -> uuid.UUID:
        return self.binding.own_community()

    @property
    def is_in_a_community(self) -> bool:
        binding = current.get()
        return binding is not None and binding.community_id is not None

    def commit(self) -> None:
        """Make the change final. What is read afterwards (to draw the answer) waits for no writer."""
        self.session.commit()
        self.session.bind = self.engines.reading(self.binding.region_path is not None)

    def rows(self, query: Select[*tuple[Any, ...]], values: dict[str, Any] | None = None) -> list[Any]:
        """What a query of columns finds, for queries that are asked with nearly every page: built once, its open values
        given here. Costs half of what `session.execute` does, which can also give objects.
        """
        return list(self._send(query, values).all())

    def changed(self, statement: UpdateBase, values: dict[str, Any] | None = None) -> int:
        """Send a change; how many rows it found. No object that was read before learns of it."""
        return self._send(statement, values).rowcount

    def written(self, statement: UpdateBase, values: dict[str, Any] | None = None) -> Any:
        """Send a change; the one value that it returns, None where it changed nothing."""
        return self._send(statement, values).scalar()

    def _send(self, statement: Any, values: dict[str, Any] | None) -> CursorResult[Any]:
        session = self.session
        assert isinstance(session, BoundSession)
        return session.send(statement, dict(values or {}))

    def before_changes(self, told: Changed) -> None:
        """Call this with the session and the class before each statement that changes rows of it."""
        if told not in about_to_change:
            about_to_change.append(told)

    def when_ended(self, act: Callable[[], None]) -> None:
        """Do this once, when the present transaction is over, whichever way it ends."""
        self.session.info.setdefault("when_ended", []).append(act)

    def unbound(self, *, write: bool = False) -> Opened:
        """Global tables only: accounts, regions, communities, directories."""
        return self._open(Binding(write=write))

    def as_community(self, community_id: uuid.UUID, *, write: bool = True) -> Opened:
        """Read and write one community's rows, nobody else's."""
        return self._open(Binding(write=write, community_id=community_id))

    def erasing(self, community_id: uuid.UUID) -> Opened:
        """A community's binding for its end, as the owner: nobody else deletes what is only ever appended to."""
        return self._open(Binding(write=True, community_id=community_id, erasing=True))

    def as_superior(self, region_path: str) -> Opened:
        """Read what communities under the region published, and the region's own rows."""
        return self._open(Binding(region_path=region_path))

    @contextmanager
    def acting_in(self, community: Placed) -> Iterator[None]:
        """A superior's one act inside a community below: it reaches published rows only, and is final at the end.

        The superior's own session is closed meanwhile and opened anew afterwards, so neither carries rows over.
        """
        above = self.binding
        if not (above.region_path and community.region_path.startswith(above.region_path)):
            raise LookupError("Only a superior acts inside a community, and only in one below.")
        above.close()
        with self._in_place(Binding(write=True, community_id=community.community_id, acting=True)):
            yield
            self.session.commit()

    def begin_request(self, *, write: bool) -> None:
        """Open a binding that `end_request` closes; for the web, where no `with` spans a request."""
        current.set(Binding(write=write))

    def end_request(self) -> None:
        if (binding := current.get()) is not None:
            binding.close()
            current.set(None)

    def bind_community(self, community_id: uuid.UUID) -> None:
        """Narrow the unbound binding of this request to one community, inside the same transaction."""
        self._refuse_second_binding()
        self.binding.community_id = community_id
        if self.binding.session is not None and self.binding.session.in_transaction():
            tell_server(self.binding.session.connection(), self.binding)

    def bind_superior(self, region_path: str) -> None:
        """Turn this request into a superior's: another role, so another session."""
        self._refuse_second_binding()
        self.binding.close()
        self.binding.region_path = region_path

    def _refuse_second_binding(self) -> None:
        if self.binding.bound:
            raise LookupError("This session is bound already: close it before binding another.")

    def _engine(self, binding: Binding) -> Engine:
        if binding.across:
            return self.engines.reader
        if binding.region_path is not None:
            return self.engines.superior
        if binding.erasing and not self.engines.is_sqlite:
            return self.engines.owner
        return self.engines.writing if binding.write else self.engines.app

    @contextmanager
    def _open(self, binding: Binding) -> Iterator[Binding]:
        outer = current.get()
        if outer is not None and outer.bound:
            raise LookupError("A binding is open already: never two at once.")
        with self._in_place(binding):
            yield binding

    @contextmanager
    def _in_place(self, binding: Binding) -> Iterator[None]:
        token = current.set(binding)
        try:
            yield
        finally:
            binding.close()
            current.reset(token)


db = Database()


@contextmanager
def across_communities(reason: str) -> Iterator[Session]:
    """The one door through which more than one community is read, as the role `reader_all`.

    Only classes with columns in `read_across` open to it; it never writes. `reason` is logged.
    """
    db.engines.log.info("reading across communities: %s", reason)
    with db._open(Binding(across=reason)):
        yield db.session
