"""Endorsement: households that support a proposal, and the number that puts it on the agenda."""

import math
import uuid

from sqlalchemy import func, select

from app.access import CommunityVisitor
from app.access.visitor import Member
from app.community.models import Household, Membership
from app.community.operations import on_verified
from app.community.scope import Scope, ScopeKind, households_on_the_register, lies_within
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act, open_to
from app.proposals.models import Endorsement, Proposal
from app.proposals.operations.steps import require_open, take
from tenants import db
from tenants.locks import lock_row

LEAST, SHARE, MOST = 5, 0.01, 30  # endorsing households of the scope: max(5 or all of fewer, 1 %), at most 30
ENDORSED = kind("proposal.endorsed", N_("No. %(number)s has enough support for the agenda: %(title)s"), "proposal")


def needed(households: int) -> int:
    """Of so many households, those whose support puts a proposal on the agenda; five where nobody knows how many."""
    return min(MOST, max(min(LEAST, households or LEAST), math.ceil(households * SHARE)))


def endorsements_needed(scope: Scope) -> int:
    """How many of the scope's households a proposal needs."""
    return needed(households_on_the_register(scope))


def endorse(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """Support a proposal. Supporting twice is as once; a household counts once."""
    require_open(proposal, Act.SUPPORT)
    if _endorsement_of(visitor.membership, proposal) is not None:
        return
    _require_concerned(visitor.membership, proposal)
    member, now = visitor.membership, clock.now()
    made = Endorsement(
        proposal_id=proposal.id, membership_id=member.id, household_id=member.household_id, grid_id=member.grid_id,
        counts=member.counts, quarter=clock.quarter(now, visitor.community.zone), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the count below reads it
    recount(proposal)


def _require_concerned(member: Member, proposal: Proposal) -> None:
    """A matter of one entrance gets its place through those who live there; everyone may speak to it."""
    if member.household_id is not None and not lies_within(proposal.scope, member.household_id):
        raise Refused(N_("Those whom it concerns decide whether it is put on the agenda. You can speak to it."))


def _endorsement_of(member: Member, proposal: Proposal) -> Endorsement | None:
    query = select(Endorsement).where(Endorsement.proposal_id == proposal.id, Endorsement.membership_id == member.id)
    return db.session.scalar(query)


def supporters(proposal: Proposal) -> list[uuid.UUID]:
    """Who supports it, besides its author."""
    others = Endorsement.proposal_id == proposal.id, Endorsement.membership_id != proposal.author_id
    return list(db.session.scalars(select(Endorsement.membership_id).where(*others)))


def withdraw_endorsement(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """Take the support back, until the proposal is on the agenda; without any it changes nothing."""
    require_open(proposal, Act.WITHDRAW_SUPPORT)
    if (known := _endorsement_of(visitor.membership, proposal)) is not None:
        db.session.delete(known)
        db.session.flush()  # the count below must not see it
        recount(proposal)


def recount(proposal: Proposal) -> None:
    """Distinct verified households of the scope; at the threshold the proposal gets its place on the agenda."""
    query = select(func.count(Endorsement.household_id.distinct())).where(Endorsement.proposal_id == proposal.id)
    if proposal.scope_kind is not ScopeKind.COMMUNITY:
        query = query.join(Household, Household.id == Endorsement.household_id).where(*proposal.scope.holds())
    proposal.endorsements = db.session.scalar(query) or 0
    if proposal.endorsements >= proposal.endorsements_needed and open_to(proposal, Act.QUALIFY):
        take(proposal, Act.QUALIFY, None, households=proposal.endorsements)
        proposal.endorsed_at = clock.now()
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
        recount(proposal)
