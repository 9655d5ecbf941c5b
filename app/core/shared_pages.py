"""What a feature puts on the pages that show more than one: home, an item's page, the desk, "my things"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Card:
    """One thing a resident can do today, in the reader's language, with the button that leads to it."""

    title: str
    button: str
    href: str
    meta: Sequence[str | None] = ()
    tag: str = ""
    tone: str = "good"
    waits: bool = True  # it waits for this reader; False: it may be looked at or changed
    small: bool = False  # drawn as a line, below the cards
    kind: str = ""  # of what it is about, where a door of the same feature counts them


@dataclass(frozen=True)
class Door:
    """One of the few large ways into a feature, for whoever reads with large text: an act in two or three words."""

    icon: str
    title: str
    href: str
    note: str = ""  # how many are new or wait, or what to expect


@dataclass(frozen=True)
class Call:
    """A person who can be telephoned instead."""

    name: str
    post: str
    telephone: str  # as it was written down, with what is said about it
    hours: str = ""


@dataclass(frozen=True)
class Queue:
    """What waits on the desk for one kind of act, the first due on top. `title` and `act` are English messages."""

    name: str  # in its address
    kind: str  # of its rows, which have a number
    title: str
    act: str
    permission: Any  # who has it on their desk
    due: Any  # the column by whose time it stands in order
    rows: Any  # a select of them, built once
    said: Callable[[Any], str] = lambda row: str(row.title)  # what a row is called
    note: Callable[[Any], str] = lambda _row: ""


@dataclass(frozen=True)
class Section:
    """A part of a page. Its template gets what `load` returns as `data`; None leaves it out."""

    template: str
    load: Callable[..., Any]  # (visitor, now), on an item's page (item, visitor)
    side: bool = False  # in the narrower column


@dataclass(frozen=True)
class NavLink:
    """A link to one of a feature's pages, for whoever may go there, with how many wait behind it."""

    title: str  # an English message
    endpoint: str
    permission: Any
    count: Callable[[Any], int] | None = None  # (visitor)


@dataclass(frozen=True)
class FirstStep:
    """One of the few things that open a new community's space; done once there are `enough` of what it brings."""

    position: int
    title: str  # an English message
    why: str  # an English message: what it is good for
    act: str  # an English message: the button
    endpoint: str
    count: Any  # a select of how many there are, built once
    enough: int = 1


@dataclass(frozen=True)
class Line:
    title: str
    href: str
    meta: Sequence[str | None] = ()
    tag: str = ""


@dataclass(frozen=True)
class Mine:
    """The newest of what is the reader's own in one feature, and the way to all of it."""

    title: str
    lines: Sequence[Line]
    endpoint: str  # all of it
    query: Mapping[str, str] = field(default_factory=dict)
