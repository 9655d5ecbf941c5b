"""What stops a start says so in one sentence: no room for the keys, none for the database, none for the demo."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

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
