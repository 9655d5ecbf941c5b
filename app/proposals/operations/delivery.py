"""Done, and is it really: residents confirm; "not fixed" reopens once."""

import random
import uuid

from sqlalchemy import func, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce
from app.community.models import Membership
from app.community.operations import on_verified, working_days
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.outbox.operations import enqueue, handler
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Confirmation, Endorsement, Kind, Proposal, State
from app.proposals.operations.steps import append_event, require_open
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community

PANEL, REPLIES, CONFIRM_DAYS, REPAIR_DAYS = 20, 5, 10, 10
PLEASE_CONFIRM = kind("proposal.confirm", N_("Please say whether it is done: %(title)s"), "proposal")
REOPENED = kind("proposal.reopened", N_("Residents say it is not done: %(title)s"), "proposal")
DID_CLAIM = act("proposal.done", N_("Said that something is done"))


def claim_done(visitor: Visitor, proposal: Proposal, text: str) -> None:
    """The committee says it is done; the author and up to 20 endorsers drawn at random are asked."""
    require_open(proposal, Act.DONE)
    community = visitor.community
    assert community is not None
    now, turn = clock.now(), 2 if proposal.reopened_at else 1
    proposal.state, proposal.done_at, proposal.done_text = State.DONE_CLAIMED, now, text
    proposal.confirm_by_at = working_days(community, CONFIRM_DAYS)
    quarter = clock.quarter(now, community.zone)
    for one in _panel(proposal):
        db.session.add(
            Confirmation(proposal_id=proposal.id, membership_id=one, turn=turn, quarter=quarter, asked_at=now)
        )
    tell(PLEASE_CONFIRM, _panel_of(proposal, turn), proposal.number, title=proposal.title)
    enqueue("proposals.confirmed", proposal.confirm_by_at, proposal_id=proposal.id, turn=turn)
    if proposal.kind is Kind.PROPOSAL:  # a request is one person's matter: it stands on its own page
        announce(NoticeKind.RESULT, proposal.title, text, "proposal", proposal.number)
    append_event(proposal, "done", visitor)
    record(visitor, DID_CLAIM, proposal)


def _panel(proposal: Proposal) -> list[uuid.UUID]:
    """The author always; of a proposal also endorsers by lot. Those in office do not judge their own work."""
    if proposal.kind is Kind.REQUEST:
        return [proposal.author_id]
    query = select(Endorsement.membership_id).where(
        Endorsement.proposal_id == proposal.id, Endorsement.counts.is_(True)
    )
    others = [one for one in db.session.scalars(query) if one != proposal.author_id]
    return [proposal.author_id, *random.SystemRandom().sample(others, min(PANEL, len(others)))]


def _panel_of(proposal: Proposal, turn: int) -> list[uuid.UUID]:
    db.session.flush()  # those just asked are read back
    query = select(Confirmation.membership_id).where(Confirmation.proposal_id == proposal.id, Confirmation.turn == turn)
    return list(db.session.scalars(query))


def confirm(visitor: Visitor, proposal: Proposal, *, fixed: bool, comment: str = "") -> None:
    """Answer "is it really done?". Only those asked, once; the answer may be changed until it is settled."""
    lock_row(proposal)  # of the last two replies the second finds the first, and the turn that runs now
    asked = _asked(visitor, proposal)
    if asked is None:
        raise Refused(N_("Only the author and those drawn by lot are asked about this."), status=403)
    require_open_to(proposal, Act.CONFIRM)
    asked.fixed, asked.comment, asked.replied_at = fixed, comment, clock.now()
    asked.counts = visitor.membership.counts
    db.session.flush()  # the count below reads it
    assert visitor.community is not None
    _settle(proposal, visitor.community, asked.turn, at_deadline=False)


def _asked(visitor: Visitor, proposal: Proposal) -> Confirmation | None:
    if visitor.membership is None:
        return None
    query = select(Confirmation).where(
        Confirmation.proposal_id == proposal.id, Confirmation.membership_id == visitor.membership.id
    )
    return db.session.scalars(query.order_by(Confirmation.turn.desc()).limit(1)).first()


@on_verified
def replies_count_now(member: Membership) -> None:
    """What someone replied while pending counts from the moment of verification."""
    replied = update(Confirmation).where(Confirmation.membership_id == member.id, Confirmation.fixed.is_not(None))
    db.session.execute(replied.values(counts=member.counts).execution_options(synchronize_session=False))


def _settle(proposal: Proposal, community: Community, turn: int, *, at_deadline: bool) -> None:
    """A request: its author's word. A proposal: the majority of all asked, or at the deadline of five replies or more."""
    rows = db.session.execute(
        select(Confirmation.fixed, func.count())
        .where(Confirmation.proposal_id == proposal.id, Confirmation.turn == turn)
        .group_by(Confirmation.fixed)
    ).all()
    said = dict(rows)
    yes, no, silent = said.get(True, 0), said.get(False, 0), said.get(None, 0)
    if silent and not at_deadline:
        return
    enough = yes + no >= (1 if proposal.kind is Kind.REQUEST else REPLIES)
    if enough and yes > no:
        _end(proposal, State.CONFIRMED)
    elif enough and proposal.reopened_at is None:
        _reopen(proposal, community)
    else:
        _end(proposal, State.CLOSED)


def _end(proposal: Proposal, state: State) -> None:
    proposal.state, proposal.closed_at = state, clock.now()
    append_event(proposal, state.value, None)


def _reopen(proposal: Proposal, community: Community) -> None:
    proposal.state, proposal.reopened_at = State.REOPENED, clock.now()
    proposal.delivery_due_at = working_days(community, REPAIR_DAYS)  # the quarter of the first promise still counts
    append_event(proposal, "reopened", None)
    tell(REOPENED, [proposal.author_id], proposal.number, title=proposal.title)


@handler("proposals.confirmed")
def at_deadline(proposal_id: str, turn: int) -> None:
    """The time to confirm is over: what was said decides; too few replies close it unconfirmed."""
    proposal = db.session.scalars(select(Proposal).where(Proposal.id == uuid.UUID(proposal_id))).one()
    lock_row(proposal)
    if proposal.hidden_at is not None or (proposal.confirm_by_at and proposal.confirm_by_at > clock.now()):
        return  # its time stands still while it is taken down, and runs on when it comes back
    if proposal.state is State.DONE_CLAIMED and turn == (2 if proposal.reopened_at else 1):
        community = db.session.get(Community, db.community_id)
        assert community is not None
        _settle(proposal, community, turn, at_deadline=True)
