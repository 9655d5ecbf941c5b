"""What was said to a proposal."""

import uuid
from functools import cache
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from app.community.models import Membership
from app.deliberation.models import Reaction, ReactionKind, Stance, Statement
from tenants import db

COLUMNS = (
    Statement.id, Statement.text, Statement.stance, Statement.label, Statement.agree, Statement.disagree, Statement.passed,
    Statement.parent_id, Statement.author_id, Statement.created_at, Statement.met_at, Membership.name,
    Membership.verified_at.label("verified_at"),
)  # fmt: skip
ORDER = (Stance.FOR, Stance.AGAINST, Stance.AMEND, Stance.COMMENT)


FIRST = 10  # on the item's own page


@cache
def said() -> Select[*tuple[Any, ...]]:
    """Everything shown, with its author's name. Needs the value `proposal_id`."""
    parent = aliased(Statement)
    query = select(*COLUMNS, parent.hidden_at.is_not(None).label("parent_taken_down"))
    query = query.join(Membership, Membership.id == Statement.author_id)
    query = query.outerjoin(parent, parent.id == Statement.parent_id)
    return query.where(Statement.proposal_id == bindparam("proposal_id"), Statement.stands())


@cache
def _said_first() -> Select[*tuple[Any, ...]]:
    return said().where(Statement.parent_id.is_(None)).order_by(Statement.id.desc()).limit(2 * FIRST)


def first_words(proposal_id: uuid.UUID) -> list[Any]:
    """The newest statements, one side after the other, so that both have the same room."""
    rows = db.rows(_said_first(), {"proposal_id": proposal_id})
    sides = [[row for row in rows if row.stance is stance] for stance in ORDER]
    return [row for row in chain.from_iterable(zip_longest(*sides)) if row is not None][:FIRST]


def reactions_of(membership_id: uuid.UUID, statement_ids: list[uuid.UUID]) -> dict[uuid.UUID, ReactionKind]:
    query = select(Reaction.statement_id, Reaction.kind).where(Reaction.membership_id == membership_id)
    return dict(db.session.execute(query.where(Reaction.statement_id.in_(statement_ids))).all())
