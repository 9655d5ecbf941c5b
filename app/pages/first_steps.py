"""What is still to be done before neighbours find something here: on the desk of a new community until all is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.access import Visitor, committee
from app.core.registry import registry
from app.core.shared_pages import FirstStep
from tenants import db


@dataclass(frozen=True)
class Step:
    step: FirstStep
    count: int

    @property
    def is_done(self) -> bool:
        return self.count >= self.step.enough


@dataclass(frozen=True)
class FirstSteps:
    """All of them, and the first that is to be done."""

    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step:
        return next(step for step in self.steps if not step.is_done)


def of_the_desk(visitor: Visitor, _now: datetime) -> FirstSteps | None:
    """For the committee; None once everything is done."""
    if not committee(visitor, None):
        return None
    steps = sorted(registry.all("first_steps"), key=lambda step: step.position)
    counts = db.session.execute(select(*(step.count.scalar_subquery() for step in steps))).one()
    found = FirstSteps([Step(step, count) for step, count in zip(steps, counts, strict=True)])
    return found if found.done < len(steps) else None
