"""A community whose every table has so many rows, for pages that must not ask more of many than of few."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint, func, select

from app.community.models import PostKind
from app.core import clock
from app.polls import counting
from app.polls.models import PollState
from app.proposals.models import Kind, State
from app.score.figures import figures
from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import AccountCommunity
from tests.polls.steps import rule_of_households
from tests.support.factories import Make, _filled
from tests.support.house import owned
from tests.support.score import evidence_enough
from tests.support.village import poll_values, standing

RULE = rule_of_households()
ROLL = {"units": 100, "households": 100, "households_in": 60}
RESULT = counting.count(RULE, ROLL, [{"choice": ["yes"]}] * 60)
PARENTS = ("proposal", "poll", "shift", "rating_round", "statement", "report", "ruling", "poll_option")
ONCE = {
    "counter",
    "job",
    "listing",
    "membership",
    "household",
    "grid",
    "score_dirty",
}  # made beside, by nature one, or unseen


def town_of(make: Make, size: int) -> "Town":
    """One of each size for all tests of a process that only look at it."""
    if (make.app, size) not in _towns:
        _towns[make.app, size] = Town(make, size)
    return _towns[make.app, size]


_towns: dict[tuple[Flask, int], "Town"] = {}


class Town:
    """Each page that shows one thing shows the first of its kind, with all its children."""

    def __init__(self, make: Make, size: int) -> None:
        self.make, self.region = make, make.region()
        self.community, self.size, self.rows = make.community(self.region), size, {}
        self.members = make.members(self.community, size)
        self.people = {
            "stranger": None, "resident": make.member(self.community),
            "committee": make.official(self.community, PostKind.COMMITTEE),
            "supervision": make.official(self.community, PostKind.SUPERVISION),
            "reviewer": make.reviewer(self.region),
        }  # fmt: skip
        for _ in range(size):
            self.make.member(self.community, verified=False)
            self._elsewhere()
        names = sorted(owned().keys() - ONCE)
        for name in [*PARENTS, *(name for name in names if name not in PARENTS)]:
            self._fill(name)
        self._name_the_first()

    def _fill(self, name):
        model = owned()[name]
        made = [_filled(self.make, model, self.community, self._given(name, model, n)) for n in range(self.size)]
        with self.make.inside(self.community):
            self.rows[name] = [model(**values) for values in made]
            db.session.add_all(self.rows[name])
            db.session.commit()
            assert db.session.scalar(select(func.count()).select_from(model)) >= self.size

    def _name_the_first(self):
        self.first = {name: rows[0] for name, rows in self.rows.items()} | {
            "membership": self.members[0], "household": self.make.household(self.community),
            "grid": self.make.grid_of(self.community),
        }  # fmt: skip
        self.first |= standing(self.make, self.community, self.people["resident"], self.first["proposal"])

    def _elsewhere(self):
        """One more community under the region, with a score; the resident belongs to it too, and signs in once more."""
        other = self.make.community(self.region)
        self.make.row(ScoreSnapshot, other, published=True, score=60.0, low=55.0, high=65.0, evidence=0.7, pillars={})
        for who in ("resident", "committee"):
            account = self.people[who].account_id
            self.make._global(
                AccountCommunity(account_id=account, community_id=other.id, slug=other.slug, since=clock.now())
            )
            self.make._login(account)

    def _given(self, name, model, place):
        """Children of the first rows, so that their pages grow; of each row its own where only one may be."""
        now, given = clock.now(), {}
        constraints = model.__table__.constraints
        unique = [{one.name for one in key.columns} for key in constraints if isinstance(key, UniqueConstraint)]
        for column in model.__table__.columns:
            if isinstance(column.type, String) and any(column.name in names for names in unique):
                given[column.name] = f"{place}"
        for key in constraints:
            if isinstance(key, ForeignKeyConstraint):
                column, target = list(key.columns)[-1].name, key.elements[0].column.table.name
                if target == "membership":
                    given[column] = self.members[place].id
                elif target == "household":
                    given[column] = self.members[place].household_id
                elif target in self.rows and target != name:
                    alone = {"community_id", column} in unique
                    given[column] = self.rows[target][place if alone else 0].id
        more = {
            "proposal": {"kind": list(Kind)[place % 2], "state": State.OPEN, "visible_at": now, "endorsements_needed": 5,
                         "answer_due_at": now + timedelta(days=place - 3)},
            "poll": poll_values(now) | {"rule": RULE, "state": PollState.PUBLISHED if place == 1 else PollState.NOTICED},
            "shift": {"starts_at": now + timedelta(days=1), "ends_at": now + timedelta(days=1, hours=2), "places": 9},
            "notification": {"membership_id": self.people["resident"].id, "read_at": None},
            "elector": {"unit_id": self.members[place].household_id},
            "poll_result": {"result": RESULT, "channels": {"web": 60}, "ballot_root": bytes(32)},
            "poll_option": {"number": place + 1}, "score_snapshot": {"period": f"{2000 + place}Q1", **figures(evidence_enough())},
            "score_evidence": {"period": f"{2000 + place}Q1", "evidence": evidence_enough()}, "grid": {"name": f"网格 {place}"},
            "organisation": {"name": f"单位 {place}"}, "audit_entry": {"number": 1_000_000 + 1000 * place},
            "report": {"subject_kind": "proposal"}, "ruling": {"subject_kind": "proposal"},
        }.get(name, {})  # fmt: skip
        if name == "ballot":
            more = {"poll_id": self.rows["poll"][1].id}
        if name in ("report", "ruling"):
            more["subject_id"] = self.rows["proposal"][0].id
        return given | more
