"""`make bench`: interleaved rounds of product and floor on the same server, on SQLite and PostgreSQL.

Prints the median of the rounds and the band from the fastest to the slowest; `--beside FOLDER` compares with another
version.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks import beside, scene, writers
from benchmarks.bursts import Measured, measured, middle, ratio
from benchmarks.server import server
from tests.support import postgres

ROUNDS, REQUESTS, CROWDED_ROUNDS = 7, 120, 15
LIST, KEPT = "list signed out", {"PAGES_KEPT_SECONDS": "5"}
FROM_MEMORY = (LIST, "home signed out", "a proposal with 10 statements")


def main() -> None:
    """Runs every engine that is installed."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--requests", type=int, default=REQUESTS)
    options.add_argument("--communities", type=int, default=10_000)
    options.add_argument("--beside", type=Path, help="a checkout of another version, with its .venv")
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
    """One engine: pages beside their floors, sixteen writers, the crowd, and the other version."""
    print(f"\n{name}: {given.rounds} rounds of {given.requests} requests, one process with one thread")
    with tempfile.TemporaryDirectory() as folder:
        alone = scene.environment(Path(folder), cluster)
        cases = scene.cases(scene.prepare(alone))
        with server(alone) as here:
            with server(alone | KEPT) as kept:
                timed = {key: (here, case) for key, case in cases.items()}
                timed |= {f"{key}, from memory": (kept, cases[key]) for key in FROM_MEMORY}
                report(measured(timed, given.rounds, given.requests))
            among_many(here, cases, cluster, given)
            if given.beside:
                beside.compare(given.beside, here, cases, cluster, given)
        writers.report(alone, cases)


def among_many(here: server, cases: scene.Cases, cluster: postgres.Cluster | None, given: argparse.Namespace) -> None:
    """The same list where so many other communities stand beside, each with a page of its own."""
    if not given.communities:
        return
    with tempfile.TemporaryDirectory() as folder:
        crowded = scene.environment(Path(folder), cluster)
        among = scene.cases(scene.prepare(crowded))[LIST]
        scene.crowd(crowded, given.communities)
        with server(crowded) as there:
            pair = {LIST: (here, cases[LIST]), "crowded": (there, among)}
            found = measured(pair, CROWDED_ROUNDS, given.requests)
    times = ratio(found["crowded"], found[LIST])
    print(
        f"  list among {given.communities:,} communities: p50 × {times.time:.2f}, CPU × {times.cpu:.2f} (asked: ≤ 1.15)"
    )


def report(found: Measured) -> None:
    """Milliseconds with their band, processor time, and each case's share of its floor's speed."""
    for key, rounds in found.items():
        times, floor = [one.time for one in rounds], found.get(scene.floor(key))
        band = f"{middle(times):6.2f} ms ({min(times):.2f}–{max(times):.2f})"
        share = ratio(floor, rounds) if floor else None
        of_floor = f"  {share.time:.0%} (CPU {share.cpu:.0%}) of its floor" if share else ""
        asked = f" (asked: ≥ {scene.ASKED[key]:.0%})" if share and key in scene.ASKED else ""
        print(f"  {key:<42} {band:<26} CPU {middle([one.cpu for one in rounds]):5.2f}{of_floor}{asked}")


if __name__ == "__main__":
    main()
