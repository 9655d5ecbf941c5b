"""What an operator keeps: the right keys, a database of this version, roles that are held."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import LargeBinary, select, type_coerce
from sqlalchemy.engine import make_url

from app.accounts.models import Account
from app.core import clock
from app.operating import keys
from tenants import db
from tests.operating.commands import ran, told
from tests.support.factories import Make
from tests.support.killing import ROOT, environment
from tests.support.privileges import as_anyone
from tests.support.serving import FLASK, bare_environment

# -- keys -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """An instance as its first start leaves it."""
    instance = tmp_path_factory.mktemp("keys") / "instance"
    assert told(bare_environment(instance), "setup", "--no-demo")[0] == 0
    return instance


@pytest.fixture
def instance(first, tmp_path):
    shutil.copytree(first, tmp_path / "instance")
    return tmp_path / "instance"


def test_what_a_new_instance_keeps_is_for_its_user_alone(first):
    assert first.stat().st_mode & 0o777 == 0o700
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in first.iterdir() if file.is_file()}.items() >= {
        ("keys.json", "0o600"), ("gongzhi.sqlite3", "0o600"),
    }  # fmt: skip


@pytest.mark.parametrize("wrong", ["missing", "empty", "others", "not json", "without one"])
def test_other_keys_than_the_databases_end_a_start_in_one_sentence(instance, wrong):
    file = instance / "keys.json"
    known = json.loads(file.read_text())
    file.unlink()
    if wrong != "missing":
        others = {"empty": {}, "others": keys.new_keys(), "without one": known | {"blind_index_key": ""}}
        file.write_text("{" if wrong == "not json" else json.dumps(others[wrong]))
    for command in (("worker", "--once"), ("setup", "--no-demo")):
        code, said = told(bare_environment(instance), *command)
        assert code == 2, command
        assert "keys" in said, said
        assert len([line for line in said.splitlines() if "htmx" not in line]) == 1, said
    assert file.exists() == (wrong != "missing")  # nothing was made in its place


def test_keys_that_may_not_be_read_are_said_to_be_so(instance):
    (instance / "keys.json").chmod(0)
    with as_anyone():
        code, said = told(bare_environment(instance), "worker", "--once")
    assert (code, "may not be read" in said) == (2, True)


def test_a_closing_key_that_could_not_move_on_is_said_before_anyone_votes(instance):
    (instance / "closing.key").chmod(0o400)
    with as_anyone():
        code, said = told(bare_environment(instance), "worker", "--once")
    assert (code, "may not be written" in said, len(said.splitlines())) == (2, True, 1), said


# -- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "word"), [("9999", "newer"), (None, "not set up")])
def test_a_database_of_another_version_is_not_served(instance, version, word):
    with closing(sqlite3.connect(instance / "gongzhi.sqlite3")) as database, database:
        database.execute(
            "UPDATE alembic_version SET version_num = ?" if version else "DELETE FROM alembic_version",
            [version] * bool(version),
        )
    for command in (("serve", "--port", "1"), ("worker", "--once")):
        code, said = told(bare_environment(instance), *command)
        assert (code, word in said, len(said.splitlines())) == (2, True, 1), said


# -- a database that is away ------------------------------------------------------------------------------------------

AWAY = "postgresql://gongzhi_app:x@127.0.0.1:9/gongzhi"
COMMANDS = (
    ("worker", "--once"), ("db", "upgrade"), ("db", "check"), ("db", "roles"), ("score", "run"), ("communities", "list"), ("setup", "--no-demo"),
    ("communities", "suspend", "x"), ("communities", "erase", "x", "--yes"), ("jobs", "failed"), ("backup", "b"), ("serve", "--port", "1"),
    ("communities", "export", "x", "e"), ("people", "appoint", "x", "a@b.example"), ("demo", "load"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_in_a_sentence_that_the_database_is_away(tmp_path, command):
    given = {name.upper(): value for name, value in keys.new_keys().items()}
    urls = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL"), AWAY)
    urls |= {"DATABASE_SUPERIOR_URL": AWAY.replace("_app", "_sup"), "DATABASE_READER_URL": AWAY.replace("_app", "_rea")}
    code, said = told(bare_environment(tmp_path, CLOSING_KEY=str(tmp_path / "closing.key"), **given, **urls), *command)
    assert code == 2, said
    assert len([line for line in said.splitlines() if "htmx" not in line]) == 1, said


# -- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.postgresql_only
@pytest.mark.parametrize("setting", ["DATABASE_URL", "DATABASE_SUPERIOR_URL", "DATABASE_READER_URL"])
@pytest.mark.parametrize("wrong", ["superuser", "nobody"])
def test_a_role_that_nothing_holds_or_that_cannot_sign_in_is_refused_at_start(fresh_app, engine, setting, wrong):
    environ = environment(fresh_app)
    name = {"superuser": "postgres", "nobody": "not_there"}[wrong]
    url = make_url(environ[setting]).set(username=name).render_as_string(hide_password=False)
    code, said = told(environ | {setting: url}, "worker", "--once")
    assert (code, setting in said, len(said.splitlines())) == (2, True, 1), said


@pytest.mark.postgresql_only
def test_a_new_server_is_set_up_by_an_owner_who_may_not_create_roles(cluster, tmp_path, engine, stock):
    """As the README says: the administrator makes the database, its owner and the three roles; two set-ups at once wait."""
    name = "bare_" + tmp_path.name.replace("-", "_")[-30:]
    cluster.run(f"CREATE ROLE {name} LOGIN NOCREATEROLE PASSWORD 'x'")
    cluster.run(f"CREATE DATABASE {name} OWNER {name}")
    settings = stock.settings("postgresql", tmp_path, name)
    roles = {role: f"{name}_{role}" for role in ("app", "superior", "reader")}
    urls = {role: f"postgresql://{user}:it's@127.0.0.1:{cluster.port}/{name}" for role, user in roles.items()}
    environ = bare_environment(tmp_path, **{key.upper(): value for key, value in stock.keyset().items()})
    environ |= {
        "CLOSING_KEY": str(tmp_path / "closing.key"),
        "DATABASE_URL": urls["app"],
        "DATABASE_SUPERIOR_URL": urls["superior"],
        "DATABASE_READER_URL": urls["reader"],
    }
    environ["DATABASE_OWNER_URL"] = str(replace(settings).database_owner_url).replace("gongzhi_owner", name)
    code, said = told(environ, "db", "roles")
    assert (code, "administrator" in said) == (2, True), said
    printed = ran(environ, "db", "roles", "--sql")[2]
    with psycopg.connect(host="127.0.0.1", port=cluster.port, user="postgres", dbname=name, autocommit=True) as admin:
        for _ in range(2):  # repeated, it does no harm
            admin.execute(printed)
    both = [subprocess.Popen([*FLASK, "db", "upgrade"], cwd=ROOT, env=environ) for _ in range(2)]
    assert [one.wait(200) for one in both] == [0, 0]
    without_owner = environ | {"DATABASE_OWNER_URL": ""}
    assert told(without_owner, "setup", "--no-demo")[0] == 0
    assert told(without_owner, "worker", "--once")[0] == 0


# -- rotation ---------------------------------------------------------------------------------------------------------


def test_after_a_rotation_the_old_key_is_needed_no_more(fresh_app, tmp_path, engine):
    make = Make(fresh_app)
    community = make.community()
    with fresh_app.app_context(), db.unbound(write=True):
        db.session.add(Account(display_name="王", phone="+8613800138000", created_at=clock.now()))
        db.commit()
    old = environment(fresh_app)
    number, key = old["FIELD_KEYS"].split(":", 1)
    new = keys.new_keys()["field_keys"].split(":", 1)[1]
    both = old | {"FIELD_KEYS": f"{number}:{key},{int(number) + 1}:{new}"}
    only_new = old | {"FIELD_KEYS": f"{int(number) + 1}:{new}"}
    for environ in (old, both):
        assert told(environ, "worker", "--once")[0] == 0
    assert told(only_new, "worker", "--once")[0] == 2
    code, said = told(both, "keys", "rotate")
    assert code == 0, said
    for environ in (both, only_new):
        assert told(environ, "worker", "--once")[0] == 0
    assert told(old, "worker", "--once")[0] == 2
    with fresh_app.app_context(), db.unbound():
        raw = db.session.scalar(select(type_coerce(Account.phone, LargeBinary)))
    assert raw[0] == int(number) + 1
    assert community.id
