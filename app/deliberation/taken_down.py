"""What follows where a statement is taken down, and where it comes back: what it counted for."""

from datetime import datetime

from sqlalchemy import update

from app.access import CommunityVisitor
from app.deliberation.models import Stance, Statement
from app.proposals.models import Proposal
from tenants import db


def in_office(statement: Statement) -> bool:
    return bool(statement.label)


def went_down(statement: Statement) -> None:
    _count(statement, -1)


def came_back(statement: Statement, _by: CommunityVisitor, _since: datetime) -> None:
    _count(statement, +1)


def _count(statement: Statement, by: int) -> None:
    """An objection that was met stands no more, whether it is shown or not."""
    against = by if statement.stance is Stance.AGAINST and statement.met_at is None else 0
    counted = {"statements": Proposal.statements + by, "against": Proposal.against + against}
    moved = update(Proposal).where(Proposal.id == statement.proposal_id).values(counted)
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire(statement.proposal, list(counted))
