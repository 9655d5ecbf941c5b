"""What the talk offers the score: households that spoke (A1)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.core.measure import Measure
from app.deliberation.models import Statement
from app.proposals.measures import standing
from app.proposals.models import Proposal

COUNTED = (Statement,)


def _spoke(_now: datetime) -> Select[*tuple[Any, ...]]:
    """(community_id, grid_id, unit_id, quarter) of statements that stand, to items that stand."""
    columns = Statement.community_id, Statement.grid_id, Statement.household_id.label("unit_id"), Statement.quarter
    its_item = (Proposal.community_id == Statement.community_id) & (Proposal.id == Statement.proposal_id)
    spoke = select(*columns).join(Proposal, its_item).where(*standing())
    return spoke.where(Statement.counts.is_(True), Statement.counts_still())


MEASURES = (Measure("households_talking", _spoke),)
