"""Commands of the operator, run as with settings of their own."""

import contextlib
import io

from config import Unusable, from_environment
from tenants import db
from tests.support.instances import application


def ran(environ, *command):
    """The command in an application of its own, made from these settings; tests go on with theirs."""
    engines, said = db.engines if hasattr(db, "engines") else None, io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            app = application(from_environment(environ))
        ended = app.test_cli_runner().invoke(args=command)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    except Unusable as unusable:
        return unusable.code, said.getvalue().strip(), ""
    finally:
        if db.__dict__.get("engines") not in (engines, None):
            db.engines.dispose()
        db.engines = engines
    return ended.exit_code, ended.stderr.strip(), ended.stdout


def told(environ, *command):
    """How it ended and what it said."""
    return ran(environ, *command)[:2]


@contextlib.contextmanager
def opened(environ):
    """The product on what a command left there."""
    engines = db.engines
    app = application(from_environment(environ))
    try:
        yield app
    finally:
        db.end_request()
        db.engines.dispose()
        db.engines = engines
