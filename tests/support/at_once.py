"""Two people at once, made certain: one request stops at a chosen statement until the other has ended."""

from collections.abc import Callable
from threading import Event, Thread, current_thread
from typing import Any

from sqlalchemy import event

from tenants import db

WAIT = 1.5  # seconds: where the other waits for the first one's lock, it goes on after it


def at_once(first: Callable[[], Any], other: Callable[[], Any], *, at: str, after: bool = False) -> list[Any]:
    """What both say. `first` is held before (or after) its statement that contains `at` while `other` goes ahead."""
    said: dict[str, Any] = {}
    reached, go_on = Event(), Event()
    held = Thread(target=lambda: said.update(first=first()))
    free = Thread(target=lambda: said.update(other=other()))

    def stop(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if current_thread() is held and at in statement and not reached.is_set():
            reached.set()
            go_on.wait(20)

    moment = "after_cursor_execute" if after else "before_cursor_execute"
    event.listen(db.engines.app, moment, stop)
    try:
        held.start()
        assert reached.wait(10), f"nothing was sent that contains {at!r}"
        free.start()
        free.join(WAIT)
        go_on.set()
        held.join()
        free.join()
    finally:
        event.remove(db.engines.app, moment, stop)
    return [said["first"], said["other"]]
