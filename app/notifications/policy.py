"""What leaves the house: topic × channel, where the person has not chosen otherwise.

A line always stands in the inbox. What is not named here never leaves it; a new channel is a new column.
"""

import enum
from datetime import datetime, time, timedelta

from app.core import clock
from app.core.refusal import N_


class Topic(enum.StrEnum):
    """What a line is about for the person who gets it: chosen by topics, since nobody would tick twenty kinds."""

    WAITS = "waits"  # somebody waits for what this person says or does
    MINE = "mine"  # what became of what this person asked, wrote or signed up for
    INBOX = "inbox"  # not worth a letter, or it would tell the post who was meant


WORDS = {Topic.WAITS: N_("When something waits for me"), Topic.MINE: N_("What became of my own matters")}
UNASKED, IF_CHOSEN = True, False
POLICY: dict[Topic, dict[str, bool]] = {
    Topic.WAITS: {"email": UNASKED, "phone": IF_CHOSEN},
    Topic.MINE: {"email": UNASKED, "phone": IF_CHOSEN},
    Topic.INBOX: {},
}
DAILY = {"email": 20, "phone": 5}  # to one member of one community; what is more stays in the inbox
RINGS = {"phone"}  # what rings does not ring at night
MORNING, NIGHT = time(8), time(21)
LASTS = timedelta(days=2)  # after that a message is no news


def leaves_at(channel: str, now: datetime, zone: str) -> datetime:
    """When a message may leave: at once, or at eight in the morning where it would ring at night."""
    here = clock.local(now, zone)
    if channel not in RINGS or MORNING <= here.time() < NIGHT:
        return now
    day = here.date() + timedelta(days=here.time() >= NIGHT)
    return datetime.combine(day, MORNING, here.tzinfo).astimezone(now.tzinfo)
