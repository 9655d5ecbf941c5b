"""What follows where a statement is taken down, and where it comes back: what it counted for."""

from datetime import datetime

from app.access import CommunityVisitor
from app.deliberation.models import Statement
from app.deliberation.operations import recount
from tenants import db


def in_office(statement: Statement) -> bool:
    return bool(statement.label)


def went_down(statement: Statement) -> None:
    _count_anew(statement)


def came_back(statement: Statement, _by: CommunityVisitor, _since: datetime) -> None:
    _count_anew(statement)


def _count_anew(statement: Statement) -> None:
    recount(statement.proposal_id)
    db.session.expire(statement.proposal, ["statements", "against", "households_spoke"])
