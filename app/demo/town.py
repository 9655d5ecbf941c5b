"""A community while it is told: who lives there, and what day it is."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import clock, worker
from app.access import Visitor
from app.community.models import Grid, Membership, Post
from app.demo.places import Plan
from tenants import db
from tenants.models import Community

Person = int | str | Membership  # a household's number, a role of the cast, or the person


@dataclass
class Town:
    """Its people in the order of their doors, and its own pseudo-random order (the same on every machine)."""

    plan: Plan
    community: Community
    today: datetime
    grids: list[Grid] = field(default_factory=list)
    households: list[uuid.UUID] = field(default_factory=list)
    residents: list[Membership] = field(default_factory=list)  # one verified adult a household, in order
    cast: dict[str, Membership] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.slug)

    def ago(self, days: float, hour: int = 10) -> datetime:
        """A moment so many days before the day of loading (negative: ahead), at a full hour of the community's zone."""
        day = clock.local(self.today, self.community.zone).replace(hour=hour, minute=0, second=0, microsecond=0)
        return day - timedelta(days=days)

    @contextmanager
    def at(self, when: float | datetime, hour: int = 10) -> Iterator[None]:
        """Something happens here at a moment, or so many days ago; it is final when the block ends."""
        moment = when if isinstance(when, datetime) else self.ago(when, hour)
        with clock.at(moment), db.as_community(self.community.id):
            yield
            db.commit()

    def until(self, when: float | datetime, hour: int = 1) -> None:
        """Time passes: rolls are made, votes and rounds counted, and whatever else falls due by itself."""
        with clock.at(when if isinstance(when, datetime) else self.ago(when, hour)):
            worker.run_jobs(self.community.id)

    def who(self, person: Person) -> Visitor:
        """A visitor as a request would carry it."""
        if isinstance(person, str):
            posts = (self.posts[person],) if person in self.posts else ()
            return Visitor(membership=self.cast[person], posts=posts, community=self.community)
        resident = self.residents[person] if isinstance(person, int) else person
        return Visitor(membership=resident, community=self.community)


def again(model: type, row: Any) -> Any:
    """The row as this binding sees it."""
    return db.session.scalars(select(model).where(model.id == row.id)).one()  # type: ignore[attr-defined]
