"""`make bench`: interleaved rounds of product and floor on the same server, on SQLite and PostgreSQL.

Each case is timed in turn, round after round, so that a machine whose speed drifts slows both sides alike.
Prints the median of the rounds and the band from the fastest to the slowest.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks import scene
from tests.support import postgres

ROUNDS, REQUESTS = 7, 120


def main() -> None:
    """Runs every engine that is installed; `--rounds`, `--requests`, `--communities` change the size."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--requests", type=int, default=REQUESTS)
    options.add_argument("--communities", type=int, default=10_000)
    given = options.parse_args()
    run("SQLite", None, given)
    if postgres.find_binaries() is None:
        print("PostgreSQL is not installed: skipped.")
        return
    cluster = postgres.start()
    try:
        run("PostgreSQL", cluster, given)
    finally:
        cluster.stop()


def run(name: str, cluster: postgres.Cluster | None, given: argparse.Namespace) -> None:
    """One engine: a community alone, and the same one among ten thousand, each on a server of its own."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as crowded:
        alone, among = scene.environment(Path(folder), cluster), scene.environment(Path(crowded), cluster)
        cases, list_among = scene.cases(scene.prepare(alone)), scene.cases(scene.prepare(among))["list signed out"]
        scene.crowd(among, given.communities)
        crowd = f"list among {given.communities:,} communities"
        print(f"\n{name}: {given.rounds} rounds of {given.requests} requests, one worker with one thread")
        with server(alone) as here, server(among) as there:
            found = timed({**{key: (here, case) for key, case in cases.items()}, crowd: (there, list_among)}, given)
        # Floor (v) is a matter of the server database: on SQLite no statement leaves the process.
        report(
            found, scene.ASKED if cluster else {key: words for key, words in scene.ASKED.items() if "vote" not in key}
        )
        ratio = middle(found[crowd]) / middle(found["list signed out"])
        print(f"  list, 1 → {given.communities:,} communities: p50 × {ratio:.2f} (asked: ≤ 1.20)")


def timed(cases: dict[str, tuple[str, scene.Case]], given: argparse.Namespace) -> dict[str, list[float]]:
    """Seconds a request, case by case, in interleaved rounds."""
    for base, case in cases.values():
        _burst(base, case, 20)
    found: dict[str, list[float]] = {key: [] for key in cases}
    for _ in range(given.rounds):
        for key, (base, case) in cases.items():
            found[key].append(_burst(base, case, given.requests))
    return found


class server:  # noqa: N801  (reads as what it is: with server(…) as base)
    """The product on the server it has in production: waitress, one process, one thread."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def __enter__(self) -> str:
        port = postgres._free_port()
        waitress = Path(sys.executable).with_name("waitress-serve")
        arguments = [f"--listen=127.0.0.1:{port}", "--threads=1", "benchmarks.served:app"]
        self.process = subprocess.Popen(
            [waitress, *arguments], env={**os.environ, **self.environ}, stderr=subprocess.DEVNULL
        )
        base = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(base + "/healthz").read()
                return base
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def _burst(base: str, case: scene.Case, times: int) -> float:
    """Median seconds of one request of a case, over a kept connection."""
    import http.client

    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    spans = []
    for _ in range(times):
        began = time.perf_counter()
        connection.request(case.method, case.path, body=case.body, headers=case.headers)
        answer = connection.getresponse()
        answer.read()
        spans.append(time.perf_counter() - began)
        assert answer.status in case.status, f"{case.path}: {answer.status}"
    connection.close()
    return statistics.median(spans)


def middle(rounds: list[float]) -> float:
    return statistics.median(rounds)


def report(found: dict[str, list[float]], asked: dict[str, str]) -> None:
    """Milliseconds with their band, and each case's share of its floor's speed."""
    for key, rounds in found.items():
        ms = [1000 * one for one in rounds]
        floor = scene.FLOOR_OF.get(key)
        share = (
            f"  {middle(found[floor]) / middle(rounds):>5.0%} of {floor}{asked.get(key, '')}" if floor in found else ""
        )
        print(f"  {key:<34} {statistics.median(ms):7.2f} ms  ({min(ms):.2f}–{max(ms):.2f}){share}")


if __name__ == "__main__":
    main()
