"""What the features give to pages and services that show more than one of them.

Each feature says so once, in its `offers.py`; `create_app` hands the explicit list of them to `registry`. Nothing
registers itself by being imported, and no feature below names a page of one above: whoever needs the page of a kind,
the cards of today or what can be reported, asks here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.measure import Measure
from app.core.shared_pages import Call, Card, Door, FirstStep, Mine, NavLink, Queue, Section


def _nothing(*_: Any) -> None:
    """Nothing else follows."""


@dataclass(frozen=True)
class Reportable:
    """That a kind of text can be reported, and what follows where one is taken down and where it comes back.

    Its model is `Moderated`. Its own number leaves inboxes and the board without being told; the rest is said here:
    counters it moved, people who rely on it. `came_back` gets the row, who decided, and since when it was hidden.
    """

    in_office: Callable[[Any], bool] = lambda _row: False  # said or posted in office: the supervision board rules
    went_down: Callable[[Any], None] = _nothing
    came_back: Callable[[Any, Any, datetime], None] = _nothing
    went_for_good: Callable[[Any], None] = _nothing  # no appeal can bring it back any more


@dataclass(frozen=True)
class Kind:
    """A kind of thing people see and speak of by its name and number: "shift 12".

    Its name is its table's: notices, notifications, reports, the record of acts and the counter of its numbers store it.
    """

    model: Any
    page: str | None = None  # the endpoint that shows one of them
    under: str | None = None  # the kind whose page shows it, where it has none and no number of its own
    numbered: bool = True  # counted per community from 1, and spoken of by that number
    reportable: Reportable | None = None  # anyone may say that it breaks a rule

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)


@dataclass(frozen=True)
class Offers:
    """All that one feature gives; what it does not need stays empty."""

    blueprints: tuple[Any, ...] = ()
    permissions: type | None = None  # its class P, with who may
    kinds: tuple[Kind, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)  # kind → endpoint: of features below, and single pages
    today: tuple[Callable[..., list[Card]], ...] = ()  # (visitor, now) → what a resident can do today
    doors: tuple[Callable[..., Door], ...] = ()  # (visitor, now, cards of today) → a large way in
    calls: tuple[Callable[..., Call | None], ...] = ()  # (visitor, now) → whom the reader can telephone
    home: tuple[Section, ...] = ()  # further parts of the community's home
    item_sections: tuple[Section, ...] = ()  # parts of the page of a request or proposal
    mine: tuple[Callable[..., Mine], ...] = ()  # (visitor) → the reader's own
    home_links: tuple[NavLink, ...] = ()  # its pages, as the community's home leads to them
    queues: tuple[Queue, ...] = ()  # what waits on the desk
    desk: tuple[Section, ...] = ()  # further parts of the desk
    first_steps: tuple[FirstStep, ...] = ()  # what opens a new community
    desk_links: tuple[NavLink, ...] = ()  # what one in office begins, or looks after, from the desk
    tasks: tuple[Any, ...] = ()  # membership id → lines of the inbox (kind, number, since) that must be stored nowhere
    promises: tuple[Any, ...] = ()  # what of this feature promises may be about (app/commitments/subjects.py)
    measures: tuple[Measure, ...] = ()  # what it offers the score
    counted: tuple[type, ...] = ()  # the classes whose change changes those measures
    account_of: Any = None  # (membership id) → account id, given by the one feature that knows memberships
    jobs: tuple[Any, ...] = ()  # the modules that do its jobs, so that they are loaded wherever the product is


class Registry:
    """Handed the features by `create_app`; asked by pages and services."""

    def __init__(self) -> None:
        self.features: tuple[Offers, ...] = ()

    def compose(self, features: Iterable[Offers]) -> None:
        self.features = tuple(features)
        self._kinds: dict[str, Kind] = _by_name((kind.name, kind) for kind in self.all("kinds"))
        self._pages = {kind.name: kind.page for kind in self._kinds.values() if kind.page}
        self._pages |= _by_name(pair for feature in self.features for pair in feature.pages.items())

    def all(self, what: str) -> list[Any]:
        """Everything the features give under one heading, in their order: `all("kinds")`."""
        return [given for feature in self.features for given in getattr(feature, what)]

    def sole(self, what: str) -> Any:
        """What exactly one feature gives: `sole("account_of")`."""
        [given] = [given for feature in self.features if (given := getattr(feature, what)) is not None]
        return given

    def kind(self, name: str) -> Kind:
        return self._kinds[name]

    def reportable(self) -> dict[str, Kind]:
        return {name: kind for name, kind in self._kinds.items() if kind.reportable is not None}

    def numbered(self) -> list[str]:
        return [kind.name for kind in self._kinds.values() if kind.numbered]

    def page(self, kind: str) -> str | None:
        """The endpoint that shows one of this kind, or what it stands under; None where there is no such page."""
        known = self._kinds.get(kind)
        return self._pages.get(known.under if known and known.under else kind)

    def permissions(self) -> dict[str, Any]:
        """Who may do what, joined: one table by name, each name once."""
        tables = [feature.permissions for feature in self.features if feature.permissions is not None]
        return _by_name((name, permission) for table in tables for name, permission in _constants(table))


def _by_name(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, given in pairs:
        if found.setdefault(name, given) is not given:
            raise LookupError(f"Two features offer {name}.")
    return found


def _constants(table: type) -> list[tuple[str, Any]]:
    return [(name, getattr(table, name)) for name in dir(table) if name.isupper()]


registry = Registry()
