"""What stops a start says so in one sentence: no room for the keys, none for the database, none for the demo."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app import create_app
from app.core import closing_key, encryption
from config import from_environment

ROOT = Path(__file__).resolve().parent.parent
KEYS, DATABASE, DEMO = 100, 200_000, 1_500_000  # bytes that a file may have


def setup(instance, room):
    """`flask setup` where no file can grow beyond `room`: the system refuses the write as it does on a full disk."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "setup"], cwd=ROOT, text=True, capture_output=True, timeout=120,
        env=environ | {"INSTANCE_PATH": str(instance)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip


@pytest.mark.parametrize(("room", "word"), [(KEYS, "keys"), (DATABASE, "database"), (DEMO, "demo")])
def test_no_room_is_one_sentence(tmp_path, room, word):
    ended = setup(tmp_path, room)
    said = [line for line in ended.stderr.splitlines() if not line.startswith("demo ")]
    assert ended.returncode != 0
    assert len(said) == 1, ended.stderr
    assert word in said[0]
    assert not [file for file in tmp_path.glob("keys.*") if file.name != "keys.json"]


def test_no_right_to_write_beside_the_database_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    ended = setup(tmp_path / "file" / "instance", 10**9)
    assert ended.returncode != 0
    assert len(ended.stderr.splitlines()) == 1, ended.stderr


WRONG = {
    "PORT": ("abc", "0", "99999"),
    "WORKERS": ("0", "x"),
    "TRUSTED_PROXIES": ("-1", "x"),
    "DATABASE_URL": ("nonsense", "mysql://a/b", "sqlite:///:memory:"),
    "FIELD_KEYS": ("garbage", "1:zzz"),
    "BLIND_INDEX_KEY": ("zzz",),
}


@pytest.fixture
def keys_kept(monkeypatch):
    """The keys are the process's own; other tests go on with theirs."""
    monkeypatch.setattr(encryption, "_keys", {})
    monkeypatch.setattr(encryption, "_index_key", b"")
    monkeypatch.setattr(closing_key, "_file", [])


@pytest.mark.usefixtures("keys_kept")
@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_setting_that_cannot_be_read_is_one_sentence_naming_it(tmp_path, capsys, name, value):
    with pytest.raises(SystemExit) as ended:
        create_app(from_environment({"INSTANCE_PATH": str(tmp_path), name: value}))
    said = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert len(said) == 1
    assert name in said[0]


def test_a_port_that_is_taken_is_said_before_anything_is_loaded(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environ = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        ended = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--setup"], cwd=ROOT, text=True, capture_output=True,
            timeout=60, env=environ | {"INSTANCE_PATH": str(tmp_path), "PORT": port},
        )  # fmt: skip
    assert ended.returncode != 0
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert port in ended.stderr


def test_ctrl_c_ends_the_server_its_workers_and_the_one_beside_it(tmp_path):
    """A terminal sends it to every process of the group."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    environ |= {"INSTANCE_PATH": str(tmp_path), "PORT": port, "PYTHONUNBUFFERED": "1"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "setup", "--no-demo"], cwd=ROOT, env=environ, check=True, capture_output=True)
    served = subprocess.Popen([*flask, "serve", "--setup"], cwd=ROOT, env=environ, start_new_session=True)
    try:
        _wait_until(lambda: _answers(port), 60)
        os.killpg(served.pid, signal.SIGINT)
        served.wait(20)
        _wait_until(lambda: not _lives(served.pid), 20)
    finally:
        if _lives(served.pid):
            os.killpg(served.pid, signal.SIGKILL)


def _answers(port):
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
    return False


def _lives(group):
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until(true, seconds):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)
