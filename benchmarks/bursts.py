"""Interleaved rounds: each case in turn, round after round, so that a machine whose speed drifts slows all alike."""

import http.client
import statistics
import time
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from benchmarks.case import Case

WARM = 20  # requests before anything is timed


class At(Protocol):
    """A server that is measured."""

    address: str

    def cpu(self) -> float: ...


class Round(NamedTuple):
    """One burst: the median time of a request, and the processor's time a request, in milliseconds."""

    time: float
    cpu: float


Measured = dict[str, list[Round]]


def measured(cases: Mapping[str, tuple[At, Case]], rounds: int, requests: int) -> Measured:
    """Case by case, in interleaved rounds."""
    for at, case in cases.values():
        _burst(at, case, WARM)
    found: Measured = {key: [] for key in cases}
    for _ in range(rounds):
        for key, (at, case) in cases.items():
            found[key].append(_burst(at, case, requests))
    return found


def _burst(at: At, case: Case, times: int) -> Round:
    """One case, over a kept connection."""
    connection, before = http.client.HTTPConnection(at.address), at.cpu()
    spans = [span(connection, case) for _ in range(times)]
    connection.close()
    return Round(1000 * statistics.median(spans), 1000 * (at.cpu() - before) / times)


def span(connection: http.client.HTTPConnection, case: Case) -> float:
    """Seconds of one request, which must have been done."""
    seconds, status = asked(connection, case)
    assert status in case.status, f"{case.path}: {status}"
    return seconds


def asked(connection: http.client.HTTPConnection, case: Case) -> tuple[float, int]:
    """Seconds and status of one request."""
    began = time.perf_counter()
    connection.request(case.method, case.path, body=case.body, headers=case.headers)
    answer = connection.getresponse()
    answer.read()
    return time.perf_counter() - began, answer.status


def middle(values: list[float]) -> float:
    return statistics.median(values)


def ratio(over: list[Round], under: list[Round]) -> Round:
    """Median of the rounds' own ratios: what slows one slows the other."""
    pairs = list(zip(over, under, strict=True))
    by_cpu = [one.cpu / other.cpu for one, other in pairs if other.cpu]
    return Round(middle([one.time / other.time for one, other in pairs]), middle(by_cpu or [0.0]))
