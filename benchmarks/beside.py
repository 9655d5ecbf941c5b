"""Another version of the product beside this one, in the same interleaved rounds: what a change has cost or saved."""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

from benchmarks import scene
from benchmarks.bursts import At, measured, ratio
from benchmarks.server import processor_seconds
from tests.support import postgres

COMPARED, BEFORE = ("list signed out", "adding a statement"), ", before"
PROGRAM = """
import json, os, sys
from pathlib import Path
from benchmarks import scene
from benchmarks.__main__ import server
given = json.loads(sys.argv[1])
environ = scene.environment(Path(given["INSTANCE_PATH"]), None) | given
os.environ.update(environ)
cast = scene.prepare(environ)
with server(environ) as here:
    print(json.dumps([cast, getattr(here, "address", here)]), flush=True)
    sys.stdin.read()
"""  # what every version's benchmark offers; its keys are its own


class other:  # noqa: N801  (reads as what it is: with other(…) as there)
    """The other version's own benchmark server, from its own folder and with its own packages."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder, self.environ = folder.absolute(), environ

    def __enter__(self) -> "other":
        command = [self.folder / ".venv" / "bin" / "python", "-c", PROGRAM, json.dumps(self.environ)]
        given = {"cwd": self.folder, "env": {**os.environ, **self.environ}, "text": True}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **given)
        assert self.process.stdout
        self.cast, address = json.loads(self.process.stdout.readline())
        self.address = address.removeprefix("http://")
        return self

    def cpu(self) -> float:
        """Seconds of processor that its server has used: this one's parent only waits."""
        return processor_seconds(self.process.pid)

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


def compare(
    folder: Path, here: At, cases: scene.Cases, cluster: postgres.Cluster | None, given: argparse.Namespace
) -> None:
    """Prints this version's cost as a share of the other's."""
    with tempfile.TemporaryDirectory() as instance, other(folder, scene.environment(Path(instance), cluster)) as there:
        theirs = scene.cases({"official": "", **there.cast})
        sides: tuple[tuple[str, At, scene.Cases], ...] = (("", here, cases), (BEFORE, there, theirs))
        both = {key + side: (at, its[key]) for key in COMPARED for side, at, its in sides}
        found = measured(both, given.rounds, given.requests)
    for key in COMPARED:
        share = ratio(found[key], found[key + BEFORE])
        print(f"  {key}: {share.time:.0%} of the other version's time, {share.cpu:.0%} of its CPU (asked: ≤ 60%)")
