"""What was sealed is out of reach once it is counted: an attack with every byte there is and every key that is left.

Just before the count the attacker, who has the closing key of that day, finds and opens every envelope and names
everyone who was drawn. After the count the same bytes may still lie in the database's files, logs and free blocks;
with the keys that are left they join nobody to a choice or an answer, and name nobody who was drawn.
"""

import hashlib
import hmac
import os
import re
import shutil
import subprocess
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import select

from app.accounts.models import LoginSession
from app.community.models import Membership
from app.core import clock, closing_key
from app.core.closing_key import Key
from app.operating import worker
from app.polls.models import Elector
from app.ratings import operations as ratings
from app.ratings.models import RatingAsk, RatingFigure, RatingRound
from app.web import limits
from tenants import db
from tests.polls.steps import OWN_RULES, open_poll, voted

ROOT = Path(__file__).resolve().parents[1]
AHEAD = 400  # steps an attacker tries from a key on
NEAR = 400  # bytes: what lies so near may belong to the same change


@dataclass
class Loot:
    """What an attacker with the database looks for: envelopes by unit or token, and whose rows could be meant."""

    votes: dict
    answers: dict
    people: dict  # membership → what stands for that person: itself, the account, logins
    poll: object
    round_: object

    @property
    def envelopes_of_answers(self):
        return [*self.answers, *self.answers.values()]

    @property
    def envelopes(self):
        return [*self.votes.values(), *self.answers.values()]


@pytest.fixture
def app(fresh_app):
    return fresh_app


@pytest.fixture
def town(make):
    community = make.community(**OWN_RULES)
    people = make.members(community, 25)
    return community, people, make.official(community)


def lived(make, town):
    """A vote and a round that close at about the same time, with changed minds and POSTs that are counted."""
    community, people, _ = town
    board = make.official(community, "supervision")
    with clock.at(clock.now() - timedelta(days=9)), make.inside(community):
        round_ = ratings.start(make.visitor(board, community))
        db.commit()
    poll = open_poll(make, town)
    answering = [make.browser(person, community) for person in people[:22]]  # who signed in long before
    limits.limiter.enabled = True
    try:
        voted(make, town, poll, ["yes", "no"] * 6)
        voted(make, town, poll, ["no"] * 6)
        form = {"q2": "4", "q3": "5", "q4": "0", "post": ""}
        for place, browser in enumerate(answering):
            answer = browser.post(f"ratings/{round_.number}", q1=str(place % 5 + 1), **form)
            assert answer.status_code == 303
    finally:
        limits.limiter.enabled = False
    with make.inside(community):
        votes = dict(
            db.session.execute(select(Elector.unit_id, Elector.sealed).where(Elector.sealed.is_not(None))).all()
        )
        answers = dict(db.session.execute(select(RatingAsk.token, RatingAsk.sealed)).all())
        members = db.session.execute(select(Membership.id, Membership.account_id)).all()
    with app_logins(make) as logins:
        people = {one.id: {one.id, one.account_id, *logins.get(one.account_id, ())} for one in members}
    return Loot(votes, {token: one for token, one in answers.items() if one}, people, poll, round_)


@contextmanager
def app_logins(make):
    with make.app.app_context(), db.unbound():
        found = {}
        for one in db.session.execute(select(LoginSession.id, LoginSession.account_id)):
            found.setdefault(one.account_id, set()).add(one.id)
        yield found


def counted(town, loot):
    with clock.at(max(loot.poll.closes_at, loot.round_.closes_at) + timedelta(minutes=1)):
        worker.run_once()
        worker.run_once()


