"""One HTTP process: waitress, which reads a request whole before a thread has to do with it.

What it lacks is added here: a client that dawdles is cut, and what watches the product never stands in the queue of people.
docs/adr/0010-server.md says what was measured.
"""

import logging
import resource
import signal
import socket
import time
from typing import Any
from weakref import WeakSet

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error, RequestEntityTooLarge

from app.web import uploads

SLOWEST = 17  # seconds that a request, an answer or a pause between two may take a client
BUSY = 5  # seconds that answers on their way are waited for when the server ends
CONNECTIONS = 4000  # at once in one process
HEADERS = 32 * 1024  # bytes
LONGEST = 4 * 1024 * 1024  # bytes of a request that carries no file
FILES = 16  # being sent at once to one process: they are kept in memory
WAITING = 1024  # connections that no process has taken yet
log = logging.getLogger("gongzhi.serving")


def serve(app: Flask, door: socket.socket, threads: int) -> None:
    """Answer whoever comes to the door, until SIGTERM."""
    _open_files()
    logging.getLogger("waitress").setLevel(logging.ERROR)  # its queue and its threads are nobody's news
    given = Adjustments(
        sockets=[door], threads=threads, connection_limit=CONNECTIONS, cleanup_interval=1, ident=None, backlog=WAITING,
        asyncore_use_poll=True, max_request_header_size=HEADERS, max_request_body_size=uploads.LARGEST + HEADERS,
        clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES says which of them count
    )  # fmt: skip
    address = (door.family, door.type, door.proto, door.getsockname())
    server = Server(app, {}, True, door, Lanes(threads), given, address, bind_socket=False)
    signal.signal(signal.SIGTERM, lambda *_: server.end())
    server.run()


def _open_files() -> None:
    """As many sockets as the machine lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(wanted, hard), hard))


class Lanes:
    """Threads for people, and a few that these cannot take: for what needs no database, and for what watches it."""

    def __init__(self, threads: int) -> None:
        self.people, self.files, self.watch = _threads(threads), _threads(2), _threads(2)

    def add_task(self, channel: HTTPChannel) -> None:
        self._lane(channel.requests[0]).add_task(channel)

    def _lane(self, request: HTTPRequestParser) -> ThreadedTaskDispatcher:
        if request.error is not None:  # refused before it was read: it may have no path
            return self.files
        path: str = request.path
        if path == "/healthz" or path.startswith("/static/"):
            return self.files
        return self.watch if path in ("/readyz", "/metrics") else self.people

    def shutdown(self) -> None:
        for lane in (self.people, self.files, self.watch):
            lane.shutdown(timeout=BUSY)


def _threads(number: int) -> ThreadedTaskDispatcher:
    made = ThreadedTaskDispatcher()
    made.set_thread_count(number)
    return made


class TooMany(Error):
    """As many files are being sent as memory is set aside for."""

    code, reason = 503, "Service Unavailable"


class Parser(HTTPRequestParser):
    """Where a file is sent it stays in memory, whole; anything else that long is refused before it is read."""

    body_rcv: Any = None
    files: WeakSet[OverflowableBuffer] = WeakSet()

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is None:
            return
        if self.path.endswith(uploads.PATHS):
            self._take_file()
        elif self.content_length > LONGEST:
            self.body_rcv, self.error = None, RequestEntityTooLarge(f"exceeds {LONGEST} bytes")

    def _take_file(self) -> None:
        if len(self.files) >= FILES:
            self.body_rcv, self.error = None, TooMany("please try again in a moment")
            return
        self.body_rcv.buf = OverflowableBuffer(uploads.LARGEST + HEADERS)
        self.files.add(self.body_rcv.buf)


class Channel(HTTPChannel):
    """A connection that knows since when a request has been coming in."""

    parser_class = Parser
    begun: float | None = None

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        self.begun = None if self.request is None else self.begun or time.time()
        return taken

    def dawdles(self, now: float) -> bool:
        """Nothing is being done for it, and it has had its time: to send, to take, or to ask again."""
        return not self.requests and now - (self.begun or self.last_activity) > SLOWEST


class Server(TcpWSGIServer):
    """Ends what dawdles, and itself without cutting anyone short."""

    channel_class = Channel
    ends: float | None = None

    def maintenance(self, now: float) -> None:
        """Called every second by the loop that reads."""
        for channel in self.active_channels.values():
            if channel.dawdles(now):
                channel.will_close = True
        if self.ends is not None and (now > self.ends or not self._busy()):
            raise SystemExit

    def end(self) -> None:
        """Take nobody new, answer those who are here, then leave the loop."""
        self.accepting, self.ends = False, time.time() + BUSY
        self.pull_trigger()

    def _busy(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self.active_channels.values())


def bind(host: str, port: int, patience: float) -> socket.socket:
    """The door, not yet open. Where an earlier server is just ending it is waited for; raises OSError."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setblocking(False)
    ends = time.monotonic() + patience
    while True:
        try:
            door.bind((host, port))
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return door
