"""Gateways on this machine, as bad as real ones: an HTTP gateway for text messages, a mailbox that speaks SMTP, and
a port that takes whoever comes and says nothing.
"""

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def _serving(server: Any) -> Iterator[Any]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Sms(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["Authorization"], self.headers["Idempotency-Key"], body))
        self.server.before_answer()
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.looked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def sms_gateway(before_answer: Callable[[], None] = lambda: None) -> Iterator[Any]:
    """`got`: (authorization, key, body) of each POST; `answer`: the status it gives."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Sms)
    server.got, server.looked, server.answer, server.before_answer = [], [], 200, before_answer
    with _serving(server):
        server.url = f"http://127.0.0.1:{server.server_address[1]}/send"
        yield server


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to get a letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            answer = self._answer(line.upper())
            if answer is None:
                return
            self.wfile.write(answer)
            if line.upper() == b"QUIT":
                return

    def _answer(self, line: bytes) -> bytes | None:
        if line.startswith(b"RCPT") and any(one in line.decode().lower() for one in self.server.unknown):
            return b"550 nobody here\r\n"
        if line != b"DATA":
            return self.server.bye if line == b"QUIT" else b"250 ok\r\n"
        self.wfile.write(b"354 go on\r\n")
        letter = b""
        while not letter.endswith(b"\r\n.\r\n"):
            letter += self.rfile.readline()
        self.server.got.append(letter.decode().removesuffix(".\r\n"))
        return self.server.receipt


@contextmanager
def mailbox() -> Iterator[Any]:
    """`got`: the letters; `receipt`: the answer to one (None hangs up); `unknown`: addresses it refuses."""
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)
    server.got, server.unknown, server.receipt, server.bye = [], set(), b"250 ok\r\n", b"221 bye\r\n"
    with _serving(server):
        server.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server


@contextmanager
def silent_port() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield listening.getsockname()[1]
