"""A session sees one community, or one region's published rows, or what belongs to all."""

import pytest
from sqlalchemy import select

from app.proposals.models import Proposal
from app.score.models import ScoreEvidence, ScoreSnapshot
from tenants import db


def test_a_query_without_a_binding_raises(app):
    with app.app_context(), db.unbound(), pytest.raises(LookupError, match="binding"):
        db.session.scalars(select(Proposal)).all()


def test_a_row_cannot_be_written_into_another_community(make):
    here, there = make.community(), make.community()
    with make.inside(here):
        db.session.add(Proposal(community_id=there.id, number=1))
        with pytest.raises(LookupError, match="another community"):
            db.session.flush()


def test_two_bindings_never_stand_at_once(app, make):
    here, there = make.community(), make.community()
    with make.inside(here), pytest.raises(LookupError, match="never two"), db.as_community(there.id):
        pass


def test_a_superior_reads_published_rows_only(app, make):
    region = make.region()
    inside, outside = make.community(region), make.community()
    make.row(ScoreSnapshot, inside)
    make.row(ScoreSnapshot, outside)
    with app.app_context(), db.as_superior(region.path):
        assert {row.community_id for row in db.session.scalars(select(ScoreSnapshot))} == {inside.id}
        with pytest.raises(LookupError):
            db.session.scalars(select(ScoreEvidence)).all()
