"""Endorsement: households that support a proposal, and the number that puts it on the agenda."""

import math

from sqlalchemy import func, select

from app.access import Visitor
from app.community.models import Membership
from app.community.operations import on_verified, working_days
from app.core import clock
from app.core.refusal import N_
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act
from app.proposals.models import Endorsement, Proposal, State
from app.proposals.operations.steps import append_event, require_open
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community

LEAST, SHARE, MOST = 5, 0.01, 30  # endorsing households: max(5, 1 %), at most 30
AGENDA_DAYS = 10
ENDORSED = kind("proposal.endorsed", N_("No. %(number)s has enough support for the agenda: %(title)s"), "proposal")


def needed(community: Community) -> int:
    """Households whose support puts a proposal on the agenda."""
    return min(MOST, max(LEAST, math.ceil(community.households * SHARE)))


def endorse(visitor: Visitor, proposal: Proposal) -> None:
    """Support a proposal. Supporting twice is as once; a household counts once."""
    require_open(proposal, Act.SUPPORT)
    if _endorsement_of(visitor.membership, proposal) is not None:
        return
    member, now = visitor.membership, clock.now()
    assert visitor.community is not None
    made = Endorsement(
        proposal_id=proposal.id, membership_id=member.id, household_id=member.household_id, grid_id=member.grid_id,
        counts=member.counts, quarter=clock.quarter(now, visitor.community.zone), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the count below reads it
    _recount(proposal, visitor.community)


def _endorsement_of(member: Membership, proposal: Proposal) -> Endorsement | None:
    query = select(Endorsement).where(Endorsement.proposal_id == proposal.id, Endorsement.membership_id == member.id)
    return db.session.scalar(query)


def withdraw_endorsement(visitor: Visitor, proposal: Proposal) -> None:
    require_open(proposal, Act.WITHDRAW_SUPPORT)
    if (known := _endorsement_of(visitor.membership, proposal)) is not None:
        db.session.delete(known)
        db.session.flush()  # the count below must not see it
        assert visitor.community is not None
        _recount(proposal, visitor.community)


def _recount(proposal: Proposal, community: Community) -> None:
    """Distinct verified households; at the threshold the proposal gets its place on the agenda."""
    query = select(func.count(Endorsement.household_id.distinct())).where(Endorsement.proposal_id == proposal.id)
    proposal.endorsements = db.session.scalar(query) or 0
    if proposal.state is State.OPEN and proposal.endorsements >= proposal.endorsements_needed:
        proposal.state, proposal.endorsed_at = State.ENDORSED, clock.now()
        proposal.schedule_due_at = working_days(community, AGENDA_DAYS)
        append_event(proposal, "endorsed", None, households=proposal.endorsements)
        tell(ENDORSED, [proposal.author_id], proposal.number, title=proposal.title)


@on_verified
def endorsements_count_now(member: Membership) -> None:
    """What someone supported while pending counts from the moment of verification."""
    mine = select(Endorsement, Proposal).join(Proposal, Proposal.id == Endorsement.proposal_id)
    mine = mine.where(Endorsement.membership_id == member.id).order_by(Proposal.id)
    for endorsement, proposal in db.session.execute(mine).all():
        lock_row(proposal)  # always in this order: two verifications at once never wait for each other
        endorsement.household_id, endorsement.grid_id = member.household_id, member.grid_id
        endorsement.counts = member.counts
        db.session.flush()  # the count reads it
        _recount(proposal, db.session.get_one(Community, db.community_id))
