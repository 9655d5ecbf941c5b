"""Processes that are kept: whichever ends is started again, and all end with their parent, however that ends."""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)
PAUSE = 0.1  # seconds between two looks
SHORT = 1.0  # seconds: what ended sooner is started again only after a pause
GRACE = 10.0  # seconds to end by oneself
log = logging.getLogger("gongzhi.serving")


@dataclass
class Process:
    """One of those that are kept; `work` returns only when it is told to end (SIGTERM)."""

    name: str
    work: Callable[[], Any]
    pid: int = 0
    started: float = 0.0


class Supervisor:
    """`Supervisor([...]).run()` in a process without threads and without connections: the others are forked from it."""

    def __init__(self, processes: list[Process]) -> None:
        self.processes = processes
        self.ending = False
        self.lifeline, self.kept_open = os.pipe()  # nobody writes: that its other end is closed is the message

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C."""
        for number in SIGNALS:
            signal.signal(number, self._end)
        gc.freeze()  # what is loaded stays: looking through it for what could go halts a page for a tenth of a second
        for process in self.processes:
            self._start(process)
        while not self.ending:
            self._look_after()
        self._tell(signal.SIGTERM)
        self._wait_for_all()

    def _end(self, *_: object) -> None:
        self.ending = True

    def _look_after(self) -> None:
        pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
        if pid and os.WIFSTOPPED(status):  # whoever stands still holds what others wait for; ended, it is replaced
            os.kill(pid, signal.SIGKILL)
            return
        ended = next((process for process in self.processes if pid and process.pid == pid), None)
        if ended is None:
            time.sleep(PAUSE)  # waitpid alone might not hear of a signal
            return
        log.error("%s (%s) ended (%s) and is started again", ended.name, pid, os.waitstatus_to_exitcode(status))
        if time.monotonic() - ended.started < SHORT:
            time.sleep(SHORT)
        self._start(ended)

    def _start(self, process: Process) -> None:
        """What reaches the child before it knows what to do with it is kept for it."""
        process.started = time.monotonic()
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        process.pid = os.fork()
        if process.pid == 0:
            self._be(process)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _be(self, process: Process) -> None:
        """The child's life; never returns."""
        code = 1
        try:
            os.close(self.kept_open)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C reaches all; the parent passes it on
            signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # until the work has its own way to end
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            threading.Thread(target=self._end_with_parent, daemon=True).start()
            process.work()
            code = 0
        except SystemExit:
            code = 0
        except BaseException:
            log.exception("%s", process.name)
        finally:
            os._exit(code)

    def _end_with_parent(self) -> None:
        """At once: whatever was going on is undone by the database, and a new parent may wait for the door."""
        os.read(self.lifeline, 1)
        os._exit(1)

    def _tell(self, number: int) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.kill(process.pid, number)

    def _wait_for_all(self) -> None:
        ends = time.monotonic() + GRACE
        with suppress(ChildProcessError):  # none is left
            while True:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    time.sleep(0.05)
                if time.monotonic() > ends:
                    self._tell(signal.SIGKILL)
