"""Every page asks the database as many questions at 50 rows of everything as at 5, for every role."""

from datetime import timedelta

import pytest
from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint, func, select

from app.community.models import PostKind
from app.core import clock
from app.polls import counting, presets
from app.polls.models import PollState
from app.proposals.models import Kind, State
from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import AccountCommunity
from tenants.owned import InCommunity, tables
from tests.support.factories import _filled
from tests.test_architecture import Counted
from tests.test_pages import _poll_values, addresses, standing

RULE = presets.rule(presets.PRESETS["COMM-HH"], "yes_no", [], None)
RESULT = counting.count(RULE, 100, [{"choice": ["yes"]}] * 60)
LISTS = {
    "accounts.me", "audit.index", "board.index", "community.people", "deliberation.index", "desk.members", "desk.posts",
    "pages.queue", "moderation.desk", "moderation.log", "notifications.inbox", "oversight.desk", "oversight.looks",
    "polls.index", "polls.ballots_json, published", "proposal_page.show", "proposals.index", "ratings.index",
    "volunteering.attendance_page", "volunteering.index", "volunteering.ics",
}  # fmt: skip
FEW, MANY = 5, 50
PARENTS = ("proposal", "poll", "shift", "rating_round", "statement", "report", "ruling", "poll_option")
ONCE = {"counter", "job", "membership", "household", "grid", "score_dirty"}  # made beside, by nature one, or unseen


class Town:
    """A community whose every table grows; each page that shows one thing shows the first, with all its children."""

    def __init__(self, make):
        self.make, self.region = make, make.region()
        self.community, self.size, self.rows, self.members = make.community(self.region), 0, {}, []
        self.standing = {}
        self.people = {
            "stranger": None, "resident": make.member(self.community),
            "committee": make.official(self.community, PostKind.COMMITTEE),
            "supervision": make.official(self.community, PostKind.SUPERVISION),
            "reviewer": make.reviewer(self.region),
        }  # fmt: skip

    def grow(self, size):
        """Up to so many rows of everything."""
        for place in range(self.size, size):
            self.members.append(self.make.member(self.community, name=f"住户 {place}"))
            self.make.member(self.community, verified=False)
            self._elsewhere()
        owned = {name: model for name, model in tables().items() if issubclass(model, InCommunity) and name not in ONCE}
        for name in sorted(
            owned, key=lambda name: (name not in PARENTS, PARENTS.index(name) if name in PARENTS else 0)
        ):
            made = [
                _filled(self.make, owned[name], self.community, self._given(name, owned[name], n))
                for n in range(self.size, size)
            ]
            with self.make.inside(self.community):
                rows = [owned[name](**values) for values in made]
                db.session.add_all(rows)
                db.session.commit()
                assert db.session.scalar(select(func.count()).select_from(owned[name])) >= size
            self.rows.setdefault(name, []).extend(rows)
        self.first = {name: rows[0] for name, rows in self.rows.items()} | {
            "membership": self.members[0], "household": self.make.household(self.community),
            "grid": self.make.grid_of(self.community),
        }  # fmt: skip
        self.standing = self.standing or standing(
            self.make, self.community, self.people["resident"], self.first["proposal"]
        )
        self.first |= self.standing
        self.size = size

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
            "poll": _poll_values(now) | {"rule": RULE, "state": PollState.PUBLISHED if place == 1 else PollState.NOTICED},
            "shift": {"starts_at": now + timedelta(days=1), "ends_at": now + timedelta(days=1, hours=2), "places": 9},
            "notification": {"membership_id": self.people["resident"].id, "read_at": None},
            "elector": {"unit_id": self.members[place].household_id},
            "poll_result": {"result": RESULT, "channels": {"web": 60}, "ballot_root": bytes(32)},
            "poll_option": {"number": place + 1}, "score_snapshot": {"period": f"{2000 + place}Q1", "published": True, "score": 60.0, "low": 55.0, "high": 65.0,
                               "evidence": 0.7, "pillars": dict.fromkeys("ABCDE", 0.6)},
            "score_evidence": {"period": f"{2000 + place}Q1"}, "grid": {"name": f"网格 {place}"},
            "organisation": {"name": f"单位 {place}"}, "audit_entry": {"number": 1_000_000 + 1000 * place},
            "report": {"subject_kind": "proposal"}, "ruling": {"subject_kind": "proposal"},
        }.get(name, {})  # fmt: skip
        if name == "ballot":
            more = {"poll_id": self.rows["poll"][1].id}
        if name in ("report", "ruling"):
            more["subject_id"] = self.rows["proposal"][0].id
        return given | more


@pytest.fixture
def town(make):
    return Town(make)


def test_every_page_asks_the_same_number_of_questions_at_5_and_at_50_rows(app, make, town):
    few = _looks(app, make, town, FEW)
    many = _looks(app, make, town, MANY, known=few)
    assert {status for status, _, _ in many.values()} == {200, 303, 403, 404}
    longer = {endpoint for role, endpoint in few if many[role, endpoint][1] > 1.5 * few[role, endpoint][1]}
    assert longer >= LISTS, LISTS - longer  # else nothing was shown that could have cost a question
    assert len(many["stranger", "pages.community"][2]) <= 9  # on PostgreSQL the binding is told to the server
    assert len(many["resident", "pages.community"][2]) <= 12
    for page, (status, _, asked) in few.items():
        again = many[page]
        assert (status, len(asked)) == (again[0], len(again[2])), (
            page,
            [one for one in again[2] if again[2].count(one) > 1],
        )


def _looks(app, make, town, size, known=None):
    """(role, endpoint) → (status, length of the page, the statements sent).

    What a first look writes (that someone looked) is written before: where `known` has other counts, one looks again.
    """
    town.grow(size)
    found = {}
    pages = list(addresses(app, town.region, town.community, town.first))
    published = town.first | {"poll": town.rows["poll"][1]}
    first = dict(pages)
    pages += [
        (f"{endpoint}, published", address)
        for endpoint, address in addresses(app, town.region, town.community, published) if first[endpoint] != address
    ]  # fmt: skip
    for role, who in town.people.items():
        browser = make.browser(who, town.community)
        for endpoint, address in pages:
            found[role, endpoint] = _look(browser, address) if known else None
            if known is None or len(found[role, endpoint][2]) != len(known[role, endpoint][2]):
                browser.client.get(address)
                found[role, endpoint] = _look(browser, address)
    return found


def _look(browser, address):
    with Counted(db.engines.app, db.engines.superior, db.engines.reader) as counted:
        response = browser.client.get(address)
    return response.status_code, len(response.data), counted.statements
