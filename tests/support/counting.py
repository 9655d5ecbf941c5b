"""How many statements were sent to the database, BEGIN and COMMIT left out."""

from typing import Any

from sqlalchemy import Engine, event


class Counted:
    """`with Counted(db.engines.app) as counted: …; len(counted.statements)`."""

    def __init__(self, *engines: Engine) -> None:
        self.engines, self.statements = set(engines), []

    def __enter__(self) -> "Counted":
        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self.engines:
            event.remove(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            self.statements.append(statement)
