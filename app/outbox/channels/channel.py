"""What a channel is, and what is handed to it."""

from collections.abc import Callable
from dataclasses import dataclass

from config import Settings

LIMIT = 5.0  # seconds a gateway may take to be reached, and for each of its answers


class NotAccepted(Exception):
    """It is known that the gateway has not taken this message: it may be tried again."""


class Unreachable(NotAccepted):
    """So it is with every message for now: the gateway is away."""


@dataclass(frozen=True)
class Letter:
    """A message as it leaves. `key` is the same with every try, so that a gateway can tell a second one."""

    to: str
    text: str
    subject: str = ""
    footer: str = ""  # where there is room for one
    leave: str = ""  # the address that ends such letters without signing in; mail programs show it as "unsubscribe"
    key: str = ""


Send = Callable[[Settings, Letter, Callable[[], None]], None]


@dataclass(frozen=True)
class Channel:
    """A way out. Its name is also the column of `Account` that holds a person's address there.

    `send` calls its last argument at the moment from which the gateway may have the message: once that was
    called, an error that is not `NotAccepted` leaves open whether it was taken, and it is never sent again.
    """

    name: str
    words: str  # what people call it
    setting: str  # the setting that opens it
    send: Send
    closed: str  # said where it is not open

    def is_open(self, settings: Settings) -> bool:
        return bool(getattr(settings, self.setting))