def every_byte(app, request):
    """The whole data directory, log files, statistics and all; on SQLite the file and its log. In parts that belong together."""
    settings = app.config["SETTINGS"]
    if settings.is_sqlite:
        file = Path(db.engines.app.url.database)
        return _parts(file.read_bytes(), 4096) + _parts(_bytes(file.with_name(file.name + "-wal"))[32:], 4096 + 24)
    cluster, name = request.getfixturevalue("cluster"), db.engines.app.url.database
    cluster.run("ANALYZE", name)
    cluster.run("CHECKPOINT", name)
    cluster.run("SELECT pg_switch_wal()", name)
    with psycopg.connect(f"host=127.0.0.1 port={cluster.port} user=postgres dbname={name}") as connection:
        [own] = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    data = cluster.folder / "data"
    folders = [data / "base" / str(own), data / "global", data / "pg_xact"]
    pages = [part for folder in folders for file in sorted(folder.rglob("*")) for part in _parts(_bytes(file), 8192)]
    return pages + [_bytes(file) for file in sorted((data / "pg_wal").rglob("*"))]  # one change after another


def _parts(raw, size):
    return [raw[place : place + size] for place in range(0, len(raw), size)]


def _bytes(file):
    try:
        return file.read_bytes()
    except (FileNotFoundError, IsADirectoryError):  # a log file that was recycled meanwhile
        return b""


def keys_left(app):
    """Every 32 bytes an attacker could still try, and every step of the closing key from where it stands."""
    settings = app.config["SETTINGS"]
    texts = [
        settings.secret_key,
        settings.field_keys,
        settings.blind_index_key,
        closing_key.file().read_bytes().decode("ascii", "replace"),
    ]
    found = {hashlib.sha256(text.encode()).digest() for text in texts}
    for text in texts:
        for word in re.split(r"[\s:,\0]+", text):
            for read in (bytes.fromhex, _base64, str.encode):
                try:
                    found |= {read(word)[:32]} if len(read(word)) >= 32 else set()
                except ValueError:
                    continue
    key = closing_key.read()
    return found, [key.moved(key.step + ahead) for ahead in range(AHEAD)]


def _base64(word):
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(word + "==")


def boxes(keys, loot):
    raw, steps = keys
    uses = [
        key.use(f"{kind} {row.id.hex}", "envelopes")
        for key in steps
        for kind, row in (("poll", loot.poll), ("round", loot.round_))
    ]
    return [SealedBox(PrivateKey(secret)) for secret in [*raw, *(key.secret for key in steps), *uses]]


def opens(some_boxes, envelope):
    for box in some_boxes:
        try:
            return box.decrypt(envelope)
        except (CryptoError, ValueError):
            continue
    return None


def names(keys, loot):
    """Who can be told to be meant by one of the tokens."""
    raw, steps = keys
    secrets = [
        *raw,
        *(key.secret for key in steps),
        *(key.use(f"round {loot.round_.id.hex}", "names") for key in steps),
    ]
    tokens = set(loot.answers)
    return {
        who for who in loot.people for secret in secrets if hmac.digest(secret, who.bytes, hashlib.sha256) in tokens
    }


def lies_near(parts, what, others):
    """Which of the others lie near one of these in the bytes of one part."""
    found, any_of = set(), re.compile(b"|".join(map(re.escape, what)))
    for part in parts:
        for hit in any_of.finditer(part):
            about = part[max(0, hit.start() - NEAR) : hit.end() + NEAR]
            found |= {other for other in others if other in about}
    return found


def test_after_the_count_no_byte_and_no_key_that_is_left_tells_who_chose_what_or_who_was_drawn(
    app, make, town, request
):
    loot = lived(make, town)
    counts_it = closing_key.read().moved(loot.poll.closing_step), closing_key.read().moved(loot.round_.closing_step)
    parts, keys = every_byte(app, request), keys_left(app)
    before = b"".join(parts)
    assert (len(loot.votes), len(loot.answers)) == (12, 22)
    assert all(one in before for one in loot.envelopes)
    assert all(opens(boxes(keys, loot), one) for one in loot.envelopes)
    drawn = names(keys, loot)
    assert len(drawn) == 22
    counted(town, loot)
    with make.inside(town[0]):
        assert db.session.scalars(select(RatingRound)).one().state == "published"
        assert db.session.scalars(select(RatingFigure.id)).all()
    parts += every_byte(app, request)  # the attacker also kept what there was before
    after, left = b"".join(parts), keys_left(app)
    assert any(one in after for one in loot.envelopes)
    some_boxes = boxes(left, loot)
    assert not [one for one in loot.envelopes if opens(some_boxes, one)]
    assert not names(left, loot)
    persons = [one.bytes for ids in loot.people.values() for one in ids]
    persons += [text.encode() for one in persons for text in (one.hex(), str(uuid.UUID(bytes=one)))]
    assert not lies_near(parts, loot.envelopes_of_answers, persons)
    beside = b"".join(_bytes(file) for file in closing_key.file().parent.rglob("*"))
    for key in counts_it:
        _is_nowhere(key, after + beside)


