"""`keys rotate`: what is encrypted in the database is written anew with the highest of FIELD_KEYS."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update

from app.core import encryption
from app.core.encryption import EncryptedText
from app.operating import ready
from app.operating.closing import keys_group
from tenants import db
from tenants.cli_output import progress, result
from tenants.columns import Base
from tenants.models import Community
from tenants.owned import InCommunity, tables

BATCH = 200


@keys_group.command("rotate")
def rotate() -> None:
    """Write everything encrypted anew with the highest of FIELD_KEYS; the others can then be taken away."""
    ready.refuse_unready()
    with db.unbound(write=True):
        written = sum(_write_anew(model) for model in _encrypted(owned=False))
        communities = list(db.session.scalars(select(Community.id)))
    say = progress(len(communities), "communities")
    for done, community_id in enumerate(communities, 1):
        with db.as_community(community_id):
            written += sum(_write_anew(model) for model in _encrypted(owned=True))
        say(done)
    ready.keep_only(encryption.in_use())
    result({"values": written, "needed_from_now_on": sorted(encryption.in_use())})


def _encrypted(*, owned: bool) -> Iterator[Any]:
    """The classes with encrypted columns; a community's, or those of none."""
    for name, model in tables().items():
        if _columns(name) and issubclass(model, InCommunity) == owned:
            yield model


def _columns(table: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table].columns if isinstance(column.type, EncryptedText)]


def _write_anew(model: Any) -> int:
    """A batch at a time, each final; who changes such a row meanwhile waits for a moment. How many values."""
    names = _columns(model.__tablename__)
    ids = list(db.session.scalars(select(model.id)))
    written = 0
    for start in range(0, len(ids), BATCH):
        columns = [getattr(model, name) for name in names]
        batch = select(model.id, *columns).where(model.id.in_(ids[start : start + BATCH])).with_for_update()
        for key, *texts in db.session.execute(batch).all():
            values = dict(zip(names, texts, strict=True))
            db.session.execute(update(model).where(model.id == key).values(values), execution_options=QUIET)
            written += sum(text is not None for text in texts)
        db.commit()
    return written


QUIET = {"synchronize_session": False}
