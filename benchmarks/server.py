"""A server that is measured: started, asked over real connections, and asked what processor time it has used."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.support import postgres

START = 60.0  # seconds


class server:  # noqa: N801  (reads as what it is: with server(…) as here)
    """The product on the server it has in production: one process with one thread, unless asked otherwise."""

    def __init__(self, environ: dict[str, str], processes: int = 1, threads: int = 1) -> None:
        self.environ, self.size = environ, (str(processes), str(threads))

    def __enter__(self) -> "server":
        port = postgres.free_port()
        command = [sys.executable, "-m", "benchmarks.served", str(port), *self.size]
        self.process = subprocess.Popen(command, env={**os.environ, **self.environ}, stderr=subprocess.DEVNULL)
        self.address = f"127.0.0.1:{port}"
        self._wait()
        return self

    def _wait(self) -> None:
        ends = time.monotonic() + START
        while time.monotonic() < ends:
            try:
                urllib.request.urlopen(f"http://{self.address}/healthz").read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not start")

    def cpu(self) -> float:
        """Seconds of processor that the server has used."""
        return processor_seconds(self.process.pid)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def processor_seconds(pid: int) -> float:
    """Of a process and all below it, in all their threads; 0 where the system does not tell."""
    used = 0.0
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        used += int((thread / "schedstat").read_text().split()[0]) / 1e9
        used += sum(map(processor_seconds, map(int, (thread / "children").read_text().split())))
    return used
