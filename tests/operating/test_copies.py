"""Backups, and one community's move to another instance: tried on both databases."""

import json
import resource
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.core import clock, closing_key
from app.operating import keys, worker
from app.outbox import jobs
from app.proposals.models import Proposal
from tenants import db
from tests.operating.commands import opened, ran, told
from tests.polls.steps import OWN_RULES, open_poll, voted
from tests.support.factories import Make
from tests.support.instances import application
from tests.support.killing import environment

STRANGE = "备 份/of today"

# -- backups ----------------------------------------------------------------------------------------------------------


def elsewhere(app, request, folder, cluster=None):
    """The same keys, and a database that holds nothing yet (on PostgreSQL in this cluster, or the one all tests share)."""
    environ = environment(app) | {"INSTANCE_PATH": str(folder)}
    if app.extensions["engines"].is_sqlite:
        return environ | {"DATABASE_URL": f"sqlite:///{folder / 'gongzhi.sqlite3'}"}
    name = "other_" + folder.parent.name.replace("-", "_")[-30:]
    (cluster or request.getfixturevalue("cluster")).create_database(name)
    known = make_url(environ["DATABASE_URL"]).database
    return {
        key: value.replace(f"/{known}", f"/{name}") if key.startswith("DATABASE_") else value
        for key, value in environ.items()
    }


def test_a_backup_is_restored_whole_on_another_path_and_holds_no_key(fresh_app, tmp_path, request, engine):
    make = Make(fresh_app)
    community = make.community()
    member = make.member(community)
    make.row(Proposal, community, author_id=member.id, title="路灯")
    folder = tmp_path / STRANGE
    code, said = told(environment(fresh_app), "backup", str(folder))
    assert code == 0, said
    held = b"".join(file.read_bytes() for file in folder.iterdir())
    assert not [name for name, key in stock_keys(fresh_app).items() if key.encode() in held]
    there = elsewhere(fresh_app, request, tmp_path / "新 家")
    code, said = told(there, "restore", str(folder))
    assert code == 0, said
    listed = ran(there, "communities", "list")[2]
    assert [one["slug"] for one in json.loads(listed)] == [community.slug]
    assert told(there, "worker", "--once")[0] == 0
    code, said = told(there, "restore", str(folder))  # never over what is there
    assert (code, len(said.splitlines())) == (2, 1), said


@pytest.mark.sqlite_only
@pytest.mark.parametrize("ending", ["", "-wal", "-journal"])
def test_nothing_of_another_database_is_left_beside_what_is_restored(fresh_app, tmp_path, request, ending, engine):
    """SQLite would play the log of the one into the other."""
    folder = tmp_path / "backup"
    assert told(environment(fresh_app), "backup", str(folder))[0] == 0
    there = elsewhere(fresh_app, request, tmp_path / "there")
    (tmp_path / "there").mkdir()
    left = tmp_path / "there" / f"gongzhi.sqlite3{ending}"
    left.write_bytes(b"something")
    code, said = told(there, "restore", str(folder))
    assert (code, str(left) in said, len(words(said))) == (2, True, 1), said
    assert [one.name for one in (tmp_path / "there").iterdir()] == [left.name]


def test_a_backup_that_finds_no_room_or_no_place_is_none_and_says_so(fresh_app, tmp_path, engine):
    environ = environment(fresh_app)
    (tmp_path / "file").write_text("mine")
    for folder, room in ((tmp_path / "small", 64), (tmp_path / "file", None), (tmp_path / "file" / "under", None)):
        with no_file_larger_than(room):
            code, said = told(environ, "backup", str(folder))
        assert (code, len(words(said))) == (2, 1), said
        assert not (folder / "backup.json").exists()
    assert (tmp_path / "file").read_text() == "mine"


