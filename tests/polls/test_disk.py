"""What a count destroys is gone: from SQLite's file and log at once, from PostgreSQL's once its owner rewrites the tables."""

import re
import time
from pathlib import Path

import psycopg
import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import select

from app.core import sealing
from app.polls.models import Elector, Poll
from app.ratings import operations as ratings
from app.ratings.models import RatingAsk, RatingRound
from tenants import db
from tests.polls.steps import closed, open_poll, voted

STEP = Path(__file__).parents[2] / "docs" / "operating.md"


def secrets(make, town, poll):
    """(the poll's key as it is stored, what opens its envelopes, envelopes by unit), as someone with everything had them."""
    with make.inside(town[0]):
        row = db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()
        private = SealedBox(sealing.operator().keys[row.seal_label]).decrypt(row.seal_private)
        query = select(Elector.unit_id, Elector.sealed).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None))
        return row.seal_private, SealedBox(PrivateKey(private)), dict(db.session.execute(query).all())


def joined(raw, box, envelopes):
    """Units whose choice is found beside them in what is left on the disk."""
    size, found = len(next(iter(envelopes.values()))), []
    for unit in envelopes:
        for place in (one.start() for one in re.finditer(re.escape(unit.bytes), raw)):
            found += [unit] if any(_opens(box, raw[place + gap : place + gap + size]) for gap in range(16, 140)) else []
    return found


def _opens(box, envelope):
    try:
        return box.decrypt(envelope)
    except (CryptoError, ValueError):
        return None


@pytest.mark.sqlite_only
def test_on_sqlite_neither_file_nor_log_keeps_key_or_envelopes(make, town):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes", "no"] * 6)
    voted(make, town, poll, ["no"] * 6)  # changed minds leave envelopes too
    key, box, envelopes = secrets(make, town, poll)
    file = Path(db.engines.app.url.database)
    log = file.with_name(file.name + "-wal")
    assert joined(file.read_bytes() + log.read_bytes(), box, envelopes)  # else nothing is tested here
    closed(town, poll)
    raw = file.read_bytes() + log.read_bytes()
    assert key not in raw
    assert not [one for one in envelopes.values() if one in raw]
    assert not joined(raw, box, envelopes)


@pytest.mark.sqlite_only
def test_on_sqlite_a_rounds_answers_leave_the_disk_too(make, town):
    community, people, _ = town
    people += [make.member(community) for _ in range(10)]
    board = make.official(community, "supervision")
    with make.inside(community):
        round_ = ratings.start(make.visitor(board, community))
        for person in people[:21]:
            ratings.answer(make.visitor(person, community), round_, {1: 5, 2: None, 3: None, 4: None}, None)
        db.commit()
        key, number = db.session.scalars(select(RatingRound.seal_private)).one(), round_.number
        sealed = db.session.scalars(select(RatingAsk.sealed).where(RatingAsk.sealed.is_not(None))).all()
    closed(town, round_)
    file = Path(db.engines.app.url.database)
    raw = file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
    assert (number, len(sealed)) == (round_.number, 21)
    assert key not in raw
    assert not [one for one in sealed if one in raw]


@pytest.mark.postgresql_only
def test_on_postgresql_the_owners_step_in_the_handbook_rewrites_what_is_dead(make, town, cluster):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes", "no"] * 6)
    key, box, envelopes = secrets(make, town, poll)
    closed(town, poll)
    step = re.search(r"`(VACUUM FULL [\w, ]+);?`", STEP.read_text(encoding="utf-8"))[1]
    name = db.engines.app.url.database
    for _ in range(20):  # what somebody who connects at this moment might still see stays until the next time
        cluster.run(step, name)
        cluster.run("CHECKPOINT", name)
        raw = {table: _heap(cluster, name, table) for table in ("poll", "elector")}
        if key not in raw["poll"]:
            break
        time.sleep(0.2)
    assert key not in raw["poll"]
    assert not [one for one in envelopes.values() if one in raw["elector"]]
    assert not joined(raw["elector"], box, envelopes)
    assert {"rating_round", "rating_ask"} <= set(re.findall(r"\w+", step))


def _heap(cluster, name, table):
    address = f"host=127.0.0.1 port={cluster.port} user=postgres dbname={name}"
    with psycopg.connect(address) as connection:
        [folder] = connection.execute("SHOW data_directory").fetchone()
        [path] = connection.execute("SELECT pg_relation_filepath(%s)", (table,)).fetchone()
        return Path(folder, path).read_bytes()
