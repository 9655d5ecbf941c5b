"""What must hold before anything is served or done: the database answers and is of this version, its roles are held by
row-level security, and the keys are those it was written with. Otherwise one sentence and exit code 2.
"""

import copy
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import current_app
from sqlalchemy import exc

from app.core import encryption
from app.operating import closing, schema
from tenants import db
from tenants.cli_output import Sentence
from tenants.models import Instance
from tenants.rls import Roles, too_mighty

ROLES = {"DATABASE_URL": "app", "DATABASE_SUPERIOR_URL": "superior", "DATABASE_READER_URL": "reader"}
KEYS = "keys"  # under this name `instance` keeps what tells the keys apart
AWAY = (exc.DatabaseError, exc.InterfaceError, exc.TimeoutError)


def refuse_unready() -> None:
    """Before serving and before the worker."""
    refuse_mighty_roles()
    refuse_other_version()
    refuse_other_keys()
    closing.check()


def refuse_other_version() -> None:
    """One sentence and exit code 2 where the tables are not those of this version."""
    with db.engines.app.connect() as connection:
        state = schema.state(connection)
    if state is not schema.State.CURRENT:
        raise Sentence(f"The database is {state}.")


def refuse_mighty_roles() -> None:
    """Each of the three roles signs in, and row-level security holds it."""
    if roles() is None:
        return
    for setting, role in ROLES.items():
        try:
            with getattr(db.engines, role).connect() as connection:
                reason = too_mighty(connection)
        except AWAY as error:
            raise Sentence(f"{setting}: {why(error)}") from None
        if reason:
            raise Sentence(f"The role of {setting} {reason}; give it a role of its own (README).")


def roles() -> Roles | None:
    """Who is granted what on PostgreSQL; None on SQLite."""
    settings = current_app.config["SETTINGS"]
    if settings.is_sqlite:
        return None
    urls = (settings.database_url, settings.database_superior_url, settings.database_reader_url)
    if missing := [name for name, url in zip(ROLES, urls, strict=True) if not url]:
        raise Sentence(f"Set {', '.join(missing)}: on PostgreSQL each role has its own address (README).")
    found = Roles.from_urls(*urls)
    if len({found.app, found.superior, found.reader}) < len(ROLES):
        raise Sentence(f"{', '.join(ROLES)} must name three roles: what one may read, another may not.")
    return found


def refuse_other_keys() -> None:
    """A database keeps by the name of each key that ever wrote what tells it from another; another key is refused."""
    with db.unbound(write=True):
        kept = db.session.get(Instance, KEYS) or Instance(name=KEYS, value={})
        given = encryption.checks()
        if others := [name for name, check in kept.value.items() if given.get(name) != check]:
            raise Sentence(
                f"The database was written with other keys ({', '.join(others)}):"
                " bring back keys.json, or the settings, from the copy kept apart from the database."
            )
        wanted = kept.value | {name: given[name] for name in encryption.in_use()}
        if wanted != kept.value:
            kept.value = wanted
            db.session.add(kept)
            db.commit()


def needed_keys() -> dict[str, str]:
    """What tells those keys apart without which something in the database cannot be read."""
    with db.unbound():
        kept = db.session.get(Instance, KEYS)
        return dict(kept.value) if kept else {}


def keep_only(names: set[str]) -> None:
    """The other keys may be taken away: nothing in the database needs them any more."""
    with db.unbound(write=True):
        given = encryption.checks()
        db.session.merge(Instance(name=KEYS, value={name: given[name] for name in names}))
        db.commit()


def why(error: Exception, what: str = "database") -> str:
    """What an error of the database means for the operator, in a sentence; `what` is what there was no room for."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if any(words in said for words in ("disk is full", "No space left", "disk I/O error")):
        return f"The disk is full, there is no room for the {what}: free some space and start again."
    if "unable to open database file" in said or "readonly database" in said:
        return f"The database file cannot be opened or written by this user: {said}."
    return f"The database cannot be used: {said}"


def told(command: click.Command) -> click.Command:
    """The command, or the group with all its commands, such that a database that is away ends it in one sentence."""
    told_command = copy.copy(command)
    if isinstance(told_command, click.Group):
        told_command.commands = {name: told(inner) for name, inner in told_command.commands.items()}
    if told_command.callback is not None:
        told_command.callback = _in_a_sentence(told_command.callback)
    return told_command


def _in_a_sentence(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def acted(*given: Any, **named: Any) -> Any:
        try:
            return act(*given, **named)
        except AWAY as error:
            raise Sentence(why(error)) from None

    return acted
