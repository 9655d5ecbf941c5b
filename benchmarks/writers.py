"""Sixteen connections that all write to one community, on the server as it stands in production."""

import http.client
import statistics
from concurrent.futures import ThreadPoolExecutor

from benchmarks import scene
from benchmarks.bursts import asked
from benchmarks.case import Case
from benchmarks.server import server

CONNECTIONS, EACH = 16, 60  # requests of each
PROCESSES, THREADS = 2, 16  # WORKERS and THREADS, as they are where nobody sets them
CASES = ("adding a statement", "casting a vote")


def report(environ: dict[str, str], cases: scene.Cases) -> None:
    with server(environ, PROCESSES, THREADS) as here:
        for key in CASES:
            _all_at_once(here, cases[key], 5)
            found = _all_at_once(here, cases[key], EACH)
            spans, turned_away = [one for one, _ in found], sum(status not in cases[key].status for _, status in found)
            middle, slow = statistics.median(spans), statistics.quantiles(spans, n=100)[98]
            words = f"p50 {1000 * middle:.0f} ms, p99 {1000 * slow:.0f} ms, the slowest {1000 * max(spans):.0f} ms"
            away = f", {turned_away} of {len(found)} turned away" if turned_away else ""
            print(f"  {CONNECTIONS} writers, {key}: {words}: p99 = {slow / middle:.1f} × p50 (asked: ≤ 5){away}")


def _all_at_once(here: server, case: Case, each: int) -> list[tuple[float, int]]:
    """Seconds and status of every request."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = pool.map(lambda _: _one_after_another(here, case, each), range(CONNECTIONS))
        return [one for its in found for one in its]


def _one_after_another(here: server, case: Case, times: int) -> list[tuple[float, int]]:
    connection = http.client.HTTPConnection(here.address)
    found = [asked(connection, case) for _ in range(times)]
    connection.close()
    return found
