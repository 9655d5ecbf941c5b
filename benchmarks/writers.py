"""Sixteen connections that all write to one community, on the server as it stands in production."""

import http.client
import statistics
from concurrent.futures import ThreadPoolExecutor

from benchmarks import scene
from benchmarks.bursts import span
from benchmarks.case import Case
from benchmarks.server import server

CONNECTIONS, EACH = 16, 60  # requests of each
PROCESSES, THREADS = 2, 16  # WORKERS and THREADS, as they are where nobody sets them
CASES = ("adding a statement", "casting a vote")


def report(environ: dict[str, str], cases: scene.Cases) -> None:
    with server(environ, PROCESSES, THREADS) as here:
        for key in CASES:
            _all_at_once(here, cases[key], 5)
            spans = _all_at_once(here, cases[key], EACH)
            middle, slow = statistics.median(spans), statistics.quantiles(spans, n=100)[98]
            words = f"p50 {1000 * middle:.0f} ms, p99 {1000 * slow:.0f} ms, the slowest {1000 * max(spans):.0f} ms"
            print(f"  {CONNECTIONS} writers, {key}: {words}: p99 = {slow / middle:.1f} × p50 (asked: ≤ 5)")


def _all_at_once(here: server, case: Case, each: int) -> list[float]:
    """Seconds of every request."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = pool.map(lambda _: _one_after_another(here, case, each), range(CONNECTIONS))
        return [one for spans in found for one in spans]


def _one_after_another(here: server, case: Case, times: int) -> list[float]:
    connection = http.client.HTTPConnection(here.address)
    spans = [span(connection, case) for _ in range(times)]
    connection.close()
    return spans
