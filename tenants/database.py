"""One session, one binding: a community, a region above, or none. What it may see, guard.py decides."""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants.engines import Engines
from tenants.guard import BoundSession, tell_server
from tenants.scope import Scope, current, in_force

Binding = AbstractContextManager[Scope]


class Database:
    """`db`: the one door to the data. Models, operations and queries use `db.session` and nothing else."""

    engines: Engines

    def connect(self, engines: Engines) -> None:
        self.engines = engines

    @property
    def scope(self) -> Scope:
        return in_force()

    @property
    def session(self) -> Session:
        scope = self.scope
        if scope.session is None:
            scope.session = BoundSession(self._engine(scope), expire_on_commit=False, info={"scope": scope})
        return scope.session

    @property
    def community_id(self) -> uuid.UUID:
        return self.scope.own_community()

    def commit(self) -> None:
        """Make the change final. What is read afterwards (to draw the answer) waits for no writer."""
        self.session.commit()
        self.session.bind = self.engines.reading(self.scope.region_path is not None)

    def unbound(self, *, write: bool = False) -> Binding:
        """Global tables only: accounts, regions, communities, directories."""
        return self._open(Scope(write=write))

    def as_community(self, community_id: uuid.UUID, *, write: bool = True) -> Binding:
        """Read and write one community's rows, nobody else's."""
        return self._open(Scope(write=write, community_id=community_id))

    def erasing(self, community_id: uuid.UUID) -> Binding:
        """A community's binding for its end, as the owner: nobody else deletes what is only ever appended to."""
        return self._open(Scope(write=True, community_id=community_id, erasing=True))

    def as_superior(self, region_path: str) -> Binding:
        """Read what communities under the region published, and the region's own rows."""
        return self._open(Scope(region_path=region_path))

    def begin_request(self, *, write: bool) -> None:
        """Open a scope that `end_request` closes; for the web, where no `with` spans a request."""
        current.set(Scope(write=write))

    def end_request(self) -> None:
        if (scope := current.get()) is not None:
            scope.close()
            current.set(None)

    def bind_community(self, community_id: uuid.UUID) -> None:
        """Narrow the unbound scope of this request to one community, inside the same transaction."""
        self._refuse_second_binding()
        self.scope.community_id = community_id
        if self.scope.session is not None and self.scope.session.in_transaction():
            tell_server(self.scope.session.connection(), self.scope)

    def bind_superior(self, region_path: str) -> None:
        """Turn this request into a superior's: another role, so another session."""
        self._refuse_second_binding()
        self.scope.close()
        self.scope.region_path = region_path

    def leave(self) -> None:
        """Close the binding of this request; the identity map carries nothing over."""
        self.scope.close()
        self.scope.community_id = self.scope.region_path = None

    def _refuse_second_binding(self) -> None:
        if self.scope.bound:
            raise LookupError("This session is bound already: close it before binding another.")

    def _engine(self, scope: Scope) -> Engine:
        if scope.across:
            return self.engines.reader
        if scope.region_path is not None:
            return self.engines.superior
        if scope.erasing and not self.engines.is_sqlite:
            return self.engines.owner
        return self.engines.writing if scope.write else self.engines.app

    @contextmanager
    def _open(self, scope: Scope) -> Iterator[Scope]:
        outer = current.get()
        if outer is not None and outer.bound:
            raise LookupError("A binding is open already: never two at once.")
        token = current.set(scope)
        try:
            yield scope
        finally:
            scope.close()
            current.reset(token)


db = Database()


@contextmanager
def across_communities(reason: str) -> Iterator[Session]:
    """The one door through which more than one community is read, as the role `reader_all`.

    Only classes marked `read_across` open to it; it never writes. `reason` is logged.
    """
    db.engines.log.info("reading across communities: %s", reason)
    with db._open(Scope(across=reason)):
        yield db.session