def _is_nowhere(key: Key, raw):
    for secret in (key.secret, key.secret.hex().encode()):
        assert secret not in raw


def test_figures_that_must_stay_dark_are_in_no_row(app, make, town):
    """Neither stars of a few nor sums from which they follow: what is kept is what the page may show."""
    loot = lived(make, town)
    counted(town, loot)
    with make.inside(town[0]):
        figures = db.session.scalars(select(RatingFigure)).all()
        assert {one.question for one in figures} == {1}  # of the others all said the same, or nobody knew
        for one in figures:
            assert set(one.figure) == {"mean", "low", "high", "n", "shares"}
            assert one.figure["n"] == "20–29"
            assert all(share % 5 == 0 for share in one.figure["shares"])
            assert round(one.figure["mean"], 1) == one.figure["mean"]


@pytest.mark.postgresql_only
def test_the_planner_keeps_no_copy_of_what_is_sealed(app, make, town, cluster):
    loot = lived(make, town)
    name = db.engines.app.url.database
    cluster.run("ANALYZE", name)
    query = "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = ANY(%s) AND attname = ANY(%s)"
    with psycopg.connect(f"host=127.0.0.1 port={cluster.port} user=postgres dbname={name}") as connection:
        tables, columns = ["elector", "rating_ask", "rating_round"], ["sealed", "token", "roster"]
        assert connection.execute(query, (tables, columns)).fetchall() == []
        assert connection.execute(query, (tables, ["poll_id", "state", "grid_id"])).fetchall()  # the others have theirs
    assert loot.votes


FREE = """
import sys
from datetime import timedelta
from pathlib import Path
from app.core import clock, closing_key
from app.operating import worker
from wsgi import app
with app.app_context(), clock.at(clock.now() + timedelta(days=30)):
    worker.run_once()
    worker.run_once()
"""


@pytest.mark.sqlite_only
def test_not_even_the_free_blocks_of_the_disk_hold_a_key_that_is_gone(app, make, town, tmp_path):
    """On a file system of its own, read block by block after the count, its journal too. Needs root and a loop device."""
    loot = lived(make, town)
    key = closing_key.read()
    steps = [key.moved(step) for step in range(key.step, max(loot.poll.closing_step, loot.round_.closing_step) + 1)]
    disk, mount = tmp_path / "disk.img", tmp_path / "disk"
    _mounted(disk, mount)
    try:
        settings = app.config["SETTINGS"]
        db.engines.dispose()
        for file in [*settings.instance.glob("gongzhi*"), closing_key.file()]:
            shutil.copy2(file, mount / file.name)
        before = _disk(disk)
        assert all(one in before for one in loot.envelopes)
        assert key.secret.hex().encode() in before
        environ = {
            **os.environ,
            "INSTANCE_PATH": str(mount),
            "CLOSING_KEY": str(mount / "closing.key"),
            "DATABASE_URL": "",
        }
        environ |= {name: getattr(settings, name.lower()) for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")}
        subprocess.run([sys.executable, "-c", FREE], cwd=ROOT, env=environ, check=True, timeout=120)
        after = _disk(disk)
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=False)
    for one in steps:
        _is_nowhere(one, after)
    assert b"gongzhi-closing-key" in after  # the present one is there


def _mounted(disk, mount):
    mount.mkdir()
    with disk.open("wb") as file:
        file.truncate(64 << 20)
    for command in (["mkfs.ext4", "-q", str(disk)], ["mount", "-o", "loop", str(disk), str(mount)]):
        if shutil.which(command[0]) is None or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("not tried: no loop device can be mounted here")


def _disk(disk):
    os.sync()
    return disk.read_bytes()
