"""Lanes of the worker for messages: one thread a channel and kind of message, so that no gateway holds up anything
else: neither the jobs of communities, nor another gateway, nor sign-in codes behind a thousand notifications.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from itertools import product
from threading import Event, Thread

from flask import Flask

from app.accounts import letters
from app.notifications import deliveries
from app.outbox import channels
from app.outbox.messages import Source, send_due
from tenants.each_community import first_line

SOURCES: tuple[Source, ...] = (letters.WAITING, deliveries.WAITING)
PAUSE = 1.0  # seconds between rounds; people wait for their codes
REST = 10.0  # after a gateway was away
STOP_WITHIN = (
    8.0  # seconds the worker waits for a lane at its end: a message in the air is told of, if its gateway answers
)
log = logging.getLogger("gongzhi.messages")


@dataclass(frozen=True)
class Lane:
    """Messages of one source by one channel, sent round after round by a thread of its own."""

    app: Flask
    channel: str
    source: Source

    def round(self) -> bool:
        """Send what is due; whether the gateway could be reached."""
        settings = self.app.config["SETTINGS"]
        channel = channels.channel_in_use(settings, self.channel)
        try:
            with self.app.app_context():
                return channel is None or send_due(settings, channel, self.source)[1]
        except Exception as error:
            log.warning("messages by %s: this round ended early: %s", self.channel, first_line(error))
            return False

    def run(self, stop: Event) -> None:
        while not stop.wait(PAUSE if self.round() else REST):
            pass


def _lanes(app: Flask) -> list[Lane]:
    return [Lane(app, channel, source) for channel, source in product(channels.CHANNELS, SOURCES)]


@contextmanager
def beside(app: Flask) -> Iterator[None]:
    """While the worker does its jobs, messages leave beside them."""
    stop = Event()
    threads = [Thread(target=lane.run, args=(stop,), daemon=True) for lane in _lanes(app)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        latest = time.monotonic() + STOP_WITHIN
        for thread in threads:
            thread.join(max(0.0, latest - time.monotonic()))


@contextmanager
def one_round(app: Flask) -> Iterator[None]:
    """For a worker that does what is due now and stops: so do its lanes, beside the jobs."""
    threads = [Thread(target=partial(copy_context().run, lane.round)) for lane in _lanes(app)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
