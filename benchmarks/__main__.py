"""`make bench`: interleaved rounds of product and floor on the same server, on SQLite and PostgreSQL.

Each case is timed in turn, round after round, so that a machine whose speed drifts slows both sides alike.
Prints the median of the rounds and the band from the fastest to the slowest.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

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


class Round(NamedTuple):
    """One burst: the median time of a request, and the processor's time a request, in milliseconds."""

    time: float
    cpu: float


class server:  # noqa: N801  (reads as what it is: with server(…) as base)
    """The product on the server it has in production: waitress, one process, one thread."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def __enter__(self) -> "server":
        port = postgres.free_port()
        waitress = Path(sys.executable).with_name("waitress-serve")
        arguments = [f"--listen=127.0.0.1:{port}", "--threads=1", "benchmarks.served:app"]
        self.process = subprocess.Popen(
            [waitress, *arguments], env={**os.environ, **self.environ}, stderr=subprocess.DEVNULL
        )
        base = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(base + "/healthz").read()
                self.address = base.removeprefix("http://")
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def cpu(self) -> float:
        """Seconds of processor this server has used; 0 where the system does not tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def run(name: str, cluster: postgres.Cluster | None, given: argparse.Namespace) -> None:
    """One engine: a community alone, the same with pages kept in memory, and the same among ten thousand, each on a
    server of its own.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as crowded:
        alone, among = scene.environment(Path(folder), cluster), scene.environment(Path(crowded), cluster)
        cases, list_among = scene.cases(scene.prepare(alone)), scene.cases(scene.prepare(among))[LIST]
        scene.crowd(among, given.communities)
        print(f"\n{name}: {given.rounds} rounds of {given.requests} requests, one process with one thread")
        with server(alone) as here, server(alone | KEPT) as kept, server(among) as there:
            timed = {key: (here, case) for key, case in cases.items()}
            timed |= {f"{key}, from memory": (kept, cases[key]) for key in FROM_MEMORY}
            report(measured(timed, given))
            crowd = f"list among {given.communities:,} communities"
            pair = {LIST: (here, cases[LIST]), crowd: (there, list_among)}
            ratio(measured(pair, argparse.Namespace(**(vars(given) | {"rounds": 15}))), crowd)


LIST, KEPT = "list signed out", {"PAGES_KEPT_SECONDS": "5"}
FROM_MEMORY = (LIST, "home signed out", "a proposal with 10 statements")


def measured(cases: dict[str, tuple[server, scene.Case]], given: argparse.Namespace) -> dict[str, list[Round]]:
    """Case by case, in interleaved rounds."""
    for at, case in cases.values():
        _burst(at, case, 20)
    found: dict[str, list[Round]] = {key: [] for key in cases}
    for _ in range(given.rounds):
        for key, (at, case) in cases.items():
            found[key].append(_burst(at, case, given.requests))
    return found


def _burst(at: server, case: scene.Case, times: int) -> Round:
    """One case, over a kept connection."""
    connection, spans, before = http.client.HTTPConnection(at.address), [], at.cpu()
    for _ in range(times):
        began = time.perf_counter()
        connection.request(case.method, case.path, body=case.body, headers=case.headers)
        answer = connection.getresponse()
        answer.read()
        spans.append(time.perf_counter() - began)
        assert answer.status in case.status, f"{case.path}: {answer.status}"
    connection.close()
    return Round(1000 * statistics.median(spans), 1000 * (at.cpu() - before) / times)


def report(found: dict[str, list[Round]]) -> None:
    """Milliseconds with their band, processor time, and each case's share of its floor's speed."""
    for key, rounds in found.items():
        times, floor = [one.time for one in rounds], found.get(scene.floor(key))
        share = f"  {_share(floor, rounds)} of its floor" if floor else ""
        asked = f" (asked: ≥ {scene.ASKED[key]:.0%})" if floor and key in scene.ASKED else ""
        cpu = statistics.median(one.cpu for one in rounds)
        print(
            f"  {key:<40} {statistics.median(times):6.2f} ms ({min(times):.2f}–{max(times):.2f})  CPU {cpu:5.2f}{share}{asked}"
        )


def _share(floor: list[Round], rounds: list[Round]) -> str:
    """Round by round, for what slows one slows the other."""
    by_time = statistics.median(low.time / own.time for low, own in zip(floor, rounds, strict=True))
    by_cpu = statistics.median(low.cpu / own.cpu if own.cpu else 0 for low, own in zip(floor, rounds, strict=True))
    return f"{by_time:.0%} (CPU {by_cpu:.0%})"


def ratio(found: dict[str, list[Round]], crowd: str) -> None:
    pairs = zip(found[LIST], found[crowd], strict=True)
    print(f"  {crowd}: p50 × {statistics.median(much.time / one.time for one, much in pairs):.2f} (asked: ≤ 1.15)")


if __name__ == "__main__":
    main()
