"""A community while it is told: who lives there, and what day it is."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

from sqlalchemy import func, select

from app.access import CommunityVisitor
from app.community.models import Grid, Membership, Post
from app.core import clock
from app.demo.places import Plan
from app.outbox import jobs
from app.outbox.models import Job, JobState
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
    told: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    above: Any = None  # the reviewer of the region it lies in
    followed: Any = None  # the matter that the tour follows

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.slug)

    def ago(self, days: float, hour: int = 10) -> datetime:
        """A moment so many days before the day of loading (negative: ahead), at a full hour of the community's zone."""
        day = clock.local(self.today, self.community.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return day - timedelta(days=days) + timedelta(hours=hour)

    def live(self) -> None:
        """All that was told happens, story beside story in the order of time, and between whatever falls due."""
        day = None
        for moment, act in sorted(self.told, key=lambda told: told[0]):
            if moment.date() != day:
                self._until(moment)
            day = moment.date()
            with self.at(moment):
                act()
        self._until(self.today)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Something happens here at a moment; it is final when the block ends."""
        with clock.at(moment), db.as_community(self.community.id):
            yield
            db.commit()

    def _until(self, moment: datetime) -> None:
        """Time passes: rolls are made, votes and rounds counted, and whatever else falls due by itself."""
        while (due := self._next_due(moment)) is not None:  # most days nothing is
            with clock.at(due):
                jobs.run_jobs(self.community.id)

    def _next_due(self, moment: datetime) -> datetime | None:
        """Each in its time: what closed is not left uncounted until the story goes on."""
        with db.as_community(self.community.id, write=False):
            waiting = Job.state == JobState.WAITING, Job.due_at <= moment
            return db.session.scalar(select(func.min(Job.due_at)).where(*waiting))

    def who(self, person: Person) -> CommunityVisitor:
        """A visitor as a request would carry it."""
        if isinstance(person, str):
            posts = (self.posts[person],) if person in self.posts else ()
            return CommunityVisitor(membership=self.cast[person], posts=posts, community=self.community)
        resident = self.residents[person] if isinstance(person, int) else person
        return CommunityVisitor(membership=resident, community=self.community)


def told(step: Callable[..., None]) -> Callable[..., None]:
    """A step of a story, so many days ago and at ten unless it names an hour: told now, lived in its time."""

    @wraps(step)
    def planned(self: Any, days: float, *given: Any, hour: int = 10, **more: Any) -> None:
        town: Town = self.town
        town.told.append((town.ago(days, hour), partial(step, self, days, *given, **more)))

    return planned


def again(model: type, row: Any) -> Any:
    """The row as this binding sees it."""
    return db.session.scalars(select(model).where(model.id == row.id)).one()  # type: ignore[attr-defined]  # every model has an id
