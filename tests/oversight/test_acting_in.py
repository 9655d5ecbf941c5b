"""An act from above: into one community below, on published rows only, and back to where nothing can be written."""

from collections import namedtuple

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.core import clock
from app.oversight.models import ViewLog
from app.proposals.models import Proposal
from app.score.models import ScoreEvidence, ScoreSnapshot
from tenants import db
from tenants.columns import new_id
from tenants.models import Counter

Town = namedtuple("Town", "below elsewhere")


@pytest.fixture
def above(app, make):
    """A region, and a community below it whose own rows nobody above reaches."""
    region = make.region()
    community = make.community(region)
    make.row(Proposal, community)
    make.row(ScoreEvidence, community)
    other = make.community()
    make.row(ScoreSnapshot, other)
    with app.app_context(), db.as_superior(region.path):
        yield Town(community, other)


def line(community):
    values = {"region_code": "1", "region_name": "区", "office": "督导", "account_id": new_id(), "at": clock.now()}
    return ViewLog(region_path=community.region_path, **values)


def test_a_superiors_act_is_final_and_leads_back_to_reading(above):
    with db.acting_in(above.below):
        db.session.add(line(above.below))
    assert db.session.scalar(select(func.count()).select_from(ViewLog)) == 1
    with pytest.raises(LookupError, match="only reads"):
        db.session.execute(delete(ViewLog))


def test_an_act_that_fails_leaves_nothing_behind(above):
    with pytest.raises(IntegrityError), db.acting_in(above.below):
        db.session.add_all([line(above.below), ViewLog(region_path=above.below.region_path)])
    assert db.session.scalar(select(func.count()).select_from(ViewLog)) == 0


@pytest.mark.parametrize("statement", [
    select(Proposal), select(ScoreEvidence), select(Account), select(func.count(Proposal.id)), update(Proposal).values(title="x"),
    delete(Proposal), insert(Counter), update(Account).values(display_name="x"),
    select(ScoreSnapshot).where(ScoreSnapshot.community_id.in_(select(Proposal.community_id))),
])  # fmt: skip
def test_nothing_but_published_rows_is_reached_by_an_act(above, statement):
    with pytest.raises(LookupError), db.acting_in(above.below):
        db.session.execute(statement, [{"kind": "x", "last": 1}] if statement.is_insert else None)


@pytest.mark.parametrize("row", [
    lambda: Proposal(number=1, title="x"), lambda: Counter(kind="x", last=1), lambda: Account(display_name="x", created_at=clock.now()),
])  # fmt: skip
def test_nothing_but_published_rows_is_written_by_an_act(above, row):
    with pytest.raises(LookupError, match="published rows only"), db.acting_in(above.below):
        db.session.add(row())


def test_an_act_reaches_no_community_but_the_one_it_names(above):
    with db.acting_in(above.below):
        assert db.session.scalar(select(func.count()).select_from(ScoreSnapshot)) == 0
        db.session.add(line(above.below))
    with pytest.raises(LookupError, match="one below"), db.acting_in(above.elsewhere):
        pass


def test_only_a_superior_acts_from_above(app, make):
    community = make.community()
    with make.inside(community), pytest.raises(LookupError, match="superior"), db.acting_in(community):
        pass
    with app.app_context(), db.unbound(), pytest.raises(LookupError, match="superior"), db.acting_in(community):
        pass


def test_no_act_is_opened_inside_another(above):
    with db.acting_in(above.below), pytest.raises(LookupError, match="superior"), db.acting_in(above.below):
        pass