@contextmanager
def no_file_larger_than(size):
    """As on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def stock_keys(app):
    settings = app.config["SETTINGS"]
    return {name: getattr(settings, name) for name in ("secret_key", "field_keys", "blind_index_key")}


def test_a_backup_that_was_changed_or_has_other_keys_is_not_restored(fresh_app, tmp_path, request, engine):
    folder = tmp_path / "backup"
    assert told(environment(fresh_app), "backup", str(folder))[0] == 0
    there = elsewhere(fresh_app, request, tmp_path / "there")
    others = {name.upper(): key for name, key in keys.new_keys().items()}
    code, said = told(there | others, "restore", str(folder))
    assert (code, "other keys" in said) == (2, True), said
    file = max(folder.iterdir(), key=lambda one: one.stat().st_size)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    code, said = told(there, "restore", str(folder))
    assert (code, file.name in said) == (2, True), said


# -- sealed votes -----------------------------------------------------------------------------------------------------

CHOICES = ["yes", "no", "yes"] * 4


@pytest.fixture
def town(fresh_app):
    """An open vote, cast and changed, of which a backup was taken; and what was put back from it."""
    make = Make(fresh_app)
    community = make.community(**OWN_RULES)
    people = [make.member(community) for _ in CHOICES]
    town = community, people, make.official(community)
    poll = open_poll(make, town)
    voted(make, town, poll, ["no"] * 3)
    voted(make, town, poll, CHOICES)
    return make, town, poll


@pytest.fixture
def backup(town, fresh_app, tmp_path):
    folder = tmp_path / STRANGE
    assert told(environment(fresh_app), "backup", str(folder))[0] == 0
    return folder


def result_of(app, community, poll, act=jobs.run_jobs):
    """What everyone reads once it was counted; `act` counts."""
    with app.app_context(), clock.at(poll.closes_at + timedelta(minutes=1)):
        act(community.id)
    return Make(app).browser(None, community, locale="en").get(f"polls/{poll.number}/result.json").json


def page_of(app, community, poll):
    return Make(app).browser(None, community, locale="en").get(f"polls/{poll.number}").text


def test_an_open_vote_of_a_backup_is_counted_beside_the_present_key_file_and_counts_equal(
    town, backup, fresh_app, tmp_path, request
):
    make, (community, *_), poll = town
    there = elsewhere(fresh_app, request, tmp_path / "新 家")
    code, said = told(there, "restore", str(backup))
    assert (code, "0 votes and rounds" in said) == (0, True), said
    with opened(there) as other:
        brought_back = result_of(other, community, poll)
    here = result_of(fresh_app, community, poll)
    assert brought_back["result"]["tally"] == here["result"]["tally"] == {"yes": 8, "no": 4, "abstain": 0}
    assert brought_back["ballot_root"] == here["ballot_root"]


def test_a_vote_of_a_backup_that_was_counted_since_is_void_and_its_page_says_so(
    town, backup, fresh_app, tmp_path, request
):
    make, (community, *_), poll = town
    assert result_of(fresh_app, community, poll, lambda _id: worker.run_once())["result"]
    there = elsewhere(fresh_app, request, tmp_path / "there")
    with clock.at(poll.closes_at + timedelta(hours=1)):
        code, said = told(there, "restore", str(backup))
    assert (code, "1 votes and rounds" in said) == (0, True), said
    with opened(there) as other:
        assert "void: the database was brought back from an older copy" in page_of(other, community, poll)


def test_a_vote_of_a_backup_without_its_key_is_void_and_its_page_says_so(town, backup, fresh_app, tmp_path, request):
    make, (community, *_), poll = town
    there = elsewhere(fresh_app, request, tmp_path / "there") | {"CLOSING_KEY": str(tmp_path / "there" / "lost.key")}
    code, said = told(there, "restore", str(backup))
    assert (code, "Nothing starts yet" in said) == (0, True), said
    code, said = told(there, "worker", "--once")
    assert (code, "keys renew" in said) == (2, True), said
    code, said = told(there, "keys", "renew", "--yes")
    assert (code, "1 votes and rounds are void" in said) == (0, True), said
    with opened(there) as other:
        assert "void: the key kept outside the database was lost" in page_of(other, community, poll)
        assert closing_key.file().name == "lost.key"


# -- one community ----------------------------------------------------------------------------------------------------


@pytest.mark.postgresql_only
def test_a_community_goes_to_another_database_and_back_with_all_it_has(fresh_app, tmp_path, engine):
    """PostgreSQL to SQLite, and from there into PostgreSQL again, where it was erased meanwhile."""
    make = Make(fresh_app)
    community = make.community()
    for number in range(3):
        make.row(Proposal, community, author_id=make.member(community).id, title=f"路灯 {number}\u2028\x85次行")
    here, first, second = environment(fresh_app), tmp_path / "first", tmp_path / "second"
    there = {
        **here,
        "INSTANCE_PATH": str(tmp_path / "lite"),
        **dict.fromkeys([k for k in here if k.startswith("DATABASE_")] + ["CLOSING_KEY"], ""),
    }
    assert told(there, "setup", "--no-demo")[0] == 0
    for environ, command in (
        (here, ("communities", "export", community.slug, str(first))), (there, ("communities", "load", str(first))),
        (there, ("communities", "export", community.slug, str(second))),
        (here, ("communities", "erase", community.slug, "--yes")), (here, ("communities", "load", str(second))),
    ):  # fmt: skip
        code, said = told(environ, *command)
        assert code == 0, said
    for file in sorted(first.glob("*.jsonl")):
        assert lines(file) == lines(second / file.name), file.name
    code, said = told(here, "communities", "load", str(second))
    assert (code, len(words(said))) == (2, 1), said
    browser = make.browser(None, community)
    assert browser.get("proposals/").status_code == 200


HARMS = {
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-20]),
    "changed": lambda file: file.write_bytes(b"?" + file.read_bytes()[1:]),
    "away": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "another thing": lambda file: file.write_text("{}"),
    "a list": lambda file: file.write_text("[]"),
}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", ["community.json", "membership.jsonl", "community.jsonl"])
def test_an_export_that_is_not_whole_is_not_loaded(exported, harm, name):
    """Copied over a line that broke: one sentence, and nothing of it is there."""
    environ, folder = exported
    HARMS[harm](folder / name)
    code, said = told(environ, "communities", "load", str(folder))
    assert (code, len(said.splitlines())) == (2, 1), said
    assert json.loads(ran(environ, "communities", "list")[2]) == []


@pytest.fixture(scope="module")
def _exported(session_app, tmp_path_factory, stock, engine):
    """An export, and an empty instance with the same keys."""
    make, folder = Make(session_app), tmp_path_factory.mktemp("export")
    db.engines = session_app.extensions["engines"]
    community = make.community()
    make.official(community)
    export = folder / "export"
    assert told(environment(session_app), "communities", "export", community.slug, str(export))[0] == 0
    return environment(application(stock.copy("empty", engine, folder / "there", "for_loads"))), export


@pytest.fixture
def exported(_exported, tmp_path):
    shutil.copytree(_exported[1], tmp_path / "export")
    return _exported[0], tmp_path / "export"


def words(said):
    """What a command said, without how far it was."""
    return [line for line in said.splitlines() if not line.startswith("tables: ")]


def lines(file: Path):
    return sorted(file.read_text(encoding="utf-8").splitlines())
