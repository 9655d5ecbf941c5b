"""A real `serve` in processes of its own, for tests of what happens to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.instances import OPERATOR
from tests.support.killing import ROOT

FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def bare_environment(instance: Path, **given: str) -> dict[str, str]:
    """A new instance on SQLite, whatever the tests themselves run on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return inherited | OPERATOR | {"INSTANCE_PATH": str(instance), "PYTHONUNBUFFERED": "1"} | given


def flask(environ: dict[str, str], *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FLASK, *arguments], cwd=ROOT, env=environ, text=True, capture_output=True, timeout=timeout, check=False
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Served:
    """`with served(environ) as site: site.get("/find")`."""

    def __init__(self, environ: dict[str, str], *arguments: str) -> None:
        self.port = free_port()
        self.environ, self.arguments = environ | {"PORT": str(self.port)}, arguments

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*FLASK, "serve", *self.arguments], cwd=ROOT, env=self.environ, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(lambda: self.status("/healthz") == 200, 60)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path: str, timeout: float = 30, **headers: str) -> tuple[int, str, float]:
        """Status, text and the seconds it took."""
        return self.ask("GET", path, timeout, **headers)

    def ask(self, method: str, path: str, timeout: float = 30, **headers: str) -> tuple[int, str, float]:
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), time.monotonic() - begun
        finally:
            connection.close()

    def status(self, path: str, timeout: float = 30) -> int:
        """0 where nobody answers."""
        with suppress(OSError, http.client.HTTPException):
            return self.get(path, timeout)[0]
        return 0

    def open(self, sent: bytes) -> socket.socket:
        """A connection on which something was sent, and nothing more."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        made.sendall(sent)
        return made

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def worker(self) -> int:
        """The process that is not one of people's: it is nicer than they are."""
        wait_until(lambda: len(self._nicest()) == 1, 10)
        return self._nicest()[0]

    def _nicest(self) -> list[int]:
        with suppress(ProcessLookupError):
            nice = {pid: os.getpriority(os.PRIO_PROCESS, pid) for pid in self.children()}
            return [pid for pid, value in nice.items() if value > min(nice.values())]
        return []


@contextmanager
def served(environ: dict[str, str], *arguments: str):
    site = Served(environ, *arguments)
    try:
        site.start()
        yield site
    finally:
        site.stop()


def wait_until(true, seconds: float) -> float:
    """How long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


def is_cut(connection: socket.socket) -> bool:
    """Whether the other side has closed it."""
    connection.setblocking(False)
    try:
        while connection.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
