"""The ways out: e-mail and text messages; the console where neither is set.

Another way is a module here with its `CHANNEL`, its name in `CHANNELS`, the setting that opens it, the column of
`Account` that holds a person's address there, and its column of the policy (app/notifications/policy.py).
"""

from typing import Any

from app.core.refusal import Refused
from app.outbox.channels import console, email, sms
from app.outbox.channels.channel import Channel, Letter, NotAccepted, Unreachable
from config import Settings

__all__ = [
    "CHANNELS",
    "Channel",
    "Letter",
    "NotAccepted",
    "Unreachable",
    "channel_in_use",
    "init_app",
    "only_console",
    "opened",
    "refuse_closed",
]

CHANNELS = {channel.name: channel for channel in (email.CHANNEL, sms.CHANNEL)}


_opened: set[str] = set()


def init_app(app: Any) -> None:
    """Which real ways out this instance has is asked wherever something is told."""
    _opened.clear()
    _opened.update(name for name, channel in CHANNELS.items() if channel.is_open(app.config["SETTINGS"]))


def opened() -> frozenset[str]:
    """The names of the channels that are open. Notifications do not go to the console: it would tell them to others."""
    return frozenset(_opened)


def only_console(settings: Settings) -> bool:
    """Whether no real way out is set: then whatever is sent is printed."""
    return not any(channel.is_open(settings) for channel in CHANNELS.values())


def channel_in_use(settings: Settings, name: str) -> Channel | None:
    """The channel as these settings have it. Where a real way out is set nothing goes to the console."""
    if only_console(settings):
        return console.printing(CHANNELS[name])
    return CHANNELS[name] if CHANNELS[name].is_open(settings) else None


def refuse_closed(settings: Settings, name: str) -> None:
    """What no way out reaches is refused before anything is promised."""
    if channel_in_use(settings, name) is None:
        raise Refused(CHANNELS[name].closed, status=422)
