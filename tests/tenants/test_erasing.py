"""A community that goes leaves nothing behind, whatever was said there."""

from sqlalchemy import select

from app.deliberation.models import Statement
from tenants import db
from tenants.models import Community
from tenants.provisioning import erase_community


def test_a_community_where_people_answered_each_other_can_be_erased(app, make, community):
    said = make.row(Statement, community)
    make.row(Statement, community, parent_id=said.id, proposal_id=said.proposal_id)
    with app.app_context():
        erase_community(community.id)
        with db.unbound():
            assert db.session.scalar(select(Community.id).where(Community.id == community.id)) is None
    with make.inside(community):
        assert db.session.scalars(select(Statement)).all() == []
