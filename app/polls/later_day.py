"""A later day for what all decided: asked once, before the day has come, of those who decided it, by a vote of the same kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.commitments.acts import Act, require_open_to
from app.commitments.models import Commitment
from app.commitments.operations import extend
from app.community.operations import here
from app.community.scope import Scope
from app.core.refusal import N_, Refused
from app.polls import presets
from app.polls.models import Poll
from app.proposals.models import Proposal
from tenants import db
from tenants.models import Community


@dataclass(frozen=True)
class Decided:
    """How something was decided: in which kind of vote, by whom."""

    preset: str
    decider: str
    scope: Scope


def how_decided(promise: Commitment, community: Community) -> Decided:
    """The vote that decided it; for what all agreed to without one, the first kind of vote on offer that decides."""
    if promise.subject_kind == Poll.__tablename__:
        poll = db.session.scalars(select(Poll).where(Poll.id == promise.subject_id)).one()
        return Decided(poll.preset, poll.decider, poll.scope)
    proposal = db.session.scalars(select(Proposal).where(Proposal.id == promise.subject_id)).one()
    if proposal.decided_by_poll is not None:
        poll = db.session.scalars(select(Poll).where(Poll.number == proposal.decided_by_poll)).one()
        return Decided(poll.preset, poll.decider, poll.scope)
    on_offer = presets.on_offer(community, "residents")
    binding = [preset.code for preset in on_offer if preset.binding and proposal.scope.kind.value in preset.scopes]
    if not binding:
        raise Refused(N_("No kind of vote that is on offer here could decide this."))
    return Decided(binding[0], "residents", proposal.scope)


def require_askable(promise: Commitment, proposed: Decided, closes_at: datetime, until: datetime | None) -> None:
    """Refuse what could not move the day: another kind of vote, other people, too late, or no later day."""
    require_open_to(promise, Act.EXTEND)
    if proposed != how_decided(promise, here()):
        raise Refused(N_("Only those who decided it can decide a later day, in the same kind of vote."), status=422)
    if closes_at >= promise.due_at:  # it is counted after its close, and by then the day must not be over
        raise Refused(N_("The vote must close before the day that was promised."), status=422, field="closes")
    if until is None or until <= promise.due_at:
        raise Refused(N_("Please give a later day than the one promised."), status=422, field="delivery_days")


def decide(poll: Poll, until: datetime | None) -> None:
    """The vote is over: where it passed the later day holds, else the first one stands."""
    promise = db.session.scalars(select(Commitment).where(Commitment.id == poll.commitment_id)).one()
    if poll.passed and until is not None:
        extend(promise, until)
