"""`/metrics` for Prometheus, over all processes of one server: how many were answered, how, how fast; and what waits.

By the rule of a route, never by its address: which community or vote was asked for is nobody's figure.
"""

import hmac
import ipaddress
import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from app.access import P
from app.operating import files, rounds
from app.outbox import failures
from app.web.door import access
from config import share_figures

bp = Blueprint("metrics", __name__)
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
METHODS = ("GET", "HEAD", "OPTIONS", "POST")  # any other is one: what anyone may invent must not make figures grow
ROOM = 1 << 20  # bytes for each kind of figure of a process; all routes, methods and statuses together need half of it
KINDS = ("counter", "histogram")
log = logging.getLogger("gongzhi.serving")
UNWATCHED = ("static", "operating.healthz", "operating.readyz", "metrics.show")


def measure(app: Flask, folder: Path) -> None:
    """From now on each process writes its figures into `folder`. Called once, before the processes are forked."""
    shutil.rmtree(folder, ignore_errors=True)  # of a server that is gone
    share_figures(folder)
    from prometheus_client import Counter, Histogram, values  # decides at its import where figures go

    app.extensions["figures"] = {"folder": folder, "process": 0}  # 0: this one, from which the others are forked
    values.ValueClass = values.MultiProcessValue(lambda: app.extensions["figures"]["process"])
    answered = Counter("gongzhi_requests", "Requests answered.", ["method", "route", "status"])
    took = Histogram("gongzhi_request_seconds", "Seconds from request to answer.", ["method", "route"], buckets=SECONDS)

    def begin() -> None:
        g.begun = time.perf_counter()

    def count(response: Response) -> Response:
        if request.endpoint not in UNWATCHED and app.extensions["figures"]["counts"]:
            route = request.url_rule.rule if request.url_rule else "none"
            method = request.method if request.method in METHODS else "other"
            answered.labels(method, route, response.status_code).inc()
            took.labels(method, route).observe(time.perf_counter() - g.begun)
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before any that may answer by itself
    app.after_request(count)
    make_room(app, 0)


def make_room(app: Flask, process: int) -> None:
    """In each process before it counts; whichever takes the place of one that died goes on with its figures.

    They are written through memory, where a page for which the disk has no room would end the process: their files are
    filled first, and where that cannot be done nothing is counted.
    """
    figures = app.extensions["figures"]
    figures["process"] = process
    try:
        files.private_folder(figures["folder"])
        for kind in KINDS:
            file: Path = figures["folder"] / f"{kind}_{process}.db"
            if not file.exists() or file.stat().st_size < ROOM:
                file.write_bytes(bytes(ROOM))
        figures["counts"] = True
    except OSError as error:
        figures["counts"] = False
        log.warning("no figures are kept of process %s: %s", process, error.strerror)


@bp.get("/metrics")
@access(P.ANYWHERE)
def show() -> ResponseReturnValue:
    """For this machine, or whoever has METRICS_TOKEN; for others there is nothing here."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    if not (_has_token() or _is_here()):
        abort(404)
    registry = CollectorRegistry()
    if current_app.extensions.get("figures", {}).get("counts"):
        MultiProcessCollector(registry)
    registry.register(_Standing())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    token = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_here() -> bool:
    """Asked from this machine, and by no proxy for somebody else."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    try:
        return not forwarded and ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class _Standing:
    """What the database says, asked when the figures are: the same for all processes."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        try:
            standing, last = failures.counts(), rounds.last()
        except DBAPIError:
            yield GaugeMetricFamily("gongzhi_database_up", "Whether the database could be asked.", 0)
            return
        yield GaugeMetricFamily("gongzhi_database_up", "Whether the database could be asked.", 1)
        for name, words in (("waiting", "due"), ("failed", "whose last try failed"), ("overdue", "people wait for")):
            yield GaugeMetricFamily(f"gongzhi_jobs_{name}", f"Jobs {words}.", standing[name])
        seen = last.timestamp() if last else 0
        yield GaugeMetricFamily("gongzhi_worker_last_round_seconds", "When a worker last went round.", seen)
