"""An item passed on to a body of the region's list: only once that body takes it on is this an answer."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from app.community.operations import committee_members, here, what_was_left, working_days
from app.core import clock
from app.core.refusal import N_
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.outbox.operations import enqueue, handler
from app.proposals.acts import Act, why_not
from app.proposals.models import Answer, Proposal, Transfer
from app.proposals.operations.steps import take
from tenants import db
from tenants.locks import lock_row
from tenants.models import Body

LOOK_EVERY = timedelta(minutes=5)  # how soon a body's answer reaches the item
ACCEPT_DAYS = 2  # working days in which a body says whether it takes something on
TAKEN_ON = kind("proposal.taken_on", N_("The body in charge takes on No. %(number)s: %(title)s"), "proposal")
NOT_TAKEN_ON = kind("proposal.not_taken_on", N_("The body does not take on No. %(number)s: %(title)s"), "proposal")


def pass_on(proposal: Proposal, made: Answer, body: Body) -> Transfer:
    """Name the body. Meanwhile the item is on that body's record, not on the community's."""
    now, community = clock.now(), here()
    made.body = body.name
    proposal.waiting_above_since, proposal.waiting_above_until = now, None
    db.session.flush()  # the row above names the answer
    passed = Transfer(
        region_path=community.region_path, proposal_id=proposal.id, answer_id=made.id, number=proposal.number,
        title="" if proposal.private else proposal.title, body_id=body.id, body=body.name, passed_on_at=now,
        due_at=working_days(community, ACCEPT_DAYS),
    )  # fmt: skip
    db.session.add(passed)
    db.session.flush()  # the job names it
    _look_again(passed)
    return passed


@handler("proposals.transfer")
def follow(transfer_id: str) -> None:
    """What the people above wrote down reaches the item: they themselves write nothing in here but that."""
    passed = db.session.scalars(select(Transfer).where(Transfer.id == uuid.UUID(transfer_id))).one()
    proposal = db.session.scalars(select(Proposal).where(Proposal.id == passed.proposal_id)).one()
    lock_row(proposal)
    if passed.passed_on_at != proposal.waiting_above_since:
        return  # sent back and passed on anew since: what this body says is no answer to that
    if proposal.hidden_final_at is not None:
        return
    if passed.answered_at is None or proposal.hidden_at is not None:  # what is taken down may come back
        _look_again(passed)
    elif why_not(proposal, Act.TAKE_ON) is None:  # else it was followed already, or has ended meanwhile
        follows = _taken_on if passed.taken_on else _not_taken_on
        follows(proposal, passed)


def _look_again(passed: Transfer) -> None:
    enqueue("proposals.transfer", clock.now() + LOOK_EVERY, transfer_id=passed.id)


def _taken_on(proposal: Proposal, passed: Transfer) -> None:
    """Said by the people above, until bodies say so themselves: now it has been answered."""
    take(proposal, Act.TAKE_ON, None, body=passed.body, above=passed.office)
    made = db.session.scalars(select(Answer).where(Answer.id == passed.answer_id)).one()
    made.taken_on_at = proposal.waiting_above_until = passed.answered_at
    tell(TAKEN_ON, [proposal.author_id], proposal.number, title=proposal.title)


def _not_taken_on(proposal: Proposal, passed: Transfer) -> None:
    """It is the committee's again, with as many working days as were left to it."""
    take(proposal, Act.NOT_TAKE_ON, None, body=passed.body, above=passed.office, reason=passed.reason)
    if proposal.answer_due_at is not None and proposal.waiting_above_since is not None:
        proposal.answer_due_at = what_was_left(proposal.answer_due_at, proposal.waiting_above_since)
    proposal.answered_at, proposal.waiting_above_until = None, passed.answered_at
    tell(NOT_TAKEN_ON, [proposal.author_id, *committee_members()], proposal.number, title=proposal.title)


def call_back(proposal: Proposal) -> None:
    """Its author sent the answer back: nobody above is asked any more."""
    open_ones = select(Transfer).where(Transfer.proposal_id == proposal.id, Transfer.answered_at.is_(None))
    for passed in db.session.scalars(open_ones):
        passed.answered_at = clock.now()
    if proposal.waiting_above_since is not None and proposal.waiting_above_until is None:
        proposal.waiting_above_until = clock.now()
