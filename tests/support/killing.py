"""Processes that die in the middle of their work, for tests of what is left behind.

`Mother` is the test's side. Behind it a process of its own has the product loaded and no connection open; for each
order it forks a child that does the work and is ended at the instant the order names. That costs milliseconds where
a start of Python would cost seconds, so that a test can afford hundreds of deaths.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from itertools import count
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]


def environment(app: Flask) -> dict[str, str]:
    """What makes a new process the same instance as `app`."""
    settings = app.config["SETTINGS"]
    names = (
        "database_url", "database_owner_url", "database_superior_url", "database_reader_url",
        "secret_key", "field_keys", "blind_index_key", "closing_key",
    )  # fmt: skip
    given = {name.upper(): str(getattr(settings, name) or "") for name in names}
    return {**os.environ, "INSTANCE_PATH": str(settings.instance), "PYTHONPATH": str(ROOT), **given}


class Mother:
    """`with Mother(app) as mother: …`. Orders: `serve` until killed or for one request, `work` one worker's round.

    step:  die at this step; steps are counted from 0: each statement's beginning and end, each commit's
    delay: seconds between the step and the death
    after: die this many seconds after the fork, whatever is going on
    """

    def __init__(self, app: Flask) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.killing"], cwd=ROOT, env=environment(app), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> "Mother":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=120)  # on a machine where others go first
        self.process.stdout.close()

    def serve(self, **order: float) -> int:
        """The port of a new server."""
        self._order(what="serve", **order)
        return self._answer()

    def work(self, at: datetime, **order: float) -> bool:
        """A round of the worker at this time of the clock; True where it lived to the end."""
        self._order(what="work", at=at.isoformat(), **order)
        return self.lived()

    def lived(self) -> bool:
        """Waits for the child's end; False where it was killed."""
        status = self._answer()
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGALRM)
        assert killed or status == 0, f"the child ended by itself ({status})"
        return not killed

    def _order(self, **order: object) -> None:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def _answer(self) -> int:
        line = self.process.stdout.readline()
        assert line, "the process that starts the children is gone"
        return int(line)


# -- the other side ---------------------------------------------------------------------------------------------------


def main() -> None:
    from app.web import limits
    from tenants import db
    from wsgi import app

    app.config["WTF_CSRF_ENABLED"] = False
    limits.limiter.enabled = False
    app.test_client().get("/")  # what is loaded at the first request is loaded before the fork
    db.engines.dispose()
    for line in sys.stdin:
        order = json.loads(line)
        door = _door() if order["what"] == "serve" else None
        if (child := os.fork()) == 0:
            _child(app, order, door)
        if door is not None:
            door.close()  # the child has it; once that is dead, whoever knocks is told so
        if "after" in order:
            time.sleep(order["after"])
            os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still this child's
        print(os.waitpid(child, 0)[1], flush=True)


def _door() -> socket.socket:
    """Listens before there is a child, and says where: the child may die before it could."""
    door = socket.create_server(("127.0.0.1", 0))
    print(door.getsockname()[1], flush=True)
    return door


def _child(app: Flask, order: dict, door: socket.socket | None) -> None:
    """Never returns."""
    try:
        if "step" in order:
            _die_at(order["step"], order.get("delay", 0))
        _serve(app, door, once="after" not in order) if door is not None else _work(app, order["at"])
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _serve(app: Flask, door: socket.socket, *, once: bool) -> None:
    import logging

    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=not once, fd=door.fileno())
    server.timeout = 60  # nobody knocks any more: the test has ended
    server.handle_request() if once else server.serve_forever()


def _work(app: Flask, at: str) -> None:
    from app.core import clock
    from app.operating import worker

    with app.app_context(), clock.at(datetime.fromisoformat(at)):
        worker.run_once()


def _die_at(step: int, delay: float) -> None:
    from sqlalchemy import Engine, event
    from sqlalchemy.orm import Session

    steps = count()

    def passed(*_: object) -> None:
        if next(steps) != step:
            return
        if delay:  # nobody handles this signal, so that the kernel ends the process wherever it then is
            signal.setitimer(signal.ITIMER_REAL, delay)
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, passed)
    event.listen(Session, "after_commit", passed)


if __name__ == "__main__":
    main()
