"""The console of whoever runs an instance that has no other way out: the demo, a developer."""

import sys
from collections.abc import Callable
from dataclasses import replace

from app.outbox.channels.channel import Channel, Letter
from config import Settings


def printing(channel: Channel) -> Channel:
    """This channel, printed."""

    def send(_settings: Settings, letter: Letter, hand_over: Callable[[], None]) -> None:
        hand_over()
        print(f"[{channel.name} to {letter.to}] {letter.text}", file=sys.stderr, flush=True)  # noqa: T201

    return replace(channel, send=send)
